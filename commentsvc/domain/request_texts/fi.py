"""What readers are told about their requests, in Finnish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "kopio tiedoistani",
        "erasure": "poistakaa tietoni",
        "rectification": "korjatkaa tietoni",
        "portability": "tietoni mukaan otettaviksi",
        "restriction": "säilyttäkää tietoni, mutta älkää tehkö niillä muuta",
        "objection": "lopettakaa tietojeni käyttö",
        "impersonation": "joku muu kirjoitti osoitteellani",
    },
    confirm_subject="{site}: vahvista pyyntösi",
    confirm_intro="Joku, luultavasti sinä, lähetti osoitteellasi tämän pyynnön sivustolle {site}:",
    confirm_action="Kyllä, tämä on minun pyyntöni",
    confirm_hint="Linkki toimii kerran, 24 tunnin ajan. Jos se et ollut sinä, älä tee mitään: pyyntö poistetaan.",
    subject="Pyyntösi {reference} sivustolle {site}",
    asked="Pyysit tätä {day}:",
    extended="Tarvitsemme lisää aikaa. Saat vastauksen viimeistään {day}.",
    reason="Syy:",
    answer="Vastauksemme:",
    copy="Kopiosi on valmis. Löydät sen omalta sivultasi; linkki sinne lähetetään tähän osoitteeseen.",
    nothing="Osoitteellasi ei ole mitään tallessa sivustolla {site}. Ilman osoitetta lähetetty löytyy vain kuitilla.",
    reported=(
        "Osoitteellasi on ilmoitettu kommentteja. Linkki viestissä, jossa ilmoitus vahvistettiin "
        "saapuneeksi, näyttää, mitä siitä on tallessa."
    ),
    unconfirmed=(
        "Osoitteellasi on kommentteja, joita kukaan ei ole vahvistanut. Joku muu on voinut kirjoittaa "
        "ne, joten emme ole kopioineet emmekä poistaneet niitä."
    ),
    erased="Se, mikä sivustolla {site} on sinun, on poistettu. Tätä ei voi perua.",
    kept=(
        "Osa säilytetään enintään {day} asti, koska sitä tarvitaan oikeusvaateita varten (GDPR 17 "
        "artiklan 3 kohdan e alakohta). Kukaan ei näe sitä, ja sen jälkeen se poistetaan."
    ),
    restricted=(
        "Säilytämme nyt pyyntösi kohteen emmekä tee sillä muuta. Kukaan ei näe sitä. Kerromme sinulle "
        "ennen kuin tämä päättyy."
    ),
    lifted=(
        "Lopetamme tämän rajoituksen {day}. Sen jälkeen tallennettua saa taas näyttää ja käyttää. Jos "
        "olet eri mieltä, vastaa ennen sitä päivää."
    ),
    objected="Noudatamme vastustustasi. Sen kohdetta ei enää näytetä eikä käytetä.",
    done="Olemme tehneet, mitä pyysit.",
    refused="Emme tee sitä, mitä pyysit.",
    complain="Jos et ole tyytyväinen, voit valittaa tietosuojaviranomaiselle tai viedä asian tuomioistuimeen.",
    open_mine="Avaa omat tietoni",
    footer=(
        "Saat tämän viestin, koska tällä osoitteella tehtiin pyyntö sivustolle {site}. Vastuussa: "
        "{controller}, {contact}."
    ),
    page_title="Vahvista pyyntö",
    page_intro="Tulit tänne sähköpostista. Jos kenttä on tyhjä, liitä siihen viestin linkki.",
    page_field="Viestin linkki",
    page_show="Näytä pyyntö",
    page_asked="Tätä sivustolta {site} pyydettiin osoitteellasi:",
    page_erases="Kun vahvistat, se, mikä täällä on sinun, poistetaan. Tätä ei voi perua.",
    page_done="Pyyntösi {reference} on vahvistettu. Vastaus tulee osoitteeseesi viimeistään {day}.",
    page_unknown="Tämä linkki on jo käytetty tai liian vanha. Voit pyytää uudelleen.",
)
