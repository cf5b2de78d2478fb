"""Italian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="it",
    confirm_subject="Da confermare: e-mail sulle risposte su {site}",
    confirm_intro="Qualcuno, probabilmente tu, ha inviato questo commento a {site} con il tuo indirizzo e ha chiesto un’e-mail quando qualcuno risponde:",
    confirm_then="Ti scriviamo solo se lo confermi entro il {date}. Il link apre una pagina con un pulsante.",
    confirm_action="Conferma, oppure di’ che non eri tu",
    confirm_otherwise="Se non eri tu, non devi fare nulla: senza la tua parola il tuo indirizzo viene cancellato dopo sette giorni.",
    confirm_footer="Inviata una sola volta, perché il tuo indirizzo è stato scritto nel modulo dei commenti di {site}. Responsabile: {controller}.",
    reply_subject="{name} ti ha risposto su {site}",
    reply_intro="{name} ha risposto al tuo commento su «{page}»:",
    reply_action="Leggi la risposta al suo posto",
    reply_stop="Niente più e-mail su questo commento",
    reply_footer="Ricevi questa e-mail perché hai confermato di volerla quando qualcuno risponde al tuo commento su {site}. Responsabile: {controller}.",
    ask_title="Conferma il tuo indirizzo",
    ask_field="Il link ricevuto per e-mail",
    ask_hint="Se sei arrivato dal link e questo resta vuoto, copia qui l’intero indirizzo di questa pagina.",
    ask_show="Continua",
    unknown="Questo link è già stato usato, è troppo vecchio o non è intero. Nulla è stato cambiato.",
    mine_title="Questo commento è tuo?",
    mine_intro="È stato inviato a {site} con il tuo indirizzo, chiedendo un’e-mail quando qualcuno risponde.",
    confirm_text="Se confermi, scriviamo a {address} quando qualcuno risponde. Ogni e-mail contiene un link che vi mette fine.",
    confirm_button="È mio: scrivetemi",
    not_me_title="Non ero io",
    not_me_text="Allora qualcun altro ha scritto il tuo indirizzo. Lo togliamo dal commento e non ti scriviamo al riguardo. Il commento resta; se deve sparire, scrivi a {contact}.",
    not_me_button="Togli il mio indirizzo",
    confirmed="Confermato. Ti scriviamo quando qualcuno risponde al tuo commento.",
    recorded="È stato annotato. La tua ricevuta mostra che cosa hai accettato, e con essa puoi cambiare idea.",
    save_event="Salva ciò che è stato annotato",
    detached="Fatto. Il tuo indirizzo non è più legato a questo commento, e non ti scriviamo al riguardo.",
    end_title="Fine delle e-mail sulle risposte",
    end_text="Se premi il pulsante, non ti scriviamo più quando qualcuno risponde al tuo commento su {site}. Viene annotato che hai cambiato idea. Il tuo commento resta.",
    end_button="Niente più e-mail su questo commento",
    ended="Fatto. Non ti scriviamo più su questo commento.",
    ended_more="La tua ricevuta mostra che cosa è stato annotato, e con essa puoi cambiare idea anche sul resto.",
)
