"""Swedish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Uppmärksamma",
    title="Uppmärksamma moderatorerna på kommentaren",
    intro="Uppmärksamma moderatorerna på {site} på den här kommentaren. De läser den och beslutar. Att man inte håller med är inget skäl.",
    why="Vad är det för fel på den?",
    spam="Det är reklam eller skräppost",
    rude="Den förolämpar eller hotar någon",
    off_topic="Den har inget med ämnet att göra",
    other="Något annat",
    privacy="Ingen frågar vem du är. För att ingen ska räknas två gånger sparas under en dag en kod gjord av en del av din nätverksadress.",
    illegal="Är den mot lagen?",
    report="Anmäl den då: du får ett svar.",
    send="Skicka",
    done_title="Tack",
    done="Moderatorerna vet. Ingen får veta hur många som har uppmärksammat en kommentar.",
    not_here="Här finns ingen offentlig kommentar att uppmärksamma.",
)
