"""The shape every language of what readers are told about a request of theirs fills in, so that a missing sentence is a
type error: the mails, and the page on which a request is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestText:
    """One language. Names in braces are filled in, each only where it is said below."""

    kinds: Mapping[str, str]  # what was asked for, by `domain.request.Kind`

    confirm_subject: str  # site
    confirm_intro: str  # site; what was asked for follows in a line of its own
    confirm_action: str  # the link's words, and the button's
    confirm_hint: str

    subject: str  # reference, site
    asked: str  # day; what was asked for follows
    extended: str  # day
    reason: str  # the operator's own words follow
    answer: str  # the same
    copy: str
    nothing: str  # site
    reported: str
    unconfirmed: str
    erased: str  # site
    kept: str  # day
    restricted: str
    lifted: str  # day
    objected: str
    done: str
    refused: str
    complain: str
    open_mine: str  # the link's words
    footer: str  # site, controller, contact

    page_title: str
    page_intro: str
    page_field: str
    page_show: str
    page_asked: str  # site; what was asked for follows
    page_erases: str
    page_done: str  # reference, day
    page_unknown: str
