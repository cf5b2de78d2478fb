"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Signaler aux modérateurs",
    title="Signaler ce commentaire aux modérateurs",
    intro="Attirez l’attention des modérateurs de {site} sur ce commentaire. Ils le lisent et décident. Ne pas être d’accord n’est pas une raison.",
    why="Qu’est-ce qui ne va pas ?",
    spam="C’est de la publicité ou du spam",
    rude="Il insulte ou menace quelqu’un",
    off_topic="Il n’a rien à voir avec le sujet",
    other="Autre chose",
    privacy="Personne ne demande qui vous êtes. Pour que personne ne compte deux fois, un code tiré d’une partie de votre adresse réseau est gardé un jour.",
    illegal="Est-il contraire à la loi ?",
    report="Alors déclarez-le : vous recevrez une réponse.",
    send="Envoyer",
    done_title="Merci",
    done="Les modérateurs sont prévenus. Personne ne saura combien de fois un commentaire a été signalé.",
    not_here="Il n’y a ici aucun commentaire public à signaler.",
)
