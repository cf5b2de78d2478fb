"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Para comentar no hace falta una cuenta. Aquí se entra con la dirección que usted dio, o con el recibo de un comentario. Verá qué se guarda de usted y podrá cambiarlo, retirarlo, llevárselo o hacer que se borre.",
    by_mail="Con su dirección de correo",
    by_mail_text="Escriba la dirección que dio con un comentario. Sirve solo para este mensaje y no se guarda.",
    send_link="Enviarme un enlace",
    no_mail="Este sitio no envía correo, así que con una dirección no se puede entrar. Use un recibo o escriba a {contact}.",
    by_receipt_text="Verá el comentario al que pertenece el recibo. Dentro puede añadir más recibos.",
    without_either="Sin ninguno de los dos",
    ended="Su visita ha terminado, para que nadie más en este aparato vea sus datos. Entre de nuevo, por favor.",
    left="Ha salido.",
    too_many="Esto se ha pedido muchas veces. Inténtelo de nuevo dentro de una hora.",
    not_address="Esto no parece una dirección de correo.",
    sent_title="Mire en su buzón",
    sent="Si hay algo guardado con esta dirección, un enlace está en camino. Sirve una vez y durante {minutes} minutos.",
    sent_nothing="¿No llega nada? Mire en el correo no deseado o pruebe otra dirección que haya podido usar. También puede escribir a {contact}.",
    enter_text="Pulse el botón para ver qué se guarda de usted. Con eso no se cambia nada.",
    enter_field="El enlace del mensaje, o su recibo",
    enter="Ver mis datos",
    link_dead="Esto no abre nada. Un enlace sirve una vez, durante {minutes} minutos, en el sitio para el que se envió. Pida uno nuevo.",
    cookie="Mientras esté dentro, una cookie le mantiene la puerta abierta. Termina al salir, tras 30 minutos sin un clic y, como muy tarde, a las dos horas.",
    sign_out="Salir",
    form_refused="No se ha cambiado nada: este formulario estuvo abierto demasiado tiempo o no viene de esta página. Vuelva atrás e inténtelo de nuevo.",
    comments="Sus comentarios",
    none="Aquí no se muestra ningún comentario suyo.",
    replies="Respuestas públicas: {n}",
    open="Detalles y cambios",
    page_of="Página {page} de {pages}",
    newer="Más nuevos",
    older="Más antiguos",
    unconfirmed="Con su dirección, pero sin confirmar",
    unconfirmed_text="Esto se envió con su dirección y nadie ha mostrado que fuera usted. Quien escribe una dirección no demuestra nada con ello. Por eso aquí solo ve dónde y cuándo.",
    add_receipt="Añadir un recibo",
    add_receipt_text="El comentario al que pertenece se muestra entonces también aquí.",
    address="Su dirección",
    address_kept="{address} se guarda para enviarle el correo que pidió.",
    address_code="No se guarda. Solo hay un código calculado a partir de ella, con el que se encuentran sus comentarios.",
    address_none="Aquí no se conoce ninguna dirección suya.",
    receive="Quién lo recibe y cuánto tiempo se guarda",
    received_by="Lo recibe: {who}",
    mails="Correo que se le envió en los últimos 14 días",
    no_mails="Ninguno.",
    mail_kinds={
        "reader-link": "El enlace a esta página",
        "other": "Otro correo",
    },
    back="Volver a sus datos",
)
