"""What a ban is, and what it makes of a comment. Pure.

A ban names an author (whoever sends under an e-mail address) or a part of the network. Whoever types an address proves
nothing by that: a ban of one that nobody ever confirmed only makes comments wait, or it would silence its owner for
what a stranger wrote under their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commentsvc.domain.judgement import Finding, Verdict

REASON = "banned"
LONGEST_NOTE = 500
MOST_DAYS = 3660
MOST_NETWORK_DAYS = 90
"""Addresses change hands: nobody is kept out for longer because of who had theirs."""


class BanKind(StrEnum):
    """What a ban is by."""

    AUTHOR = "author"
    NETWORK = "network"


@dataclass(frozen=True)
class Standing:
    """A ban that a comment met. `sure`: the address it names was confirmed by its owner, or it names a network. `told`:
    who is banned learns it when they send something; else what they send goes to spam without a word."""

    kind: BanKind
    told: bool
    sure: bool
    until: datetime | None


def refuses(ban: Standing) -> bool:
    """Whether the comment is not taken at all, and its sender told so."""
    return ban.told and ban.sure


def finding(ban: Standing, *, edited: bool = False) -> Finding:
    """What a ban has to say of a comment that it does not refuse. What was written before may be corrected (Art. 16
    GDPR), so an edit is neither refused nor lost: it waits."""
    who = "This author is banned" if ban.kind is BanKind.AUTHOR else "The part of the network it came from is banned"
    until = f" until {ban.until:%Y-%m-%d}" if ban.until else ""
    if edited:
        return Finding(REASON, f"{who}{until}.", Verdict.HOLD)
    if ban.sure:
        return Finding(REASON, f"{who}{until}, without being told.", Verdict.SPAM)
    return Finding(REASON, f"{who}{until}, but nobody ever confirmed that the address is theirs.", Verdict.HOLD)


def draft_problems(kinds: list[str], days: int | None, note: str, network_days: int) -> dict[str, list[str]]:
    """What is wrong with a wanted ban, by field. `network_days`: for how long the site keeps codes of networks."""
    wrong: dict[str, list[str]] = {}
    if not kinds or not set(kinds) <= set(BanKind):
        wrong["by"] = [f"One or several of {', '.join(BanKind)}."]
    if days is not None and not 1 <= days <= MOST_DAYS:
        wrong["days"] = [f"Between 1 and {MOST_DAYS} days, or none for good."]
    if BanKind.NETWORK in kinds:
        if not network_days:
            wrong["by"] = ["This site keeps no codes of networks. An admin can turn that on."]
        if days is None or days > MOST_NETWORK_DAYS:
            wrong["days"] = [f"A ban by network ends after at most {MOST_NETWORK_DAYS} days."]
    if len(note) > LONGEST_NOTE or "\x00" in note:
        wrong["note"] = [f"At most {LONGEST_NOTE} characters of text."]
    return wrong


def ends_at(days: int | None, at: datetime) -> datetime | None:
    """When a ban of so many days that begins now ends; None: never."""
    return at + timedelta(days=days) if days is not None else None
