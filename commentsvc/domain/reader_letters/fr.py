"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Vos données sur {site}",
    opening="Vous avez demandé à voir ce qui est conservé de vous sur {site}. Ce lien ouvre une page avec un bouton ; rien ne se passe avant que vous ne le pressiez.",
    action="Voir mes données",
    validity="Le lien fonctionne une fois, pendant {minutes} minutes.",
    footer="Vous recevez ceci parce que cette adresse a été saisie sur {site}. Si ce n’était pas vous, il n’y a rien à faire.",
    new_subject="Confirmez votre nouvelle adresse sur {site}",
    new_opening="Une personne qui a commenté sur {site} veut être connue désormais sous cette adresse. Si c’est vous, ouvrez la page de ce lien et pressez le bouton.",
    new_action="Confirmer cette adresse",
)
