"""Portuguese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Os seus dados em {site}",
    opening="Pediu para ver o que está guardado sobre si em {site}. Esta ligação abre uma página com um botão; nada acontece antes de o premir.",
    action="Ver os meus dados",
    validity="A ligação funciona uma vez e durante {minutes} minutos.",
    footer="Recebe isto porque este endereço foi escrito em {site}. Se não foi você, não tem de fazer nada.",
    new_subject="Confirme o seu novo endereço em {site}",
    new_opening="Alguém que comentou em {site} quer ser conhecido por este endereço a partir de agora. Se é você, abra a página desta ligação e prima o botão.",
    new_action="Confirmar este endereço",
)
