"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Reageren kan zonder account. U komt hier binnen met het adres dat u opgaf, of met het ontvangstbewijs van een reactie. U ziet wat er van u is opgeslagen, en kunt het wijzigen, intrekken, meenemen of laten wissen.",
    by_mail="Met uw e-mailadres",
    by_mail_text="Typ het adres dat u bij een reactie opgaf. Het dient alleen voor deze ene mail en wordt niet bewaard.",
    send_link="Stuur mij een link",
    no_mail="Deze website verstuurt geen mail, dus met een adres komt u hier niet binnen. Gebruik een ontvangstbewijs, of schrijf naar {contact}.",
    by_receipt_text="U ziet de reactie waar het bewijs bij hoort. Binnen kunt u meer bewijzen toevoegen.",
    without_either="Met geen van beide",
    ended="Uw bezoek is afgelopen, zodat niemand anders op dit apparaat uw gegevens ziet. Kom opnieuw binnen.",
    left="U bent uitgelogd.",
    too_many="Hier is vaak om gevraagd. Probeer het over een uur opnieuw.",
    not_address="Dit lijkt geen e-mailadres.",
    sent_title="Kijk in uw postvak",
    sent="Als er onder dit adres iets is opgeslagen, is een link onderweg. Hij werkt één keer, en {minutes} minuten lang.",
    sent_nothing="Komt er niets? Kijk bij de ongewenste mail, of probeer een ander adres dat u misschien hebt gebruikt. U kunt ook schrijven naar {contact}.",
    enter_text="Druk op de knop om te zien wat er van u is opgeslagen. Daarmee verandert er niets.",
    enter_field="De link uit de mail, of uw ontvangstbewijs",
    enter="Mijn gegevens tonen",
    link_dead="Hiermee gaat niets open. Een link werkt één keer, {minutes} minuten lang, op de website waarvoor hij is verstuurd. Laat een nieuwe sturen.",
    cookie="Zolang u binnen bent, houdt één cookie de deur voor u open. Het eindigt als u uitlogt, na 30 minuten zonder klik, en uiterlijk na twee uur.",
    sign_out="Uitloggen",
    form_refused="Er is niets gewijzigd: dit formulier stond te lang open, of komt niet van deze pagina. Ga terug en probeer het opnieuw.",
    comments="Uw reacties",
    none="Hier staat geen reactie van u.",
    replies="Openbare antwoorden: {n}",
    open="Details en wijzigingen",
    page_of="Pagina {page} van {pages}",
    newer="Nieuwere",
    older="Oudere",
    unconfirmed="Onder uw adres, maar niet bevestigd",
    unconfirmed_text="Dit is met uw adres verstuurd, en niemand heeft laten zien dat u het was. Wie een adres typt, bewijst daar niets mee. Daarom ziet u hier alleen waar en wanneer.",
    add_receipt="Ontvangstbewijs toevoegen",
    add_receipt_text="De reactie waar het bij hoort, staat dan ook hier.",
    address="Uw adres",
    address_kept="{address} wordt bewaard, om u de mail te sturen waar u om vroeg.",
    address_code="Het wordt niet bewaard. Er is alleen een code die eruit is berekend, waarmee uw reacties worden gevonden.",
    address_none="Hier is geen adres van u bekend.",
    receive="Wie het ontvangt, en hoe lang het wordt bewaard",
    received_by="Ontvangen door: {who}",
    mails="Mail die u de laatste 14 dagen kreeg",
    no_mails="Geen.",
    mail_kinds={
        "reader-link": "De link naar deze pagina",
        "other": "Andere mail",
    },
    back="Terug naar uw gegevens",
)
