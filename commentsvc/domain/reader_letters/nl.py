"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Uw gegevens bij {site}",
    opening="U wilt zien wat bij {site} over u is opgeslagen. Deze link opent een pagina met een knop; er gebeurt niets voordat u daarop drukt.",
    action="Mijn gegevens tonen",
    validity="De link werkt één keer, en {minutes} minuten lang.",
    footer="U krijgt dit omdat dit adres bij {site} is ingevuld. Was u dat niet, dan hoeft u niets te doen.",
    new_subject="Bevestig uw nieuwe adres bij {site}",
    new_opening="Iemand die bij {site} heeft gereageerd, wil voortaan onder dit adres bekend zijn. Bent u dat, open dan de pagina achter deze link en druk op de knop.",
    new_action="Dit adres bevestigen",
)
