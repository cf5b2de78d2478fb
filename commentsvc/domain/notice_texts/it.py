"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Chi è responsabile
{controller} decide perché e come i tuoi dati sono usati qui e risponde alle tue domande. La sua informativa sulla \
privacy si trova qui: {privacy_url}.

## Che cosa succede quando commenti
Il tuo nome e il tuo commento vengono pubblicati su questa pagina. Tutti possono leggerli, anche i motori di ricerca. Se \
indichi un sito web, il tuo nome rimanda lì. Il commento può essere controllato da una persona o da un programma, prima \
o dopo la pubblicazione.

## Perché è permesso
{ground}

Anche le e-mail sulle risposte, e ricordare il tuo nome e i tuoi indirizzi su questo dispositivo, si basano sul tuo \
consenso. Sono spente finché non le accendi tu, e un commento senza di esse è un commento completo.

Per tenere lontani pubblicità indesiderata e abusi contiamo, per poco tempo, quante richieste arrivano da uno stesso \
indirizzo di rete. Questo si basa sul nostro legittimo interesse a una discussione che si possa usare (articolo 6, \
paragrafo 1, lettera f, del GDPR).

Conserviamo la prova di ciò che ti è stato mostrato e di ciò che hai scelto, perché la legge ci obbliga a poterlo \
dimostrare (articolo 5, paragrafo 2, e articolo 7, paragrafo 1, del GDPR).

## Che cosa viene conservato e che cosa no
Conserviamo: il tuo nome, il tuo commento, il tuo sito web se lo indichi, la pagina e l’ora; inoltre quale versione di \
questo avviso ti è stata mostrata, in quale lingua, che cosa hai spuntato, quale versione del modulo hai usato e se il \
tuo browser ha inviato il segnale «Global Privacy Control».

Il tuo indirizzo e-mail è facoltativo. Conserviamo l’indirizzo stesso solo se chiedi e-mail sulle risposte: finché non \
lo confermi, al massimo sette giorni; poi finché non cambi idea o il tuo commento viene cancellato. In ogni caso \
teniamo un codice, calcolato a partire dall’indirizzo con una chiave segreta, per ritrovare i tuoi dati quando lo \
chiedi. Con lo stesso codice riconosciamo chi ha già scritto commenti corretti, così il commento successivo non deve \
aspettare.

Il tuo indirizzo di rete non viene mai conservato per intero. Non ci sono pubblicità né tracciamento, e il tuo browser \
non viene mandato a nessun’altra azienda. Non ci sono cookie; solo la pagina per i browser senza JavaScript ne usa uno, \
per proteggere il suo modulo, finché non chiudi il browser.

Quello che stai scrivendo, e la chiave con cui puoi ancora modificare il tuo commento, restano in questa scheda del \
browser finché non la chiudi.

Un’impronta sigillata della prova viene scritta in un registro. Dimostra che la prova non è stata cambiata in seguito, e \
non contiene né il tuo nome né le tue parole.

## Per quanto tempo
Il tuo commento resta finché tu o noi non lo cancelliamo. {kept} Se fai cancellare i tuoi dati, con essi viene cancellata \
anche la prova. Le copie nei backup spariscono quando il backup scade.

## Opinioni, fede, salute
Un commento può rivelare cose che la legge protegge in modo particolare (articolo 9 del GDPR): opinioni politiche, fede, \
salute, vita sessuale, origine. Non devi dirci nulla di tutto questo. Finché il tuo commento non è pubblicato, lo \
vede solo chi controlla i commenti. Una volta pubblicato, tutti possono leggerlo; quello che scrivi su di te, \
allora, lo rendi pubblico tu (articolo 9, paragrafo 2, lettera e). Puoi farlo cancellare in qualsiasi momento, ma qualcuno \
può averlo copiato prima. Per favore, non scrivere cose simili su altre persone.

## I tuoi diritti
Puoi chiedere una copia dei tuoi dati (articolo 15), farli correggere (16) o cancellare (17), farne limitare l’uso (18), \
riceverli in un formato di file comune (20) e opporti agli usi basati su interessi legittimi (21). Puoi revocare il tuo \
consenso in qualsiasi momento (7, paragrafo 3); ciò che è stato fatto fino ad allora resta lecito. Non costa nulla, e \
ricevi una risposta entro un mese. Scrivi a {controller_contact}. Puoi anche presentare un reclamo (articolo 77) presso: \
{authority}.

## Come tornare indietro
Dopo l’invio ottieni una ricevuta. Con essa puoi cambiare idea, senza un account e con la stessa facilità con cui hai \
commentato: con il pulsante accanto al tuo commento o sulla pagina della ricevuta. Il tuo commento viene allora \
cancellato. Se hai perso la ricevuta, scrivi a {controller_contact}."""

WORDS = Words(
    title="Prima di pubblicare",
    summary=(
        "{controller_name} pubblica il tuo nome e il tuo commento su questa pagina, dove tutti possono leggerli. "
        "Ottieni una ricevuta con cui puoi cambiare idea in qualsiasi momento; il tuo commento viene allora "
        "cancellato. Il tuo indirizzo e-mail viene conservato solo se chiedi e-mail sulle risposte."
    ),
    text=TEXT,
    grounds={
        "a": "La pubblicazione si basa sul tuo consenso (articolo 6, paragrafo 1, lettera a, del GDPR). Puoi dire "
        "di no: in quel caso non viene inviato nulla e puoi continuare a leggere. Se hai meno di 16 anni, chiedi prima ai "
        "tuoi genitori; in alcuni paesi l’età è più bassa.",
        "b": "La pubblicazione si basa sull’accordo tra te e noi sull’uso di questo spazio per i commenti: tu invii un "
        "commento affinché lo pubblichiamo (articolo 6, paragrafo 1, lettera b, del GDPR). Non è obbligatorio inviarne "
        "uno, e puoi continuare a leggere.",
        "f": "La pubblicazione si basa sul nostro legittimo interesse a una discussione pubblica su questa pagina (articolo "
        "6, paragrafo 1, lettera f, del GDPR). Non è obbligatorio commentare, puoi continuare a leggere e puoi opporti in "
        "qualsiasi momento.",
    },
    kept={
        "zero": "La prova della tua scelta è conservata quanto il commento.",
        "one": "La prova della tua scelta è conservata quanto il commento e un mese in più.",
        "other": "La prova della tua scelta è conservata quanto il commento e {months} mesi in più.",
    },
    any_authority="l’autorità per la protezione dei dati del luogo in cui vivi",
    publish=PurposeWords(
        label={
            "a": "Accetto che {controller_name} pubblichi qui il mio nome e il mio commento.",
            "b": "Ho letto come {controller_name} usa i miei dati per pubblicare qui il mio commento.",
            "f": "Ho letto come {controller_name} usa i miei dati per pubblicare qui il mio commento.",
        },
        description="Il tuo nome, il tuo commento e, se lo indichi, il tuo sito web sono mostrati a tutti su questa pagina.",
        personal_data=("nome", "commento", "sito web, se indicato", "pagina", "ora"),
        necessity="Senza questo un commento non può essere pubblicato.",
        retention="Finché tu o noi non cancelliamo il commento. {kept}",
        recipients=(
            "tutti quelli che leggono questa pagina",
            "chi gestisce e modera per noi questo spazio per i commenti",
        ),
    ),
    reply_mail=PurposeWords(
        label={"a": "Mandami un’e-mail quando qualcuno risponde al mio commento."},
        description="Prima ricevi un’e-mail con un link. Ti scriviamo solo se lì confermi. Ogni e-mail contiene un link che vi mette fine.",
        personal_data=("indirizzo e-mail",),
        necessity="Facoltativo. Il tuo commento è lo stesso anche senza.",
        retention="Finché non cambi idea o il commento viene cancellato; sette giorni se non confermi.",
        recipients=("chi gestisce per noi questi commenti e il loro server di posta",),
    ),
    remember_me=PurposeWords(
        label={
            "a": "Ricorda il mio nome, il mio indirizzo e-mail e il mio sito web su questo dispositivo per il prossimo commento."
        },
        description="Resta solo in questo browser e la prossima volta i campi sono già compilati. Puoi toglierlo qui quando vuoi.",
        personal_data=("nome", "indirizzo e-mail, se indicato", "sito web, se indicato"),
        necessity="Facoltativo. Il tuo commento è lo stesso anche senza.",
        retention="Finché non lo togli, solo su questo dispositivo.",
        recipients=(),
    ),
    withdrawal_method=(
        "Con la ricevuta che ottieni dopo l’invio: il pulsante accanto al tuo commento o la pagina della ricevuta. Senza di "
        "essa, un messaggio a {controller_contact}."
    ),
    labels={
        "name": "Nome",
        "email": "E-mail",
        "email_hint": "Non viene pubblicato. Si conserva solo se chiedi e-mail sulle risposte; altrimenti ne resta solo un codice, per riconoscere i tuoi commenti e ritrovarli se lo chiedi.",
        "website": "Sito web",
        "body": "Commento",
        "placeholder": "Che cosa ne pensi?",
        "reply_to": "Rispondi a {name}",
        "reply_placeholder": "La tua risposta",
        "optional": "facoltativo",
        "required": "obbligatorio",
        "details": "Leggi tutto l’avviso",
        "hide_details": "Nascondi l’avviso completo",
        "privacy_policy": "Informativa sulla privacy",
        "controller": "Responsabile",
        "heading": "Commenti",
        "sort": "Ordine",
        "oldest": "Prima i meno recenti",
        "newest": "Prima i più recenti",
        "guest": "Ospite",
        "edited": "modificato",
        "author_pending": "Lo vedi solo tu",
        "receipt": "La tua ricevuta",
        "receipt_id": "Numero",
        "receipt_secret": "Segreto",
        "keep_receipt": "Tieni la ricevuta su questo dispositivo, così potrò cambiare idea più tardi",
        "basis_a": "il tuo consenso",
        "basis_b": "un accordo con te",
        "basis_f": "interessi legittimi",
    },
    buttons={
        "write": "Scrivi un commento",
        "submit": "Pubblica il commento",
        "reply": "Pubblica la risposta",
        "open_reply": "Rispondi",
        "cancel": "Annulla",
        "edit": "Modifica",
        "save": "Salva",
        "delete": "Elimina",
        "delete_confirm": "Sì, cancellalo",
        "withdraw": "Revoca",
        "withdraw_confirm": "Sì, revoca e cancella",
        "forget": "Dimenticami su questo dispositivo",
        "copy": "Copia",
        "save_file": "Salva come file",
        "close": "Chiudi",
        "retry": "Riprova",
        "stop": "Smetti di provare",
        "more": "Mostra altri commenti",
        "more_replies": "Mostra altre risposte",
        "permalink": "Link a questo commento",
    },
    messages={
        "count": {"one": "{n} commento", "other": "{n} commenti"},
        "replies": {"one": "Mostra un’altra risposta", "other": "Mostra altre {n} risposte"},
        "empty": "Non ci sono ancora commenti. Il tuo potrebbe essere il primo.",
        "empty_closed": "Non ci sono commenti.",
        "loading": "Caricamento dei commenti",
        "loading_failed": "Non è stato possibile caricare i commenti.",
        "closed": "Questa discussione è chiusa. Puoi ancora leggerla.",
        "gone": "Questo commento non è più qui.",
        "sending": "Invio in corso",
        "pending": "Grazie. Il tuo commento aspetta di essere controllato. Fino ad allora puoi vederlo solo tu.",
        "published": "Il tuo commento è pubblicato.",
        "reply_mail_sent": "Le e-mail sulle risposte cominciano quando le confermi: guarda nella tua casella di posta.",
        "changed": "La tua modifica è salvata.",
        "draft_kept": "Quello che hai scritto resta in questa scheda.",
        "offline": "Non c’è connessione. Quello che hai scritto è al sicuro e verrà inviato di nuovo da solo.",
        "form_failed": "Non è stato possibile aprire il modulo. Quello che hai scritto è al sicuro.",
        "notice_changed": "L’avviso è cambiato da quando hai aperto questo modulo. Rileggilo e scegli di nuovo. Quello che hai scritto è ancora qui.",
        "form_expired": "Questo modulo è rimasto aperto a lungo ed è stato rinnovato. Quello che hai scritto è ancora qui.",
        "check_fields": "Controlla i campi segnati.",
        "consent_required": "Senza questo il tuo commento non può essere pubblicato.",
        "name_required": "Indica un nome. Non deve essere per forza quello vero.",
        "email_required": "Indica un indirizzo e-mail, oppure togli la spunta alle e-mail sulle risposte.",
        "body_required": "Scrivi qualcosa.",
        "too_long": "Il testo è troppo lungo. Caratteri in più: {n}.",
        "too_many": "Sono appena arrivati molti commenti. Riprova tra un po’.",
        "failed": "Non ha funzionato. Quello che hai scritto è al sicuro; riprova.",
        "not_allowed": "Da questa pagina non si possono inviare commenti.",
        "edit_closed": "Il tempo per modificare questo commento è finito. Con la tua ricevuta puoi ancora farlo cancellare.",
        "delete_confirm": "Vuoi eliminare questo commento? Viene cancellato insieme ai dati che gli appartengono. Non si può annullare.",
        "deleted": "Il tuo commento è cancellato.",
        "receipt": "Mostra che cosa hai letto e che cosa hai scelto, e con essa puoi cambiare idea in qualsiasi momento. Non possiamo mandartela di nuovo: copiala o salvala adesso.",
        "copied": "Copiato.",
        "copy_failed": "Non è stato possibile copiare. Seleziona il testo e copialo tu.",
        "saved": "Salvato.",
        "kept": "La ricevuta è conservata su questo dispositivo.",
        "link_copied": "Il link è copiato.",
        "withdraw_confirm": "Vuoi revocare? Il tuo commento viene cancellato insieme ai dati che gli appartengono. Non si può annullare.",
        "withdrawn": "Revocato. Il tuo commento è cancellato.",
        "remembered": "Compilato con ciò che questo dispositivo ricorda.",
        "forgotten": "Questo dispositivo ti ha dimenticato.",
    },
)
