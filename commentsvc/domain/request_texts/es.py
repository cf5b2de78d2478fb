"""What readers are told about their requests, in Spanish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "una copia de mis datos",
        "erasure": "borrar mis datos",
        "rectification": "corregir mis datos",
        "portability": "mis datos, para llevármelos",
        "restriction": "guardar mis datos sin hacer nada más con ellos",
        "objection": "dejar de usar mis datos",
        "impersonation": "otra persona escribió con mi dirección",
    },
    confirm_subject="{site}: confirme su solicitud",
    confirm_intro="Alguien, seguramente usted, envió esta solicitud a {site} con su dirección:",
    confirm_action="Sí, es mi solicitud",
    confirm_hint="El enlace sirve una vez, durante 24 horas. Si no fue usted, no haga nada: la solicitud se borrará.",
    subject="Su solicitud {reference} a {site}",
    asked="El {day} usted pidió esto:",
    extended="Necesitamos más tiempo. Tendrá la respuesta el {day} a más tardar.",
    reason="El motivo:",
    answer="Nuestra respuesta:",
    copy="Su copia está lista. La encontrará en su propia página; el enlace para entrar se envía a esta dirección.",
    nothing=(
        "Con su dirección no hay nada guardado en {site}. Lo que se envió sin dirección solo se "
        "encuentra con su recibo."
    ),
    reported=(
        "Con su dirección se han denunciado comentarios. El enlace del correo que confirmó cada denuncia"
        " muestra lo que hay guardado de ella."
    ),
    unconfirmed=(
        "Con su dirección hay comentarios que nadie ha confirmado. Quizá los escribió otra persona, así "
        "que no los hemos copiado ni borrado."
    ),
    erased="Lo que es suyo en {site} se ha borrado. No se puede deshacer.",
    kept=(
        "Una parte se guarda como máximo hasta el {day}, porque hace falta para reclamaciones legales "
        "(art. 17.3.e del RGPD). Nadie la ve, y después se borra."
    ),
    restricted=(
        "Ahora solo guardamos aquello de lo que se trata y no hacemos nada más con ello. Nadie lo ve. "
        "Le avisaremos antes de que esto termine."
    ),
    lifted=(
        "Terminaremos esta limitación el {day}. Desde entonces lo guardado podrá mostrarse y usarse de "
        "nuevo. Si no está de acuerdo, responda antes de ese día."
    ),
    objected="Seguimos su oposición. Aquello de lo que se trata ya no se muestra ni se usa.",
    done="Hemos hecho lo que pidió.",
    refused="No hacemos lo que pidió.",
    complain="Si no está conforme, puede reclamar ante una autoridad de protección de datos o acudir a los tribunales.",
    open_mine="Abrir mis datos",
    footer="Recibe este correo por una solicitud a {site} con esta dirección. Responsable: {controller}, {contact}.",
    page_title="Confirmar una solicitud",
    page_intro="Usted viene de un correo. Si el campo está vacío, pegue el enlace del correo.",
    page_field="Enlace del correo",
    page_show="Ver la solicitud",
    page_asked="Esto se pidió a {site} con su dirección:",
    page_erases="En cuanto confirme, se borra lo que es suyo aquí. No se puede deshacer.",
    page_done="Su solicitud {reference} está confirmada. La respuesta llegará a su dirección el {day} a más tardar.",
    page_unknown="Este enlace ya se usó o es demasiado antiguo. Puede volver a pedirlo sin más.",
)
