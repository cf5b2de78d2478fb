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
