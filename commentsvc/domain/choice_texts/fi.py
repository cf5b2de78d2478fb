"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Mistä päätät
Jokaisella tarkoituksella on oma kytkin, ja jokainen on pois päältä, kunnes kytket sen päälle. Vieressä lukee, mitä \
se tekee, mitä tietoja se käyttää, kuka ne saa ja kuinka kauan niitä säilytetään. Kaikki perustuu vain \
suostumukseesi (GDPR:n 6 artiklan 1 kohdan a alakohta sekä laki tietojen tallentamisesta laitteellesi). Jos olet \
alle 16-vuotias, kysy ensin vanhemmiltasi; joissakin maissa ikäraja on alempi.

## Mitä valinnastasi säilytetään
Tämä selain säilyttää kuusi kuukautta pelkän valinnan: mitkä tarkoitukset, mikä tekstin versio, mihin päivään asti. \
Siinä ei ole numeroa, josta sinut voisi tunnistaa. Jos sanot ei, mitään muuta ei säilytetä missään.

Jos sanot kyllä, säilytämme tiedon siitä, mitä sinulle näytettiin ja mitä valitsit, koska lain mukaan meidän on \
voitava osoittaa se (GDPR:n 7 artiklan 1 kohta). Nimesi, osoitteesi ja lukemasi sivu eivät ole siinä. Tiedon \
sinetöity sormenjälki menee lokiin ja osoittaa, ettei kukaan ole muuttanut sitä jälkeenpäin. Kyllä päättyy itsestään \
kuuden kuukauden kuluttua; silloin kysymme uudelleen.

## Tie takaisin
Peruminen on yhtä helppoa kuin suostuminen: avaa tämä ilmoitus uudelleen ja paina toista painiketta. Tällä \
laitteella se vaikuttaa heti. Jotta se kirjattaisiin myös säilytettyyn tietoon, tarvitaan kuitti, jonka saat \
suostuessasi. Se on täällä käsillä, kunnes suljet välilehden, ja pidempään, jos säilytät sen tällä laitteella. \
Muualla käytä kuitin sivua.

## Selaimesi viesti
Jos selaimesi lähettää Global Privacy Control -viestin, pidämme sitä vastauksena ei kaikkeen vapaaehtoiseen, kunnes \
itse valitset toisin."""

WORDS = ChoiceWords(
    title="Yksityisyysvalintasi",
    summary="{controller_name} kysyy, saako tämä sivusto tehdä enemmän kuin se tarvitsee toimiakseen. Kaikki sellainen on nyt pois päältä. Voit sanoa ei ja jatkaa lukemista kuten ennen, ja voit muuttaa mielesi milloin tahansa.",
    text=TEXT,
    kept="Tieto säilytetään niin kauan kuin valintasi on voimassa.",
    kept_months="Tieto säilytetään niin kauan kuin valintasi on voimassa, ja tämän verran kuukausia pidempään: {months}.",
    necessity="Vapaaehtoinen. Sivusto toimii samoin ilman sitä.",
    retention="Kunnes sanot ei, enintään kuusi kuukautta.",
    withdrawal_method="Joka sivulla: avaa yksityisyysvalinnat ja paina toista painiketta. Kuitilla myös kuitin sivulla.",
    statistics=OwnPurpose(
        label="Tilastot",
        description="Laskee, mitä sivuja luetaan ja miten, jotta sivustosta voidaan tehdä parempi.",
        personal_data=(
            "avaamasi sivut",
            "aika",
            "laitteen ja selaimen laji",
        ),
    ),
    marketing=OwnPurpose(
        label="Mainonta",
        description="Näyttää mainoksia, jotka sopivat lukemaasi, ja mittaa, toimivatko ne.",
        personal_data=(
            "avaamasi sivut",
            "aika",
            "laitteen ja selaimen laji",
            "numero, josta selaimesi tunnistetaan",
        ),
    ),
    external_media=OwnPurpose(
        label="Muiden tarjoajien sisältö",
        description="Lataa videoita, karttoja ja julkaisuja suoraan muilta tarjoajilta. Ne näkevät silloin verkko-osoitteesi ja sen, mitä sivua luet.",
        personal_data=(
            "verkko-osoite",
            "sivu",
            "mitä tarjoaja tallentaa selaimeesi",
        ),
    ),
    preferences=OwnPurpose(
        label="Asetukset",
        description="Muistaa tällä laitteella, millaisena haluat sivuston: kieli, tekstin koko, ulkoasu.",
        personal_data=("asetuksesi",),
    ),
    labels=ChoiceLabels(
        open="Yksityisyysvalinnat",
        data="Käytetyt tiedot",
        recipients="Kuka ne saa",
        how_long="Kuinka kauan",
    ),
    buttons=ChoiceButtons(
        accept="Hyväksy kaikki",
        refuse="Hylkää kaikki",
        choose="Valitse yksitellen",
        save="Tallenna valintani",
    ),
    messages=ChoiceMessages(
        gpc="Selaimesi lähettää Global Privacy Control -viestin. Pidämme sitä vastauksena ei: kaikki vapaaehtoinen on pois päältä, ellet valitse tässä toisin.",
        given="Valintasi on tallennettu ja kirjattu.",
        withdrawn="Peruttu. Se vaikuttaa heti ja on kirjattu.",
        withdrawn_here="Peruttu tällä laitteella. Se vaikuttaa heti. Jotta se myös kirjattaisiin, käytä kuittiasi.",
        failed="Sitä ei voitu kirjata, joten mitään ei kytketty päälle. Yritä uudelleen.",
        changed="Ilmoitus on muuttunut sen jälkeen, kun valitsit. Valitse uudelleen.",
        receipt="Sillä voit perua valintasi miltä laitteelta tahansa. Emme voi lähettää sitä uudelleen: kopioi tai tallenna se.",
        elsewhere="Tämä on kirjattu. Selaimen tallentamaan ei pääse täältä käsiksi: avaa sivuston yksityisyysvalinnat laitteella, jolla suostuit, ja hylkää myös siellä.",
    ),
)
