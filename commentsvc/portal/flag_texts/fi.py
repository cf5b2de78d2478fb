"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Huomauta",
    title="Huomauta tästä kommentista",
    intro="Kerro sivuston {site} valvojille tästä kommentista. He lukevat sen ja päättävät. Se, ettei ole samaa mieltä, ei ole syy.",
    why="Mikä siinä on vikana?",
    spam="Se on mainos tai roskaviesti",
    rude="Se loukkaa tai uhkaa jotakuta",
    off_topic="Se ei liity aiheeseen",
    other="Jokin muu",
    privacy="Kukaan ei kysy, kuka olet. Jotta kukaan ei tule lasketuksi kahdesti, verkko-osoitteesi osasta tehty koodi säilytetään päivän ajan.",
    illegal="Onko se lain vastainen?",
    report="Tee siitä silloin ilmoitus: saat vastauksen.",
    send="Lähetä",
    done_title="Kiitos",
    done="Valvojat tietävät nyt. Kenellekään ei kerrota, montako kertaa kommentista on huomautettu.",
    not_here="Täällä ei ole julkista kommenttia, josta voisi huomauttaa.",
)
