"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Per commentare non serve un account. Qui si entra con l’indirizzo che ha dato, o con la ricevuta di un commento. Vede che cosa è conservato di lei, e può cambiarlo, revocarlo, portarlo via o farlo cancellare.",
    by_mail="Con il suo indirizzo e-mail",
    by_mail_text="Scriva l’indirizzo che ha dato con un commento. Serve solo per questo messaggio e non viene conservato.",
    send_link="Mandami un link",
    no_mail="Questo sito non manda e-mail, quindi con un indirizzo non si entra. Usi una ricevuta, o scriva a {contact}.",
    by_receipt_text="Vede il commento a cui la ricevuta appartiene. Dentro può aggiungere altre ricevute.",
    without_either="Senza nessuno dei due",
    ended="La sua visita è finita, perché nessun altro su questo dispositivo veda i suoi dati. Entri di nuovo.",
    left="È uscito.",
    too_many="È stato chiesto spesso. Riprovi fra un’ora.",
    not_address="Questo non sembra un indirizzo e-mail.",
    sent_title="Guardi nella sua casella",
    sent="Se sotto questo indirizzo è conservato qualcosa, un link è in arrivo. Funziona una volta, per {minutes} minuti.",
    sent_nothing="Non arriva nulla? Guardi nella posta indesiderata, o provi un altro indirizzo che potrebbe aver usato. Può anche scrivere a {contact}.",
    enter_text="Prema il pulsante per vedere che cosa è conservato di lei. Con questo non cambia nulla.",
    enter_field="Il link del messaggio, o la sua ricevuta",
    enter="Mostra i miei dati",
    link_dead="Questo non apre nulla. Un link funziona una volta, per {minutes} minuti, sul sito per cui è stato mandato. Se ne faccia mandare uno nuovo.",
    cookie="Finché è dentro, un cookie le tiene aperta la porta. Finisce quando esce, dopo 30 minuti senza un clic e al più tardi dopo due ore.",
    sign_out="Esci",
    form_refused="Non è stato cambiato nulla: questo modulo è rimasto aperto troppo a lungo, o non viene da questa pagina. Torni indietro e riprovi.",
    comments="I suoi commenti",
    none="Qui non è mostrato nessun suo commento.",
    replies="Risposte pubbliche: {n}",
    open="Dettagli e modifiche",
    page_of="Pagina {page} di {pages}",
    newer="Più recenti",
    older="Meno recenti",
    unconfirmed="Con il suo indirizzo, ma non confermato",
    unconfirmed_text="Questo è stato mandato con il suo indirizzo, e nessuno ha mostrato che era lei. Chi scrive un indirizzo non dimostra nulla. Perciò qui vede solo dove e quando.",
    add_receipt="Aggiungi una ricevuta",
    add_receipt_text="Il commento a cui appartiene è poi mostrato anche qui.",
    address="Il suo indirizzo",
    address_kept="{address} è conservato, per mandarle le e-mail che ha chiesto.",
    address_code="Non è conservato. C’è solo un codice ricavato da esso, con cui si trovano i suoi commenti.",
    address_none="Qui non è noto nessun suo indirizzo.",
    receive="Chi lo riceve, e per quanto tempo è conservato",
    received_by="Lo riceve: {who}",
    mails="E-mail mandate a lei negli ultimi 14 giorni",
    no_mails="Nessuna.",
    mail_kinds={
        "reader-link": "Il link a questa pagina",
        "other": "Altre e-mail",
    },
    back="Torna ai suoi dati",
)
