/**
 * The words that reading needs, so that a thread is drawn with one request. Every word of the form, of consent and of
 * what follows from it comes from the site's notice instead, because the notice is what a consent points to. The
 * default notice texts say the same things with the same words; a test compares them.
 */
const WORDS = {
  en: {
    count: { one: "{n} comment", other: "{n} comments" },
    heading: "Comments",
    empty: "No comments yet. Yours could be the first.",
    loading: "Loading comments",
    failed: "The comments could not be loaded.",
    again: "Try again",
    sort: "Order",
    oldest: "Oldest first",
    newest: "Newest first",
    more: "Show more comments",
    earlier: "Show earlier comments",
    replies: { one: "Show {n} more reply", other: "Show {n} more replies" },
    write: "Write a comment",
    reply: "Reply",
    reply_to: "Reply to {name}",
    permalink: "Link to this comment",
    edited: "edited",
    gone: "This comment is no longer here.",
    guest: "Guest",
    closed: "This discussion is closed. You can still read it.",
    opening: "Opening the form",
    form_failed: "The form could not be opened. What you wrote is kept.",
  },
  de: {
    count: { one: "{n} Kommentar", other: "{n} Kommentare" },
    heading: "Kommentare",
    empty: "Noch keine Kommentare. Ihrer könnte der erste sein.",
    loading: "Kommentare werden geladen",
    failed: "Die Kommentare konnten nicht geladen werden.",
    again: "Noch einmal versuchen",
    sort: "Reihenfolge",
    oldest: "Älteste zuerst",
    newest: "Neueste zuerst",
    more: "Weitere Kommentare zeigen",
    earlier: "Frühere Kommentare zeigen",
    replies: { one: "{n} weitere Antwort zeigen", other: "{n} weitere Antworten zeigen" },
    write: "Kommentar schreiben",
    reply: "Antworten",
    reply_to: "{name} antworten",
    permalink: "Link zu diesem Kommentar",
    edited: "bearbeitet",
    gone: "Dieser Kommentar ist nicht mehr da.",
    guest: "Gast",
    closed: "Diese Diskussion ist geschlossen. Sie können sie weiterhin lesen.",
    opening: "Das Formular wird geöffnet",
    form_failed: "Das Formular konnte nicht geöffnet werden. Ihr Text bleibt erhalten.",
  },
  fr: {
    count: { one: "{n} commentaire", other: "{n} commentaires" },
    heading: "Commentaires",
    empty: "Pas encore de commentaire. Le vôtre pourrait être le premier.",
    loading: "Chargement des commentaires",
    failed: "Les commentaires n’ont pas pu être chargés.",
    again: "Réessayer",
    sort: "Ordre",
    oldest: "Les plus anciens d’abord",
    newest: "Les plus récents d’abord",
    more: "Afficher plus de commentaires",
    earlier: "Afficher les commentaires précédents",
    replies: { one: "Afficher {n} autre réponse", other: "Afficher {n} autres réponses" },
    write: "Écrire un commentaire",
    reply: "Répondre",
    reply_to: "Répondre à {name}",
    permalink: "Lien vers ce commentaire",
    edited: "modifié",
    gone: "Ce commentaire n’est plus ici.",
    guest: "Visiteur",
    closed: "Cette discussion est close. Vous pouvez toujours la lire.",
    opening: "Ouverture du formulaire",
    form_failed: "Le formulaire n’a pas pu être ouvert. Ce que vous avez écrit est gardé.",
  },
  es: {
    count: { one: "{n} comentario", other: "{n} comentarios" },
    heading: "Comentarios",
    empty: "Todavía no hay comentarios. El suyo podría ser el primero.",
    loading: "Cargando los comentarios",
    failed: "No se pudieron cargar los comentarios.",
    again: "Intentar de nuevo",
    sort: "Orden",
    oldest: "Más antiguos primero",
    newest: "Más recientes primero",
    more: "Mostrar más comentarios",
    earlier: "Mostrar comentarios anteriores",
    replies: { one: "Mostrar {n} respuesta más", other: "Mostrar {n} respuestas más" },
    write: "Escribir un comentario",
    reply: "Responder",
    reply_to: "Responder a {name}",
    permalink: "Enlace a este comentario",
    edited: "editado",
    gone: "Este comentario ya no está aquí.",
    guest: "Visitante",
    closed: "Esta conversación está cerrada. Todavía puede leerla.",
    opening: "Abriendo el formulario",
    form_failed: "No se pudo abrir el formulario. Lo que escribió se conserva.",
  },
};

/** The table for `lang` (a BCP 47 tag; its primary language counts), English if there is none; `lang` is inside. */
export function wordsFor(lang) {
  const primary = String(lang ?? "").toLowerCase().split("-")[0];
  return WORDS[primary] ? { lang: primary, ...WORDS[primary] } : { lang: "en", ...WORDS.en };
}

/** The form of `forms` ({one, other}) for `n`, with the number written as the language writes it. */
export function plural(forms, n, lang) {
  const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms.other;
  return form.replace("{n}", new Intl.NumberFormat(lang).format(n));
}
