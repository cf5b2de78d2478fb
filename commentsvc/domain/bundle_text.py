"""The shape every language of a person's copy of their data fills in, so that a missing sentence is a type error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SectionText:
    """A kind of data: its heading, what is said before it, what is said where there is none, and what its members are
    called (`usecases.person_sections`); a member without a name is in `export.json` only."""

    heading: str
    intro: str
    none: str
    members: Mapping[str, str]


@dataclass(frozen=True)
class BundleText:
    """One language. Names in braces are filled in when a page is drawn, each only where it is said below."""

    title: str  # site
    made: str  # time, controller, site
    identified: Mapping[str, str]  # `usecases.person.IdentifiedBy`
    keep_safe: str
    page: str  # n

    comments: str
    no_comments: str
    statuses: Mapping[str, str]  # of a comment
    where: str
    status: str
    sent: str
    changed: str
    confirmed: str
    answers: str  # what stands behind the link to the comment it answers
    show: str  # the words of that link
    held: str
    restricted: str
    decided: str
    no_text: str
    chosen: str
    given: str
    not_given: str
    shown: str  # version, language
    happened: str
    events: Mapping[str, str]  # `domain.consent.EventType`

    records: SectionText
    unconfirmed: SectionText
    address: SectionText
    waiting: SectionText
    mail: SectionText
    visits: SectionText
    requests: SectionText
    holds: SectionText
    words: Mapping[str, str]  # what values of sections are called, such as a mail's state

    facts: str
    responsible: str
    why: str
    which_data: str
    recipients: str
    retention: str
    source: str
    source_text: str
    rights: str
    rights_text: str  # contact
    complain: str
    decisions: str
    decisions_text: str
    abroad: str
    abroad_text: str  # contact

    withheld: str
    withheld_intro: str  # contact
    reasons: Mapping[str, str]  # `domain.personal_data.Reason`

    files: str
    file_texts: Mapping[str, str]
    checking: str
    checking_text: str
