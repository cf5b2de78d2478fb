"""The shape every language of statements and reports fills in, so that a missing sentence is a type error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ContentText:
    """One language. Names in braces are filled in when it is drawn, each only where it is said below."""

    why_title: str
    done: Mapping[str, str]  # by the comment's status
    scope: str
    grounds: Mapping[str, str]
    law: str  # the label before the words of a law or rule
    facts: str  # the label before what it is about
    reported: str
    not_reported: str
    means: Mapping[str, str]
    redress_title: str
    redress: str  # controller, contact

    report: str  # the link under a comment
    report_title: str
    report_intro: str  # site
    comment: str
    where: str
    why: str
    why_hint: str
    name: str
    email: str
    email_hint: str
    good_faith: str
    privacy: str  # controller, months
    send: str
    need_why: str
    need_faith: str
    bad_email: str
    too_long: str
    not_here: str

    received_title: str
    received_text: str
    number: str
    opener: str  # the label of the report's secret
    link: str
    mailed: str
    see_outcome: str
    outcome_title: str
    outcome_intro: str
    outcome_field: str
    unknown: str
    states: Mapping[str, str]
    reasons: str
    received_at: str
    decided_at: str

    mail_received: str  # site; the subject of a mail, as the next two
    mail_decided: str  # site
    mail_statement: str  # site
    mail_open: str
    mail_footer: str
    mail_statement_footer: str  # site
