"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Vad du bestämmer
Varje ändamål har en egen strömbrytare, och alla är avstängda tills du slår på dem. Bredvid står vad ändamålet gör, \
vilka uppgifter det använder, vem som får dem och hur länge de sparas. Allt vilar bara på ditt samtycke (artikel 6.1 \
a i GDPR, och lagen om lagring på din enhet). Om du är under 16, fråga först dina föräldrar; i vissa länder är \
åldern lägre.

## Vad som sparas av ditt val
Den här webbläsaren sparar bara själva valet i sex månader: vilka ändamål, vilken version av texten, till vilken \
dag. Där finns inget nummer som någon kan känna igen dig på. Säger du nej sparas inget annat någonstans.

Säger du ja sparar vi ett bevis på vad du fick se och vad du valde, eftersom lagen kräver att vi kan visa det \
(artikel 7.1 i GDPR). Ditt namn, din adress och sidan du läste finns inte där. Ett förseglat fingeravtryck av \
beviset går in i en logg och visar att ingen har ändrat det efteråt. Ett ja tar slut av sig självt efter sex \
månader; då blir du tillfrågad igen.

## Vägen tillbaka
Att ta tillbaka är lika lätt som att säga ja: öppna meddelandet igen och tryck på den andra knappen. På den här \
enheten gäller det genast. För att det också ska skrivas in i beviset behövs kvittot som du får med ett ja. Det \
finns till hands här tills du stänger fliken, och längre om du sparar det på enheten. På andra ställen använder du \
kvittots sida.

## Signalen från din webbläsare
Om din webbläsare skickar Global Privacy Control tar vi det som ett nej till allt frivilligt, tills du själv väljer \
annat."""

WORDS = ChoiceWords(
    title="Dina integritetsval",
    summary="{controller_name} frågar om den här webbplatsen får göra mer än den behöver för att fungera. Allt det är avstängt nu. Du kan säga nej och läsa vidare som förut, och du kan ändra dig när som helst.",
    text=TEXT,
    kept="Beviset sparas så länge ditt val gäller.",
    kept_months="Beviset sparas så länge ditt val gäller, och så här många månader längre: {months}.",
    necessity="Frivilligt. Webbplatsen fungerar likadant utan.",
    retention="Tills du säger nej, och högst sex månader.",
    withdrawal_method="På varje sida: öppna integritetsvalen och tryck på den andra knappen. Med kvittot även på kvittots sida.",
    statistics=OwnPurpose(
        label="Statistik",
        description="Räknar vilka sidor som läses och hur, så att webbplatsen kan bli bättre.",
        personal_data=(
            "sidor du öppnar",
            "tid",
            "typ av enhet och webbläsare",
        ),
    ),
    marketing=OwnPurpose(
        label="Reklam",
        description="Visar reklam som passar det du läser och mäter om den fungerar.",
        personal_data=(
            "sidor du öppnar",
            "tid",
            "typ av enhet och webbläsare",
            "ett nummer som din webbläsare känns igen på",
        ),
    ),
    external_media=OwnPurpose(
        label="Innehåll från andra leverantörer",
        description="Hämtar videor, kartor och inlägg direkt från andra leverantörer. De ser då din nätadress och vilken sida du läser.",
        personal_data=(
            "nätadress",
            "sida",
            "vad leverantören sparar i din webbläsare",
        ),
    ),
    preferences=OwnPurpose(
        label="Inställningar",
        description="Minns på den här enheten hur du vill ha webbplatsen: språk, textstorlek, utseende.",
        personal_data=("dina inställningar",),
    ),
    labels=ChoiceLabels(
        open="Integritetsval",
        data="Använda uppgifter",
        recipients="Vem får dem",
        how_long="Hur länge",
    ),
    buttons=ChoiceButtons(
        accept="Godkänn allt",
        refuse="Avvisa allt",
        choose="Välj en i taget",
        save="Spara mitt val",
    ),
    messages=ChoiceMessages(
        gpc="Din webbläsare skickar Global Privacy Control. Vi tar det som ett nej: allt frivilligt är avstängt, om du inte väljer annat här.",
        given="Ditt val är sparat och dokumenterat.",
        withdrawn="Tillbakataget. Det gäller genast och är dokumenterat.",
        withdrawn_here="Tillbakataget på den här enheten. Det gäller genast. Använd ditt kvitto så att det också dokumenteras.",
        failed="Det gick inte att dokumentera, så inget slogs på. Försök igen.",
        changed="Meddelandet har ändrats sedan du valde. Välj en gång till.",
        receipt="Med det kan du ta tillbaka ditt val från vilken enhet som helst. Vi kan inte skicka det igen: kopiera eller spara det.",
        elsewhere="Det är dokumenterat. Vad en webbläsare har sparat går inte att nå härifrån: öppna webbplatsens integritetsval på den enhet där du sade ja och avvisa även där.",
    ),
)
