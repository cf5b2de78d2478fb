"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Wie verantwoordelijk is
{controller} bepaalt waarom en hoe uw gegevens hier worden gebruikt en beantwoordt uw vragen daarover. De privacyverklaring \
staat op {privacy_url}.

## Wat er gebeurt als u reageert
Uw naam en uw reactie worden op deze pagina gepubliceerd. Iedereen kan ze lezen, ook zoekmachines. Als u een website \
opgeeft, wordt uw naam een link daarnaartoe. De reactie kan worden gecontroleerd door een mens of een programma, voordat \
of nadat ze verschijnt.

## Waarom dit mag
{ground}

E-mail over antwoorden, en het onthouden van uw naam en adressen op dit apparaat, berusten ook op uw toestemming. Het \
staat uit totdat u het aanzet, en een reactie zonder dat is een volwaardige reactie.

Om spam en misbruik tegen te houden tellen we korte tijd hoeveel verzoeken van één netwerkadres komen. Dit berust op ons \
gerechtvaardigd belang bij een bruikbare discussie (artikel 6, lid 1, onder f, AVG).

We bewaren wat u te zien kreeg en wat u koos, omdat we dat volgens de wet moeten kunnen aantonen (artikel 5, lid 2, en \
artikel 7, lid 1, AVG).

## Wat we wel en niet bewaren
We bewaren: uw naam, uw reactie, uw website als u die opgeeft, de pagina en de tijd; en ook welke versie van deze \
mededeling u te zien kreeg, in welke taal, wat u aanvinkte, welke versie van het formulier u gebruikte en of uw browser \
het signaal ‘Global Privacy Control’ stuurde.

Uw e-mailadres hoeft u niet te geven. Het adres zelf bewaren we alleen als u e-mail over antwoorden wilt: totdat u dat \
bevestigt hooguit zeven dagen, daarna totdat u het intrekt of uw reactie wordt gewist. In elk geval bewaren we een \
code die er met een geheime sleutel uit wordt berekend, zodat we uw gegevens kunnen terugvinden als u daarom vraagt. \
Aan dezelfde code herkennen we mensen van wie eerdere reacties in orde waren, zodat de volgende niet hoeft te wachten.

Uw netwerkadres wordt nooit helemaal bewaard. Er is geen reclame en u wordt niet gevolgd, en uw browser wordt niet naar \
een ander bedrijf gestuurd. Er zijn geen cookies; alleen de pagina voor browsers zonder JavaScript gebruikt er een, om het \
formulier te beveiligen, totdat u de browser sluit.

Wat u aan het schrijven bent, en de sleutel waarmee u uw reactie nog kunt wijzigen, blijven in dit tabblad van uw browser \
totdat u het sluit.

Een verzegelde vingerafdruk van de vastlegging komt in een logboek. Die bewijst dat de vastlegging later niet is \
veranderd, en bevat uw naam niet en uw woorden niet.

## Hoe lang
Uw reactie blijft staan totdat u of wij haar verwijderen. {kept} Als u uw gegevens laat wissen, wordt de vastlegging mee \
gewist. Kopieën in back-ups verdwijnen als de back-up verloopt.

## Mening, geloof, gezondheid
Een reactie kan iets verraden wat de wet extra beschermt (artikel 9 AVG): politieke mening, geloof, gezondheid, seksueel \
leven, afkomst. U hoeft ons daar niets over te vertellen. Zolang uw reactie niet is gepubliceerd, zien alleen de mensen \
die reacties controleren haar. Daarna kan iedereen haar lezen; wat u over uzelf schrijft, maakt u dan zelf openbaar \
(artikel 9, lid 2, onder e). U kunt haar altijd laten wissen, maar anderen kunnen haar al hebben gekopieerd. Schrijf zulke \
dingen alstublieft niet over andere mensen.

## Uw rechten
U kunt een kopie van uw gegevens vragen (artikel 15), ze laten verbeteren (16) of wissen (17), het gebruik ervan laten \
beperken (18), ze krijgen in een gangbaar bestandsformaat (20) en bezwaar maken tegen gebruik dat op gerechtvaardigde \
belangen berust (21). U kunt uw toestemming altijd intrekken (7, lid 3); wat tot dan toe is gedaan, blijft rechtmatig. Het \
kost niets, en u krijgt binnen een maand antwoord. Schrijf naar {controller_contact}. U kunt ook een klacht indienen bij \
{authority} (artikel 77).

## De weg terug
Na het versturen krijgt u een ontvangstbewijs. Daarmee kunt u uw keuze intrekken, zonder account en net zo makkelijk als u \
hebt gereageerd: met de knop bij uw reactie, of op de pagina van het ontvangstbewijs. Uw reactie wordt dan gewist. Bent u \
het ontvangstbewijs kwijt, schrijf dan naar {controller_contact}."""

WORDS = Words(
    title="Voordat u publiceert",
    summary=(
        "{controller_name} publiceert uw naam en uw reactie op deze pagina, waar iedereen ze kan lezen. U krijgt "
        "een ontvangstbewijs waarmee u dit altijd kunt terugdraaien; uw reactie wordt dan gewist. Uw e-mailadres "
        "wordt alleen bewaard als u e-mail over antwoorden wilt."
    ),
    text=TEXT,
    grounds={
        "a": "Het publiceren berust op uw toestemming (artikel 6, lid 1, onder a, AVG). U mag nee zeggen: dan wordt er niets "
        "verstuurd, en kunt u verder lezen. Bent u jonger dan 16, vraag het dan eerst aan uw ouders; in sommige landen ligt "
        "die leeftijd lager.",
        "b": "Het publiceren berust op de afspraak tussen u en ons over het gebruik van deze reacties: u stuurt een reactie "
        "zodat wij die publiceren (artikel 6, lid 1, onder b, AVG). U hoeft er geen te sturen, en u kunt verder lezen.",
        "f": "Het publiceren berust op ons gerechtvaardigd belang bij een openbare discussie op deze pagina (artikel 6, lid 1, "
        "onder f, AVG). U hoeft niet te reageren, u kunt verder lezen, en u kunt altijd bezwaar maken.",
    },
    kept={
        "zero": "De vastlegging van uw keuze wordt even lang bewaard als de reactie.",
        "one": "De vastlegging van uw keuze wordt één maand langer bewaard dan de reactie.",
        "other": "De vastlegging van uw keuze wordt {months} maanden langer bewaard dan de reactie.",
    },
    any_authority="de privacytoezichthouder van de plaats waar u woont",
    publish=PurposeWords(
        label={
            "a": "Ik ga ermee akkoord dat {controller_name} mijn naam en mijn reactie hier publiceert.",
            "b": "Ik heb gelezen hoe {controller_name} mijn gegevens gebruikt om mijn reactie hier te publiceren.",
            "f": "Ik heb gelezen hoe {controller_name} mijn gegevens gebruikt om mijn reactie hier te publiceren.",
        },
        description="Uw naam, uw reactie en, als u die opgeeft, uw website zijn op deze pagina voor iedereen te zien.",
        personal_data=("naam", "reactie", "website, als u die opgeeft", "pagina", "tijd"),
        necessity="Zonder dit kan een reactie niet worden gepubliceerd.",
        retention="Totdat u of wij de reactie verwijderen. {kept}",
        recipients=("iedereen die deze pagina leest", "wie deze reacties voor ons beheert en modereert"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Stuur mij een e-mail als iemand op mijn reactie antwoordt."},
        description="Eerst krijgt u een e-mail met een link. Alleen als u daar bevestigt, schrijven we u. In elke e-mail staat een link die dit beëindigt.",
        personal_data=("e-mailadres",),
        necessity="Niet verplicht. Uw reactie is zonder dit hetzelfde.",
        retention="Totdat u het intrekt of de reactie wordt gewist; zeven dagen als u het niet bevestigt.",
        recipients=("wie deze reacties en de mailserver voor ons beheert",),
    ),
    remember_me=PurposeWords(
        label={"a": "Onthoud mijn naam, e-mailadres en website op dit apparaat voor mijn volgende reactie."},
        description="Blijft alleen in deze browser en wordt de volgende keer voor u ingevuld. U kunt het hier altijd weghalen.",
        personal_data=("naam", "e-mailadres, als u dat opgeeft", "website, als u die opgeeft"),
        necessity="Niet verplicht. Uw reactie is zonder dit hetzelfde.",
        retention="Totdat u het weghaalt, alleen op dit apparaat.",
        recipients=(),
    ),
    withdrawal_method=(
        "Met het ontvangstbewijs dat u na het versturen krijgt: de knop bij uw reactie of de pagina van het ontvangstbewijs. "
        "Zonder ontvangstbewijs: een bericht aan {controller_contact}."
    ),
    labels={
        "name": "Naam",
        "email": "E-mailadres",
        "email_hint": "Wordt niet gepubliceerd. Alleen bewaard als u e-mail over antwoorden wilt; anders blijft alleen een code, om uw reacties te herkennen en terug te vinden als u erom vraagt.",
        "website": "Website",
        "body": "Reactie",
        "placeholder": "Wat vindt u ervan?",
        "reply_to": "Antwoord aan {name}",
        "reply_placeholder": "Uw antwoord",
        "optional": "niet verplicht",
        "required": "verplicht",
        "details": "De hele mededeling lezen",
        "hide_details": "De hele mededeling verbergen",
        "privacy_policy": "Privacyverklaring",
        "controller": "Verantwoordelijk",
        "heading": "Reacties",
        "sort": "Volgorde",
        "oldest": "Oudste eerst",
        "newest": "Nieuwste eerst",
        "guest": "Gast",
        "edited": "gewijzigd",
        "author_pending": "Alleen u kunt dit zien",
        "receipt": "Uw ontvangstbewijs",
        "receipt_id": "Nummer",
        "receipt_secret": "Geheime code",
        "keep_receipt": "Bewaar het ontvangstbewijs op dit apparaat, zodat ik later mijn keuze kan intrekken",
        "basis_a": "uw toestemming",
        "basis_b": "een afspraak met u",
        "basis_f": "gerechtvaardigde belangen",
    },
    buttons={
        "write": "Schrijf een reactie",
        "submit": "Reactie publiceren",
        "reply": "Antwoord publiceren",
        "open_reply": "Antwoorden",
        "cancel": "Annuleren",
        "edit": "Wijzigen",
        "save": "Opslaan",
        "delete": "Verwijderen",
        "delete_confirm": "Ja, wis de reactie",
        "withdraw": "Intrekken",
        "withdraw_confirm": "Ja, intrekken en wissen",
        "forget": "Vergeet mij op dit apparaat",
        "copy": "Kopiëren",
        "save_file": "Opslaan als bestand",
        "close": "Sluiten",
        "retry": "Opnieuw proberen",
        "stop": "Niet meer proberen",
        "more": "Meer reacties tonen",
        "more_replies": "Meer antwoorden tonen",
        "permalink": "Link naar deze reactie",
    },
    messages={
        "count": {"one": "{n} reactie", "other": "{n} reacties"},
        "replies": {"one": "Nog {n} antwoord tonen", "other": "Nog {n} antwoorden tonen"},
        "empty": "Nog geen reacties. Die van u kan de eerste zijn.",
        "empty_closed": "Er zijn geen reacties.",
        "loading": "Reacties worden geladen",
        "loading_failed": "De reacties konden niet worden geladen.",
        "closed": "Deze discussie is gesloten. U kunt haar nog wel lezen.",
        "gone": "Deze reactie is er niet meer.",
        "sending": "Wordt verstuurd",
        "pending": "Dank u wel. Uw reactie wordt nog gecontroleerd. Tot dan kunt alleen u haar zien.",
        "published": "Uw reactie is gepubliceerd.",
        "reply_mail_sent": "E-mail over antwoorden begint zodra u die bevestigt: kijk in uw mailbox.",
        "changed": "Uw wijziging is opgeslagen.",
        "draft_kept": "Wat u schreef, blijft in dit tabblad bewaard.",
        "offline": "Er is geen verbinding. Wat u schreef, is bewaard en wordt vanzelf opnieuw verstuurd.",
        "form_failed": "Het formulier kon niet worden geopend. Wat u schreef, is bewaard.",
        "notice_changed": "De mededeling is veranderd sinds u dit formulier opende. Lees haar nog een keer en kies opnieuw. Wat u schreef, staat er nog.",
        "form_expired": "Dit formulier stond lang open en is vernieuwd. Wat u schreef, staat er nog.",
        "check_fields": "Kijk de gemarkeerde velden na.",
        "consent_required": "Zonder dit kan uw reactie niet worden gepubliceerd.",
        "name_required": "Vul een naam in. Het hoeft niet uw echte naam te zijn.",
        "email_required": "Geef een e-mailadres op, of vink e-mail over antwoorden uit.",
        "body_required": "Schrijf iets.",
        "too_long": "De tekst is te lang. Aantal tekens te veel: {n}.",
        "too_many": "Er kwamen net veel reacties binnen. Probeer het over een tijdje opnieuw.",
        "failed": "Dat lukte niet. Wat u schreef, is bewaard; probeer het opnieuw.",
        "not_allowed": "Vanaf deze pagina kunnen geen reacties worden verstuurd.",
        "edit_closed": "De tijd om deze reactie te wijzigen is voorbij. Met uw ontvangstbewijs kunt u haar nog wel laten wissen.",
        "delete_confirm": "Deze reactie verwijderen? Ze wordt gewist met de gegevens die erbij horen. Dit kan niet ongedaan worden gemaakt.",
        "deleted": "Uw reactie is gewist.",
        "receipt": "Het laat zien wat u te lezen kreeg en wat u koos, en u kunt er uw keuze altijd mee intrekken. We kunnen het niet nog eens sturen: kopieer het of sla het nu op.",
        "copied": "Gekopieerd.",
        "copy_failed": "Het kopiëren lukte niet. Selecteer de tekst en kopieer die zelf.",
        "saved": "Opgeslagen.",
        "kept": "Het ontvangstbewijs is bewaard op dit apparaat.",
        "link_copied": "De link is gekopieerd.",
        "withdraw_confirm": "Intrekken? Uw reactie wordt dan gewist met de gegevens die erbij horen. Dit kan niet ongedaan worden gemaakt.",
        "withdrawn": "Ingetrokken. Uw reactie is gewist.",
        "remembered": "Ingevuld met wat dit apparaat onthield.",
        "forgotten": "Dit apparaat is u vergeten.",
    },
)
