"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Ke komentování není třeba účet. Sem se dostanete s adresou, kterou jste uvedli, nebo s potvrzením o komentáři. Uvidíte, co je o vás uloženo, a můžete to změnit, odvolat, vzít s sebou nebo nechat vymazat.",
    by_mail="S vaší e-mailovou adresou",
    by_mail_text="Napište adresu, kterou jste uvedli u komentáře. Poslouží jen pro tuto jednu zprávu a neuchová se.",
    send_link="Poslat mi odkaz",
    no_mail="Tento web neposílá e-maily, s adresou se sem tedy nedostanete. Použijte potvrzení, nebo napište na {contact}.",
    by_receipt_text="Uvidíte komentář, ke kterému potvrzení patří. Uvnitř můžete přidat další potvrzení.",
    without_either="Bez obojího",
    ended="Vaše návštěva skončila, aby nikdo jiný u tohoto zařízení neviděl vaše údaje. Vstupte prosím znovu.",
    left="Jste odhlášeni.",
    too_many="O tohle bylo požádáno mnohokrát. Zkuste to prosím za hodinu.",
    not_address="To nevypadá jako e-mailová adresa.",
    sent_title="Podívejte se do schránky",
    sent="Je-li pod touto adresou něco uloženo, odkaz je na cestě. Platí jednou a {minutes} minut.",
    sent_nothing="Nic nepřichází? Podívejte se do nevyžádané pošty, nebo zkuste jinou adresu, kterou jste mohli použít. Můžete také napsat na {contact}.",
    enter_text="Stiskněte tlačítko a uvidíte, co je o vás uloženo. Nic se tím nezmění.",
    enter_field="Odkaz ze zprávy, nebo vaše potvrzení",
    enter="Ukázat moje údaje",
    link_dead="Tímto se nic neotevře. Odkaz platí jednou, {minutes} minut, na webu, pro který byl poslán. Nechte si poslat nový.",
    cookie="Dokud jste uvnitř, jedna cookie vám drží otevřené dveře. Skončí odhlášením, po 30 minutách bez kliknutí a nejpozději po dvou hodinách.",
    sign_out="Odhlásit",
    form_refused="Nic se nezměnilo: formulář byl otevřen příliš dlouho, nebo nepochází z této stránky. Vraťte se a zkuste to znovu.",
    comments="Vaše komentáře",
    none="Není tu žádný váš komentář.",
    replies="Veřejné odpovědi: {n}",
    open="Podrobnosti a změny",
    page_of="Strana {page} z {pages}",
    newer="Novější",
    older="Starší",
    unconfirmed="Pod vaší adresou, ale nepotvrzeno",
    unconfirmed_text="Toto bylo odesláno s vaší adresou a nikdo neukázal, že jste to byli vy. Kdo napíše adresu, nic tím nedokazuje. Proto tu vidíte jen kde a kdy.",
    add_receipt="Přidat potvrzení",
    add_receipt_text="Komentář, ke kterému patří, se pak ukáže i zde.",
    address="Vaše adresa",
    address_kept="{address} je uložena, abychom vám posílali poštu, o kterou jste požádali.",
    address_code="Není uložena. Je tu jen kód z ní vypočtený, podle kterého se vaše komentáře najdou.",
    address_none="Žádná vaše adresa tu není známa.",
    receive="Kdo to dostává a jak dlouho se to uchovává",
    received_by="Dostává: {who}",
    mails="Pošta, která vám byla poslána za posledních 14 dní",
    no_mails="Žádná.",
    mail_kinds={
        "reader-link": "Odkaz na tuto stránku",
        "other": "Jiná pošta",
    },
    back="Zpět k vašim údajům",
)
