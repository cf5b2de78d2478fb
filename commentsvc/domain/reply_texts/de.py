"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="de",
    confirm_subject="Bitte bestätigen: Mails über Antworten auf {site}",
    confirm_intro="Jemand, vermutlich Sie, hat diesen Kommentar mit Ihrer Adresse an {site} gesendet und möchte eine Mail, wenn darauf geantwortet wird:",
    confirm_then="Wir schreiben Ihnen nur, wenn Sie das bis {date} bestätigen. Der Link öffnet eine Seite mit einer Schaltfläche.",
    confirm_action="Bestätigen, oder sagen, dass Sie es nicht waren",
    confirm_otherwise="Waren Sie es nicht, brauchen Sie nichts zu tun: Ohne Ihr Wort wird Ihre Adresse nach sieben Tagen gelöscht.",
    confirm_footer="Einmal gesendet, weil Ihre Adresse in das Kommentarformular von {site} eingegeben wurde. Verantwortlich: {controller}.",
    reply_subject="{name} hat Ihnen auf {site} geantwortet",
    reply_intro="{name} hat auf Ihren Kommentar zu „{page}“ geantwortet:",
    reply_action="Dort lesen, wo es steht",
    reply_stop="Keine Mails mehr zu diesem Kommentar",
    reply_footer="Sie bekommen diese Mail, weil Sie bestätigt haben, dass Sie bei Antworten auf Ihren Kommentar auf {site} eine Mail möchten. Verantwortlich: {controller}.",
    ask_title="Adresse bestätigen",
    ask_field="Der Link aus der Mail",
    ask_hint="Wenn Sie über den Link gekommen sind und dies leer bleibt, kopieren Sie die ganze Adresse dieser Seite hinein.",
    ask_show="Weiter",
    unknown="Dieser Link wurde schon benutzt, ist zu alt oder nicht vollständig. Es wurde nichts geändert.",
    mine_title="Ist das Ihr Kommentar?",
    mine_intro="Er wurde mit Ihrer Adresse an {site} gesendet, mit dem Wunsch nach einer Mail, wenn jemand antwortet.",
    confirm_text="Wenn Sie bestätigen, schreiben wir an {address}, wenn jemand antwortet. Jede Mail hat einen Link, der das beendet.",
    confirm_button="Er ist von mir: schreiben Sie mir",
    not_me_title="Ich war das nicht",
    not_me_text="Dann hat jemand anderes Ihre Adresse eingegeben. Wir nehmen sie von dem Kommentar weg und schreiben Ihnen nicht dazu. Der Kommentar bleibt; wenn er weg soll, schreiben Sie an {contact}.",
    not_me_button="Meine Adresse wegnehmen",
    confirmed="Bestätigt. Wir schreiben Ihnen, wenn jemand auf Ihren Kommentar antwortet.",
    recorded="Das wurde festgehalten. Ihre Quittung zeigt, womit Sie einverstanden sind, und mit ihr können Sie es zurücknehmen.",
    save_event="Speichern, was festgehalten wurde",
    detached="Erledigt. Ihre Adresse ist nicht mehr mit diesem Kommentar verbunden, und wir schreiben Ihnen nicht dazu.",
    end_title="Mails über Antworten beenden",
    end_text="Wenn Sie auf die Schaltfläche drücken, schreiben wir Ihnen nicht mehr, wenn jemand auf Ihren Kommentar auf {site} antwortet. Festgehalten wird, dass Sie das zurückgenommen haben. Ihr Kommentar bleibt.",
    end_button="Keine Mails mehr zu diesem Kommentar",
    ended="Erledigt. Wir schreiben Ihnen nicht mehr zu diesem Kommentar.",
    ended_more="Ihre Quittung zeigt, was festgehalten wurde, und mit ihr können Sie mehr zurücknehmen.",
)
