"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Kuka vastaa
{controller} päättää, miksi ja miten tietojasi käytetään täällä, ja vastaa kysymyksiisi. Tietosuojaseloste on osoitteessa \
{privacy_url}.

## Mitä tapahtuu, kun kommentoit
Nimesi ja kommenttisi julkaistaan tällä sivulla. Kaikki voivat lukea ne, myös hakukoneet. Jos annat verkkosivun, nimestäsi \
tulee linkki sinne. Ihminen tai ohjelma voi tarkistaa kommentin ennen kuin se näkyy tai sen jälkeen.

## Miksi tämä on sallittua
{ground}

Myös sähköposti vastauksista sekä nimesi ja osoitteidesi muistaminen tällä laitteella perustuvat suostumukseesi. Ne \
ovat pois päältä, kunnes otat ne käyttöön, ja kommentti ilman niitä on täysi kommentti.

Roskapostin ja väärinkäytön estämiseksi laskemme lyhyen aikaa, kuinka monta pyyntöä tulee yhdestä verkko-osoitteesta. Tämä \
perustuu oikeutettuun etuumme: keskustelun pitää olla käyttökelpoinen (GDPR:n 6 artiklan 1 kohdan f alakohta).

Säilytämme tiedon siitä, mitä sinulle näytettiin ja mitä valitsit, koska lain mukaan meidän on voitava osoittaa se (GDPR:n \
5 artiklan 2 kohta ja 7 artiklan 1 kohta).

## Mitä tallennetaan ja mitä ei
Tallennamme: nimesi, kommenttisi, verkkosivusi, jos annat sen, sivun ja ajan; lisäksi sen, mikä versio tästä ilmoituksesta \
sinulle näytettiin ja millä kielellä, mitä rastitit, mitä lomakkeen versiota käytit ja lähettikö selaimesi signaalin ”Global \
Privacy Control”.

Sähköpostiosoitetta ei tarvitse antaa. Itse osoitteen säilytämme vain, jos pyydät sähköpostia vastauksista: kunnes \
vahvistat sen, enintään seitsemän päivää, ja sen jälkeen, kunnes perut sen tai kommenttisi poistetaan. Joka \
tapauksessa säilytämme koodin, joka lasketaan siitä salaisella avaimella, jotta löydämme tietosi, kun pyydät niitä. \
Samasta koodista tunnistamme ihmiset, joiden aiemmat kommentit olivat kunnossa, jotta seuraavan ei tarvitse odottaa.

Verkko-osoitettasi ei koskaan tallenneta kokonaan. Täällä ei ole mainoksia eikä seurantaa, eikä selaintasi ohjata millekään \
toiselle yritykselle. Evästeitä ei ole; vain sivu selaimille, joissa ei ole JavaScriptiä, käyttää yhtä lomakkeensa \
suojaamiseen, kunnes suljet selaimen.

Se, mitä olet kirjoittamassa, ja avain, jolla voit vielä muuttaa kommenttiasi, pysyvät tässä selaimen välilehdessä, kunnes \
suljet sen.

Tallenteen sinetöity sormenjälki kirjataan lokiin. Se todistaa, ettei tallennetta ole muutettu jälkeenpäin, eikä siinä ole \
nimeäsi eikä sanojasi.

## Kuinka kauan
Kommenttisi pysyy, kunnes sinä tai me poistamme sen. {kept} Jos pyydät tietojesi poistamista, tallenne poistetaan samalla. \
Varmuuskopioiden kopiot häviävät, kun varmuuskopio vanhenee.

## Mielipiteet, usko, terveys
Kommentti voi paljastaa asioita, joita laki suojaa erityisesti (GDPR:n 9 artikla): poliittiset mielipiteet, uskon, \
terveyden, seksuaalielämän, alkuperän. Sinun ei tarvitse kertoa meille mitään niistä. Ennen julkaisua kommenttisi näkevät \
vain ne, jotka tarkistavat kommentteja. Julkaisun jälkeen kaikki voivat lukea sen; mitä kirjoitat itsestäsi, sen teet \
silloin itse julkiseksi (9 artiklan 2 kohdan e alakohta). Voit poistattaa sen milloin tahansa, mutta muut ovat voineet \
kopioida sen sitä ennen. Älä kirjoita tällaisia asioita muista ihmisistä.

## Oikeutesi
Voit pyytää tiedoistasi kopion (15 artikla), korjauttaa ne (16) tai poistattaa ne (17), rajoituttaa niiden käyttöä (18), \
saada ne yleisessä tiedostomuodossa (20) ja vastustaa käyttöä, joka perustuu oikeutettuihin etuihin (21). Voit perua \
suostumuksesi milloin tahansa (7 artiklan 3 kohta); siihen asti tehty pysyy laillisena. Tämä ei maksa mitään, ja saat \
vastauksen kuukauden kuluessa. Kirjoita: {controller_contact}. Voit myös tehdä valituksen (77 artikla). Sen ottaa vastaan: \
{authority}.

## Tie takaisin
Lähetettyäsi saat kuitin. Sillä voit perua valintasi ilman tiliä ja yhtä helposti kuin kommentoit: kommenttisi vieressä \
olevalla painikkeella tai kuitin sivulla. Kommenttisi poistetaan silloin. Jos kuitti on kadonnut, kirjoita: \
{controller_contact}."""

WORDS = Words(
    title="Ennen kuin julkaiset",
    summary=(
        "{controller_name} julkaisee nimesi ja kommenttisi tällä sivulla, jossa kaikki voivat lukea ne. Saat "
        "kuitin, jolla voit perua tämän milloin tahansa; kommenttisi poistetaan silloin. Sähköpostiosoitteesi "
        "säilytetään vain, jos pyydät sähköpostia vastauksista."
    ),
    text=TEXT,
    grounds={
        "a": "Julkaiseminen perustuu suostumukseesi (GDPR:n 6 artiklan 1 kohdan a alakohta). Voit vapaasti kieltäytyä: silloin "
        "mitään ei lähetetä, ja voit jatkaa lukemista. Jos olet alle 16-vuotias, kysy ensin vanhemmiltasi; joissakin maissa "
        "ikäraja on alempi.",
        "b": "Julkaiseminen perustuu sinun ja meidän väliseen sopimukseen tämän kommenttiosion käytöstä: lähetät kommentin, "
        "jotta me julkaisemme sen (GDPR:n 6 artiklan 1 kohdan b alakohta). Sinun ei tarvitse lähettää mitään, ja voit jatkaa "
        "lukemista.",
        "f": "Julkaiseminen perustuu oikeutettuun etuumme: haluamme julkista keskustelua tällä sivulla (GDPR:n 6 artiklan 1 "
        "kohdan f alakohta). Sinun ei tarvitse kommentoida, voit jatkaa lukemista, ja voit vastustaa milloin tahansa.",
    },
    kept={
        "zero": "Tieto valinnastasi säilytetään yhtä kauan kuin kommentti.",
        "one": "Tieto valinnastasi säilytetään kuukauden kauemmin kuin kommentti.",
        "other": "Tieto valinnastasi säilytetään {months} kuukautta kauemmin kuin kommentti.",
    },
    any_authority="asuinpaikkasi tietosuojaviranomainen",
    publish=PurposeWords(
        label={
            "a": "Annan suostumukseni siihen, että {controller_name} julkaisee nimeni ja kommenttini täällä.",
            "b": "Olen lukenut, miten {controller_name} käyttää tietojani julkaistakseen kommenttini täällä.",
            "f": "Olen lukenut, miten {controller_name} käyttää tietojani julkaistakseen kommenttini täällä.",
        },
        description="Nimesi, kommenttisi ja, jos annat sen, verkkosivusi näytetään tällä sivulla kaikille.",
        personal_data=("nimi", "kommentti", "verkkosivu, jos annettu", "sivu", "aika"),
        necessity="Ilman tätä kommenttia ei voi julkaista.",
        retention="Kunnes sinä tai me poistamme kommentin. {kept}",
        recipients=(
            "kaikki, jotka lukevat tätä sivua",
            "ne, jotka ylläpitävät ja valvovat kommenttiosiota puolestamme",
        ),
    ),
    reply_mail=PurposeWords(
        label={"a": "Lähetä minulle sähköposti, kun joku vastaa kommenttiini."},
        description="Ensin saat viestin, jossa on linkki. Kirjoitamme sinulle vain, jos vahvistat siellä. Jokaisessa viestissä on linkki, joka lopettaa tämän.",
        personal_data=("sähköpostiosoite",),
        necessity="Vapaaehtoinen. Kommenttisi on sama ilman tätä.",
        retention="Kunnes perut sen tai kommentti poistetaan; seitsemän päivää, jos et vahvista sitä.",
        recipients=("ne, jotka ylläpitävät tätä kommenttipalstaa ja sen sähköpostipalvelinta puolestamme",),
    ),
    remember_me=PurposeWords(
        label={
            "a": "Muista nimeni, sähköpostiosoitteeni ja verkkosivuni tällä laitteella seuraavaa kommenttia varten."
        },
        description="Pysyy vain tässä selaimessa ja täytetään puolestasi ensi kerralla. Voit poistaa sen täältä milloin haluat.",
        personal_data=("nimi", "sähköpostiosoite, jos annettu", "verkkosivu, jos annettu"),
        necessity="Vapaaehtoinen. Kommenttisi on sama ilman tätä.",
        retention="Kunnes poistat sen, vain tällä laitteella.",
        recipients=(),
    ),
    withdrawal_method=(
        "Kuitilla, jonka saat lähetettyäsi: kommenttisi vieressä olevalla painikkeella tai kuitin sivulla. Ilman kuittia "
        "viestillä: {controller_contact}."
    ),
    labels={
        "name": "Nimi",
        "email": "Sähköposti",
        "email_hint": "Ei julkaista. Säilytetään vain, jos pyydät sähköpostia vastauksista; muuten jäljelle jää vain koodi, josta kommenttisi tunnistetaan ja löydetään, jos pyydät.",
        "website": "Verkkosivu",
        "body": "Kommentti",
        "placeholder": "Mitä mieltä olet?",
        "reply_to": "Vastaus: {name}",
        "reply_placeholder": "Vastauksesi",
        "optional": "vapaaehtoinen",
        "required": "pakollinen",
        "details": "Lue koko ilmoitus",
        "hide_details": "Piilota koko ilmoitus",
        "privacy_policy": "Tietosuojaseloste",
        "controller": "Kuka vastaa",
        "heading": "Kommentit",
        "sort": "Järjestys",
        "oldest": "Vanhimmat ensin",
        "newest": "Uusimmat ensin",
        "guest": "Vieras",
        "edited": "muokattu",
        "author_pending": "Vain sinä näet tämän",
        "receipt": "Kuittisi",
        "receipt_id": "Numero",
        "receipt_secret": "Salainen koodi",
        "keep_receipt": "Säilytä kuitti tällä laitteella, jotta voin perua valintani myöhemmin",
        "basis_a": "suostumuksesi",
        "basis_b": "sopimus kanssasi",
        "basis_f": "oikeutetut edut",
    },
    buttons={
        "write": "Kirjoita kommentti",
        "submit": "Julkaise kommentti",
        "reply": "Julkaise vastaus",
        "open_reply": "Vastaa",
        "cancel": "Peruuta",
        "edit": "Muokkaa",
        "save": "Tallenna",
        "delete": "Poista",
        "delete_confirm": "Kyllä, poista se",
        "withdraw": "Peru suostumus",
        "withdraw_confirm": "Kyllä, peru ja poista",
        "forget": "Unohda minut tällä laitteella",
        "copy": "Kopioi",
        "save_file": "Tallenna tiedostona",
        "close": "Sulje",
        "retry": "Yritä uudelleen",
        "stop": "Lopeta yrittäminen",
        "more": "Näytä lisää kommentteja",
        "more_replies": "Näytä lisää vastauksia",
        "permalink": "Linkki tähän kommenttiin",
    },
    messages={
        "count": {"one": "{n} kommentti", "other": "{n} kommenttia"},
        "replies": {"one": "Näytä vielä {n} vastaus", "other": "Näytä vielä {n} vastausta"},
        "empty": "Ei vielä kommentteja. Omasi voi olla ensimmäinen.",
        "empty_closed": "Kommentteja ei ole.",
        "loading": "Kommentteja ladataan",
        "loading_failed": "Kommentteja ei voitu ladata.",
        "closed": "Tämä keskustelu on suljettu. Voit yhä lukea sen.",
        "gone": "Tätä kommenttia ei enää ole.",
        "sending": "Lähetetään",
        "pending": "Kiitos. Kommenttisi odottaa tarkistusta. Siihen asti vain sinä näet sen.",
        "published": "Kommenttisi on julkaistu.",
        "reply_mail_sent": "Sähköposti vastauksista alkaa, kun vahvistat sen: katso sähköpostiasi.",
        "changed": "Muutoksesi on tallennettu.",
        "draft_kept": "Kirjoittamasi pysyy tallessa tässä välilehdessä.",
        "offline": "Yhteyttä ei ole. Kirjoittamasi on tallessa ja lähetetään uudelleen itsestään.",
        "form_failed": "Lomaketta ei voitu avata. Kirjoittamasi on tallessa.",
        "notice_changed": "Ilmoitus on muuttunut sen jälkeen, kun avasit lomakkeen. Lue se vielä kerran ja valitse uudelleen. Kirjoittamasi on yhä tässä.",
        "form_expired": "Lomake oli pitkään auki, ja se uusittiin. Kirjoittamasi on yhä tässä.",
        "check_fields": "Katso merkityt kentät.",
        "consent_required": "Ilman tätä kommenttiasi ei voi julkaista.",
        "name_required": "Anna nimi. Sen ei tarvitse olla oikea nimesi.",
        "email_required": "Anna sähköpostiosoite tai poista rasti kohdasta, joka koskee sähköpostia vastauksista.",
        "body_required": "Kirjoita jotakin.",
        "too_long": "Teksti on liian pitkä. Liikaa merkkejä: {n}.",
        "too_many": "Juuri äsken tuli paljon kommentteja. Yritä uudelleen hetken päästä.",
        "failed": "Se ei onnistunut. Kirjoittamasi on tallessa; yritä uudelleen.",
        "not_allowed": "Tältä sivulta ei voi lähettää kommentteja.",
        "edit_closed": "Aika muuttaa tätä kommenttia on päättynyt. Kuitillasi voit yhä poistattaa sen.",
        "delete_confirm": "Poistetaanko tämä kommentti? Samalla poistetaan siihen kuuluvat tiedot. Tätä ei voi kumota.",
        "deleted": "Kommenttisi on poistettu.",
        "receipt": "Siitä näkyy, mitä sinulle näytettiin ja mitä valitsit, ja sillä voit perua valintasi milloin tahansa. Emme voi lähettää sitä uudelleen: kopioi tai tallenna se nyt.",
        "copied": "Kopioitu.",
        "copy_failed": "Kopiointi ei onnistunut. Valitse teksti ja kopioi se itse.",
        "saved": "Tallennettu.",
        "kept": "Kuitti on tallessa tällä laitteella.",
        "link_copied": "Linkki on kopioitu.",
        "withdraw_confirm": "Perutaanko suostumus? Kommenttisi ja siihen kuuluvat tiedot poistetaan. Tätä ei voi kumota.",
        "withdrawn": "Peruttu. Kommenttisi on poistettu.",
        "remembered": "Täytetty sillä, mitä tämä laite muistaa.",
        "forgotten": "Tämä laite on unohtanut sinut.",
    },
)
