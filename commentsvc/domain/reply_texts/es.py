"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="es",
    confirm_subject="Por favor, confirme: correos sobre respuestas en {site}",
    confirm_intro="Alguien, probablemente usted, envió este comentario a {site} con su dirección y pidió un correo cuando se responda:",
    confirm_then="Solo le escribimos si lo confirma antes del {date}. El enlace abre una página con un botón.",
    confirm_action="Confirmar, o decir que no fue usted",
    confirm_otherwise="Si no fue usted, no tiene que hacer nada: sin su palabra, su dirección se borra a los siete días.",
    confirm_footer="Enviado una sola vez, porque su dirección se escribió en el formulario de comentarios de {site}. Responsable: {controller}.",
    reply_subject="{name} le ha respondido en {site}",
    reply_intro="{name} ha respondido a su comentario en «{page}»:",
    reply_action="Leerlo en su sitio",
    reply_stop="No más correos sobre este comentario",
    reply_footer="Recibe este correo porque confirmó que quiere un correo cuando se responda a su comentario en {site}. Responsable: {controller}.",
    ask_title="Confirmar su dirección",
    ask_field="El enlace del correo",
    ask_hint="Si ha llegado por el enlace y esto sigue vacío, copie aquí la dirección completa de esta página.",
    ask_show="Continuar",
    unknown="Este enlace ya se usó, es demasiado antiguo o no está completo. No se ha cambiado nada.",
    mine_title="¿Es suyo este comentario?",
    mine_intro="Se envió a {site} con su dirección y con el deseo de recibir un correo cuando alguien responda.",
    confirm_text="Si confirma, escribimos a {address} cuando alguien responda. Cada correo lleva un enlace que lo termina.",
    confirm_button="Es mío: escríbanme",
    not_me_title="No fui yo",
    not_me_text="Entonces otra persona escribió su dirección. La quitamos del comentario y no le escribimos sobre él. El comentario se queda; si debe desaparecer, escriba a {contact}.",
    not_me_button="Quitar mi dirección",
    confirmed="Confirmado. Le escribimos cuando alguien responda a su comentario.",
    recorded="Ha quedado registrado. Su recibo muestra lo que aceptó, y con él puede echarse atrás.",
    save_event="Guardar lo registrado",
    detached="Hecho. Su dirección ya no está unida a este comentario, y no le escribimos sobre él.",
    end_title="Terminar los correos sobre respuestas",
    end_text="Si pulsa el botón, ya no le escribimos cuando alguien responda a su comentario en {site}. Queda registrado que se echó atrás. Su comentario se queda.",
    end_button="No más correos sobre este comentario",
    ended="Hecho. Ya no le escribimos sobre este comentario.",
    ended_more="Su recibo muestra lo registrado, y con él puede echarse atrás en lo demás.",
)
