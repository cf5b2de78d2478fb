"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Att kommentera kräver inget konto. Hit kommer du in med adressen du gav, eller med kvittot på en kommentar. Du ser vad som är sparat om dig och kan ändra det, ta tillbaka det, ta med det eller få det raderat.",
    by_mail="Med din e-postadress",
    by_mail_text="Skriv adressen du gav med en kommentar. Den används bara till detta enda brev och sparas inte.",
    send_link="Skicka en länk",
    no_mail="Den här webbplatsen skickar ingen e-post, så en adress kan inte släppa in dig. Använd ett kvitto, eller skriv till {contact}.",
    by_receipt_text="Du ser kommentaren som kvittot hör till. Väl inne kan du lägga till fler kvitton.",
    without_either="Med ingetdera",
    ended="Ditt besök är slut, så att ingen annan vid den här enheten ser dina uppgifter. Kom in på nytt.",
    left="Du är utloggad.",
    too_many="Det här har efterfrågats ofta. Försök igen om en timme.",
    not_address="Det här ser inte ut som en e-postadress.",
    sent_title="Titta i din inkorg",
    sent="Om något är sparat under den här adressen är en länk på väg. Den fungerar en gång, i {minutes} minuter.",
    sent_nothing="Kommer inget? Titta i skräpposten, eller prova en annan adress du kan ha använt. Du kan också skriva till {contact}.",
    enter_text="Tryck på knappen för att se vad som är sparat om dig. Det ändrar ingenting.",
    enter_field="Länken från brevet, eller ditt kvitto",
    enter="Visa mina uppgifter",
    link_dead="Det här öppnar ingenting. En länk fungerar en gång, i {minutes} minuter, på webbplatsen den skickades för. Be om en ny.",
    cookie="Så länge du är inne håller en kaka dörren öppen för dig. Den upphör när du loggar ut, efter 30 minuter utan klick och senast efter två timmar.",
    sign_out="Logga ut",
    form_refused="Ingenting ändrades: formuläret var öppet för länge, eller kommer inte från den här sidan. Gå tillbaka och försök igen.",
    comments="Dina kommentarer",
    none="Ingen kommentar av dig visas här.",
    replies="Offentliga svar: {n}",
    open="Detaljer och ändringar",
    page_of="Sida {page} av {pages}",
    newer="Nyare",
    older="Äldre",
    unconfirmed="Under din adress, men inte bekräftat",
    unconfirmed_text="Det här skickades med din adress, och ingen har visat att det var du. Den som skriver en adress bevisar inget med det. Därför ser du här bara var och när.",
    add_receipt="Lägg till ett kvitto",
    add_receipt_text="Kommentaren det hör till visas då också här.",
    address="Din adress",
    address_kept="{address} sparas för att skicka dig den e-post du bad om.",
    address_code="Den sparas inte. Det finns bara en kod gjord av den, som dina kommentarer hittas med.",
    address_none="Ingen adress till dig är känd här.",
    receive="Vem som får det, och hur länge det sparas",
    received_by="Tas emot av: {who}",
    mails="E-post skickad till dig de senaste 14 dagarna",
    no_mails="Ingen.",
    mail_kinds={
        "reader-link": "Länken till den här sidan",
        "other": "Annan e-post",
    },
    back="Tillbaka till dina uppgifter",
)
