"""Dutch."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Aanstippen",
    title="Moderatoren op deze reactie wijzen",
    intro="Wijs de moderatoren van {site} op deze reactie. Zij lezen haar en beslissen. Het er niet mee eens zijn is geen reden.",
    why="Wat is er mis mee?",
    spam="Het is reclame of spam",
    rude="Iemand wordt beledigd of bedreigd",
    off_topic="Het heeft niets met het onderwerp te maken",
    other="Iets anders",
    privacy="Niemand vraagt wie u bent. Opdat niemand dubbel telt, wordt een dag lang een code bewaard die uit een deel van uw netwerkadres is gemaakt.",
    illegal="Is het in strijd met de wet?",
    report="Meld het dan: u krijgt antwoord.",
    send="Versturen",
    done_title="Dank u",
    done="De moderatoren weten het. Niemand krijgt te horen hoe vaak op een reactie is gewezen.",
    not_here="Hier staat geen openbare reactie waarop u kunt wijzen.",
)
