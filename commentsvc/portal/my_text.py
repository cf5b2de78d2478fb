"""The shape every language of "My data" fills in, beside `page_text`: a missing sentence is a type error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MyText:
    """One language. Names in braces are filled in when a page is drawn, each only where it is said below."""

    intro: str
    by_mail: str
    by_mail_text: str
    send_link: str
    no_mail: str  # contact
    by_receipt_text: str
    without_either: str
    ended: str
    left: str
    too_many: str
    not_address: str
    sent_title: str
    sent: str  # minutes
    sent_nothing: str  # contact

    enter_text: str
    enter_field: str
    enter: str
    link_dead: str  # minutes
    cookie: str
    sign_out: str
    form_refused: str

    comments: str
    none: str
    replies: str  # n
    open: str
    page_of: str  # page, pages
    newer: str
    older: str
    unconfirmed: str
    unconfirmed_text: str
    add_receipt: str
    add_receipt_text: str
    address: str
    address_kept: str  # address
    address_code: str
    address_none: str
    receive: str
    received_by: str  # who
    mails: str
    no_mails: str
    mail_kinds: Mapping[str, str]  # by kind; `other` is every other
    back: str

    restricted: str
    see_all: str
    done: str
    keep_proof: str  # time
    deeds: Mapping[str, str]  # what a receipt says was done

    correct: str
    correct_text: str
    everywhere: str
    corrected: str
    corrected_waits: str
    not_changed: str
    text_fixed: str
    turn_on: str
    turned_on: str
    mail_first: str
    mail_asked: str
    erase_one: str

    was_me: str
    not_me: str
    not_me_text: str
    detach: str
    detached: str
    pretends: str

    take_along: str
    take_along_text: str
    download: str
    erase_all: str
    erase_all_text: str
    erase_unconfirmed: str
    keep_texts: str
    erase_now: str
    erased_all: str
    erased_soon: str

    change_address: str
    change_address_text: str
    new_address: str
    address_sent: str  # minutes
    confirm_text: str
    confirm: str
    moved: str

    requests: str
    ask: str
    ask_text: str
    about: str
    kinds: Mapping[str, str]
    your_words: str
    answer_to: str
    answer_to_text: str
    send: str
    asked: str  # number, date
    states: Mapping[str, str]
    due: str  # date
    withdraw_request: str
    request_withdrawn: str
    request_closed: str
