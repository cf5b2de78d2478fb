"""Portuguese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="pt",
    confirm_subject="Por favor, confirme: e-mails sobre respostas em {site}",
    confirm_intro="Alguém, provavelmente quem lê isto, enviou este comentário a {site} com o seu endereço e pediu um e-mail quando houver resposta:",
    confirm_then="Só lhe escrevemos se o confirmar até {date}. A ligação abre uma página com um botão.",
    confirm_action="Confirmar, ou dizer que foi outra pessoa",
    confirm_otherwise="Se foi outra pessoa, não precisa de fazer nada: sem a sua palavra, o seu endereço é apagado ao fim de sete dias.",
    confirm_footer="Enviado uma só vez, porque o seu endereço foi escrito no formulário de comentários de {site}. Responsável: {controller}.",
    reply_subject="{name} respondeu-lhe em {site}",
    reply_intro="{name} respondeu ao seu comentário em «{page}»:",
    reply_action="Ler no seu lugar",
    reply_stop="Não quero mais e-mails sobre este comentário",
    reply_footer="Recebe este e-mail porque confirmou que quer um e-mail quando houver resposta ao seu comentário em {site}. Responsável: {controller}.",
    ask_title="Confirmar o seu endereço",
    ask_field="A ligação do e-mail",
    ask_hint="Se veio pela ligação e isto continua vazio, copie para aqui o endereço completo desta página.",
    ask_show="Continuar",
    unknown="Esta ligação já foi usada, é demasiado antiga ou não está completa. Nada foi alterado.",
    mine_title="Este comentário é seu?",
    mine_intro="Foi enviado a {site} com o seu endereço, com o pedido de um e-mail quando alguém responder.",
    confirm_text="Se confirmar, escrevemos para {address} quando alguém responder. Cada e-mail tem uma ligação que acaba com isto.",
    confirm_button="É meu: escrevam-me",
    not_me_title="Não fui eu",
    not_me_text="Então outra pessoa escreveu o seu endereço. Retiramo-lo do comentário e não lhe escrevemos sobre ele. O comentário fica; se deve desaparecer, escreva para {contact}.",
    not_me_button="Retirar o meu endereço",
    confirmed="Confirmado. Escrevemos-lhe quando alguém responder ao seu comentário.",
    recorded="Isto ficou registado. O seu recibo mostra o que aceitou, e com ele pode voltar atrás.",
    save_event="Guardar o que ficou registado",
    detached="Feito. O seu endereço já não está ligado a este comentário, e não lhe escrevemos sobre ele.",
    end_title="Acabar com os e-mails sobre respostas",
    end_text="Se carregar no botão, deixamos de lhe escrever quando alguém responder ao seu comentário em {site}. Fica registado que voltou atrás. O seu comentário fica.",
    end_button="Não quero mais e-mails sobre este comentário",
    ended="Feito. Já não lhe escrevemos sobre este comentário.",
    ended_more="O seu recibo mostra o que ficou registado, e com ele pode voltar atrás no resto.",
)
