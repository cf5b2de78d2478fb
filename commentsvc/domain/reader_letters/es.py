"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Sus datos en {site}",
    opening="Ha pedido ver qué se guarda de usted en {site}. Este enlace abre una página con un botón; no pasa nada hasta que lo pulse.",
    action="Ver mis datos",
    validity="El enlace sirve una vez y durante {minutes} minutos.",
    footer="Recibe esto porque se escribió esta dirección en {site}. Si no fue usted, no tiene que hacer nada.",
    new_subject="Confirme su nueva dirección en {site}",
    new_opening="Alguien que comentó en {site} quiere que se le conozca desde ahora por esta dirección. Si es usted, abra la página de este enlace y pulse el botón.",
    new_action="Confirmar esta dirección",
)
