"""Portuguese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## O que decide
Cada finalidade tem o seu próprio interruptor, e todos estão desligados até que os ligue. Ao lado está escrito o que \
faz, que dados usa, quem os recebe e quanto tempo são guardados. Tudo assenta apenas no seu consentimento (artigo \
6.º, n.º 1, alínea a, do RGPD, e a lei sobre o que é guardado no seu dispositivo). Se tem menos de 16 anos, pergunte \
primeiro aos seus pais; em alguns países a idade é mais baixa.

## O que fica da sua escolha
Este navegador guarda durante seis meses apenas a escolha: que finalidades, que versão deste texto, até que dia. Não \
contém nenhum número pelo qual alguém o possa reconhecer. Se disser que não, nada mais é guardado em lado nenhum.

Se disser que sim, guardamos um registo do que lhe foi mostrado e do que escolheu, porque a lei nos pede que o \
possamos provar (artigo 7.º, n.º 1, do RGPD). O seu nome, o seu endereço e a página que lia não constam dele. Uma \
impressão selada do registo entra num diário e prova que ninguém o alterou depois. Um sim termina por si ao fim de \
seis meses; então é-lhe perguntado de novo.

## O caminho de volta
Voltar atrás é tão fácil como aceitar: abra de novo este aviso e prima o outro botão. Neste dispositivo tem efeito \
imediato. Para ficar também no registo, é preciso o recibo que recebe com um sim. Está aqui à mão até fechar este \
separador, e mais tempo se o guardar neste dispositivo. Noutro lugar, use a página do recibo.

## O sinal do seu navegador
Se o seu navegador enviar Global Privacy Control, entendemo-lo como um não a tudo o que é opcional, até que escolha \
outra coisa."""

WORDS = ChoiceWords(
    title="As suas escolhas de privacidade",
    summary="{controller_name} pergunta se este site pode fazer mais do que precisa para funcionar. Tudo isso está agora desligado. Pode dizer que não e continuar a ler como antes, e mudar de ideias a qualquer momento.",
    text=TEXT,
    kept="O registo é guardado enquanto a sua escolha for válida.",
    kept_months="O registo é guardado enquanto a sua escolha for válida, e mais este número de meses: {months}.",
    necessity="Opcional. O site funciona da mesma forma sem isso.",
    retention="Até dizer que não, e seis meses no máximo.",
    withdrawal_method="Em cada página: abrir as escolhas de privacidade e premir o outro botão. Com o recibo, também na página do recibo.",
    statistics=OwnPurpose(
        label="Estatísticas",
        description="Conta que páginas são lidas e como, para que o site possa melhorar.",
        personal_data=(
            "páginas que abre",
            "hora",
            "tipo de dispositivo e navegador",
        ),
    ),
    marketing=OwnPurpose(
        label="Publicidade",
        description="Mostra publicidade adequada ao que lê e mede se funciona.",
        personal_data=(
            "páginas que abre",
            "hora",
            "tipo de dispositivo e navegador",
            "um número pelo qual o seu navegador é reconhecido",
        ),
    ),
    external_media=OwnPurpose(
        label="Conteúdos de outros fornecedores",
        description="Carrega vídeos, mapas e publicações diretamente de outros fornecedores. Estes veem então o seu endereço de rede e que página está a ler.",
        personal_data=(
            "endereço de rede",
            "página",
            "o que o fornecedor guarda no seu navegador",
        ),
    ),
    preferences=OwnPurpose(
        label="Preferências",
        description="Lembra neste dispositivo como gosta do site: língua, tamanho da letra, aspeto.",
        personal_data=("as suas definições",),
    ),
    labels=ChoiceLabels(
        open="Escolhas de privacidade",
        data="Dados usados",
        recipients="Quem os recebe",
        how_long="Quanto tempo",
    ),
    buttons=ChoiceButtons(
        accept="Aceitar tudo",
        refuse="Recusar tudo",
        choose="Escolher um a um",
        save="Guardar a minha escolha",
    ),
    messages=ChoiceMessages(
        gpc="O seu navegador envia Global Privacy Control. Entendemo-lo como um não: tudo o que é opcional está desligado, a menos que escolha outra coisa aqui.",
        given="A sua escolha está guardada e registada.",
        withdrawn="Retirado. Tem efeito imediato e fica registado.",
        withdrawn_here="Retirado neste dispositivo. Tem efeito imediato. Para ficar também registado, use o seu recibo.",
        failed="Não foi possível registar, por isso nada foi ligado. Tente de novo.",
        changed="Este aviso mudou desde que escolheu. Escolha de novo, por favor.",
        receipt="Com ele pode voltar atrás a partir de qualquer dispositivo. Não o podemos enviar outra vez: copie-o ou guarde-o.",
        elsewhere="Fica escrito no registo. O que um navegador guardou não se alcança daqui: no dispositivo em que disse que sim, abra as escolhas de privacidade do site e recuse também lá.",
    ),
)
