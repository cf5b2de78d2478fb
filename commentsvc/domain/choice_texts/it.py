"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Che cosa decidi
Ogni finalità ha un proprio interruttore, e tutti sono spenti finché non li accendi tu. Accanto è scritto che cosa \
fa, quali dati usa, chi li riceve e per quanto tempo sono conservati. Tutto si basa solo sul tuo consenso (articolo \
6, paragrafo 1, lettera a, del GDPR, e la legge su ciò che viene salvato sul tuo dispositivo). Se hai meno di 16 \
anni, chiedi prima ai tuoi genitori; in alcuni paesi l’età è più bassa.

## Che cosa resta della tua scelta
Questo browser conserva per sei mesi la sola scelta: quali finalità, quale versione di questo testo, fino a quale \
giorno. Non contiene alcun numero con cui qualcuno potrebbe riconoscerti. Se dici di no, nient’altro viene \
conservato da nessuna parte.

Se dici di sì, conserviamo una prova di ciò che ti è stato mostrato e di ciò che hai scelto, perché la legge ci \
chiede di poterlo dimostrare (articolo 7, paragrafo 1, del GDPR). Il tuo nome, il tuo indirizzo e la pagina che \
leggevi non ci sono. Un’impronta sigillata della prova entra in un registro e dimostra che nessuno l’ha cambiata \
dopo. Un sì finisce da solo dopo sei mesi; poi te lo chiediamo di nuovo.

## Come tornare indietro
Revocare è facile come accettare: apri di nuovo questo avviso e premi l’altro pulsante. Su questo dispositivo ha \
effetto subito. Perché sia scritto anche nella prova serve la ricevuta che ottieni con un sì. È a portata di mano \
qui finché non chiudi questa scheda, e più a lungo se la tieni su questo dispositivo. Altrove, usa la pagina della \
ricevuta.

## Il segnale del tuo browser
Se il tuo browser invia Global Privacy Control, lo intendiamo come un no a tutto ciò che è facoltativo, finché non \
scegli tu diversamente."""

WORDS = ChoiceWords(
    title="Le tue scelte sulla privacy",
    summary="{controller_name} chiede se questo sito può fare più di quanto gli serve per funzionare. Tutto questo ora è spento. Puoi dire di no e continuare a leggere come prima, e cambiare idea in qualsiasi momento.",
    text=TEXT,
    kept="La prova è conservata finché vale la tua scelta.",
    kept_months="La prova è conservata finché vale la tua scelta, e più a lungo di questo numero di mesi: {months}.",
    necessity="Facoltativo. Il sito funziona allo stesso modo senza.",
    retention="Finché non dici di no, e per sei mesi al massimo.",
    withdrawal_method="Su ogni pagina: aprire le scelte sulla privacy e premere l’altro pulsante. Con la ricevuta, anche sulla pagina della ricevuta.",
    statistics=OwnPurpose(
        label="Statistiche",
        description="Conta quali pagine vengono lette e come, per poter migliorare il sito.",
        personal_data=(
            "pagine che apri",
            "ora",
            "tipo di dispositivo e di browser",
        ),
    ),
    marketing=OwnPurpose(
        label="Pubblicità",
        description="Mostra pubblicità adatta a ciò che leggi e misura se funziona.",
        personal_data=(
            "pagine che apri",
            "ora",
            "tipo di dispositivo e di browser",
            "un numero con cui il tuo browser viene riconosciuto",
        ),
    ),
    external_media=OwnPurpose(
        label="Contenuti di altri fornitori",
        description="Carica video, mappe e post direttamente da altri fornitori. Questi vedono allora il tuo indirizzo di rete e quale pagina stai leggendo.",
        personal_data=(
            "indirizzo di rete",
            "pagina",
            "ciò che il fornitore salva nel tuo browser",
        ),
    ),
    preferences=OwnPurpose(
        label="Preferenze",
        description="Ricorda su questo dispositivo come ti piace il sito: lingua, dimensione del testo, aspetto.",
        personal_data=("le tue impostazioni",),
    ),
    labels=ChoiceLabels(
        open="Scelte sulla privacy",
        data="Dati usati",
        recipients="Chi li riceve",
        how_long="Per quanto tempo",
    ),
    buttons=ChoiceButtons(
        accept="Accetta tutto",
        refuse="Rifiuta tutto",
        choose="Scegli uno per uno",
        save="Salva la mia scelta",
    ),
    messages=ChoiceMessages(
        gpc="Il tuo browser invia Global Privacy Control. Lo intendiamo come un no: tutto ciò che è facoltativo è spento, a meno che tu non scelga diversamente qui.",
        given="La tua scelta è salvata e documentata.",
        withdrawn="Revocato. Ha effetto subito ed è documentato.",
        withdrawn_here="Revocato su questo dispositivo. Ha effetto subito. Perché sia anche documentato, usa la tua ricevuta.",
        failed="Non è stato possibile documentarlo, quindi non è stato acceso nulla. Riprova.",
        changed="Questo avviso è cambiato da quando hai scelto. Scegli di nuovo, per favore.",
        receipt="Con essa puoi revocare la tua scelta da qualsiasi dispositivo. Non possiamo mandarla di nuovo: copiala o salvala.",
        elsewhere="È scritto nella prova. Ciò che un browser ha salvato non si può raggiungere da qui: sul dispositivo su cui hai detto di sì, apri le scelte sulla privacy del sito e rifiuta anche lì.",
    ),
)
