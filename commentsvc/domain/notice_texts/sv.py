"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Vem som är ansvarig
{controller} bestämmer varför och hur dina uppgifter används här och svarar på dina frågor om det. \
Integritetspolicyn finns på {privacy_url}.

## Vad som händer när du kommenterar
Ditt namn och din kommentar publiceras på den här sidan. Alla kan läsa dem, även sökmotorer. Om du anger en webbplats \
blir ditt namn en länk dit. Kommentaren kan granskas av en människa eller ett program, innan eller efter att den visas.

## Varför det är tillåtet
{ground}

E-post om svar, och att den här enheten minns ditt namn och dina adresser, bygger också på ditt samtycke. Det är \
avstängt tills du slår på det, och en kommentar utan det är en fullvärdig kommentar.

För att hålla skräppost och missbruk borta räknar vi under en kort tid hur många anrop som kommer från en och samma \
nätadress. Det bygger på vårt berättigade intresse av en diskussion som går att använda (artikel 6.1 f i GDPR).

Vi sparar vad du fick se och vad du valde, eftersom lagen kräver att vi kan visa det (artiklarna 5.2 och 7.1 i GDPR).

## Vad som sparas och vad som inte sparas
Vi sparar: ditt namn, din kommentar, din webbplats om du anger en, sidan och tiden; och dessutom vilken version av den \
här informationen du fick se, på vilket språk, vad du kryssade i, vilken version av formuläret du använde och om din \
webbläsare skickade signalen ”Global Privacy Control”.

Du behöver inte ange någon e-postadress. Själva adressen sparar vi bara om du vill ha e-post om svar: tills du \
bekräftar det i högst sju dagar, sedan tills du tar tillbaka det eller din kommentar raderas. I alla fall behåller vi \
en kod som räknas fram ur den med en hemlig nyckel, så att vi kan hitta dina uppgifter när du ber om det. Med samma \
kod känner vi igen dem vars tidigare kommentarer var bra, så att nästa inte behöver vänta.

Din nätadress sparas aldrig i sin helhet. Det finns ingen reklam och ingen spårning, och din webbläsare skickas inte \
vidare till något annat företag. Det finns inga kakor; bara sidan för webbläsare utan JavaScript använder en, för att \
skydda sitt formulär, tills du stänger webbläsaren.

Det du håller på att skriva, och nyckeln som låter dig ändra din kommentar, finns kvar i den här fliken i webbläsaren \
tills du stänger den.

Ett förseglat fingeravtryck av det sparade skrivs in i en logg. Det bevisar att uppgifterna inte har ändrats i \
efterhand, och innehåller varken ditt namn eller dina ord.

## Hur länge
Din kommentar finns kvar tills du eller vi tar bort den. {kept} Om du får dina uppgifter raderade, raderas även uppgiften om ditt \
val. Kopior i säkerhetskopior försvinner när säkerhetskopian blir för gammal.

## Åsikter, tro, hälsa
En kommentar kan avslöja sådant som lagen skyddar särskilt (artikel 9 i GDPR): politiska åsikter, tro, hälsa, sexualliv, \
ursprung. Du behöver inte berätta något av det för oss. Tills din kommentar publiceras ser bara de som granskar \
kommentarer den. När den är publicerad kan alla läsa den; det du skriver om dig själv gör du då själv offentligt \
(artikel 9.2 e). Du kan när som helst få den raderad, men andra kan ha kopierat den innan dess. Skriv inte sådant om \
andra människor.

## Dina rättigheter
Du kan begära en kopia av dina uppgifter (artikel 15), få dem rättade (16) eller raderade (17), få användningen \
begränsad (18), få ut dem i ett vanligt filformat (20) och invända mot användning som bygger på berättigade intressen \
(21). Du kan när som helst ta tillbaka ditt samtycke (7.3); det som gjorts fram till dess är fortfarande lagligt. Det \
kostar ingenting, och du får svar inom en månad. Skriv till {controller_contact}. Du kan också klaga hos {authority} \
(artikel 77).

## Vägen tillbaka
När du har skickat får du ett kvitto. Med det kan du ångra dig, utan konto och lika lätt som du kommenterade: med \
knappen bredvid din kommentar eller på kvittots sida. Din kommentar raderas då. Om du har tappat bort kvittot, skriv \
till {controller_contact}."""

WORDS = Words(
    title="Innan du publicerar",
    summary=(
        "{controller_name} publicerar ditt namn och din kommentar på den här sidan, där alla kan läsa dem. Du får "
        "ett kvitto som du kan använda för att ångra dig när som helst; din kommentar raderas då. Din "
        "e-postadress sparas bara om du vill ha e-post om svar."
    ),
    text=TEXT,
    grounds={
        "a": "Publiceringen bygger på ditt samtycke (artikel 6.1 a i GDPR). Du får säga nej: då skickas ingenting, och du kan "
        "läsa vidare. Om du är under 16 år, fråga först dina föräldrar; i en del länder är åldern lägre.",
        "b": "Publiceringen bygger på avtalet mellan dig och oss om hur kommentarerna här används: du skickar en kommentar för "
        "att vi ska publicera den (artikel 6.1 b i GDPR). Du behöver inte skicka någon, och du kan läsa vidare.",
        "f": "Publiceringen bygger på vårt berättigade intresse av en offentlig diskussion på den här sidan (artikel 6.1 f i "
        "GDPR). Du behöver inte kommentera, du kan läsa vidare, och du kan invända när som helst.",
    },
    kept={
        "zero": "Uppgiften om ditt val sparas lika länge som kommentaren.",
        "one": "Uppgiften om ditt val sparas lika länge som kommentaren och en månad till.",
        "other": "Uppgiften om ditt val sparas lika länge som kommentaren och {months} månader till.",
    },
    any_authority="dataskyddsmyndigheten där du bor",
    publish=PurposeWords(
        label={
            "a": "Jag godkänner att {controller_name} publicerar mitt namn och min kommentar här.",
            "b": "Jag har läst hur {controller_name} använder mina uppgifter för att publicera min kommentar här.",
            "f": "Jag har läst hur {controller_name} använder mina uppgifter för att publicera min kommentar här.",
        },
        description="Ditt namn, din kommentar och, om du anger en, din webbplats visas för alla på den här sidan.",
        personal_data=("namn", "kommentar", "webbplats, om du anger en", "sida", "tid"),
        necessity="Utan detta kan en kommentar inte publiceras.",
        retention="Tills du eller vi tar bort kommentaren. {kept}",
        recipients=("alla som läser den här sidan", "de som driver och modererar kommentarerna åt oss"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Skicka mig e-post när någon svarar på min kommentar."},
        description="Först får du ett mejl med en länk. Bara om du bekräftar där skriver vi till dig. Varje mejl har en länk som avslutar detta.",
        personal_data=("e-postadress",),
        necessity="Frivilligt. Din kommentar är densamma utan detta.",
        retention="Tills du tar tillbaka det eller kommentaren raderas; sju dagar om du inte bekräftar det.",
        recipients=("de som sköter det här kommentarsfältet och dess e-postserver åt oss",),
    ),
    remember_me=PurposeWords(
        label={"a": "Kom ihåg mitt namn, min e-postadress och min webbplats på den här enheten till nästa kommentar."},
        description="Sparas bara i den här webbläsaren och fylls i åt dig nästa gång. Du kan ta bort det här när du vill.",
        personal_data=("namn", "e-postadress, om du anger en", "webbplats, om du anger en"),
        necessity="Frivilligt. Din kommentar är densamma utan detta.",
        retention="Tills du tar bort det, bara på den här enheten.",
        recipients=(),
    ),
    withdrawal_method=(
        "Med kvittot som du får när du har skickat: knappen bredvid din kommentar eller kvittots sida. Utan kvitto: ett "
        "meddelande till {controller_contact}."
    ),
    labels={
        "name": "Namn",
        "email": "E-post",
        "email_hint": "Publiceras inte. Sparas bara om du vill ha e-post om svar; annars blir bara en kod kvar, så att dina kommentarer känns igen och kan hittas om du ber om det.",
        "website": "Webbplats",
        "body": "Kommentar",
        "placeholder": "Vad tycker du?",
        "reply_to": "Svara {name}",
        "reply_placeholder": "Ditt svar",
        "optional": "frivilligt",
        "required": "måste fyllas i",
        "details": "Läs hela informationen",
        "hide_details": "Dölj hela informationen",
        "privacy_policy": "Integritetspolicy",
        "controller": "Ansvarig",
        "heading": "Kommentarer",
        "sort": "Ordning",
        "oldest": "Äldst först",
        "newest": "Nyast först",
        "guest": "Gäst",
        "edited": "ändrad",
        "author_pending": "Bara du kan se detta",
        "receipt": "Ditt kvitto",
        "receipt_id": "Nummer",
        "receipt_secret": "Hemlig kod",
        "keep_receipt": "Spara kvittot på den här enheten, så att jag kan ångra mig senare",
        "basis_a": "ditt samtycke",
        "basis_b": "ett avtal med dig",
        "basis_f": "berättigade intressen",
    },
    buttons={
        "write": "Skriv en kommentar",
        "submit": "Publicera kommentaren",
        "reply": "Publicera svaret",
        "open_reply": "Svara",
        "cancel": "Avbryt",
        "edit": "Ändra",
        "save": "Spara",
        "delete": "Ta bort",
        "delete_confirm": "Ja, radera den",
        "withdraw": "Ta tillbaka",
        "withdraw_confirm": "Ja, ta tillbaka och radera",
        "forget": "Glöm mig på den här enheten",
        "copy": "Kopiera",
        "save_file": "Spara som fil",
        "close": "Stäng",
        "retry": "Försök igen",
        "stop": "Sluta försöka",
        "more": "Visa fler kommentarer",
        "more_replies": "Visa fler svar",
        "permalink": "Länk till den här kommentaren",
    },
    messages={
        "count": {"one": "{n} kommentar", "other": "{n} kommentarer"},
        "replies": {"one": "Visa {n} svar till", "other": "Visa {n} svar till"},
        "empty": "Inga kommentarer än. Din kan bli den första.",
        "empty_closed": "Det finns inga kommentarer.",
        "loading": "Kommentarerna hämtas",
        "loading_failed": "Kommentarerna kunde inte hämtas.",
        "closed": "Den här diskussionen är stängd. Du kan fortfarande läsa den.",
        "gone": "Den här kommentaren finns inte längre.",
        "sending": "Skickas",
        "pending": "Tack. Din kommentar väntar på att granskas. Tills dess kan bara du se den.",
        "published": "Din kommentar är publicerad.",
        "reply_mail_sent": "E-post om svar börjar när du bekräftar det: titta i din inkorg.",
        "changed": "Din ändring är sparad.",
        "draft_kept": "Det du skrev finns kvar i den här fliken.",
        "offline": "Det finns ingen anslutning. Det du skrev finns kvar och skickas igen av sig självt.",
        "form_failed": "Formuläret kunde inte öppnas. Det du skrev finns kvar.",
        "notice_changed": "Informationen har ändrats sedan du öppnade formuläret. Läs den en gång till och välj på nytt. Det du skrev finns kvar.",
        "form_expired": "Formuläret har varit öppet länge och har förnyats. Det du skrev finns kvar.",
        "check_fields": "Titta på de markerade fälten.",
        "consent_required": "Utan detta kan din kommentar inte publiceras.",
        "name_required": "Ange ett namn. Det behöver inte vara ditt riktiga.",
        "email_required": "Ange en e-postadress, eller avmarkera e-post om svar.",
        "body_required": "Skriv något.",
        "too_long": "Texten är {n} tecken för lång.",
        "too_many": "Det kom många kommentarer alldeles nyss. Försök igen om en stund.",
        "failed": "Det gick inte. Det du skrev finns kvar; försök igen.",
        "not_allowed": "Det går inte att skicka kommentarer från den här sidan.",
        "edit_closed": "Tiden för att ändra den här kommentaren är över. Med ditt kvitto kan du fortfarande få den raderad.",
        "delete_confirm": "Ta bort den här kommentaren? Den raderas tillsammans med uppgifterna som hör till den. Det går inte att ångra.",
        "deleted": "Din kommentar är raderad.",
        "receipt": "Det visar vad du fick läsa och vad du valde, och med det kan du ångra dig när som helst. Vi kan inte skicka det igen: kopiera eller spara det nu.",
        "copied": "Kopierat.",
        "copy_failed": "Det gick inte att kopiera. Markera texten och kopiera den själv.",
        "saved": "Sparat.",
        "kept": "Kvittot är sparat på den här enheten.",
        "link_copied": "Länken är kopierad.",
        "withdraw_confirm": "Ta tillbaka? Din kommentar raderas då tillsammans med uppgifterna som hör till den. Det går inte att ångra.",
        "withdrawn": "Tillbakataget. Din kommentar är raderad.",
        "remembered": "Ifyllt med det som den här enheten minns.",
        "forgotten": "Den här enheten har glömt dig.",
    },
)
