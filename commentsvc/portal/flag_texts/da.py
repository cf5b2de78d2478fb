"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Gør opmærksom",
    title="Gør opmærksom på denne kommentar",
    intro="Gør moderatorerne på {site} opmærksomme på denne kommentar. De læser den og beslutter. At man er uenig, er ingen grund.",
    why="Hvad er der galt med den?",
    spam="Det er reklame eller spam",
    rude="Den fornærmer eller truer nogen",
    off_topic="Den har ikke noget med emnet at gøre",
    other="Noget andet",
    privacy="Ingen spørger, hvem du er. For at ingen tæller to gange, gemmes i en dag en kode lavet af en del af din netværksadresse.",
    illegal="Er den imod loven?",
    report="Så anmeld den: du får et svar.",
    send="Send",
    done_title="Tak",
    done="Moderatorerne ved det. Ingen får at vide, hvor mange gange nogen har gjort opmærksom på en kommentar.",
    not_here="Her er ingen offentlig kommentar, man kan gøre opmærksom på.",
)
