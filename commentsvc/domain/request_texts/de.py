"""What readers are told about their requests, in German."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "eine Kopie meiner Daten",
        "erasure": "meine Daten löschen",
        "rectification": "meine Daten berichtigen",
        "portability": "meine Daten zum Mitnehmen",
        "restriction": "meine Daten aufbewahren, aber sonst nichts damit tun",
        "objection": "meine Daten nicht mehr verwenden",
        "impersonation": "jemand anderes hat unter meiner Adresse geschrieben",
    },
    confirm_subject="{site}: Bitte bestätigen Sie Ihre Anfrage",
    confirm_intro="Jemand, vermutlich Sie, hat unter Ihrer Adresse diese Anfrage an {site} geschickt:",
    confirm_action="Ja, das ist meine Anfrage",
    confirm_hint=(
        "Der Link gilt einmal und 24 Stunden lang. Wenn Sie es nicht waren, tun Sie nichts: Dann wird "
        "die Anfrage gelöscht."
    ),
    subject="Ihre Anfrage {reference} an {site}",
    asked="Am {day} haben Sie um Folgendes gebeten:",
    extended="Wir brauchen dafür mehr Zeit. Sie bekommen die Antwort spätestens am {day}.",
    reason="Der Grund:",
    answer="Unsere Antwort:",
    copy=(
        "Ihre Kopie ist bereit. Sie finden sie auf Ihrer eigenen Seite; den Link dorthin schicken wir an diese Adresse."
    ),
    nothing=(
        "Unter Ihrer Adresse ist bei {site} nichts gespeichert. Was ohne Adresse geschickt wurde, lässt "
        "sich nur mit dem Beleg finden."
    ),
    reported=(
        "Unter Ihrer Adresse wurden Kommentare gemeldet. Was von einer Meldung gespeichert ist, zeigt "
        "der Link in der Mail, die ihren Eingang bestätigt hat."
    ),
    unconfirmed=(
        "Unter Ihrer Adresse gibt es Kommentare, die niemand bestätigt hat. Vielleicht hat sie jemand "
        "anderes geschrieben. Deshalb haben wir sie weder kopiert noch gelöscht."
    ),
    erased="Was bei {site} von Ihnen ist, wurde gelöscht. Das lässt sich nicht rückgängig machen.",
    kept=(
        "Ein Teil bleibt bis spätestens {day} aufbewahrt, weil er für Rechtsansprüche gebraucht wird "
        "(Art. 17 Abs. 3 lit. e DSGVO). Niemand bekommt ihn zu sehen, und danach wird er gelöscht."
    ),
    restricted=(
        "Wir bewahren nur noch auf, worum es geht, und tun sonst nichts damit. Niemand bekommt es zu "
        "sehen. Bevor das endet, sagen wir es Ihnen."
    ),
    lifted=(
        "Wir heben diese Einschränkung am {day} auf. Danach darf das Gespeicherte wieder gezeigt und "
        "verwendet werden. Wenn Sie nicht einverstanden sind, antworten Sie vorher."
    ),
    objected="Wir folgen Ihrem Widerspruch. Worum es geht, wird nicht mehr gezeigt und nicht mehr verwendet.",
    done="Wir haben getan, worum Sie gebeten haben.",
    refused="Wir tun nicht, worum Sie gebeten haben.",
    complain=(
        "Wenn Sie damit nicht zufrieden sind, können Sie sich bei einer Datenschutzbehörde beschweren "
        "oder vor Gericht gehen."
    ),
    open_mine="Meine Daten öffnen",
    footer=(
        "Sie bekommen diese E-Mail wegen einer Anfrage an {site} unter dieser Adresse. Verantwortlich: "
        "{controller}, {contact}."
    ),
    page_title="Anfrage bestätigen",
    page_intro="Sie kommen aus einer E-Mail. Wenn das Feld leer ist, fügen Sie den Link aus der E-Mail ein.",
    page_field="Link aus der E-Mail",
    page_show="Anfrage zeigen",
    page_asked="Darum wurde {site} unter Ihrer Adresse gebeten:",
    page_erases="Sobald Sie bestätigen, wird gelöscht, was hier von Ihnen ist. Das lässt sich nicht rückgängig machen.",
    page_done="Ihre Anfrage {reference} ist bestätigt. Die Antwort kommt spätestens am {day} an Ihre Adresse.",
    page_unknown="Dieser Link wurde schon benutzt oder ist zu alt. Sie können einfach noch einmal anfragen.",
)
