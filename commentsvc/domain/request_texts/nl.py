"""What readers are told about their requests, in Dutch."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "een kopie van mijn gegevens",
        "erasure": "mijn gegevens wissen",
        "rectification": "mijn gegevens verbeteren",
        "portability": "mijn gegevens om mee te nemen",
        "restriction": "mijn gegevens bewaren, maar er verder niets mee doen",
        "objection": "mijn gegevens niet meer gebruiken",
        "impersonation": "iemand anders schreef onder mijn adres",
    },
    confirm_subject="{site}: bevestig uw verzoek",
    confirm_intro="Iemand, waarschijnlijk u, stuurde onder uw adres dit verzoek aan {site}:",
    confirm_action="Ja, dit is mijn verzoek",
    confirm_hint="De link werkt één keer, 24 uur lang. Was u het niet, doe dan niets: het verzoek wordt dan gewist.",
    subject="Uw verzoek {reference} aan {site}",
    asked="Op {day} vroeg u dit:",
    extended="We hebben er meer tijd voor nodig. U krijgt uiterlijk op {day} antwoord.",
    reason="De reden:",
    answer="Ons antwoord:",
    copy="Uw kopie is klaar. U vindt haar op uw eigen pagina; de link om binnen te komen sturen we naar dit adres.",
    nothing=(
        "Onder uw adres is bij {site} niets opgeslagen. Wat zonder adres is gestuurd, is alleen met het "
        "ontvangstbewijs te vinden."
    ),
    reported=(
        "Onder uw adres zijn reacties gemeld. De link in de mail die elke melding bevestigde, laat zien "
        "wat ervan is opgeslagen."
    ),
    unconfirmed=(
        "Onder uw adres staan reacties die niemand heeft bevestigd. Misschien schreef iemand anders ze. "
        "Daarom hebben we ze niet gekopieerd en niet gewist."
    ),
    erased="Wat bij {site} van u is, is gewist. Dat kan niet ongedaan worden gemaakt.",
    kept=(
        "Een deel wordt uiterlijk tot {day} bewaard, omdat het nodig is voor een rechtsvordering (art. "
        "17 lid 3 onder e AVG). Niemand krijgt het te zien, en daarna wordt het gewist."
    ),
    restricted=(
        "We bewaren nu waar het om gaat en doen er verder niets mee. Niemand krijgt het te zien. We "
        "zeggen het u voordat dit eindigt."
    ),
    lifted=(
        "We heffen deze beperking op {day} op. Daarna mag het bewaarde weer worden getoond en gebruikt. "
        "Bent u het daar niet mee eens, antwoord dan vóór die dag."
    ),
    objected="We volgen uw bezwaar. Waar het om gaat, wordt niet meer getoond of gebruikt.",
    done="We hebben gedaan wat u vroeg.",
    refused="We doen niet wat u vroeg.",
    complain="Bent u niet tevreden, dan kunt u klagen bij een privacytoezichthouder of naar de rechter gaan.",
    open_mine="Mijn gegevens openen",
    footer="U krijgt deze mail door een verzoek aan {site} onder dit adres. Verantwoordelijk: {controller}, {contact}.",
    page_title="Een verzoek bevestigen",
    page_intro="U komt uit een mail. Is het veld leeg, plak dan de link uit de mail.",
    page_field="Link uit de mail",
    page_show="Verzoek tonen",
    page_asked="Dit is onder uw adres aan {site} gevraagd:",
    page_erases="Zodra u bevestigt, wordt gewist wat hier van u is. Dat kan niet ongedaan worden gemaakt.",
    page_done="Uw verzoek {reference} is bevestigd. Het antwoord komt uiterlijk op {day} op uw adres.",
    page_unknown="Deze link is al gebruikt of te oud. U kunt het gewoon opnieuw vragen.",
)
