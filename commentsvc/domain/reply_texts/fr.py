"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="fr",
    confirm_subject="À confirmer : e-mails sur les réponses sur {site}",
    confirm_intro="Quelqu’un, sans doute vous, a envoyé ce commentaire à {site} avec votre adresse et a demandé un e-mail quand on y répond :",
    confirm_then="Nous ne vous écrivons que si vous le confirmez avant le {date}. Le lien ouvre une page avec un bouton.",
    confirm_action="Confirmer, ou dire que ce n’était pas vous",
    confirm_otherwise="Si ce n’était pas vous, vous n’avez rien à faire : sans votre accord, votre adresse est effacée après sept jours.",
    confirm_footer="Envoyé une seule fois, parce que votre adresse a été saisie dans le formulaire de commentaires de {site}. Responsable : {controller}.",
    reply_subject="{name} vous a répondu sur {site}",
    reply_intro="{name} a répondu à votre commentaire sur « {page} » :",
    reply_action="Lire la réponse à sa place",
    reply_stop="Plus d’e-mails pour ce commentaire",
    reply_footer="Vous recevez cet e-mail parce que vous avez confirmé que vous voulez un e-mail quand on répond à votre commentaire sur {site}. Responsable : {controller}.",
    ask_title="Confirmer votre adresse",
    ask_field="Le lien reçu par e-mail",
    ask_hint="Si vous êtes venu par le lien et que ceci reste vide, copiez-y l’adresse entière de cette page.",
    ask_show="Continuer",
    unknown="Ce lien a déjà servi, est trop ancien ou n’est pas entier. Rien n’a été changé.",
    mine_title="Est-ce votre commentaire ?",
    mine_intro="Il a été envoyé à {site} avec votre adresse, en demandant un e-mail quand quelqu’un y répond.",
    confirm_text="Si vous confirmez, nous écrivons à {address} quand quelqu’un répond. Chaque e-mail contient un lien qui y met fin.",
    confirm_button="Il est de moi : écrivez-moi",
    not_me_title="Ce n’était pas moi",
    not_me_text="Alors quelqu’un d’autre a saisi votre adresse. Nous la retirons du commentaire et ne vous écrivons pas à ce sujet. Le commentaire reste ; s’il doit disparaître, écrivez à {contact}.",
    not_me_button="Retirer mon adresse",
    confirmed="Confirmé. Nous vous écrivons quand quelqu’un répond à votre commentaire.",
    recorded="Cela a été noté. Votre reçu montre ce que vous avez accepté et permet d’y revenir.",
    save_event="Enregistrer ce qui a été noté",
    detached="C’est fait. Votre adresse n’est plus liée à ce commentaire, et nous ne vous écrivons pas à ce sujet.",
    end_title="Arrêter les e-mails sur les réponses",
    end_text="Si vous appuyez sur le bouton, nous ne vous écrivons plus quand quelqu’un répond à votre commentaire sur {site}. Nous notons que vous y avez mis fin. Votre commentaire reste.",
    end_button="Plus d’e-mails pour ce commentaire",
    ended="C’est fait. Nous ne vous écrivons plus au sujet de ce commentaire.",
    ended_more="Votre reçu montre ce qui a été noté et permet de revenir sur d’autres choix.",
)
