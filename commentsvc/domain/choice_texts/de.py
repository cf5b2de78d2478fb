"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Was Sie entscheiden
Jeder Zweck hat einen eigenen Schalter, und jeder Schalter ist aus, bis Sie ihn einschalten. Daneben steht, was der \
Zweck tut, welche Daten er nutzt, wer sie erhält und wie lange sie bleiben. Alles beruht allein auf Ihrer \
Einwilligung (Artikel 6 Absatz 1 Buchstabe a DSGVO und das Gesetz über das Speichern auf Ihrem Gerät). Wenn Sie \
unter 16 sind, fragen Sie bitte zuerst Ihre Eltern; in manchen Ländern liegt das Alter niedriger.

## Was von Ihrer Wahl aufbewahrt wird
Dieser Browser merkt sich sechs Monate lang die bloße Wahl: welche Zwecke, welche Fassung dieses Textes, bis zu \
welchem Tag. Eine Nummer, an der man Sie erkennen könnte, ist nicht dabei. Sagen Sie Nein, wird sonst nirgends etwas \
aufbewahrt.

Sagen Sie Ja, bewahren wir auf, was Ihnen gezeigt wurde und was Sie gewählt haben, weil das Gesetz verlangt, dass \
wir es nachweisen können (Artikel 7 Absatz 1 DSGVO). Ihr Name, Ihre Adresse und die Seite, die Sie gelesen haben, \
stehen nicht darin. Ein versiegelter Fingerabdruck des Nachweises kommt in ein Protokoll und beweist, dass ihn \
später niemand geändert hat. Ein Ja endet nach sechs Monaten von selbst; dann werden Sie wieder gefragt.

## Der Weg zurück
Zurücknehmen ist so einfach wie Zustimmen: Öffnen Sie diesen Hinweis noch einmal und drücken Sie die andere \
Schaltfläche. Auf diesem Gerät gilt das sofort. Damit es auch im Nachweis steht, braucht es die Quittung, die Sie \
mit einem Ja erhalten. Sie ist hier zur Hand, bis Sie diesen Tab schließen, und länger, wenn Sie sie auf diesem \
Gerät aufheben. Anderswo benutzen Sie die Seite der Quittung.

## Das Signal Ihres Browsers
Sendet Ihr Browser „Global Privacy Control“, verstehen wir das als Nein zu allem Freiwilligen, bis Sie selbst etwas \
anderes wählen."""

WORDS = ChoiceWords(
    title="Ihre Wahl zum Datenschutz",
    summary="{controller_name} fragt, ob diese Website mehr tun darf, als sie zum Funktionieren braucht. Alles davon ist jetzt aus. Sie können Nein sagen und wie bisher weiterlesen, und Sie können es sich jederzeit anders überlegen.",
    text=TEXT,
    kept="Der Nachweis wird so lange aufbewahrt, wie Ihre Wahl gilt.",
    kept_months="Der Nachweis wird so lange aufbewahrt, wie Ihre Wahl gilt, und um diese Zahl von Monaten länger: {months}.",
    necessity="Freiwillig. Die Website funktioniert ohne dies genauso.",
    retention="Bis Sie Nein sagen, höchstens sechs Monate.",
    withdrawal_method="Auf jeder Seite: die Wahl zum Datenschutz öffnen und die andere Schaltfläche drücken. Mit der Quittung auch auf deren Seite.",
    statistics=OwnPurpose(
        label="Statistik",
        description="Zählt, welche Seiten wie gelesen werden, damit die Website besser werden kann.",
        personal_data=(
            "geöffnete Seiten",
            "Zeit",
            "Art von Gerät und Browser",
        ),
    ),
    marketing=OwnPurpose(
        label="Werbung",
        description="Zeigt Werbung, die zu dem passt, was Sie lesen, und misst, ob sie wirkt.",
        personal_data=(
            "geöffnete Seiten",
            "Zeit",
            "Art von Gerät und Browser",
            "eine Nummer, an der Ihr Browser erkannt wird",
        ),
    ),
    external_media=OwnPurpose(
        label="Inhalte anderer Anbieter",
        description="Lädt Videos, Karten und Beiträge direkt von anderen Anbietern. Diese sehen dann Ihre Netzadresse und welche Seite Sie lesen.",
        personal_data=(
            "Netzadresse",
            "Seite",
            "was der Anbieter in Ihrem Browser speichert",
        ),
    ),
    preferences=OwnPurpose(
        label="Einstellungen",
        description="Merkt sich auf diesem Gerät, wie Sie die Website mögen: Sprache, Schriftgröße, Aussehen.",
        personal_data=("Ihre Einstellungen",),
    ),
    labels=ChoiceLabels(
        open="Wahl zum Datenschutz",
        data="Genutzte Daten",
        recipients="Wer sie erhält",
        how_long="Wie lange",
    ),
    buttons=ChoiceButtons(
        accept="Alles annehmen",
        refuse="Alles ablehnen",
        choose="Einzeln auswählen",
        save="Meine Wahl speichern",
    ),
    messages=ChoiceMessages(
        gpc="Ihr Browser sendet „Global Privacy Control“. Wir verstehen das als Nein: Alles Freiwillige ist aus, solange Sie hier nichts anderes wählen.",
        given="Ihre Wahl ist gespeichert und nachgewiesen.",
        withdrawn="Zurückgenommen. Das gilt sofort und steht im Nachweis.",
        withdrawn_here="Auf diesem Gerät zurückgenommen. Das gilt sofort. Damit es auch im Nachweis steht, benutzen Sie Ihre Quittung.",
        failed="Das konnte nicht nachgewiesen werden, deshalb wurde nichts eingeschaltet. Bitte versuchen Sie es noch einmal.",
        changed="Dieser Hinweis hat sich geändert, seit Sie gewählt haben. Bitte wählen Sie noch einmal.",
        receipt="Mit ihr können Sie Ihre Wahl von jedem Gerät aus zurücknehmen. Wir können sie nicht noch einmal schicken: Kopieren oder speichern Sie sie.",
        elsewhere="Das steht jetzt im Nachweis. Was ein Browser gespeichert hat, ist von hier nicht zu erreichen: Öffnen Sie auf dem Gerät, auf dem Sie Ja gesagt haben, die Wahl zum Datenschutz der Website, und lehnen Sie auch dort ab.",
    ),
)
