"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Your data on {site}",
    opening="You asked to see what is stored of you on {site}. This link opens a page with a button; nothing happens before you press it.",
    action="Show my data",
    validity="The link works once, and for {minutes} minutes.",
    footer="You get this because this address was typed on {site}. If that was not you, there is nothing to do.",
    new_subject="Confirm your new address on {site}",
    new_opening="Somebody who commented on {site} wants to be known by this address from now on. If that is you, open the page behind this link and press the button.",
    new_action="Confirm this address",
)
