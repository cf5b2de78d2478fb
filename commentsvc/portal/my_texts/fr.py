"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Commenter ne demande pas de compte. Vous entrez ici avec l’adresse que vous avez donnée, ou avec le reçu d’un commentaire. Vous voyez ce qui est conservé de vous, et pouvez le corriger, le retirer, l’emporter ou le faire effacer.",
    by_mail="Avec votre adresse e-mail",
    by_mail_text="Saisissez l’adresse donnée avec un commentaire. Elle sert à ce seul message et n’est pas conservée.",
    send_link="M’envoyer un lien",
    no_mail="Ce site n’envoie pas de courrier ; une adresse ne peut donc pas vous faire entrer. Utilisez un reçu, ou écrivez à {contact}.",
    by_receipt_text="Vous voyez le commentaire du reçu. Une fois à l’intérieur, vous pouvez ajouter d’autres reçus.",
    without_either="Sans l’un ni l’autre",
    ended="Votre visite est terminée, pour que personne d’autre sur cet appareil ne voie vos données. Veuillez entrer de nouveau.",
    left="Vous êtes sorti.",
    too_many="Cela a été demandé souvent. Veuillez réessayer dans une heure.",
    not_address="Ceci ne ressemble pas à une adresse e-mail.",
    sent_title="Regardez dans votre boîte",
    sent="Si quelque chose est conservé sous cette adresse, un lien est en route. Il fonctionne une fois, pendant {minutes} minutes.",
    sent_nothing="Rien n’arrive ? Regardez dans le courrier indésirable, ou essayez une autre adresse que vous avez pu utiliser. Vous pouvez aussi écrire à {contact}.",
    enter_text="Pressez le bouton pour voir ce qui est conservé de vous. Cela ne change rien.",
    enter_field="Le lien du message, ou votre reçu",
    enter="Voir mes données",
    link_dead="Ceci n’ouvre rien. Un lien fonctionne une fois, pendant {minutes} minutes, sur le site pour lequel il a été envoyé. Demandez-en un nouveau.",
    cookie="Tant que vous êtes à l’intérieur, un cookie vous garde la porte ouverte. Il prend fin quand vous sortez, après 30 minutes sans clic, et au plus tard après deux heures.",
    sign_out="Sortir",
    form_refused="Rien n’a été changé : ce formulaire est resté ouvert trop longtemps, ou ne vient pas de cette page. Revenez en arrière et réessayez.",
    comments="Vos commentaires",
    none="Aucun commentaire de vous n’est montré ici.",
    replies="Réponses publiques : {n}",
    open="Détails et changements",
    page_of="Page {page} sur {pages}",
    newer="Plus récents",
    older="Plus anciens",
    unconfirmed="Sous votre adresse, mais non confirmé",
    unconfirmed_text="Ceci a été envoyé avec votre adresse, et personne n’a montré que c’était vous. Saisir une adresse ne prouve rien. Vous ne voyez donc ici que le lieu et le moment.",
    add_receipt="Ajouter un reçu",
    add_receipt_text="Le commentaire auquel il appartient est alors montré ici aussi.",
    address="Votre adresse",
    address_kept="{address} est conservée pour vous envoyer le courrier que vous avez demandé.",
    address_code="Elle n’est pas conservée. Il n’y a qu’un code calculé à partir d’elle, par lequel vos commentaires sont retrouvés.",
    address_none="Aucune adresse de vous n’est connue ici.",
    receive="Qui le reçoit, et combien de temps il est conservé",
    received_by="Reçu par : {who}",
    mails="Courrier envoyé à vous ces 14 derniers jours",
    no_mails="Aucun.",
    mail_kinds={
        "reader-link": "Le lien vers cette page",
        "other": "Autre courrier",
    },
    back="Retour à vos données",
)
