"""Danish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Man behøver ingen konto for at kommentere. Her kommer du ind med den adresse, du gav, eller med kvitteringen for en kommentar. Du ser, hvad der er gemt om dig, og kan ændre det, trække det tilbage, tage det med eller få det slettet.",
    by_mail="Med din e-mailadresse",
    by_mail_text="Skriv den adresse, du gav med en kommentar. Den bruges kun til denne ene mail og gemmes ikke.",
    send_link="Send mig et link",
    no_mail="Dette websted sender ikke mail, så en adresse kan ikke lukke dig ind. Brug en kvittering, eller skriv til {contact}.",
    by_receipt_text="Du ser den kommentar, kvitteringen hører til. Indenfor kan du tilføje flere kvitteringer.",
    without_either="Med ingen af delene",
    ended="Dit besøg er slut, så ingen andre ved denne enhed ser dine data. Kom venligst ind igen.",
    left="Du er logget ud.",
    too_many="Der er spurgt om dette ofte. Prøv igen om en time.",
    not_address="Det ligner ikke en e-mailadresse.",
    sent_title="Se i din indbakke",
    sent="Hvis der er gemt noget under denne adresse, er et link på vej. Det virker én gang og i {minutes} minutter.",
    sent_nothing="Kommer der ikke noget? Se i uønsket mail, eller prøv en anden adresse, du kan have brugt. Du kan også skrive til {contact}.",
    enter_text="Tryk på knappen for at se, hvad der er gemt om dig. Det ændrer ikke noget.",
    enter_field="Linket fra mailen, eller din kvittering",
    enter="Vis mine data",
    link_dead="Dette åbner ikke noget. Et link virker én gang, i {minutes} minutter, på det websted det blev sendt for. Få sendt et nyt.",
    cookie="Så længe du er inde, holder én cookie døren åben for dig. Den slutter, når du logger ud, efter 30 minutter uden et klik og senest efter to timer.",
    sign_out="Log ud",
    form_refused="Intet blev ændret: formularen var åben for længe, eller den kommer ikke fra denne side. Gå tilbage, og prøv igen.",
    comments="Dine kommentarer",
    none="Her vises ingen kommentar fra dig.",
    replies="Offentlige svar: {n}",
    open="Detaljer og ændringer",
    page_of="Side {page} af {pages}",
    newer="Nyere",
    older="Ældre",
    unconfirmed="Under din adresse, men ikke bekræftet",
    unconfirmed_text="Dette blev sendt med din adresse, og ingen har vist, at det var dig. Den, der skriver en adresse, beviser intet med det. Derfor ser du her kun hvor og hvornår.",
    add_receipt="Tilføj en kvittering",
    add_receipt_text="Kommentaren, den hører til, vises så også her.",
    address="Din adresse",
    address_kept="{address} er gemt for at sende dig den mail, du bad om.",
    address_code="Den er ikke gemt. Der er kun en kode lavet af den, som dine kommentarer findes med.",
    address_none="Her kendes ingen adresse på dig.",
    receive="Hvem der får det, og hvor længe det gemmes",
    received_by="Modtages af: {who}",
    mails="Mail sendt til dig de sidste 14 dage",
    no_mails="Ingen.",
    mail_kinds={
        "reader-link": "Linket til denne side",
        "other": "Anden mail",
    },
    back="Tilbage til dine data",
)
