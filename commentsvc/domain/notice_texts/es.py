"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Quién es responsable
{controller} decide para qué y cómo se usan aquí sus datos y responde a sus preguntas. Su política de privacidad está en \
{privacy_url}.

## Qué ocurre cuando usted comenta
Su nombre y su comentario se publican en esta página. Cualquiera puede leerlos, también los buscadores. Si indica un \
sitio web, su nombre enlaza con él. El comentario puede ser revisado por una persona o por un programa antes o después \
de aparecer.

## Por qué está permitido
{ground}

Los correos sobre respuestas, y recordar su nombre y sus direcciones en este dispositivo, se basan también en su \
consentimiento. Están desactivados mientras usted no los active, y un comentario sin ello es un comentario completo.

Para evitar la publicidad y los abusos, contamos durante poco tiempo cuántas peticiones llegan de una misma dirección de \
red. Se basa en nuestro interés legítimo en una conversación útil (artículo 6, apartado 1, letra f, del RGPD).

Guardamos constancia de lo que se le mostró y de lo que eligió, porque la ley nos obliga a poder demostrarlo (artículos \
5, apartado 2, y 7, apartado 1, del RGPD).

## Qué se guarda y qué no
Se guardan: su nombre, su comentario, su sitio web si lo indica, la página y la hora; y también qué versión de este \
aviso se le mostró y en qué idioma, qué casillas marcó, qué versión del formulario usó y si su navegador envió la señal \
«Global Privacy Control».

Su dirección de correo es opcional. Solo guardamos la dirección misma si pide correos sobre respuestas: siete días \
como máximo hasta que lo confirme; después, hasta que se eche atrás o se borre su comentario. En todo caso guardamos \
un código que se calcula a partir de ella con una clave secreta, para encontrar sus datos cuando usted lo pida. Por el \
mismo código reconocemos a quienes escribieron antes comentarios correctos, para que el siguiente no tenga que \
esperar.

Su dirección de red nunca se guarda entera. No hay publicidad ni seguimiento, y su navegador no es enviado a ninguna \
otra empresa. No hay cookies; solo la página para navegadores sin JavaScript usa una, que protege su formulario, hasta \
que cierre el navegador.

Lo que está escribiendo, y la clave con la que todavía puede cambiar su comentario, quedan en esta pestaña del navegador \
hasta que la cierre.

Una huella sellada de la constancia se anota en un registro. Demuestra que la constancia no se cambió después, y no \
contiene ni su nombre ni sus palabras.

## Cuánto tiempo
Su comentario permanece hasta que usted o nosotros lo borremos. {kept} Si pide que se borren sus datos, la constancia se \
borra con ellos. Las copias de seguridad desaparecen cuando caducan.

## Opiniones, creencias, salud
Un comentario puede revelar algo que la ley protege especialmente (artículo 9 del RGPD): opiniones políticas, creencias, \
salud, vida sexual, origen. No tiene que decirnos nada de eso. Hasta que su comentario se publique, solo lo ven quienes \
revisan los comentarios. Una vez publicado, cualquiera puede leerlo; lo que escriba sobre usted lo hace entonces público \
usted (artículo 9, apartado 2, letra e). Puede pedir que se borre en cualquier momento, pero otros pueden haberlo \
copiado antes. Por favor, no escriba tales cosas sobre otras personas.

## Sus derechos
Puede pedir una copia de sus datos (artículo 15), hacer que se corrijan (16) o se borren (17), que se limite su uso (18), \
recibirlos en un formato común (20) y oponerse a los usos basados en intereses legítimos (21). Puede retirar su \
consentimiento en cualquier momento (7, apartado 3); lo hecho hasta entonces sigue siendo lícito. No cuesta nada, y \
recibirá respuesta en el plazo de un mes. Escriba a {controller_contact}. También puede reclamar ante {authority} \
(artículo 77).

## El camino de vuelta
Después de enviar el comentario recibe un recibo. Con él puede echarse atrás, sin cuenta y tan fácilmente como comentó: \
con el botón junto a su comentario o en la página del recibo. Su comentario se borra entonces. Si ha perdido el recibo, \
escriba a {controller_contact}."""

WORDS = Words(
    title="Antes de publicar",
    summary=(
        "{controller_name} publica su nombre y su comentario en esta página, donde cualquiera puede leerlos. "
        "Recibirá un recibo con el que puede echarse atrás en cualquier momento; su comentario se borra entonces. "
        "Su dirección de correo solo se guarda si pide correos sobre respuestas."
    ),
    text=TEXT,
    grounds={
        "a": "La publicación se basa en su consentimiento (artículo 6, apartado 1, letra a, del RGPD). Puede decir que no: "
        "entonces no se envía nada, y puede seguir leyendo. Si tiene menos de 16 años, pregunte antes a sus padres; en "
        "algunos países la edad es menor.",
        "b": "La publicación se basa en el acuerdo entre usted y nosotros sobre el uso de este espacio de comentarios: usted "
        "envía un comentario para que lo publiquemos (artículo 6, apartado 1, letra b, del RGPD). No tiene que enviar "
        "ninguno, y puede seguir leyendo.",
        "f": "La publicación se basa en nuestro interés legítimo en una conversación pública en esta página (artículo 6, "
        "apartado 1, letra f, del RGPD). No tiene que comentar, puede seguir leyendo y puede oponerse en cualquier momento.",
    },
    kept={
        "zero": "La constancia de su elección se guarda tanto tiempo como el comentario.",
        "one": "La constancia de su elección se guarda tanto tiempo como el comentario y un mes más.",
        "other": "La constancia de su elección se guarda tanto tiempo como el comentario y {months} meses más.",
    },
    any_authority="la autoridad de protección de datos del lugar donde vive",
    publish=PurposeWords(
        label={
            "a": "Acepto que {controller_name} publique aquí mi nombre y mi comentario.",
            "b": "He leído cómo {controller_name} usa mis datos para publicar aquí mi comentario.",
            "f": "He leído cómo {controller_name} usa mis datos para publicar aquí mi comentario.",
        },
        description="Su nombre, su comentario y, si lo indica, su sitio web se muestran a todos en esta página.",
        personal_data=("nombre", "comentario", "sitio web, si se indica", "página", "hora"),
        necessity="Sin esto no se puede publicar un comentario.",
        retention="Hasta que usted o nosotros borremos el comentario. {kept}",
        recipients=(
            "todas las personas que leen esta página",
            "quienes mantienen y moderan para nosotros este espacio de comentarios",
        ),
    ),
    reply_mail=PurposeWords(
        label={"a": "Enviarme un correo cuando alguien responda a mi comentario."},
        description="Primero recibe un correo con un enlace. Solo le escribimos si lo confirma allí. Cada correo lleva un enlace que lo termina.",
        personal_data=("dirección de correo",),
        necessity="Opcional. Su comentario es el mismo sin esto.",
        retention="Hasta que se eche atrás o se borre el comentario; siete días si no lo confirma.",
        recipients=("quienes gestionan para nosotros estos comentarios y su servidor de correo",),
    ),
    remember_me=PurposeWords(
        label={"a": "Recordar mi nombre, mi correo y mi sitio web en este dispositivo para mi próximo comentario."},
        description="Queda solo en este navegador y se rellenará la próxima vez. Puede quitarlo aquí cuando quiera.",
        personal_data=("nombre", "dirección de correo, si se indica", "sitio web, si se indica"),
        necessity="Opcional. Su comentario es el mismo sin esto.",
        retention="Hasta que usted lo quite, solo en este dispositivo.",
        recipients=(),
    ),
    withdrawal_method=(
        "Con el recibo que obtiene después de enviar: el botón junto a su comentario o la página del recibo. Sin él, un "
        "mensaje a {controller_contact}."
    ),
    labels={
        "name": "Nombre",
        "email": "Correo electrónico",
        "email_hint": "No se publica. Solo se guarda si pide correos sobre respuestas; si no, solo queda un código, para reconocer sus comentarios y encontrarlos si lo pide.",
        "website": "Sitio web",
        "body": "Comentario",
        "placeholder": "¿Qué opina?",
        "reply_to": "Responder a {name}",
        "reply_placeholder": "Su respuesta",
        "optional": "opcional",
        "required": "obligatorio",
        "details": "Leer el aviso completo",
        "hide_details": "Ocultar el aviso completo",
        "privacy_policy": "Política de privacidad",
        "controller": "Responsable",
        "heading": "Comentarios",
        "sort": "Orden",
        "oldest": "Más antiguos primero",
        "newest": "Más recientes primero",
        "guest": "Visitante",
        "edited": "editado",
        "author_pending": "Solo usted puede verlo",
        "receipt": "Su recibo",
        "receipt_id": "Número",
        "receipt_secret": "Secreto",
        "keep_receipt": "Guardar el recibo en este dispositivo, para poder echarme atrás más tarde",
        "basis_a": "su consentimiento",
        "basis_b": "un acuerdo con usted",
        "basis_f": "intereses legítimos",
    },
    buttons={
        "write": "Escribir un comentario",
        "submit": "Publicar el comentario",
        "reply": "Publicar la respuesta",
        "open_reply": "Responder",
        "cancel": "Cancelar",
        "edit": "Editar",
        "save": "Guardar",
        "delete": "Borrar",
        "delete_confirm": "Sí, borrarlo",
        "withdraw": "Retirar",
        "withdraw_confirm": "Sí, retirar y borrar",
        "forget": "Olvidarme en este dispositivo",
        "copy": "Copiar",
        "save_file": "Guardar como archivo",
        "close": "Cerrar",
        "retry": "Intentar de nuevo",
        "stop": "Dejar de intentarlo",
        "more": "Mostrar más comentarios",
        "more_replies": "Mostrar más respuestas",
        "permalink": "Enlace a este comentario",
    },
    messages={
        "count": {"one": "{n} comentario", "other": "{n} comentarios"},
        "replies": {"one": "Mostrar {n} respuesta más", "other": "Mostrar {n} respuestas más"},
        "empty": "Todavía no hay comentarios. El suyo podría ser el primero.",
        "empty_closed": "No hay comentarios.",
        "loading": "Cargando los comentarios",
        "loading_failed": "No se pudieron cargar los comentarios.",
        "closed": "Esta conversación está cerrada. Todavía puede leerla.",
        "gone": "Este comentario ya no está aquí.",
        "sending": "Enviando",
        "pending": "Gracias. Su comentario espera revisión. Hasta entonces solo usted puede verlo.",
        "published": "Su comentario está publicado.",
        "reply_mail_sent": "Los correos sobre respuestas empiezan cuando usted los confirma: mire en su buzón.",
        "changed": "Su cambio está guardado.",
        "draft_kept": "Lo que escribió se conserva en esta pestaña.",
        "offline": "No hay conexión. Lo que escribió se conserva y se volverá a enviar automáticamente.",
        "form_failed": "No se pudo abrir el formulario. Lo que escribió se conserva.",
        "notice_changed": "El aviso ha cambiado desde que abrió este formulario. Léalo otra vez y elija de nuevo. Lo que escribió sigue aquí.",
        "form_expired": "Este formulario estuvo abierto mucho tiempo y se ha renovado. Lo que escribió sigue aquí.",
        "check_fields": "Por favor, mire los campos marcados.",
        "consent_required": "Sin esto no se puede publicar su comentario.",
        "name_required": "Indique un nombre, por favor. No tiene que ser el verdadero.",
        "email_required": "Indique una dirección de correo o desmarque los correos sobre respuestas.",
        "body_required": "Escriba algo, por favor.",
        "too_long": "Sobran {n} caracteres.",
        "too_many": "Acaban de llegar muchos comentarios. Inténtelo de nuevo dentro de un rato.",
        "failed": "No ha funcionado. Lo que escribió se conserva; inténtelo de nuevo, por favor.",
        "not_allowed": "Desde esta página no se pueden enviar comentarios.",
        "edit_closed": "El plazo para cambiar este comentario ha pasado. Con su recibo todavía puede hacer que se borre.",
        "delete_confirm": "¿Borrar este comentario? Se borrará con los datos que le pertenecen. No se puede deshacer.",
        "deleted": "Su comentario está borrado.",
        "receipt": "Muestra lo que leyó y eligió, y con él puede echarse atrás en cualquier momento. No podemos enviarlo otra vez: cópielo o guárdelo ahora.",
        "copied": "Copiado.",
        "copy_failed": "No se pudo copiar. Selecciónelo y cópielo usted, por favor.",
        "saved": "Guardado.",
        "kept": "El recibo queda guardado en este dispositivo.",
        "link_copied": "El enlace está copiado.",
        "withdraw_confirm": "¿Retirar? Su comentario se borrará con los datos que le pertenecen. No se puede deshacer.",
        "withdrawn": "Retirado. Su comentario está borrado.",
        "remembered": "Rellenado con lo que este dispositivo recuerda.",
        "forgotten": "Este dispositivo le ha olvidado.",
    },
)
