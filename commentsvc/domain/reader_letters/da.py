"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Dine data hos {site}",
    opening="Du har bedt om at se, hvad der er gemt om dig hos {site}. Linket åbner en side med en knap; der sker intet, før du trykker på den.",
    action="Vis mine data",
    validity="Linket virker én gang og i {minutes} minutter.",
    footer="Du får dette, fordi denne adresse blev skrevet hos {site}. Var det ikke dig, skal du ikke gøre noget.",
    new_subject="Bekræft din nye adresse hos {site}",
    new_opening="En, der har kommenteret hos {site}, vil fra nu af kendes på denne adresse. Er det dig, så åbn siden bag linket og tryk på knappen.",
    new_action="Bekræft denne adresse",
)
