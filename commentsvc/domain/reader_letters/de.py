"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Ihre Daten bei {site}",
    opening="Sie möchten sehen, was bei {site} von Ihnen gespeichert ist. Dieser Link öffnet eine Seite mit einem Knopf; vorher geschieht nichts.",
    action="Meine Daten zeigen",
    validity="Der Link gilt einmal und {minutes} Minuten lang.",
    footer="Sie erhalten dies, weil diese Adresse bei {site} eingegeben wurde. Waren Sie das nicht, ist nichts zu tun.",
    new_subject="Ihre neue Adresse bei {site} bestätigen",
    new_opening="Jemand, der bei {site} kommentiert hat, möchte künftig unter dieser Adresse bekannt sein. Sind Sie das, öffnen Sie die Seite hinter diesem Link und drücken Sie den Knopf.",
    new_action="Diese Adresse bestätigen",
)
