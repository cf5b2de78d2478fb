"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Dina uppgifter hos {site}",
    opening="Du har bett att få se vad som är sparat om dig hos {site}. Länken öppnar en sida med en knapp; inget händer innan du trycker på den.",
    action="Visa mina uppgifter",
    validity="Länken fungerar en gång, i {minutes} minuter.",
    footer="Du får detta för att den här adressen skrevs in hos {site}. Var det inte du behöver du inte göra något.",
    new_subject="Bekräfta din nya adress hos {site}",
    new_opening="Någon som har kommenterat hos {site} vill från och med nu vara känd under den här adressen. Är det du, öppna sidan bakom länken och tryck på knappen.",
    new_action="Bekräfta adressen",
)
