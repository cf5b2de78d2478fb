"""German."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Hinweis geben",
    title="Auf diesen Kommentar hinweisen",
    intro="Weisen Sie die Moderation von {site} auf diesen Kommentar hin. Sie sieht ihn sich an und entscheidet. Dass Sie anderer Meinung sind, ist kein Grund.",
    why="Was stimmt damit nicht?",
    spam="Er ist Werbung oder Spam",
    rude="Er beleidigt oder bedroht jemanden",
    off_topic="Er hat mit dem Thema nichts zu tun",
    other="Etwas anderes",
    privacy="Niemand fragt, wer Sie sind. Damit niemand doppelt zählt, wird einen Tag lang ein Code aus einem Teil Ihrer Netzadresse aufbewahrt.",
    illegal="Verstößt er gegen das Gesetz?",
    report="Dann melden Sie ihn: Sie bekommen eine Antwort.",
    send="Senden",
    done_title="Danke",
    done="Die Moderation weiß Bescheid. Wie oft auf einen Kommentar hingewiesen wurde, erfährt niemand.",
    not_here="Hier gibt es keinen öffentlichen Kommentar, auf den man hinweisen könnte.",
)
