"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Vaše údaje na {site}",
    opening="Chcete vidět, co je o vás na {site} uloženo. Odkaz otevře stránku s tlačítkem; dokud je nestisknete, nic se nestane.",
    action="Ukázat moje údaje",
    validity="Odkaz platí jednou a {minutes} minut.",
    footer="Dostáváte to, protože na {site} někdo zadal tuto adresu. Pokud jste to nebyli vy, nemusíte nic dělat.",
    new_subject="Potvrďte svou novou adresu na {site}",
    new_opening="Někdo, kdo komentoval na {site}, chce být napříště znám pod touto adresou. Jste-li to vy, otevřete stránku z odkazu a stiskněte tlačítko.",
    new_action="Potvrdit tuto adresu",
)
