"""The shape every language of the mails to readers about their own data fills in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReaderLetter:
    """One language. Every sentence may name `{site}`; `{minutes}` is how long the link works."""

    subject: str
    opening: str
    action: str  # the link's own words
    validity: str  # minutes
    footer: str
    new_subject: str  # of the mail that confirms a new address
    new_opening: str
    new_action: str
