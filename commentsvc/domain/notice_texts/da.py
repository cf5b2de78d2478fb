"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Hvem der er ansvarlig
{controller} bestemmer, hvorfor og hvordan dine oplysninger bruges her, og svarer på dine spørgsmål om det. \
Privatlivspolitikken findes på {privacy_url}.

## Hvad der sker, når du kommenterer
Dit navn og din kommentar bliver offentliggjort på denne side. Alle kan læse dem, også søgemaskiner. Hvis du angiver et \
websted, bliver dit navn et link dertil. Kommentaren kan blive gennemgået af et menneske eller et program, før eller efter \
at den vises.

## Hvorfor det er tilladt
{ground}

E-mail om svar, og at denne enhed husker dit navn og dine adresser, bygger også på dit samtykke. Det er slået fra, \
indtil du slår det til, og en kommentar uden det er en fuld kommentar.

For at holde spam og misbrug ude tæller vi i kort tid, hvor mange forespørgsler der kommer fra én netværksadresse. Det \
bygger på vores legitime interesse i en debat, som folk kan bruge (artikel 6, stk. 1, litra f, i GDPR).

Vi gemmer, hvad du fik vist, og hvad du valgte, fordi loven kræver, at vi kan dokumentere det (artikel 5, stk. 2, og \
artikel 7, stk. 1, i GDPR).

## Hvad der gemmes, og hvad der ikke gemmes
Vi gemmer: dit navn, din kommentar, dit websted, hvis du angiver et, siden og tidspunktet; og desuden hvilken udgave af \
denne besked du fik vist, på hvilket sprog, hvad du satte kryds ved, hvilken udgave af formularen du brugte, og om din \
browser sendte signalet »Global Privacy Control«.

Du behøver ikke at angive en e-mailadresse. Selve adressen gemmer vi kun, hvis du vil have e-mail om svar: indtil du \
bekræfter det højst syv dage, derefter indtil du tager det tilbage, eller din kommentar slettes. Under alle \
omstændigheder beholder vi en kode, som beregnes ud fra den med en hemmelig nøgle, så vi kan finde dine oplysninger, \
når du beder om det. Med den samme kode genkender vi dem, hvis tidligere kommentarer var i orden, så den næste ikke \
behøver at vente.

Din netværksadresse gemmes aldrig i sin helhed. Der er ingen reklamer og ingen sporing, og din browser sendes ikke videre \
til noget andet firma. Der er ingen cookies; kun siden til browsere uden JavaScript bruger én til at beskytte sin formular, \
indtil du lukker browseren.

Det, du er i gang med at skrive, og den nøgle, som du stadig kan ændre din kommentar med, bliver i denne fane i browseren, \
indtil du lukker den.

Et forseglet fingeraftryk af det gemte skrives i en log. Det beviser, at oplysningerne ikke er ændret bagefter, og \
indeholder hverken dit navn eller dine ord.

## Hvor længe
Din kommentar bliver, indtil du eller vi fjerner den. {kept} Hvis du får dine oplysninger slettet, slettes oplysningen om \
dit valg også. Kopier i sikkerhedskopier forsvinder, når sikkerhedskopien udløber.

## Holdninger, tro, helbred
En kommentar kan afsløre noget, som loven beskytter særligt (artikel 9 i GDPR): politiske holdninger, tro, helbred, \
seksualliv, oprindelse. Du behøver ikke at fortælle os noget af det. Indtil din kommentar er offentliggjort, ser kun de, \
der gennemgår kommentarer, den. Når den er offentliggjort, kan alle læse den; det, du skriver om dig selv, gør du så selv \
offentligt (artikel 9, stk. 2, litra e). Du kan altid få den slettet, men andre kan have kopieret den forinden. Skriv ikke \
den slags om andre mennesker.

## Dine rettigheder
Du kan bede om en kopi af dine oplysninger (artikel 15), få dem rettet (16) eller slettet (17), få brugen begrænset (18), få \
dem udleveret i et almindeligt filformat (20) og gøre indsigelse mod brug, der bygger på legitime interesser (21). Du kan \
altid trække dit samtykke tilbage (7, stk. 3); det, der er sket indtil da, er stadig lovligt. Det koster ikke noget, og du \
får svar inden for en måned. Skriv til {controller_contact}. Du kan også klage til {authority} (artikel 77).

## Vejen tilbage
Når du har sendt, får du en kvittering. Med den kan du fortryde, uden konto og lige så let, som du kommenterede: med \
knappen ved din kommentar eller på kvitteringens side. Din kommentar bliver så slettet. Har du mistet kvitteringen, så skriv \
til {controller_contact}."""

WORDS = Words(
    title="Før du offentliggør",
    summary=(
        "{controller_name} offentliggør dit navn og din kommentar på denne side, hvor alle kan læse dem. Du får "
        "en kvittering, som du altid kan bruge til at fortryde; din kommentar bliver så slettet. Din "
        "e-mailadresse gemmes kun, hvis du vil have e-mail om svar."
    ),
    text=TEXT,
    grounds={
        "a": "Offentliggørelsen bygger på dit samtykke (artikel 6, stk. 1, litra a, i GDPR). Du må gerne sige nej: så bliver "
        "intet sendt, og du kan læse videre. Er du under 16 år, så spørg først dine forældre; i nogle lande er alderen lavere.",
        "b": "Offentliggørelsen bygger på aftalen mellem dig og os om brugen af kommentarerne her: du sender en kommentar, for "
        "at vi skal offentliggøre den (artikel 6, stk. 1, litra b, i GDPR). Du behøver ikke at sende nogen, og du kan læse videre.",
        "f": "Offentliggørelsen bygger på vores legitime interesse i en offentlig debat på denne side (artikel 6, stk. 1, litra "
        "f, i GDPR). Du behøver ikke at kommentere, du kan læse videre, og du kan altid gøre indsigelse.",
    },
    kept={
        "zero": "Oplysningen om dit valg gemmes lige så længe som kommentaren.",
        "one": "Oplysningen om dit valg gemmes lige så længe som kommentaren og en måned mere.",
        "other": "Oplysningen om dit valg gemmes lige så længe som kommentaren og {months} måneder mere.",
    },
    any_authority="databeskyttelsesmyndigheden, hvor du bor",
    publish=PurposeWords(
        label={
            "a": "Jeg giver samtykke til, at {controller_name} offentliggør mit navn og min kommentar her.",
            "b": "Jeg har læst, hvordan {controller_name} bruger mine oplysninger til at offentliggøre min kommentar her.",
            "f": "Jeg har læst, hvordan {controller_name} bruger mine oplysninger til at offentliggøre min kommentar her.",
        },
        description="Dit navn, din kommentar og, hvis du angiver et, dit websted vises for alle på denne side.",
        personal_data=("navn", "kommentar", "websted, hvis det er angivet", "side", "tidspunkt"),
        necessity="Uden dette kan en kommentar ikke offentliggøres.",
        retention="Indtil du eller vi fjerner kommentaren. {kept}",
        recipients=("alle, der læser denne side", "dem, der driver og modererer kommentarerne for os"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Send mig en e-mail, når nogen svarer på min kommentar."},
        description="Først får du en e-mail med et link. Kun hvis du bekræfter der, skriver vi til dig. Hver e-mail har et link, der afslutter det.",
        personal_data=("e-mailadresse",),
        necessity="Frivilligt. Din kommentar er den samme uden.",
        retention="Indtil du tager det tilbage, eller kommentaren slettes; syv dage, hvis du ikke bekræfter det.",
        recipients=("dem, der driver dette kommentarfelt og dets mailserver for os",),
    ),
    remember_me=PurposeWords(
        label={"a": "Husk mit navn, min e-mailadresse og mit websted på denne enhed til min næste kommentar."},
        description="Gemmes kun i denne browser og udfyldes for dig næste gang. Du kan fjerne det her, når du vil.",
        personal_data=("navn", "e-mailadresse, hvis den er angivet", "websted, hvis det er angivet"),
        necessity="Frivilligt. Din kommentar er den samme uden.",
        retention="Indtil du fjerner det, kun på denne enhed.",
        recipients=(),
    ),
    withdrawal_method=(
        "Med den kvittering, du får, når du har sendt: knappen ved din kommentar eller kvitteringens side. Uden kvittering: en "
        "besked til {controller_contact}."
    ),
    labels={
        "name": "Navn",
        "email": "E-mail",
        "email_hint": "Offentliggøres ikke. Gemmes kun, hvis du vil have e-mail om svar; ellers bliver kun en kode tilbage, så dine kommentarer kan genkendes, og findes, hvis du beder om det.",
        "website": "Websted",
        "body": "Kommentar",
        "placeholder": "Hvad synes du?",
        "reply_to": "Svar til {name}",
        "reply_placeholder": "Dit svar",
        "optional": "frivilligt",
        "required": "skal udfyldes",
        "details": "Læs hele beskeden",
        "hide_details": "Skjul hele beskeden",
        "privacy_policy": "Privatlivspolitik",
        "controller": "Ansvarlig",
        "heading": "Kommentarer",
        "sort": "Rækkefølge",
        "oldest": "Ældste først",
        "newest": "Nyeste først",
        "guest": "Gæst",
        "edited": "ændret",
        "author_pending": "Kun du kan se dette",
        "receipt": "Din kvittering",
        "receipt_id": "Nummer",
        "receipt_secret": "Hemmelig kode",
        "keep_receipt": "Gem kvitteringen på denne enhed, så jeg kan fortryde senere",
        "basis_a": "dit samtykke",
        "basis_b": "en aftale med dig",
        "basis_f": "legitime interesser",
    },
    buttons={
        "write": "Skriv en kommentar",
        "submit": "Offentliggør kommentaren",
        "reply": "Offentliggør svaret",
        "open_reply": "Svar",
        "cancel": "Annuller",
        "edit": "Rediger",
        "save": "Gem",
        "delete": "Fjern",
        "delete_confirm": "Ja, slet den",
        "withdraw": "Træk tilbage",
        "withdraw_confirm": "Ja, træk tilbage og slet",
        "forget": "Glem mig på denne enhed",
        "copy": "Kopiér",
        "save_file": "Gem som fil",
        "close": "Luk",
        "retry": "Prøv igen",
        "stop": "Hold op med at prøve",
        "more": "Vis flere kommentarer",
        "more_replies": "Vis flere svar",
        "permalink": "Link til denne kommentar",
    },
    messages={
        "count": {"one": "{n} kommentar", "other": "{n} kommentarer"},
        "replies": {"one": "Vis {n} svar mere", "other": "Vis {n} svar mere"},
        "empty": "Ingen kommentarer endnu. Din kan blive den første.",
        "empty_closed": "Der er ingen kommentarer.",
        "loading": "Kommentarerne hentes",
        "loading_failed": "Kommentarerne kunne ikke hentes.",
        "closed": "Denne debat er lukket. Du kan stadig læse den.",
        "gone": "Denne kommentar er her ikke længere.",
        "sending": "Sender",
        "pending": "Tak. Din kommentar venter på at blive gennemgået. Indtil da kan kun du se den.",
        "published": "Din kommentar er offentliggjort.",
        "reply_mail_sent": "E-mail om svar begynder, når du bekræfter det: se i din indbakke.",
        "changed": "Din ændring er gemt.",
        "draft_kept": "Det, du skrev, er gemt i denne fane.",
        "offline": "Der er ingen forbindelse. Det, du skrev, er gemt og bliver sendt igen af sig selv.",
        "form_failed": "Formularen kunne ikke åbnes. Det, du skrev, er gemt.",
        "notice_changed": "Beskeden er ændret, siden du åbnede formularen. Læs den en gang til, og vælg igen. Det, du skrev, er her stadig.",
        "form_expired": "Formularen har været åben længe og er blevet fornyet. Det, du skrev, er her stadig.",
        "check_fields": "Se på de markerede felter.",
        "consent_required": "Uden dette kan din kommentar ikke offentliggøres.",
        "name_required": "Angiv et navn. Det behøver ikke at være dit rigtige.",
        "email_required": "Angiv en e-mailadresse, eller fjern krydset ved e-mail om svar.",
        "body_required": "Skriv noget.",
        "too_long": "Teksten er {n} tegn for lang.",
        "too_many": "Der kom mange kommentarer lige nu. Prøv igen om lidt.",
        "failed": "Det lykkedes ikke. Det, du skrev, er gemt; prøv igen.",
        "not_allowed": "Der kan ikke sendes kommentarer fra denne side.",
        "edit_closed": "Tiden til at ændre denne kommentar er gået. Med din kvittering kan du stadig få den slettet.",
        "delete_confirm": "Vil du fjerne denne kommentar? Den slettes sammen med de oplysninger, der hører til den. Det kan ikke fortrydes.",
        "deleted": "Din kommentar er slettet.",
        "receipt": "Den viser, hvad du fik at læse, og hvad du valgte, og med den kan du altid fortryde. Vi kan ikke sende den igen: kopiér eller gem den nu.",
        "copied": "Kopieret.",
        "copy_failed": "Det kunne ikke kopieres. Markér teksten, og kopiér den selv.",
        "saved": "Gemt.",
        "kept": "Kvitteringen er gemt på denne enhed.",
        "link_copied": "Linket er kopieret.",
        "withdraw_confirm": "Vil du trække tilbage? Din kommentar slettes så sammen med de oplysninger, der hører til den. Det kan ikke fortrydes.",
        "withdrawn": "Trukket tilbage. Din kommentar er slettet.",
        "remembered": "Udfyldt med det, som denne enhed husker.",
        "forgotten": "Denne enhed har glemt dig.",
    },
)
