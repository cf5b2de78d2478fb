"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Kommentointi ei vaadi tiliä. Tänne pääset osoitteella, jonka annoit, tai kommentin kuitilla. Näet, mitä sinusta on tallennettu, ja voit muuttaa sitä, perua sen, ottaa sen mukaasi tai poistattaa sen.",
    by_mail="Sähköpostiosoitteellasi",
    by_mail_text="Kirjoita osoite, jonka annoit kommentin mukana. Sitä käytetään vain tähän yhteen viestiin, eikä sitä säilytetä.",
    send_link="Lähetä minulle linkki",
    no_mail="Tämä sivusto ei lähetä sähköpostia, joten osoitteella ei pääse sisään. Käytä kuittia tai kirjoita osoitteeseen {contact}.",
    by_receipt_text="Näet kommentin, johon kuitti kuuluu. Sisällä voit lisätä muita kuitteja.",
    without_either="Ilman kumpaakaan",
    ended="Käyntisi on päättynyt, jottei kukaan muu tällä laitteella näe tietojasi. Tule sisään uudelleen.",
    left="Olet kirjautunut ulos.",
    too_many="Tätä on pyydetty usein. Yritä uudelleen tunnin kuluttua.",
    not_address="Tämä ei näytä sähköpostiosoitteelta.",
    sent_title="Katso postilaatikkoosi",
    sent="Jos tällä osoitteella on tallennettu jotain, linkki on tulossa. Se toimii kerran ja {minutes} minuutin ajan.",
    sent_nothing="Eikö mitään tule? Katso roskapostista tai kokeile toista osoitetta, jota olet voinut käyttää. Voit myös kirjoittaa osoitteeseen {contact}.",
    enter_text="Paina painiketta nähdäksesi, mitä sinusta on tallennettu. Se ei muuta mitään.",
    enter_field="Viestin linkki tai kuittisi",
    enter="Näytä tietoni",
    link_dead="Tällä ei avaudu mitään. Linkki toimii kerran, {minutes} minuutin ajan, sillä sivustolla, jota varten se lähetettiin. Pyydä uusi.",
    cookie="Kun olet sisällä, yksi eväste pitää oven auki. Se päättyy, kun kirjaudut ulos, 30 minuutin kuluttua viime painalluksesta ja viimeistään kahden tunnin kuluttua.",
    sign_out="Kirjaudu ulos",
    form_refused="Mitään ei muutettu: lomake oli auki liian kauan, tai se ei ole tältä sivulta. Palaa takaisin ja yritä uudelleen.",
    comments="Kommenttisi",
    none="Tässä ei näy yhtään kommenttiasi.",
    replies="Julkisia vastauksia: {n}",
    open="Tiedot ja muutokset",
    page_of="Sivu {page}/{pages}",
    newer="Uudemmat",
    older="Vanhemmat",
    unconfirmed="Osoitteellasi, mutta vahvistamatta",
    unconfirmed_text="Nämä lähetettiin osoitteellasi, eikä kukaan ole osoittanut, että lähettäjä olit sinä. Osoitteen kirjoittaminen ei todista mitään. Siksi näet tässä vain, missä ja milloin.",
    add_receipt="Lisää kuitti",
    add_receipt_text="Kommentti, johon se kuuluu, näkyy sitten myös täällä.",
    address="Osoitteesi",
    address_kept="{address} säilytetään, jotta sinulle voidaan lähettää pyytämäsi posti.",
    address_code="Sitä ei säilytetä. On vain siitä laskettu koodi, jolla kommenttisi löytyvät.",
    address_none="Osoitettasi ei tunneta täällä.",
    receive="Kuka sen saa ja kuinka kauan se säilyy",
    received_by="Saaja: {who}",
    mails="Sinulle viimeisten 14 päivän aikana lähetetty posti",
    no_mails="Ei mitään.",
    mail_kinds={
        "reader-link": "Linkki tälle sivulle",
        "other": "Muu posti",
    },
    back="Takaisin tietoihisi",
)
