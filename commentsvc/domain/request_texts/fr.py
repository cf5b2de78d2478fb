"""What readers are told about their requests, in French."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "une copie de mes données",
        "erasure": "effacer mes données",
        "rectification": "corriger mes données",
        "portability": "mes données, pour les emporter",
        "restriction": "conserver mes données sans rien en faire d’autre",
        "objection": "ne plus utiliser mes données",
        "impersonation": "quelqu’un d’autre a écrit sous mon adresse",
    },
    confirm_subject="{site} : merci de confirmer votre demande",
    confirm_intro="Quelqu’un, sans doute vous, a envoyé cette demande à {site} sous votre adresse :",
    confirm_action="Oui, c’est ma demande",
    confirm_hint=(
        "Le lien sert une fois, pendant 24 heures. Si ce n’était pas vous, ne faites rien : la demande sera supprimée."
    ),
    subject="Votre demande {reference} à {site}",
    asked="Le {day}, vous avez demandé ceci :",
    extended="Il nous faut plus de temps. Vous aurez la réponse au plus tard le {day}.",
    reason="La raison :",
    answer="Notre réponse :",
    copy=(
        "Votre copie est prête. Vous la trouverez sur votre propre page ; le lien pour y entrer est "
        "envoyé à cette adresse."
    ),
    nothing=(
        "Rien n’est enregistré sous votre adresse chez {site}. Ce qui a été envoyé sans adresse ne se "
        "retrouve qu’avec son reçu."
    ),
    reported=(
        "Des commentaires ont été signalés sous votre adresse. Le lien du message qui a confirmé chaque "
        "signalement montre ce qui en est enregistré."
    ),
    unconfirmed=(
        "Il y a sous votre adresse des commentaires que personne n’a confirmés. Quelqu’un d’autre les a "
        "peut-être écrits : nous ne les avons ni copiés ni effacés."
    ),
    erased="Ce qui est à vous chez {site} a été effacé. On ne peut pas revenir en arrière.",
    kept=(
        "Une partie est conservée jusqu’au {day} au plus tard, car elle est nécessaire à des droits en "
        "justice (art. 17, par. 3, point e) du RGPD). Personne ne la voit, et elle sera ensuite effacée."
    ),
    restricted=(
        "Nous conservons ce que vous visez et n’en faisons rien d’autre. Personne ne le voit. Nous vous "
        "préviendrons avant que cela ne finisse."
    ),
    lifted=(
        "Nous mettrons fin à cette limitation le {day}. Ce qui est conservé pourra alors être montré et "
        "utilisé de nouveau. Si vous n’êtes pas d’accord, répondez avant ce jour."
    ),
    objected="Nous suivons votre opposition. Ce qu’elle vise n’est plus montré ni utilisé.",
    done="Nous avons fait ce que vous avez demandé.",
    refused="Nous ne faisons pas ce que vous avez demandé.",
    complain=(
        "Si cela ne vous convient pas, vous pouvez vous plaindre auprès d’une autorité de protection "
        "des données ou saisir la justice."
    ),
    open_mine="Ouvrir mes données",
    footer=(
        "Vous recevez ce message à cause d’une demande à {site} sous cette adresse. Responsable : "
        "{controller}, {contact}."
    ),
    page_title="Confirmer une demande",
    page_intro="Vous venez d’un e-mail. Si le champ est vide, collez-y le lien de l’e-mail.",
    page_field="Lien de l’e-mail",
    page_show="Voir la demande",
    page_asked="Voici ce qui a été demandé à {site} sous votre adresse :",
    page_erases="Dès que vous confirmez, ce qui est à vous ici est effacé. On ne peut pas revenir en arrière.",
    page_done="Votre demande {reference} est confirmée. La réponse arrivera à votre adresse au plus tard le {day}.",
    page_unknown="Ce lien a déjà servi, ou il est trop ancien. Vous pouvez simplement refaire la demande.",
)
