"""Portuguese, as it is written in Portugal and understood in Brazil."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Quem é responsável
{controller} decide porquê e como os seus dados são usados aqui e responde às suas perguntas. A política de privacidade \
está em {privacy_url}.

## O que acontece quando comenta
O seu nome e o seu comentário são publicados nesta página. Toda a gente pode lê-los, e os motores de busca também. Se \
indicar um site, o seu nome tem uma ligação para ele. O comentário pode ser verificado por uma pessoa ou por um programa, \
antes ou depois de aparecer.

## Porque é permitido
{ground}

Os e-mails sobre respostas, e guardar o seu nome e os seus endereços neste dispositivo, também se baseiam no seu \
consentimento. Estão desligados até que os ligue, e um comentário sem isso é um comentário completo.

Para afastar a publicidade e os abusos, contamos durante pouco tempo quantos pedidos vêm de um mesmo endereço de rede. \
Isto baseia-se no nosso interesse legítimo numa conversa que se possa usar (artigo 6.º, n.º 1, alínea f), do RGPD).

Guardamos o registo do que lhe foi mostrado e do que escolheu, porque a lei nos obriga a poder prová-lo (artigos 5.º, \
n.º 2, e 7.º, n.º 1, do RGPD).

## O que é guardado e o que não é
É guardado: o seu nome, o seu comentário, o seu site se o indicar, a página e a hora; e também que versão deste aviso lhe \
foi mostrada, em que língua, o que assinalou, que versão do formulário usou e se o seu navegador enviou o sinal «Global \
Privacy Control».

O seu endereço de e-mail é opcional. Só guardamos o próprio endereço se pedir e-mails sobre respostas: até que o \
confirme, sete dias no máximo; depois, até que volte atrás ou o seu comentário seja apagado. Em todo o caso ficamos \
com um código, calculado a partir dele com uma chave secreta, para encontrarmos os seus dados quando o pedir. Pelo \
mesmo código reconhecemos quem já escreveu comentários corretos, para que o seguinte não tenha de esperar.

O seu endereço de rede nunca é guardado por inteiro. Não há publicidade nem seguimento, e o seu navegador não é enviado \
para nenhuma outra empresa. Não há cookies; só a página para navegadores sem JavaScript usa um, que protege o formulário, \
até que feche o navegador.

O que está a escrever, e a chave com que ainda pode alterar o seu comentário, ficam neste separador do navegador até que \
o feche.

Uma impressão digital selada do registo é escrita num diário. Prova que o registo não foi alterado depois, e não contém o \
seu nome nem as suas palavras.

## Durante quanto tempo
O seu comentário fica até que o apague ou nós o apaguemos. {kept} Se mandar apagar os seus dados, o registo é apagado com \
eles. As cópias de segurança desaparecem quando expiram.

## Opiniões, crenças, saúde
Um comentário pode revelar coisas que a lei protege de modo especial (artigo 9.º do RGPD): opiniões políticas, crenças, \
saúde, vida sexual, origem. Não tem de nos dizer nada disso. Até o seu comentário ser publicado, só o vê quem verifica os \
comentários. Depois de publicado, toda a gente o pode ler; aquilo que escreve sobre si, torna-o então público por sua \
iniciativa (artigo 9.º, n.º 2, alínea e). Pode mandar apagá-lo em qualquer momento, mas outras pessoas podem tê-lo copiado \
antes. Por favor, não escreva essas coisas sobre outras pessoas.

## Os seus direitos
Pode pedir uma cópia dos seus dados (artigo 15.º), mandar corrigi-los (16.º) ou apagá-los (17.º), limitar o seu uso \
(18.º), recebê-los num formato comum (20.º) e opor-se aos usos que se baseiam em interesses legítimos (21.º). Pode retirar \
o seu consentimento em qualquer momento (7.º, n.º 3); o que foi feito até então continua lícito. Não custa nada, e recebe \
resposta no prazo de um mês. Escreva para {controller_contact}. Também pode apresentar queixa (artigo 77.º) a: {authority}.

## O caminho de volta
Depois de enviar, recebe um recibo. Com ele pode voltar atrás, sem conta e tão facilmente como comentou: com o botão ao \
lado do seu comentário ou na página do recibo. O seu comentário é então apagado. Se perdeu o recibo, escreva para \
{controller_contact}."""

WORDS = Words(
    title="Antes de publicar",
    summary=(
        "{controller_name} publica o seu nome e o seu comentário nesta página, onde toda a gente os pode ler. "
        "Recebe um recibo com que pode voltar atrás em qualquer momento; o seu comentário é então apagado. O seu "
        "endereço de e-mail só é guardado se pedir e-mails sobre respostas."
    ),
    text=TEXT,
    grounds={
        "a": "A publicação baseia-se no seu consentimento (artigo 6.º, n.º 1, alínea a), do RGPD). É livre de dizer que não: "
        "nesse caso nada é enviado, e pode continuar a ler. Se tem menos de 16 anos, pergunte primeiro aos seus pais; em "
        "alguns países a idade é mais baixa.",
        "b": "A publicação baseia-se no acordo entre si e nós sobre o uso deste espaço de comentários: envia um comentário para "
        "que o publiquemos (artigo 6.º, n.º 1, alínea b), do RGPD). Não tem de enviar nenhum, e pode continuar a ler.",
        "f": "A publicação baseia-se no nosso interesse legítimo numa conversa pública nesta página (artigo 6.º, n.º 1, alínea "
        "f), do RGPD). Não tem de comentar, pode continuar a ler e pode opor-se em qualquer momento.",
    },
    kept={
        "zero": "O registo da sua escolha é guardado tanto tempo como o comentário.",
        "one": "O registo da sua escolha é guardado tanto tempo como o comentário e mais um mês.",
        "other": "O registo da sua escolha é guardado tanto tempo como o comentário e mais {months} meses.",
    },
    any_authority="a autoridade de proteção de dados do lugar onde vive",
    publish=PurposeWords(
        label={
            "a": "Aceito que {controller_name} publique aqui o meu nome e o meu comentário.",
            "b": "Li como {controller_name} usa os meus dados para publicar aqui o meu comentário.",
            "f": "Li como {controller_name} usa os meus dados para publicar aqui o meu comentário.",
        },
        description="O seu nome, o seu comentário e, se o indicar, o seu site são mostrados a toda a gente nesta página.",
        personal_data=("nome", "comentário", "site, se indicado", "página", "hora"),
        necessity="Sem isto, um comentário não pode ser publicado.",
        retention="Até que o comentário seja apagado, por si ou por nós. {kept}",
        recipients=("toda a gente que lê esta página", "quem gere e modera para nós este espaço de comentários"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Enviar-me um e-mail quando alguém responder ao meu comentário."},
        description="Primeiro recebe um e-mail com uma ligação. Só lhe escrevemos se confirmar ali. Cada e-mail tem uma ligação que acaba com isto.",
        personal_data=("endereço de e-mail",),
        necessity="Opcional. Sem isto, o seu comentário é o mesmo.",
        retention="Até que volte atrás ou o comentário seja apagado; sete dias se não o confirmar.",
        recipients=("quem gere para nós estes comentários e o seu servidor de correio",),
    ),
    remember_me=PurposeWords(
        label={"a": "Guardar o meu nome, o meu e-mail e o meu site neste dispositivo para o meu próximo comentário."},
        description="Fica só neste navegador e, da próxima vez, aparece já preenchido. Pode removê-lo aqui quando quiser.",
        personal_data=("nome", "endereço de e-mail, se indicado", "site, se indicado"),
        necessity="Opcional. Sem isto, o seu comentário é o mesmo.",
        retention="Até que o remova, só neste dispositivo.",
        recipients=(),
    ),
    withdrawal_method=(
        "Com o recibo que obtém depois de enviar: o botão ao lado do seu comentário ou a página do recibo. Sem ele, uma "
        "mensagem para {controller_contact}."
    ),
    labels={
        "name": "Nome",
        "email": "E-mail",
        "email_hint": "Não é publicado. Só é guardado se pedir e-mails sobre respostas; se não, fica só um código, para reconhecer os seus comentários e os encontrar se o pedir.",
        "website": "Site",
        "body": "Comentário",
        "placeholder": "O que pensa?",
        "reply_to": "Responder a {name}",
        "reply_placeholder": "A sua resposta",
        "optional": "opcional",
        "required": "obrigatório",
        "details": "Ler o aviso completo",
        "hide_details": "Esconder o aviso completo",
        "privacy_policy": "Política de privacidade",
        "controller": "Responsável",
        "heading": "Comentários",
        "sort": "Ordem",
        "oldest": "Mais antigos primeiro",
        "newest": "Mais recentes primeiro",
        "guest": "Visitante",
        "edited": "editado",
        "author_pending": "Só visível para si",
        "receipt": "O seu recibo",
        "receipt_id": "Número",
        "receipt_secret": "Segredo",
        "keep_receipt": "Guardar o recibo neste dispositivo, para poder voltar atrás mais tarde",
        "basis_a": "o seu consentimento",
        "basis_b": "um acordo consigo",
        "basis_f": "interesses legítimos",
    },
    buttons={
        "write": "Escrever um comentário",
        "submit": "Publicar o comentário",
        "reply": "Publicar a resposta",
        "open_reply": "Responder",
        "cancel": "Cancelar",
        "edit": "Editar",
        "save": "Guardar",
        "delete": "Apagar",
        "delete_confirm": "Sim, apagar",
        "withdraw": "Retirar",
        "withdraw_confirm": "Sim, retirar e apagar",
        "forget": "Esquecer-me neste dispositivo",
        "copy": "Copiar",
        "save_file": "Guardar como ficheiro",
        "close": "Fechar",
        "retry": "Tentar de novo",
        "stop": "Deixar de tentar",
        "more": "Mostrar mais comentários",
        "more_replies": "Mostrar mais respostas",
        "permalink": "Ligação para este comentário",
    },
    messages={
        "count": {"one": "{n} comentário", "other": "{n} comentários"},
        "replies": {"one": "Mostrar mais {n} resposta", "other": "Mostrar mais {n} respostas"},
        "empty": "Ainda não há comentários. O seu pode ser o primeiro.",
        "empty_closed": "Não há comentários.",
        "loading": "A carregar os comentários",
        "loading_failed": "Não foi possível carregar os comentários.",
        "closed": "Esta conversa está fechada. Ainda a pode ler.",
        "gone": "Este comentário já não está aqui.",
        "sending": "A enviar",
        "pending": "Agradecemos. O seu comentário aguarda verificação. Até lá, só é visível para si.",
        "published": "O seu comentário está publicado.",
        "reply_mail_sent": "Os e-mails sobre respostas começam quando os confirmar: veja a sua caixa de correio.",
        "changed": "A sua alteração está guardada.",
        "draft_kept": "O que escreveu fica guardado neste separador.",
        "offline": "Não há ligação. O que escreveu está guardado e será enviado outra vez automaticamente.",
        "form_failed": "Não foi possível abrir o formulário. O que escreveu está guardado.",
        "notice_changed": "O aviso mudou desde que abriu este formulário. Leia-o mais uma vez e escolha de novo. O que escreveu continua aqui.",
        "form_expired": "Este formulário esteve aberto muito tempo e foi renovado. O que escreveu continua aqui.",
        "check_fields": "Por favor, veja os campos assinalados.",
        "consent_required": "Sem isto, o seu comentário não pode ser publicado.",
        "name_required": "Indique um nome, por favor. Não tem de ser o verdadeiro.",
        "email_required": "Indique um endereço de e-mail ou desmarque os e-mails sobre respostas.",
        "body_required": "Escreva alguma coisa, por favor.",
        "too_long": "O texto é demasiado longo. Caracteres a mais: {n}.",
        "too_many": "Acabaram de chegar muitos comentários. Tente de novo daqui a pouco.",
        "failed": "Não funcionou. O que escreveu está guardado; tente de novo, por favor.",
        "not_allowed": "Não é possível enviar comentários a partir desta página.",
        "edit_closed": "O prazo para alterar este comentário terminou. Com o seu recibo ainda pode mandar apagá-lo.",
        "delete_confirm": "Apagar este comentário? É apagado com os dados que lhe pertencem. Não é possível desfazer.",
        "deleted": "O seu comentário foi apagado.",
        "receipt": "Mostra o que leu e o que escolheu, e com ele pode voltar atrás em qualquer momento. Não o podemos enviar outra vez: copie-o ou guarde-o agora.",
        "copied": "Copiado.",
        "copy_failed": "Não foi possível copiar. Selecione o texto e copie-o, por favor.",
        "saved": "Guardado.",
        "kept": "O recibo está guardado neste dispositivo.",
        "link_copied": "A ligação está copiada.",
        "withdraw_confirm": "Retirar? O seu comentário é então apagado com os dados que lhe pertencem. Não é possível desfazer.",
        "withdrawn": "Retirado. O seu comentário foi apagado.",
        "remembered": "Preenchido com o que este dispositivo guardou.",
        "forgotten": "Este dispositivo já não guarda nada sobre si.",
    },
)
