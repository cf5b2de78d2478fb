"""Portuguese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Avisar",
    title="Avisar sobre este comentário",
    intro="Avise os moderadores de {site} sobre este comentário. Eles leem-no e decidem. Não concordar não é motivo.",
    why="O que há de errado?",
    spam="É publicidade ou spam",
    rude="Insulta ou ameaça alguém",
    off_topic="Não tem nada a ver com o assunto",
    other="Outra coisa",
    privacy="Ninguém pergunta quem é. Para que ninguém conte duas vezes, guarda-se durante um dia um código feito de uma parte do seu endereço de rede.",
    illegal="É contra a lei?",
    report="Então denuncie-o: terá uma resposta.",
    send="Enviar",
    done_title="Obrigado",
    done="Os moderadores já sabem. A ninguém se diz quantas vezes um comentário foi assinalado.",
    not_here="Não há aqui nenhum comentário público sobre o qual avisar.",
)
