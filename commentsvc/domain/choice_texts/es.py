"""Spanish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Qué decide usted
Cada finalidad tiene su propio interruptor, y todos están desactivados hasta que usted los active. Al lado se dice \
qué hace, qué datos usa, quién los recibe y cuánto tiempo se guardan. Todo se basa únicamente en su consentimiento \
(artículo 6, apartado 1, letra a, del RGPD, y la ley sobre lo que se guarda en su dispositivo). Si tiene menos de 16 \
años, pregunte antes a sus padres; en algunos países la edad es menor.

## Qué se guarda de su elección
Este navegador guarda durante seis meses solo la elección: qué finalidades, qué versión de este texto, hasta qué \
día. No contiene ningún número con el que se le pueda reconocer. Si dice que no, no se guarda nada más en ningún \
sitio.

Si dice que sí, guardamos constancia de lo que se le mostró y de lo que eligió, porque la ley nos pide poder \
demostrarlo (artículo 7, apartado 1, del RGPD). Su nombre, su dirección y la página que leía no figuran en ella. Una \
huella sellada de la constancia entra en un registro y demuestra que nadie la cambió después. Un sí termina por sí \
solo a los seis meses; entonces se le pregunta de nuevo.

## El camino de vuelta
Echarse atrás es tan fácil como aceptar: abra de nuevo este aviso y pulse el otro botón. En este dispositivo tiene \
efecto de inmediato. Para que quede también en la constancia hace falta el recibo que se obtiene con un sí. Está a \
mano aquí hasta que cierre esta pestaña, y más tiempo si lo guarda en este dispositivo. En otro lugar, use la página \
del recibo.

## La señal de su navegador
Si su navegador envía Global Privacy Control, lo entendemos como un no a todo lo opcional, hasta que usted mismo \
elija otra cosa."""

WORDS = ChoiceWords(
    title="Sus opciones de privacidad",
    summary="{controller_name} pregunta si este sitio puede hacer más de lo que necesita para funcionar. Todo eso está ahora desactivado. Puede decir que no y seguir leyendo como antes, y cambiar de opinión en cualquier momento.",
    text=TEXT,
    kept="La constancia se guarda mientras su elección sea válida.",
    kept_months="La constancia se guarda mientras su elección sea válida, y este número de meses más: {months}.",
    necessity="Opcional. El sitio funciona igual sin ello.",
    retention="Hasta que diga que no, y seis meses como máximo.",
    withdrawal_method="En cada página: abrir las opciones de privacidad y pulsar el otro botón. Con el recibo, también en la página del recibo.",
    statistics=OwnPurpose(
        label="Estadísticas",
        description="Cuenta qué páginas se leen y cómo, para poder mejorar el sitio.",
        personal_data=(
            "páginas que abre",
            "hora",
            "tipo de dispositivo y navegador",
        ),
    ),
    marketing=OwnPurpose(
        label="Publicidad",
        description="Muestra publicidad que encaja con lo que lee y mide si funciona.",
        personal_data=(
            "páginas que abre",
            "hora",
            "tipo de dispositivo y navegador",
            "un número con el que se reconoce su navegador",
        ),
    ),
    external_media=OwnPurpose(
        label="Contenido de otros proveedores",
        description="Carga vídeos, mapas y publicaciones directamente de otros proveedores. Estos ven entonces su dirección de red y qué página está leyendo.",
        personal_data=(
            "dirección de red",
            "página",
            "lo que el proveedor guarda en su navegador",
        ),
    ),
    preferences=OwnPurpose(
        label="Preferencias",
        description="Recuerda en este dispositivo cómo le gusta el sitio: idioma, tamaño de letra, aspecto.",
        personal_data=("sus ajustes",),
    ),
    labels=ChoiceLabels(
        open="Opciones de privacidad",
        data="Datos usados",
        recipients="Quién los recibe",
        how_long="Cuánto tiempo",
    ),
    buttons=ChoiceButtons(
        accept="Aceptar todo",
        refuse="Rechazar todo",
        choose="Elegir una por una",
        save="Guardar mi elección",
    ),
    messages=ChoiceMessages(
        gpc="Su navegador envía Global Privacy Control. Lo entendemos como un no: todo lo opcional está desactivado, salvo que elija otra cosa aquí.",
        given="Su elección está guardada y consta.",
        withdrawn="Retirado. Tiene efecto de inmediato y consta.",
        withdrawn_here="Retirado en este dispositivo. Tiene efecto de inmediato. Para que conste también, use su recibo.",
        failed="No se pudo dejar constancia, así que no se activó nada. Inténtelo de nuevo.",
        changed="Este aviso ha cambiado desde que eligió. Elija de nuevo, por favor.",
        receipt="Con él puede echarse atrás desde cualquier dispositivo. No podemos enviarlo otra vez: cópielo o guárdelo.",
        elsewhere="Ya consta. Desde aquí no se puede llegar a lo que ha guardado un navegador: en el dispositivo en que dijo que sí, abra las opciones de privacidad del sitio y rechace también allí.",
    ),
)
