"""French."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Ce que vous décidez
Chaque finalité a son propre interrupteur, et chacun est désactivé tant que vous ne l’activez pas. À côté est écrit \
ce qu’elle fait, quelles données elle utilise, qui les reçoit et combien de temps elles sont gardées. Tout repose \
uniquement sur votre consentement (article 6, paragraphe 1, point a, du RGPD, et la loi sur ce qui est enregistré \
sur votre appareil). Si vous avez moins de 16 ans, demandez d’abord à vos parents ; dans certains pays, l’âge est \
plus bas.

## Ce qui est gardé de votre choix
Ce navigateur garde pendant six mois le choix lui-même : quelles finalités, quelle version de ce texte, jusqu’à quel \
jour. Il ne contient aucun numéro qui permettrait de vous reconnaître. Si vous dites non, rien d’autre n’est gardé \
nulle part.

Si vous dites oui, nous gardons une trace de ce qui vous a été montré et de ce que vous avez choisi, parce que la \
loi nous demande de pouvoir le prouver (article 7, paragraphe 1, du RGPD). Votre nom, votre adresse et la page que \
vous lisiez n’y figurent pas. Une empreinte scellée de cette trace entre dans un journal et prouve que personne ne \
l’a modifiée ensuite. Un oui prend fin de lui-même après six mois ; la question vous est alors posée de nouveau.

## Le chemin du retour
Revenir sur son choix est aussi simple que le faire : ouvrez de nouveau cet avis et appuyez sur l’autre bouton. Sur \
cet appareil, l’effet est immédiat. Pour que ce soit aussi inscrit dans la trace, il faut le reçu que vous obtenez \
avec un oui. Il est disponible ici jusqu’à ce que vous fermiez cet onglet, et plus longtemps si vous le gardez sur \
cet appareil. Ailleurs, utilisez la page du reçu.

## Le signal de votre navigateur
Si votre navigateur envoie Global Privacy Control, nous le comprenons comme un non à tout ce qui est facultatif, \
tant que vous ne choisissez pas autre chose vous-même."""

WORDS = ChoiceWords(
    title="Vos choix de confidentialité",
    summary="{controller_name} demande si ce site peut faire plus que ce qu’il lui faut pour fonctionner. Tout cela est désactivé pour l’instant. Vous pouvez dire non et continuer à lire comme avant, et changer d’avis à tout moment.",
    text=TEXT,
    kept="La trace est gardée aussi longtemps que votre choix est valable.",
    kept_months="La trace est gardée aussi longtemps que votre choix est valable, et plus longtemps de ce nombre de mois : {months}.",
    necessity="Facultatif. Le site fonctionne de la même façon sans cela.",
    retention="Jusqu’à ce que vous disiez non, et six mois au plus.",
    withdrawal_method="Sur chaque page : ouvrir les choix de confidentialité et appuyer sur l’autre bouton. Avec le reçu, aussi sur la page du reçu.",
    statistics=OwnPurpose(
        label="Statistiques",
        description="Compte quelles pages sont lues et comment, pour pouvoir améliorer le site.",
        personal_data=(
            "pages que vous ouvrez",
            "heure",
            "type d’appareil et de navigateur",
        ),
    ),
    marketing=OwnPurpose(
        label="Publicité",
        description="Montre de la publicité qui correspond à ce que vous lisez, et mesure si elle a un effet.",
        personal_data=(
            "pages que vous ouvrez",
            "heure",
            "type d’appareil et de navigateur",
            "un numéro qui permet de reconnaître votre navigateur",
        ),
    ),
    external_media=OwnPurpose(
        label="Contenus d’autres fournisseurs",
        description="Charge des vidéos, des cartes et des messages directement chez d’autres fournisseurs. Ils voient alors votre adresse réseau et la page que vous lisez.",
        personal_data=(
            "adresse réseau",
            "page",
            "ce que le fournisseur enregistre dans votre navigateur",
        ),
    ),
    preferences=OwnPurpose(
        label="Préférences",
        description="Retient sur cet appareil comment vous aimez le site : langue, taille des caractères, apparence.",
        personal_data=("vos réglages",),
    ),
    labels=ChoiceLabels(
        open="Choix de confidentialité",
        data="Données utilisées",
        recipients="Qui les reçoit",
        how_long="Combien de temps",
    ),
    buttons=ChoiceButtons(
        accept="Tout accepter",
        refuse="Tout refuser",
        choose="Choisir un par un",
        save="Enregistrer mon choix",
    ),
    messages=ChoiceMessages(
        gpc="Votre navigateur envoie Global Privacy Control. Nous le comprenons comme un non : tout ce qui est facultatif est désactivé, sauf si vous choisissez autre chose ici.",
        given="Votre choix est enregistré et la trace en est gardée.",
        withdrawn="Retiré. L’effet est immédiat, et c’est inscrit dans la trace.",
        withdrawn_here="Retiré sur cet appareil. L’effet est immédiat. Pour que ce soit aussi inscrit dans la trace, utilisez votre reçu.",
        failed="Cela n’a pas pu être inscrit, donc rien n’a été activé. Veuillez réessayer.",
        changed="Cet avis a changé depuis votre choix. Veuillez choisir de nouveau.",
        receipt="Il vous permet de revenir sur votre choix depuis n’importe quel appareil. Nous ne pouvons pas l’envoyer une deuxième fois : copiez-le ou enregistrez-le.",
        elsewhere="C’est inscrit dans la trace. Ce qu’un navigateur a enregistré ne peut pas être atteint d’ici : sur l’appareil où vous avez dit oui, ouvrez les choix de confidentialité du site et refusez là aussi.",
    ),
)
