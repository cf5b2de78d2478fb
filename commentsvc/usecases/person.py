"""Whose data: the one place that says which comments and records are one person's.

An address proves nothing for whoever types it; reading its mail does. So there are three ways to be somebody here: to
have read mail at an address, to hold receipts, or to have convinced an admin by letter.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from commentsvc.errors import NotFound
from commentsvc.models.comment import Subject
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.consent_receipt import open_record
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_subject import find_subject

IdentifiedBy = Literal["mailbox", "receipts", "letter"]


@dataclass(frozen=True)
class Person:
    """One person on one site, and how far what was sent under their address counts as theirs.

    `subject_id`: the owner of an address; theirs is what they confirmed (`Comment.confirmed_at`), with its records, and
    records without a comment. `records`: theirs whatever the address was. `unconfirmed`: an admin decided that what was
    never confirmed is theirs as well; otherwise it is only listed, by page and time. Make one with the functions below:
    they see to it that whoever is called so has shown it.
    """

    site_id: str
    identified_by: IdentifiedBy
    subject_id: uuid.UUID | None = None
    records: tuple[uuid.UUID, ...] = ()
    unconfirmed: bool = False


def person_of_subject(site: Site, subject_id: uuid.UUID, records: Iterable[uuid.UUID] = ()) -> Person:
    """Whoever just read mail at the address of this subject; `records` are those whose receipts they showed as well.
    The caller has checked both."""
    return Person(site.id, "mailbox", subject_id, tuple(dict.fromkeys(records)))


def person_of_receipts(deps: Deps, site: Site, receipts: Iterable[tuple[uuid.UUID, str | None]]) -> Person:
    """Whoever holds these receipts (record and secret). Raises `NotFound` when one is none of the site's."""
    opened = (open_record(deps, site, record, secret).id for record, secret in receipts)
    return Person(site.id, "receipts", None, tuple(dict.fromkeys(opened)))


def person_by_letter(
    deps: Deps,
    by: Actor,
    site: Site,
    *,
    address: str | None = None,
    subject_id: uuid.UUID | None = None,
    records: Iterable[uuid.UUID] = (),
    unconfirmed: bool = False,
) -> Person:
    """Whom an operator answers: by address, by the reference in the consent log, by records, or by all of them. Whether
    the letter came from this person, and whether what was never confirmed is theirs, is the operator's decision.

    Raises:
        NotFound: `by` is of another site, or the site knows no such person or record. Forbidden: lacks `subjects`.
    """
    require(by, site.id, "subjects")
    if address is not None:
        subject = find_subject(deps, site, address)
        if subject is None or subject_id not in (None, subject.id):
            raise NotFound("Nothing is stored under this address.")
        subject_id = subject.id
    if subject_id is not None and deps.session.get(Subject, (site.id, subject_id)) is None:
        raise NotFound("The site knows nobody by this reference.")
    named = tuple(dict.fromkeys(records))
    for record in named:
        if deps.session.get(ConsentRecord, (site.id, record)) is None:
            raise NotFound(f"The site has no record {record}.")
    if subject_id is None and not named:
        raise NotFound("Nobody was named.")
    return Person(site.id, "letter", subject_id, named, unconfirmed)
