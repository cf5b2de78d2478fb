"""Portuguese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Para comentar não é preciso ter conta. Aqui entra com o endereço que deu, ou com o recibo de um comentário. Vê o que está guardado sobre si e pode mudá-lo, retirá-lo, levá-lo consigo ou mandá-lo apagar.",
    by_mail="Com o seu endereço de e-mail",
    by_mail_text="Escreva o endereço que deu com um comentário. Serve só para esta mensagem e não é guardado.",
    send_link="Enviar-me uma ligação",
    no_mail="Este sítio não envia e-mail, por isso não se entra com um endereço. Use um recibo ou escreva para {contact}.",
    by_receipt_text="Vê o comentário a que o recibo pertence. Lá dentro pode juntar mais recibos.",
    without_either="Sem nenhum dos dois",
    ended="A sua visita terminou, para que mais ninguém neste aparelho veja os seus dados. Entre de novo, por favor.",
    left="Saiu.",
    too_many="Isto foi pedido muitas vezes. Tente de novo daqui a uma hora.",
    not_address="Isto não parece um endereço de e-mail.",
    sent_title="Veja a sua caixa de correio",
    sent="Se houver algo guardado com este endereço, uma ligação vai a caminho. Funciona uma vez e durante {minutes} minutos.",
    sent_nothing="Não chega nada? Veja no correio indesejado, ou tente outro endereço que possa ter usado. Também pode escrever para {contact}.",
    enter_text="Prima o botão para ver o que está guardado sobre si. Com isso nada muda.",
    enter_field="A ligação da mensagem, ou o seu recibo",
    enter="Ver os meus dados",
    link_dead="Isto não abre nada. Uma ligação funciona uma vez, durante {minutes} minutos, no sítio para o qual foi enviada. Peça uma nova.",
    cookie="Enquanto está cá dentro, um cookie mantém-lhe a porta aberta. Acaba quando sai, após 30 minutos sem um clique e, o mais tardar, ao fim de duas horas.",
    sign_out="Sair",
    form_refused="Nada foi mudado: este formulário esteve aberto tempo de mais, ou não vem desta página. Volte atrás e tente de novo.",
    comments="Os seus comentários",
    none="Não há aqui nenhum comentário seu.",
    replies="Respostas públicas: {n}",
    open="Pormenores e mudanças",
    page_of="Página {page} de {pages}",
    newer="Mais recentes",
    older="Mais antigos",
    unconfirmed="Com o seu endereço, mas por confirmar",
    unconfirmed_text="Isto foi enviado com o seu endereço e ninguém mostrou que era você. Quem escreve um endereço não prova nada com isso. Por isso só vê aqui onde e quando.",
    add_receipt="Juntar um recibo",
    add_receipt_text="O comentário a que pertence aparece então também aqui.",
    address="O seu endereço",
    address_kept="{address} está guardado para lhe enviar o e-mail que pediu.",
    address_code="Não está guardado. Há apenas um código feito a partir dele, pelo qual se encontram os seus comentários.",
    address_none="Não se conhece aqui nenhum endereço seu.",
    receive="Quem o recebe e quanto tempo fica guardado",
    received_by="Recebido por: {who}",
    mails="E-mail que lhe foi enviado nos últimos 14 dias",
    no_mails="Nenhum.",
    mail_kinds={
        "reader-link": "A ligação para esta página",
        "other": "Outro e-mail",
    },
    back="Voltar aos seus dados",
)
