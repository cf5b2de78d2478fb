"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Wat u beslist
Elk doel heeft een eigen schakelaar, en elke schakelaar staat uit tot u hem aanzet. Ernaast staat wat het doel doet, \
welke gegevens het gebruikt, wie ze krijgt en hoe lang ze worden bewaard. Alles berust alleen op uw toestemming \
(artikel 6, lid 1, onder a, AVG, en de wet over wat op uw apparaat wordt opgeslagen). Bent u jonger dan 16, vraag \
het dan eerst aan uw ouders; in sommige landen is de leeftijd lager.

## Wat van uw keuze wordt bewaard
Deze browser bewaart zes maanden lang alleen de keuze: welke doelen, welke versie van deze tekst, tot welke dag. Er \
staat geen nummer in waaraan iemand u zou kunnen herkennen. Zegt u nee, dan wordt verder nergens iets bewaard.

Zegt u ja, dan bewaren wij wat u is getoond en wat u hebt gekozen, omdat de wet vraagt dat wij het kunnen bewijzen \
(artikel 7, lid 1, AVG). Uw naam, uw adres en de pagina die u las staan er niet in. Een verzegelde vingerafdruk van \
het bewijs komt in een logboek en laat zien dat niemand het later heeft veranderd. Een ja eindigt na zes maanden \
vanzelf; dan wordt het u opnieuw gevraagd.

## De weg terug
Intrekken is net zo makkelijk als toestemmen: open deze melding opnieuw en druk op de andere knop. Op dit apparaat \
geldt dat meteen. Om het ook in het bewijs te laten zetten is het ontvangstbewijs nodig dat u bij een ja krijgt. Het \
is hier bij de hand tot u dit tabblad sluit, en langer als u het op dit apparaat bewaart. Ergens anders gebruikt u \
de pagina van het ontvangstbewijs.

## Het signaal van uw browser
Stuurt uw browser Global Privacy Control, dan vatten wij dat op als nee tegen alles wat vrijwillig is, tot u zelf \
anders kiest."""

WORDS = ChoiceWords(
    title="Uw privacykeuzes",
    summary="{controller_name} vraagt of deze site meer mag doen dan nodig is om te werken. Dat staat nu allemaal uit. U kunt nee zeggen en gewoon verder lezen, en u kunt altijd van gedachten veranderen.",
    text=TEXT,
    kept="Het bewijs wordt bewaard zolang uw keuze geldt.",
    kept_months="Het bewijs wordt bewaard zolang uw keuze geldt, en dit aantal maanden langer: {months}.",
    necessity="Vrijwillig. De site werkt zonder dit hetzelfde.",
    retention="Tot u nee zegt, en hoogstens zes maanden.",
    withdrawal_method="Op elke pagina: de privacykeuzes openen en op de andere knop drukken. Met het ontvangstbewijs ook op de pagina daarvan.",
    statistics=OwnPurpose(
        label="Statistieken",
        description="Telt welke pagina’s worden gelezen en hoe, zodat de site beter kan worden.",
        personal_data=(
            "pagina’s die u opent",
            "tijd",
            "soort apparaat en browser",
        ),
    ),
    marketing=OwnPurpose(
        label="Reclame",
        description="Toont reclame die past bij wat u leest, en meet of die werkt.",
        personal_data=(
            "pagina’s die u opent",
            "tijd",
            "soort apparaat en browser",
            "een nummer waaraan uw browser wordt herkend",
        ),
    ),
    external_media=OwnPurpose(
        label="Inhoud van andere aanbieders",
        description="Laadt video’s, kaarten en berichten rechtstreeks van andere aanbieders. Die zien dan uw netwerkadres en welke pagina u leest.",
        personal_data=(
            "netwerkadres",
            "pagina",
            "wat de aanbieder in uw browser opslaat",
        ),
    ),
    preferences=OwnPurpose(
        label="Voorkeuren",
        description="Onthoudt op dit apparaat hoe u de site graag hebt: taal, lettergrootte, uiterlijk.",
        personal_data=("uw instellingen",),
    ),
    labels=ChoiceLabels(
        open="Privacykeuzes",
        data="Gebruikte gegevens",
        recipients="Wie ze krijgt",
        how_long="Hoe lang",
    ),
    buttons=ChoiceButtons(
        accept="Alles toestaan",
        refuse="Alles weigeren",
        choose="Een voor een kiezen",
        save="Mijn keuze opslaan",
    ),
    messages=ChoiceMessages(
        gpc="Uw browser stuurt Global Privacy Control. Wij vatten dat op als nee: alles wat vrijwillig is staat uit, tenzij u hier anders kiest.",
        given="Uw keuze is opgeslagen en vastgelegd.",
        withdrawn="Ingetrokken. Het geldt meteen en is vastgelegd.",
        withdrawn_here="Ingetrokken op dit apparaat. Het geldt meteen. Gebruik uw ontvangstbewijs om het ook te laten vastleggen.",
        failed="Dat kon niet worden vastgelegd, dus er is niets aangezet. Probeer het opnieuw.",
        changed="Deze melding is veranderd sinds u koos. Kies alstublieft opnieuw.",
        receipt="Daarmee kunt u uw keuze vanaf elk apparaat intrekken. Wij kunnen het niet nog eens sturen: kopieer het of sla het op.",
        elsewhere="Dit is vastgelegd. Wat een browser heeft opgeslagen is van hieruit niet te bereiken: open op het apparaat waarop u ja zei de privacykeuzes van de site en weiger ook daar.",
    ),
)
