"""The shape every language of the page that flags a comment fills in: a missing sentence is a type error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FlagText:
    """One language. Names in braces are filled in when the page is drawn, each only where it is said below."""

    link: str  # under a comment
    title: str
    intro: str  # site
    why: str
    spam: str
    rude: str
    off_topic: str
    other: str
    privacy: str
    illegal: str
    report: str  # the link behind `illegal`
    send: str
    done_title: str
    done: str
    not_here: str

    def said(self, why: str) -> str:
        """One of `domain.flags.WHYS` in words."""
        return {"spam": self.spam, "rude": self.rude, "off-topic": self.off_topic, "other": self.other}[why]
