"""Polish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Zgłoś uwagę",
    title="Zwróć uwagę na ten komentarz",
    intro="Zwróć uwagę moderatorów {site} na ten komentarz. Przeczytają go i zdecydują. To, że ktoś się z nim nie zgadza, nie jest powodem.",
    why="Co jest z nim nie tak?",
    spam="To reklama lub spam",
    rude="Obraża kogoś lub komuś grozi",
    off_topic="Nie ma nic wspólnego z tematem",
    other="Coś innego",
    privacy="Nikt nie pyta, kim jesteś. Aby nikt nie liczył się dwa razy, przez jeden dzień przechowujemy kod utworzony z części twojego adresu sieciowego.",
    illegal="Czy łamie prawo?",
    report="Zgłoś go więc jako niezgodny z prawem: dostaniesz odpowiedź.",
    send="Wyślij",
    done_title="Dziękujemy",
    done="Moderatorzy już wiedzą. Nikt się nie dowie, ile razy zwrócono uwagę na komentarz.",
    not_here="Nie ma tu publicznego komentarza, na który można zwrócić uwagę.",
)
