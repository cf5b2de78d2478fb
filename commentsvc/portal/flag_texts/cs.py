"""Czech."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Upozornit",
    title="Upozornit na tento komentář",
    intro="Upozorněte moderátory webu {site} na tento komentář. Přečtou si ho a rozhodnou. Že s ním nesouhlasíte, není důvod.",
    why="Co je s ním v nepořádku?",
    spam="Je to reklama nebo spam",
    rude="Někoho uráží nebo někomu vyhrožuje",
    off_topic="Nemá nic společného s tématem",
    other="Něco jiného",
    privacy="Nikdo se neptá, kdo jste. Aby se nikdo nepočítal dvakrát, uchovává se jeden den kód z části vaší síťové adresy.",
    illegal="Porušuje zákon?",
    report="Pak ho nahlaste: dostanete odpověď.",
    send="Odeslat",
    done_title="Děkujeme",
    done="Moderátoři to vědí. Kolikrát někdo na komentář upozornil, se nikdo nedozví.",
    not_here="Není tu žádný veřejný komentář, na který by šlo upozornit.",
)
