"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Kommentieren geht ohne Konto. Hier kommen Sie mit der Adresse herein, die Sie angegeben haben, oder mit der Quittung eines Kommentars. Sie sehen, was von Ihnen gespeichert ist, und können es ändern, widerrufen, mitnehmen oder löschen lassen.",
    by_mail="Mit Ihrer E-Mail-Adresse",
    by_mail_text="Geben Sie die Adresse ein, die Sie bei einem Kommentar angegeben haben. Sie dient nur dieser einen Mail und wird nicht aufgehoben.",
    send_link="Link zuschicken",
    no_mail="Diese Website verschickt keine Mail; mit einer Adresse kommen Sie hier nicht herein. Nehmen Sie eine Quittung, oder schreiben Sie an {contact}.",
    by_receipt_text="Sie sehen den Kommentar, zu dem die Quittung gehört. Weitere Quittungen können Sie drinnen hinzufügen.",
    without_either="Mit keinem von beiden",
    ended="Ihr Besuch ist beendet, damit an diesem Gerät niemand sonst Ihre Daten sieht. Bitte kommen Sie neu herein.",
    left="Sie sind abgemeldet.",
    too_many="Danach wurde oft gefragt. Bitte versuchen Sie es in einer Stunde wieder.",
    not_address="Das sieht nicht nach einer E-Mail-Adresse aus.",
    sent_title="Sehen Sie in Ihr Postfach",
    sent="Wenn unter dieser Adresse etwas gespeichert ist, ist ein Link unterwegs. Er gilt einmal und {minutes} Minuten lang.",
    sent_nothing="Es kommt nichts? Sehen Sie bei der unerwünschten Mail nach, oder versuchen Sie eine andere Adresse, die Sie benutzt haben könnten. Sie können auch an {contact} schreiben.",
    enter_text="Mit dem Knopf sehen Sie, was von Ihnen gespeichert ist. Dadurch ändert sich nichts.",
    enter_field="Der Link aus der Mail, oder Ihre Quittung",
    enter="Meine Daten zeigen",
    link_dead="Damit öffnet sich nichts. Ein Link gilt einmal, {minutes} Minuten lang, und bei der Website, für die er geschickt wurde. Lassen Sie sich einen neuen schicken.",
    cookie="Solange Sie drinnen sind, hält ein Cookie Ihnen die Tür offen. Es endet, wenn Sie sich abmelden, nach 30 Minuten ohne Klick und spätestens nach zwei Stunden.",
    sign_out="Abmelden",
    form_refused="Nichts wurde geändert: Dieses Formular war zu lange offen, oder es stammt nicht von dieser Seite. Bitte gehen Sie zurück und versuchen Sie es noch einmal.",
    comments="Ihre Kommentare",
    none="Hier ist kein Kommentar von Ihnen.",
    replies="Öffentliche Antworten: {n}",
    open="Einzelheiten und Änderungen",
    page_of="Seite {page} von {pages}",
    newer="Neuere",
    older="Ältere",
    unconfirmed="Unter Ihrer Adresse, aber nicht bestätigt",
    unconfirmed_text="Dies wurde mit Ihrer Adresse gesendet, und niemand hat gezeigt, dass Sie es waren. Wer eine Adresse eintippt, beweist damit nichts. Darum sehen Sie hier nur, wo und wann.",
    add_receipt="Quittung hinzufügen",
    add_receipt_text="Der Kommentar, zu dem sie gehört, steht dann auch hier.",
    address="Ihre Adresse",
    address_kept="{address} ist gespeichert, um Ihnen die Mail zu schicken, die Sie wollten.",
    address_code="Sie ist nicht gespeichert. Es gibt nur einen Code, der daraus berechnet wurde und mit dem Ihre Kommentare gefunden werden.",
    address_none="Hier ist keine Adresse von Ihnen bekannt.",
    receive="Wer es erhält und wie lange es bleibt",
    received_by="Empfänger: {who}",
    mails="Mail an Sie in den letzten 14 Tagen",
    no_mails="Keine.",
    mail_kinds={
        "reader-link": "Der Link zu dieser Seite",
        "other": "Andere Mail",
    },
    back="Zurück zu Ihren Daten",
)
