"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Avisar",
    title="Avisar sobre este comentario",
    intro="Avise a los moderadores de {site} sobre este comentario. Lo leen y deciden. No estar de acuerdo no es un motivo.",
    why="¿Qué tiene de malo?",
    spam="Es publicidad o spam",
    rude="Insulta o amenaza a alguien",
    off_topic="No tiene nada que ver con el tema",
    other="Otra cosa",
    privacy="Nadie pregunta quién es usted. Para que nadie cuente dos veces, se guarda un día un código hecho con una parte de su dirección de red.",
    illegal="¿Va contra la ley?",
    report="Entonces denúncielo: recibirá una respuesta.",
    send="Enviar",
    done_title="Gracias",
    done="Los moderadores ya lo saben. A nadie se le dice cuántas veces se avisó sobre un comentario.",
    not_here="Aquí no hay ningún comentario público sobre el que avisar.",
)
