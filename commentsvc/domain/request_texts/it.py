"""What readers are told about their requests, in Italian."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "una copia dei miei dati",
        "erasure": "cancellare i miei dati",
        "rectification": "correggere i miei dati",
        "portability": "i miei dati da portare con me",
        "restriction": "conservare i miei dati senza farne altro",
        "objection": "non usare più i miei dati",
        "impersonation": "qualcun altro ha scritto con il mio indirizzo",
    },
    confirm_subject="{site}: conferma la tua richiesta",
    confirm_intro="Qualcuno, probabilmente tu, ha inviato a {site} questa richiesta con il tuo indirizzo:",
    confirm_action="Sì, è la mia richiesta",
    confirm_hint=(
        "Il link vale una volta, per 24 ore. Se non sei stato tu, non fare nulla: la richiesta verrà cancellata."
    ),
    subject="La tua richiesta {reference} a {site}",
    asked="Il {day} hai chiesto questo:",
    extended="Ci serve più tempo. Avrai la risposta entro il {day}.",
    reason="Il motivo:",
    answer="La nostra risposta:",
    copy="La tua copia è pronta. La trovi sulla tua pagina; il link per entrare viene inviato a questo indirizzo.",
    nothing=(
        "Con il tuo indirizzo {site} non conserva nulla. Ciò che è stato inviato senza indirizzo si "
        "trova solo con la sua ricevuta."
    ),
    reported=(
        "Con il tuo indirizzo sono stati segnalati dei commenti. Il link nel messaggio che ha confermato"
        " ogni segnalazione mostra che cosa ne è conservato."
    ),
    unconfirmed=(
        "Con il tuo indirizzo ci sono commenti che nessuno ha confermato. Forse li ha scritti qualcun "
        "altro, quindi non li abbiamo né copiati né cancellati."
    ),
    erased="Ciò che è tuo su {site} è stato cancellato. Non si può tornare indietro.",
    kept=(
        "Una parte resta conservata al massimo fino al {day}, perché serve per far valere diritti (art. "
        "17, par. 3, lett. e) del GDPR). Nessuno la vede, e poi viene cancellata."
    ),
    restricted=(
        "Ora conserviamo ciò di cui si tratta e non ne facciamo altro. Nessuno lo vede. Ti avviseremo "
        "prima che finisca."
    ),
    lifted=(
        "Toglieremo questa limitazione il {day}. Da allora ciò che è conservato potrà di nuovo essere "
        "mostrato e usato. Se non sei d’accordo, rispondi prima di quel giorno."
    ),
    objected="Accogliamo la tua opposizione. Ciò di cui si tratta non viene più mostrato né usato.",
    done="Abbiamo fatto ciò che hai chiesto.",
    refused="Non facciamo ciò che hai chiesto.",
    complain=(
        "Se non sei d’accordo, puoi presentare un reclamo a un’autorità per la protezione dei dati o "
        "rivolgerti al giudice."
    ),
    open_mine="Apri i miei dati",
    footer=(
        "Ricevi questo messaggio per una richiesta a {site} con questo indirizzo. Responsabile: "
        "{controller}, {contact}."
    ),
    page_title="Conferma una richiesta",
    page_intro="Arrivi da un’e-mail. Se il campo è vuoto, incolla il link dell’e-mail.",
    page_field="Link dell’e-mail",
    page_show="Mostra la richiesta",
    page_asked="Questo è stato chiesto a {site} con il tuo indirizzo:",
    page_erases="Appena confermi, ciò che è tuo qui viene cancellato. Non si può tornare indietro.",
    page_done="La tua richiesta {reference} è confermata. La risposta arriva al tuo indirizzo entro il {day}.",
    page_unknown="Questo link è già stato usato o è troppo vecchio. Puoi semplicemente chiedere di nuovo.",
)
