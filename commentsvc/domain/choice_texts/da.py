"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Hvad du bestemmer
Hvert formål har sin egen kontakt, og alle er slået fra, indtil du slår dem til. Ved siden af står der, hvad \
formålet gør, hvilke oplysninger det bruger, hvem der får dem, og hvor længe de gemmes. Det hele bygger kun på dit \
samtykke (artikel 6, stk. 1, litra a, i GDPR, og loven om lagring på din enhed). Er du under 16, så spørg først dine \
forældre; i nogle lande er alderen lavere.

## Hvad der gemmes om dit valg
Denne browser gemmer kun selve valget i seks måneder: hvilke formål, hvilken udgave af denne tekst, til hvilken dag. \
Der er intet nummer, som nogen kunne genkende dig på. Siger du nej, gemmes der ikke andet noget sted.

Siger du ja, gemmer vi et bevis for, hvad du fik vist, og hvad du valgte, fordi loven kræver, at vi kan vise det \
(artikel 7, stk. 1, i GDPR). Dit navn, din adresse og den side, du læste, står der ikke. Et forseglet fingeraftryk \
af beviset kommer i en log og viser, at ingen har ændret det senere. Et ja slutter af sig selv efter seks måneder; \
så bliver du spurgt igen.

## Vejen tilbage
At trække tilbage er lige så let som at sige ja: åbn denne meddelelse igen, og tryk på den anden knap. På denne \
enhed gælder det med det samme. For at det også bliver skrevet i beviset, skal man bruge kvitteringen, som du får \
med et ja. Den ligger klar her, indtil du lukker fanen, og længere, hvis du gemmer den på enheden. Andre steder \
bruger du kvitteringens side.

## Signalet fra din browser
Sender din browser Global Privacy Control, forstår vi det som et nej til alt det frivillige, indtil du selv vælger \
andet."""

WORDS = ChoiceWords(
    title="Dine valg om privatliv",
    summary="{controller_name} spørger, om dette websted må gøre mere, end det behøver for at virke. Alt det er slået fra nu. Du kan sige nej og læse videre som før, og du kan altid ændre mening.",
    text=TEXT,
    kept="Beviset gemmes, så længe dit valg gælder.",
    kept_months="Beviset gemmes, så længe dit valg gælder, og dette antal måneder længere: {months}.",
    necessity="Frivilligt. Webstedet virker på samme måde uden.",
    retention="Indtil du siger nej, og højst seks måneder.",
    withdrawal_method="På hver side: åbn valgene om privatliv, og tryk på den anden knap. Med kvitteringen også på kvitteringens side.",
    statistics=OwnPurpose(
        label="Statistik",
        description="Tæller, hvilke sider der læses og hvordan, så webstedet kan blive bedre.",
        personal_data=(
            "sider du åbner",
            "tid",
            "type af enhed og browser",
        ),
    ),
    marketing=OwnPurpose(
        label="Reklame",
        description="Viser reklamer, der passer til det, du læser, og måler, om de virker.",
        personal_data=(
            "sider du åbner",
            "tid",
            "type af enhed og browser",
            "et nummer, som din browser genkendes på",
        ),
    ),
    external_media=OwnPurpose(
        label="Indhold fra andre udbydere",
        description="Henter videoer, kort og opslag direkte fra andre udbydere. De ser så din netadresse, og hvilken side du læser.",
        personal_data=(
            "netadresse",
            "side",
            "hvad udbyderen gemmer i din browser",
        ),
    ),
    preferences=OwnPurpose(
        label="Indstillinger",
        description="Husker på denne enhed, hvordan du gerne vil have webstedet: sprog, skriftstørrelse, udseende.",
        personal_data=("dine indstillinger",),
    ),
    labels=ChoiceLabels(
        open="Valg om privatliv",
        data="Brugte oplysninger",
        recipients="Hvem får dem",
        how_long="Hvor længe",
    ),
    buttons=ChoiceButtons(
        accept="Accepter alt",
        refuse="Afvis alt",
        choose="Vælg en for en",
        save="Gem mit valg",
    ),
    messages=ChoiceMessages(
        gpc="Din browser sender Global Privacy Control. Vi forstår det som et nej: alt det frivillige er slået fra, medmindre du vælger andet her.",
        given="Dit valg er gemt og noteret.",
        withdrawn="Trukket tilbage. Det gælder med det samme og er noteret.",
        withdrawn_here="Trukket tilbage på denne enhed. Det gælder med det samme. Brug din kvittering, så det også bliver noteret.",
        failed="Det kunne ikke noteres, så intet blev slået til. Prøv igen.",
        changed="Denne meddelelse er ændret, siden du valgte. Vælg venligst igen.",
        receipt="Med den kan du trække dit valg tilbage fra enhver enhed. Vi kan ikke sende den igen: kopiér eller gem den.",
        elsewhere="Det er noteret. Hvad en browser har gemt, kan ikke nås herfra: åbn webstedets valg om privatliv på den enhed, hvor du sagde ja, og afvis også dér.",
    ),
)
