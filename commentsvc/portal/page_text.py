"""The shape every language of the readers' own pages fills in, so that a missing sentence is a type error.

What a form and a thread say is not here: those words come with the notice (law 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PageText:
    """One language. Names in braces are filled in when a page is drawn, each only where it is said below."""

    skip: str  # the first link of a page, for keyboards
    mine: str  # the link to the reader's own pages
    about: str  # the link to what this service is

    mine_title: str  # site
    with_receipt: str
    open_receipt: str
    without_receipt_text: str  # controller, contact
    complain: str  # authority

    receipt_intro: str  # site
    receipt_field: str
    receipt_hint: str
    show_receipt: str
    unreadable: str
    unknown: str

    your_comment: str
    statuses: Mapping[str, str]  # of a comment; `kept` is a text that stays without its author
    agreed_to: str
    were_told: str
    given: str
    not_given: str
    withdraw_this: str
    erased_at_once: str  # what withdrawing the required purpose does
    keep_text: str
    keep_text_hint: str
    remember_stays: str  # forget
    comment_stays: str
    withdraw_and_erase: str
    withdrawn_and_erased: str
    withdrawn_text_stays: str
    withdrawn: str
    already_erased: str
    already_withdrawn: str
    nothing_left: str

    happened: str
    events: Mapping[str, str]
    evidence: str
    evidence_text: str
    evidence_of_erasure: str
    save_receipt: str
    check_receipt: str  # the link to a page that is in English so far
    shown: str
    shown_version: str  # version, time
    exact_file: str
    read_here: str

    form_unchecked: str
    sent_before: str

    copy_title: str  # site; this and the next are lines of the receipt that the reader copies
    copy_page: str
    copy_sent: str
    copy_notice: str  # version, lang
    copy_link: str
