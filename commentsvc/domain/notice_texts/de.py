"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Wer verantwortlich ist
{controller} entscheidet, warum und wie Ihre Daten hier genutzt werden, und beantwortet Ihre Fragen dazu. Die \
Datenschutzerklärung steht unter {privacy_url}.

## Was beim Kommentieren geschieht
Ihr Name und Ihr Kommentar werden auf dieser Seite veröffentlicht. Alle können sie lesen, auch Suchmaschinen. Wenn Sie \
eine Website angeben, führt Ihr Name dorthin. Der Kommentar kann von einem Menschen oder einem Programm geprüft werden, \
bevor oder nachdem er erscheint.

## Warum das erlaubt ist
{ground}

Mails über Antworten, und dass dieses Gerät sich Ihren Namen und Ihre Adressen merkt, beruhen ebenfalls auf Ihrer \
Einwilligung. Beides ist ausgeschaltet, solange Sie es nicht einschalten, und ein Kommentar ohne beides ist ein \
vollwertiger Kommentar.

Um Werbung und Missbrauch fernzuhalten, zählen wir für kurze Zeit, wie viele Anfragen von einer Netzadresse kommen. Das \
beruht auf unserem berechtigten Interesse an einer brauchbaren Diskussion (Artikel 6 Absatz 1 Buchstabe f DSGVO).

Wir bewahren auf, was Ihnen gezeigt wurde und was Sie gewählt haben, weil das Gesetz verlangt, dass wir es nachweisen \
können (Artikel 5 Absatz 2 und Artikel 7 Absatz 1 DSGVO).

## Was gespeichert wird und was nicht
Gespeichert werden: Ihr Name, Ihr Kommentar, Ihre Website, falls Sie eine angeben, die Seite und die Zeit; außerdem, \
welche Fassung dieses Hinweises Ihnen in welcher Sprache gezeigt wurde, was Sie angekreuzt haben, welche Fassung des \
Formulars Sie benutzt haben und ob Ihr Browser das Signal „Global Privacy Control“ gesendet hat.

Ihre E-Mail-Adresse ist freiwillig. Die Adresse selbst bewahren wir nur auf, wenn Sie Mails über Antworten wünschen: \
bis Sie das bestätigen höchstens sieben Tage, danach bis Sie es widerrufen oder Ihr Kommentar gelöscht wird. In jedem \
Fall behalten wir einen Code, der mit einem geheimen Schlüssel aus ihr berechnet wird, damit wir Ihre Daten \
wiederfinden, wenn Sie danach fragen. An demselben Code erkennen wir, wessen frühere Kommentare in Ordnung waren, \
damit der nächste nicht warten muss.

Ihre Netzadresse wird nie vollständig gespeichert. Es gibt keine Werbung und keine Verfolgung, und Ihr Browser \
wird zu keinem anderen Unternehmen geschickt. Es gibt keine Cookies; nur die Seite für Browser ohne JavaScript benutzt \
eines, das ihr Formular schützt, bis Sie den Browser schließen.

Was Sie gerade schreiben, und der Schlüssel, mit dem Sie Ihren Kommentar noch ändern können, bleiben in diesem Tab \
Ihres Browsers, bis Sie ihn schließen.

Ein versiegelter Fingerabdruck des Nachweises kommt in ein Protokoll. Er beweist, dass der Nachweis später nicht \
geändert wurde, und enthält weder Ihren Namen noch Ihre Worte.

## Wie lange
Ihr Kommentar bleibt, bis Sie oder wir ihn löschen. {kept} Lassen Sie Ihre Daten löschen, wird der Nachweis mit \
gelöscht. Kopien in Datensicherungen verschwinden, wenn die Sicherung abläuft.

## Meinungen, Glaube, Gesundheit
Ein Kommentar kann etwas verraten, das das Gesetz besonders schützt (Artikel 9 DSGVO): politische Meinung, Glaube, \
Gesundheit, Sexualleben, Herkunft. Sie müssen uns nichts davon sagen. Bis Ihr Kommentar veröffentlicht ist, sehen ihn \
nur die, die Kommentare prüfen. Danach können ihn alle lesen; was Sie über sich selbst schreiben, machen Sie dann selbst \
öffentlich (Artikel 9 Absatz 2 Buchstabe e). Sie können ihn jederzeit löschen lassen, aber andere können ihn vorher \
kopiert haben. Bitte schreiben Sie solche Dinge nicht über andere Menschen.

## Ihre Rechte
Sie können eine Kopie Ihrer Daten verlangen (Artikel 15), sie berichtigen (16) oder löschen lassen (17), ihre Nutzung \
einschränken lassen (18), sie in einem üblichen Dateiformat erhalten (20) und Nutzungen widersprechen, die auf \
berechtigten Interessen beruhen (21). Ihre Einwilligung können Sie jederzeit widerrufen (7 Absatz 3); was bis dahin \
geschah, bleibt rechtmäßig. Das kostet nichts, und Sie erhalten innerhalb eines Monats eine Antwort. Schreiben Sie an \
{controller_contact}. Sie können sich auch bei {authority} beschweren (Artikel 77).

## Der Weg zurück
Nach dem Absenden erhalten Sie eine Quittung. Mit ihr können Sie widerrufen, ohne Konto und so einfach, wie Sie \
kommentiert haben: mit der Schaltfläche neben Ihrem Kommentar oder auf der Seite der Quittung. Ihr Kommentar wird dann \
gelöscht. Haben Sie die Quittung verloren, schreiben Sie an {controller_contact}."""

WORDS = Words(
    title="Bevor Sie veröffentlichen",
    summary=(
        "{controller_name} veröffentlicht Ihren Namen und Ihren Kommentar auf dieser Seite, für alle lesbar. Sie "
        "erhalten eine Quittung, mit der Sie das jederzeit zurücknehmen können; Ihr Kommentar wird dann gelöscht. "
        "Ihre E-Mail-Adresse wird nur aufbewahrt, wenn Sie Mails über Antworten wünschen."
    ),
    text=TEXT,
    grounds={
        "a": "Die Veröffentlichung beruht auf Ihrer Einwilligung (Artikel 6 Absatz 1 Buchstabe a DSGVO). Sie dürfen Nein "
        "sagen: Dann wird nichts gesendet, und Sie können weiterlesen. Wenn Sie unter 16 sind, fragen Sie bitte zuerst "
        "Ihre Eltern; in manchen Ländern liegt das Alter niedriger.",
        "b": "Die Veröffentlichung beruht auf der Vereinbarung zwischen Ihnen und uns über die Nutzung dieses "
        "Kommentarbereichs: Sie senden einen Kommentar, damit wir ihn veröffentlichen (Artikel 6 Absatz 1 Buchstabe b "
        "DSGVO). Sie müssen keinen senden und können weiterlesen.",
        "f": "Die Veröffentlichung beruht auf unserem berechtigten Interesse an einer öffentlichen Diskussion auf dieser "
        "Seite (Artikel 6 Absatz 1 Buchstabe f DSGVO). Sie müssen nicht kommentieren, können weiterlesen und jederzeit "
        "widersprechen.",
    },
    kept={
        "zero": "Der Nachweis Ihrer Wahl wird so lange aufbewahrt wie der Kommentar.",
        "one": "Der Nachweis Ihrer Wahl wird so lange aufbewahrt wie der Kommentar und einen Monat länger.",
        "other": "Der Nachweis Ihrer Wahl wird so lange aufbewahrt wie der Kommentar und {months} Monate länger.",
    },
    any_authority="der Datenschutzbehörde Ihres Wohnorts",
    publish=PurposeWords(
        label={
            "a": "Ich bin einverstanden, dass {controller_name} meinen Namen und meinen Kommentar hier veröffentlicht.",
            "b": "Ich habe gelesen, wie {controller_name} meine Daten nutzt, um meinen Kommentar hier zu veröffentlichen.",
            "f": "Ich habe gelesen, wie {controller_name} meine Daten nutzt, um meinen Kommentar hier zu veröffentlichen.",
        },
        description="Ihr Name, Ihr Kommentar und, falls angegeben, Ihre Website werden auf dieser Seite allen gezeigt.",
        personal_data=("Name", "Kommentar", "Website, falls angegeben", "Seite", "Zeit"),
        necessity="Ohne dies kann ein Kommentar nicht veröffentlicht werden.",
        retention="Bis Sie oder wir den Kommentar löschen. {kept}",
        recipients=("alle, die diese Seite lesen", "wer diesen Kommentarbereich für uns betreibt und betreut"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Mir eine E-Mail schicken, wenn jemand auf meinen Kommentar antwortet."},
        description="Zuerst bekommen Sie eine Mail mit einem Link. Nur wenn Sie dort bestätigen, schreiben wir Ihnen. Jede Mail hat einen Link, der das beendet.",
        personal_data=("E-Mail-Adresse",),
        necessity="Freiwillig. Ihr Kommentar ist ohne dies derselbe.",
        retention="Bis Sie es widerrufen oder der Kommentar gelöscht wird; sieben Tage, wenn Sie es nicht bestätigen.",
        recipients=("wer diesen Kommentarbereich und seinen Mailserver für uns betreibt",),
    ),
    remember_me=PurposeWords(
        label={
            "a": "Meinen Namen, meine E-Mail-Adresse und Website auf diesem Gerät für den nächsten Kommentar merken."
        },
        description="Bleibt nur in diesem Browser und wird beim nächsten Mal eingetragen. Hier jederzeit zu entfernen.",
        personal_data=("Name", "E-Mail-Adresse, falls angegeben", "Website, falls angegeben"),
        necessity="Freiwillig. Ihr Kommentar ist ohne dies derselbe.",
        retention="Bis Sie es entfernen, nur auf diesem Gerät.",
        recipients=(),
    ),
    withdrawal_method=(
        "Mit der Quittung, die Sie nach dem Absenden erhalten: die Schaltfläche neben Ihrem Kommentar oder die Seite der "
        "Quittung. Ohne sie eine Nachricht an {controller_contact}."
    ),
    labels={
        "name": "Name",
        "email": "E-Mail",
        "email_hint": "Wird nicht veröffentlicht. Aufbewahrt nur, wenn Sie Mails über Antworten wünschen; sonst bleibt nur ein Code, um Ihre Kommentare zu erkennen und auf Anfrage zu finden.",
        "website": "Website",
        "body": "Kommentar",
        "placeholder": "Was denken Sie?",
        "reply_to": "{name} antworten",
        "reply_placeholder": "Ihre Antwort",
        "optional": "freiwillig",
        "required": "erforderlich",
        "details": "Den ganzen Hinweis lesen",
        "hide_details": "Den ganzen Hinweis ausblenden",
        "privacy_policy": "Datenschutzerklärung",
        "controller": "Verantwortlich",
        "heading": "Kommentare",
        "sort": "Reihenfolge",
        "oldest": "Älteste zuerst",
        "newest": "Neueste zuerst",
        "guest": "Gast",
        "edited": "bearbeitet",
        "author_pending": "Nur für Sie sichtbar",
        "receipt": "Ihre Quittung",
        "receipt_id": "Nummer",
        "receipt_secret": "Geheimnis",
        "keep_receipt": "Die Quittung auf diesem Gerät aufheben, damit ich später widerrufen kann",
        "basis_a": "Ihre Einwilligung",
        "basis_b": "eine Vereinbarung mit Ihnen",
        "basis_f": "berechtigte Interessen",
    },
    buttons={
        "write": "Kommentar schreiben",
        "submit": "Kommentar veröffentlichen",
        "reply": "Antwort veröffentlichen",
        "open_reply": "Antworten",
        "cancel": "Abbrechen",
        "edit": "Bearbeiten",
        "save": "Speichern",
        "delete": "Löschen",
        "delete_confirm": "Ja, löschen",
        "withdraw": "Widerrufen",
        "withdraw_confirm": "Ja, widerrufen und löschen",
        "forget": "Auf diesem Gerät vergessen",
        "copy": "Kopieren",
        "save_file": "Als Datei speichern",
        "close": "Schließen",
        "retry": "Noch einmal versuchen",
        "stop": "Nicht weiter versuchen",
        "more": "Weitere Kommentare zeigen",
        "more_replies": "Weitere Antworten zeigen",
        "permalink": "Link zu diesem Kommentar",
    },
    messages={
        "count": {"one": "{n} Kommentar", "other": "{n} Kommentare"},
        "replies": {"one": "{n} weitere Antwort zeigen", "other": "{n} weitere Antworten zeigen"},
        "empty": "Noch keine Kommentare. Ihrer könnte der erste sein.",
        "empty_closed": "Es gibt keine Kommentare.",
        "loading": "Kommentare werden geladen",
        "loading_failed": "Die Kommentare konnten nicht geladen werden.",
        "closed": "Diese Diskussion ist geschlossen. Sie können sie weiterhin lesen.",
        "gone": "Dieser Kommentar ist nicht mehr da.",
        "sending": "Wird gesendet",
        "pending": "Danke. Ihr Kommentar wird noch geprüft. Bis dahin sehen nur Sie ihn.",
        "published": "Ihr Kommentar ist veröffentlicht.",
        "reply_mail_sent": "Mails über Antworten beginnen, sobald Sie sie bestätigen: Bitte sehen Sie in Ihr Postfach.",
        "changed": "Ihre Änderung ist gespeichert.",
        "draft_kept": "Ihr Text bleibt in diesem Tab erhalten.",
        "offline": "Es besteht keine Verbindung. Ihr Text bleibt erhalten und wird von selbst noch einmal gesendet.",
        "form_failed": "Das Formular konnte nicht geöffnet werden. Ihr Text bleibt erhalten.",
        "notice_changed": "Der Hinweis hat sich geändert, seit Sie dieses Formular geöffnet haben. Bitte lesen Sie ihn noch "
        "einmal und wählen Sie neu. Ihr Text ist noch da.",
        "form_expired": "Dieses Formular war lange offen und wurde erneuert. Ihr Text ist noch da.",
        "check_fields": "Bitte sehen Sie die markierten Felder an.",
        "consent_required": "Ohne dies kann Ihr Kommentar nicht veröffentlicht werden.",
        "name_required": "Bitte geben Sie einen Namen an. Es muss nicht Ihr richtiger sein.",
        "email_required": "Bitte geben Sie eine E-Mail-Adresse an, oder wählen Sie die Mails über Antworten ab.",
        "body_required": "Bitte schreiben Sie etwas.",
        "too_long": "Das ist um {n} Zeichen zu lang.",
        "too_many": "Gerade kamen viele Kommentare. Bitte versuchen Sie es in einer Weile noch einmal.",
        "failed": "Das hat nicht geklappt. Ihr Text bleibt erhalten; bitte versuchen Sie es noch einmal.",
        "not_allowed": "Von dieser Seite können keine Kommentare gesendet werden.",
        "edit_closed": "Die Zeit, diesen Kommentar zu ändern, ist vorbei. Mit Ihrer Quittung können Sie ihn weiterhin "
        "löschen lassen.",
        "delete_confirm": "Diesen Kommentar löschen? Er wird mit den Daten gelöscht, die zu ihm gehören. Das lässt sich nicht "
        "rückgängig machen.",
        "deleted": "Ihr Kommentar ist gelöscht.",
        "receipt": "Sie zeigt, was Sie gelesen und gewählt haben, und mit ihr können Sie jederzeit widerrufen. Wir können sie "
        "nicht noch einmal schicken: Kopieren oder speichern Sie sie jetzt.",
        "copied": "Kopiert.",
        "copy_failed": "Das Kopieren ging nicht. Bitte markieren und kopieren Sie selbst.",
        "saved": "Gespeichert.",
        "kept": "Die Quittung ist auf diesem Gerät aufgehoben.",
        "link_copied": "Der Link ist kopiert.",
        "withdraw_confirm": "Widerrufen? Ihr Kommentar wird dann mit den Daten gelöscht, die zu ihm gehören. Das lässt sich "
        "nicht rückgängig machen.",
        "withdrawn": "Widerrufen. Ihr Kommentar ist gelöscht.",
        "remembered": "Ausgefüllt mit dem, was dieses Gerät sich gemerkt hat.",
        "forgotten": "Dieses Gerät hat Sie vergessen.",
    },
)
