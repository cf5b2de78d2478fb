"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Qui est responsable
{controller} décide pourquoi et comment vos données sont utilisées ici et répond à vos questions. Sa politique de \
confidentialité se trouve à l’adresse {privacy_url}.

## Ce qui se passe quand vous commentez
Votre nom et votre commentaire sont publiés sur cette page. Tout le monde peut les lire, les moteurs de recherche aussi. \
Si vous indiquez un site web, votre nom y renvoie. Le commentaire peut être vérifié par une personne ou par un programme \
avant ou après sa parution.

## Pourquoi cela est permis
{ground}

Les e-mails sur les réponses, et le fait que cet appareil retienne votre nom et vos adresses, reposent aussi sur votre \
consentement. C’est désactivé tant que vous ne l’activez pas, et un commentaire sans cela est un commentaire à part \
entière.

Pour écarter la publicité et les abus, nous comptons pendant un court moment combien de requêtes viennent d’une même \
adresse réseau. Cela repose sur notre intérêt légitime à une discussion utilisable (article 6, paragraphe 1, point f, du \
RGPD).

Nous gardons la trace de ce qui vous a été montré et de ce que vous avez choisi, parce que la loi nous oblige à pouvoir \
le prouver (articles 5, paragraphe 2, et 7, paragraphe 1, du RGPD).

## Ce qui est conservé, et ce qui ne l’est pas
Sont conservés : votre nom, votre commentaire, votre site web si vous en indiquez un, la page et l’heure ; et aussi la \
version de cette notice qui vous a été montrée, sa langue, les cases que vous avez cochées, la version du formulaire \
utilisée, et si votre navigateur a envoyé le signal « Global Privacy Control ».

Votre adresse e-mail est facultative. Nous ne gardons l’adresse elle-même que si vous demandez des e-mails sur les \
réponses : sept jours au plus tant que vous ne l’avez pas confirmé, puis jusqu’à ce que vous reveniez sur ce choix ou \
que votre commentaire soit effacé. Dans tous les cas, nous en gardons un code, calculé avec une clé secrète, afin de \
retrouver vos données si vous le demandez. Le même code nous permet de reconnaître les personnes dont les commentaires \
précédents étaient corrects, pour que le suivant n’ait pas à attendre.

Votre adresse réseau n’est jamais conservée en entier. Il n’y a ni publicité ni suivi, et votre navigateur n’est envoyé vers \
aucune autre entreprise. Il n’y a pas de cookies ; seule la page pour les navigateurs sans JavaScript en utilise un, qui \
protège son formulaire, jusqu’à ce que vous fermiez le navigateur.

Ce que vous êtes en train d’écrire, et la clé qui vous permet encore de modifier votre commentaire, restent dans cet \
onglet de votre navigateur jusqu’à ce que vous le fermiez.

Une empreinte scellée de l’enregistrement est inscrite dans un journal. Elle prouve que l’enregistrement n’a pas été \
modifié ensuite, et ne contient ni votre nom ni vos mots.

## Combien de temps
Votre commentaire reste jusqu’à ce que vous ou nous le supprimions. {kept} Si vous faites effacer vos données, \
l’enregistrement est effacé avec elles. Les copies de sauvegarde disparaissent quand la sauvegarde expire.

## Opinions, croyances, santé
Un commentaire peut révéler ce que la loi protège particulièrement (article 9 du RGPD) : opinions politiques, croyances, \
santé, vie sexuelle, origine. Vous n’avez à nous dire rien de tout cela. Tant que votre commentaire n’est pas publié, \
seules les personnes qui vérifient les commentaires le voient. Une fois publié, tout le monde peut le lire ; ce que vous \
écrivez sur vous-même, vous le rendez alors public vous-même (article 9, paragraphe 2, point e). Vous pouvez le faire \
effacer à tout moment, mais d’autres ont pu le copier avant. Merci de ne pas écrire de telles choses sur d’autres \
personnes.

## Vos droits
Vous pouvez demander une copie de vos données (article 15), les faire rectifier (16) ou effacer (17), faire limiter leur \
utilisation (18), les recevoir dans un format courant (20) et vous opposer aux utilisations fondées sur des intérêts \
légitimes (21). Vous pouvez retirer votre consentement à tout moment (7, paragraphe 3) ; ce qui a été fait jusque-là \
reste licite. C’est gratuit, et vous recevez une réponse dans un délai d’un mois. Écrivez à {controller_contact}. Vous \
pouvez aussi adresser une réclamation à {authority} (article 77).

## Le chemin du retour
Après l’envoi, vous recevez un reçu. Il vous permet de revenir sur votre choix, sans compte et aussi facilement que vous \
avez commenté : avec le bouton à côté de votre commentaire, ou sur la page du reçu. Votre commentaire est alors effacé. \
Si vous avez perdu le reçu, écrivez à {controller_contact}."""

WORDS = Words(
    title="Avant de publier",
    summary=(
        "{controller_name} publie votre nom et votre commentaire sur cette page, où tout le monde peut les lire. "
        "Vous recevez un reçu qui vous permet de revenir sur ce choix à tout moment ; votre commentaire est alors "
        "effacé. Votre adresse e-mail n’est conservée que si vous demandez des e-mails sur les réponses."
    ),
    text=TEXT,
    grounds={
        "a": "La publication repose sur votre consentement (article 6, paragraphe 1, point a, du RGPD). Vous êtes libre de "
        "refuser : rien n’est alors envoyé, et vous pouvez continuer à lire. Si vous avez moins de 16 ans, demandez d’abord "
        "à vos parents ; dans certains pays, l’âge est plus bas.",
        "b": "La publication repose sur l’accord entre vous et nous sur l’usage de cet espace de commentaires : vous envoyez "
        "un commentaire pour que nous le publiions (article 6, paragraphe 1, point b, du RGPD). Rien ne vous oblige à en "
        "envoyer un, et vous pouvez continuer à lire.",
        "f": "La publication repose sur notre intérêt légitime à une discussion publique sur cette page (article 6, "
        "paragraphe 1, point f, du RGPD). Rien ne vous oblige à commenter, vous pouvez continuer à lire et vous opposer à "
        "tout moment.",
    },
    kept={
        "zero": "La trace de votre choix est gardée aussi longtemps que le commentaire.",
        "one": "La trace de votre choix est gardée aussi longtemps que le commentaire, et un mois de plus.",
        "other": "La trace de votre choix est gardée aussi longtemps que le commentaire, et {months} mois de plus.",
    },
    any_authority="l’autorité de protection des données du lieu où vous vivez",
    publish=PurposeWords(
        label={
            "a": "J’accepte que {controller_name} publie ici mon nom et mon commentaire.",
            "b": "J’ai lu comment {controller_name} utilise mes données pour publier ici mon commentaire.",
            "f": "J’ai lu comment {controller_name} utilise mes données pour publier ici mon commentaire.",
        },
        description="Votre nom, votre commentaire et, si vous l’indiquez, votre site web sont montrés à tous sur cette page.",
        personal_data=("nom", "commentaire", "site web, si indiqué", "page", "heure"),
        necessity="Un commentaire ne peut pas être publié sans cela.",
        retention="Jusqu’à ce que vous ou nous supprimions le commentaire. {kept}",
        recipients=(
            "toutes les personnes qui lisent cette page",
            "celles qui font fonctionner et modèrent cet espace de commentaires pour nous",
        ),
    ),
    reply_mail=PurposeWords(
        label={"a": "M’envoyer un e-mail quand quelqu’un répond à mon commentaire."},
        description="Vous recevez d’abord un e-mail avec un lien. Nous ne vous écrivons que si vous confirmez là. Chaque e-mail contient un lien qui y met fin.",
        personal_data=("adresse e-mail",),
        necessity="Facultatif. Votre commentaire est le même sans cela.",
        retention="Jusqu’à ce que vous reveniez sur ce choix ou que le commentaire soit effacé ; sept jours si vous ne confirmez pas.",
        recipients=("ceux qui font fonctionner pour nous cet espace de commentaires et son serveur de messagerie",),
    ),
    remember_me=PurposeWords(
        label={
            "a": "Retenir mon nom, mon adresse e-mail et mon site web sur cet appareil pour mon prochain commentaire."
        },
        description="Reste dans ce navigateur seulement, et sera rempli pour vous la prochaine fois. Vous pouvez l’effacer ici quand vous voulez.",
        personal_data=("nom", "adresse e-mail, si indiquée", "site web, si indiqué"),
        necessity="Facultatif. Votre commentaire est le même sans cela.",
        retention="Jusqu’à ce que vous l’effaciez, sur cet appareil seulement.",
        recipients=(),
    ),
    withdrawal_method=(
        "Avec le reçu que vous obtenez après l’envoi : le bouton à côté de votre commentaire ou la page du reçu. Sans lui, "
        "un message à {controller_contact}."
    ),
    labels={
        "name": "Nom",
        "email": "E-mail",
        "email_hint": "Non publiée. Conservée seulement si vous demandez des e-mails sur les réponses ; sinon il n’en reste qu’un code, pour reconnaître vos commentaires et les retrouver si vous le demandez.",
        "website": "Site web",
        "body": "Commentaire",
        "placeholder": "Qu’en pensez-vous ?",
        "reply_to": "Répondre à {name}",
        "reply_placeholder": "Votre réponse",
        "optional": "facultatif",
        "required": "obligatoire",
        "details": "Lire toute la notice",
        "hide_details": "Masquer la notice complète",
        "privacy_policy": "Politique de confidentialité",
        "controller": "Responsable",
        "heading": "Commentaires",
        "sort": "Ordre",
        "oldest": "Les plus anciens d’abord",
        "newest": "Les plus récents d’abord",
        "guest": "Visiteur",
        "edited": "modifié",
        "author_pending": "Visible par vous seulement",
        "receipt": "Votre reçu",
        "receipt_id": "Numéro",
        "receipt_secret": "Secret",
        "keep_receipt": "Garder le reçu sur cet appareil, pour pouvoir revenir sur mon choix plus tard",
        "basis_a": "votre consentement",
        "basis_b": "un accord avec vous",
        "basis_f": "intérêts légitimes",
    },
    buttons={
        "write": "Écrire un commentaire",
        "submit": "Publier le commentaire",
        "reply": "Publier la réponse",
        "open_reply": "Répondre",
        "cancel": "Annuler",
        "edit": "Modifier",
        "save": "Enregistrer",
        "delete": "Supprimer",
        "delete_confirm": "Oui, l’effacer",
        "withdraw": "Retirer",
        "withdraw_confirm": "Oui, retirer et effacer",
        "forget": "M’oublier sur cet appareil",
        "copy": "Copier",
        "save_file": "Enregistrer dans un fichier",
        "close": "Fermer",
        "retry": "Réessayer",
        "stop": "Arrêter les essais",
        "more": "Afficher plus de commentaires",
        "more_replies": "Afficher plus de réponses",
        "permalink": "Lien vers ce commentaire",
    },
    messages={
        "count": {"one": "{n} commentaire", "other": "{n} commentaires"},
        "replies": {"one": "Afficher {n} autre réponse", "other": "Afficher {n} autres réponses"},
        "empty": "Pas encore de commentaire. Le vôtre pourrait être le premier.",
        "empty_closed": "Il n’y a pas de commentaires.",
        "loading": "Chargement des commentaires",
        "loading_failed": "Les commentaires n’ont pas pu être chargés.",
        "closed": "Cette discussion est close. Vous pouvez toujours la lire.",
        "gone": "Ce commentaire n’est plus ici.",
        "sending": "Envoi en cours",
        "pending": "Merci. Votre commentaire attend d’être vérifié. Jusque-là, vous seul pouvez le voir.",
        "published": "Votre commentaire est publié.",
        "reply_mail_sent": "Les e-mails sur les réponses commencent dès que vous les confirmez : veuillez regarder dans votre boîte de réception.",
        "changed": "Votre modification est enregistrée.",
        "draft_kept": "Ce que vous avez écrit est gardé dans cet onglet.",
        "offline": "Il n’y a pas de connexion. Ce que vous avez écrit est gardé et sera renvoyé automatiquement.",
        "form_failed": "Le formulaire n’a pas pu être ouvert. Ce que vous avez écrit est gardé.",
        "notice_changed": "La notice a changé depuis que vous avez ouvert ce formulaire. Merci de la relire et de choisir de nouveau. Ce que vous avez écrit est toujours là.",
        "form_expired": "Ce formulaire est resté ouvert longtemps et a été renouvelé. Ce que vous avez écrit est toujours là.",
        "check_fields": "Merci de regarder les champs signalés.",
        "consent_required": "Sans cela, votre commentaire ne peut pas être publié.",
        "name_required": "Merci d’indiquer un nom. Ce peut être un pseudonyme.",
        "email_required": "Veuillez indiquer une adresse e-mail, ou décocher les e-mails sur les réponses.",
        "body_required": "Merci d’écrire quelque chose.",
        "too_long": "C’est trop long de {n} caractères.",
        "too_many": "Beaucoup de commentaires viennent d’arriver. Merci de réessayer dans un petit moment.",
        "failed": "Cela n’a pas fonctionné. Ce que vous avez écrit est gardé ; merci de réessayer.",
        "not_allowed": "Il n’est pas possible d’envoyer des commentaires depuis cette page.",
        "edit_closed": "Le délai pour modifier ce commentaire est passé. Avec votre reçu, vous pouvez toujours le faire effacer.",
        "delete_confirm": "Supprimer ce commentaire ? Il sera effacé avec les données qui s’y rattachent. C’est définitif.",
        "deleted": "Votre commentaire est effacé.",
        "receipt": "Il montre ce que vous avez lu et choisi, et vous permet de revenir sur ce choix à tout moment. Nous ne pouvons pas vous le renvoyer : copiez-le ou enregistrez-le maintenant.",
        "copied": "Copié.",
        "copy_failed": "La copie n’a pas fonctionné. Merci de sélectionner et de copier vous-même.",
        "saved": "Enregistré.",
        "kept": "Le reçu est gardé sur cet appareil.",
        "link_copied": "Le lien est copié.",
        "withdraw_confirm": "Retirer ? Votre commentaire sera effacé avec les données qui s’y rattachent. C’est définitif.",
        "withdrawn": "Retiré. Votre commentaire est effacé.",
        "remembered": "Rempli avec ce que cet appareil a retenu.",
        "forgotten": "Cet appareil vous a oublié.",
    },
)
