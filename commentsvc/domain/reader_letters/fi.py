"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Tietosi sivustolla {site}",
    opening="Pyysit nähdä, mitä sinusta on tallennettu sivustolla {site}. Linkki avaa sivun, jolla on painike; mitään ei tapahdu ennen kuin painat sitä.",
    action="Näytä tietoni",
    validity="Linkki toimii kerran ja {minutes} minuutin ajan.",
    footer="Saat tämän, koska tämä osoite kirjoitettiin sivustolla {site}. Jos se et ollut sinä, sinun ei tarvitse tehdä mitään.",
    new_subject="Vahvista uusi osoitteesi sivustolla {site}",
    new_opening="Joku, joka on kommentoinut sivustolla {site}, haluaa tästä lähtien käyttää tätä osoitetta. Jos se olet sinä, avaa linkin sivu ja paina painiketta.",
    new_action="Vahvista tämä osoite",
)
