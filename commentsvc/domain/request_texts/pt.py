"""What readers are told about their requests, in Portuguese."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "uma cópia dos meus dados",
        "erasure": "apagar os meus dados",
        "rectification": "corrigir os meus dados",
        "portability": "os meus dados, para levar comigo",
        "restriction": "guardar os meus dados sem fazer mais nada com eles",
        "objection": "deixar de usar os meus dados",
        "impersonation": "outra pessoa escreveu com o meu endereço",
    },
    confirm_subject="{site}: confirme o seu pedido",
    confirm_intro="Alguém, provavelmente você, enviou este pedido a {site} com o seu endereço:",
    confirm_action="Sim, este pedido é meu",
    confirm_hint="A ligação funciona uma vez, durante 24 horas. Se não foi você, não faça nada: o pedido será apagado.",
    subject="O seu pedido {reference} a {site}",
    asked="Em {day} pediu isto:",
    extended="Precisamos de mais tempo. Terá a resposta até {day}, o mais tardar.",
    reason="O motivo:",
    answer="A nossa resposta:",
    copy=(
        "A sua cópia está pronta. Encontra-a na sua própria página; a ligação para entrar é enviada para este endereço."
    ),
    nothing=(
        "Com o seu endereço nada está guardado em {site}. O que foi enviado sem endereço só se encontra "
        "com o seu recibo."
    ),
    reported=(
        "Com o seu endereço foram denunciados comentários. A ligação na mensagem que confirmou cada "
        "denúncia mostra o que dela está guardado."
    ),
    unconfirmed=(
        "Há comentários com o seu endereço que ninguém confirmou. Talvez outra pessoa os tenha escrito, "
        "por isso não os copiámos nem apagámos."
    ),
    erased="O que é seu em {site} foi apagado. Não se pode voltar atrás.",
    kept=(
        "Uma parte fica guardada até {day}, o mais tardar, porque é precisa para ações legais (art. "
        "17.º, n.º 3, alínea e), do RGPD). Ninguém a vê, e depois é apagada."
    ),
    restricted=(
        "Agora só guardamos aquilo de que se trata e não fazemos mais nada com isso. Ninguém o vê. "
        "Avisamos antes de isto terminar."
    ),
    lifted=(
        "Terminaremos esta limitação em {day}. A partir daí, o que está guardado pode voltar a ser "
        "mostrado e usado. Se não concordar, responda antes desse dia."
    ),
    objected="Seguimos a sua oposição. Aquilo de que se trata já não é mostrado nem usado.",
    done="Fizemos o que pediu.",
    refused="Não fazemos o que pediu.",
    complain="Se não ficar satisfeito, pode queixar-se a uma autoridade de proteção de dados ou ir a tribunal.",
    open_mine="Abrir os meus dados",
    footer=(
        "Recebe esta mensagem por causa de um pedido a {site} com este endereço. Responsável: {controller}, {contact}."
    ),
    page_title="Confirmar um pedido",
    page_intro="Veio de uma mensagem. Se o campo estiver vazio, cole a ligação da mensagem.",
    page_field="Ligação da mensagem",
    page_show="Mostrar o pedido",
    page_asked="Isto foi pedido a {site} com o seu endereço:",
    page_erases="Assim que confirmar, o que é seu aqui é apagado. Não se pode voltar atrás.",
    page_done="O seu pedido {reference} está confirmado. A resposta chega ao seu endereço até {day}, o mais tardar.",
    page_unknown="Esta ligação já foi usada ou é demasiado antiga. Pode simplesmente pedir de novo.",
)
