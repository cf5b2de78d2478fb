"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="I suoi dati su {site}",
    opening="Ha chiesto di vedere che cosa è conservato di lei su {site}. Questo link apre una pagina con un pulsante; prima che lo prema non succede nulla.",
    action="Mostra i miei dati",
    validity="Il link funziona una volta, per {minutes} minuti.",
    footer="Riceve questo messaggio perché questo indirizzo è stato scritto su {site}. Se non è stato lei, non deve fare nulla.",
    new_subject="Confermi il suo nuovo indirizzo su {site}",
    new_opening="Chi ha commentato su {site} vuole essere riconosciuto d’ora in poi con questo indirizzo. Se è lei, apra la pagina di questo link e prema il pulsante.",
    new_action="Conferma questo indirizzo",
)
