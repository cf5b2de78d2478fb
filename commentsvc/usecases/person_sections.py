"""What is stored of a person besides comments and records: one small class a kind of data.

To add a table: a query in `models/personal.py`, a class here, its name in `SECTIONS`, a `SectionText` of that name in
`domain.bundle_text.BundleText`, an array in `exchange/export.schema.json`, and its columns in `domain.personal_data`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from commentsvc.clock import iso
from commentsvc.domain.request import reference
from commentsvc.models import personal
from commentsvc.models.request import events_of_request
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.person import Person

Row = dict[str, Any]


class Section(Protocol):
    """One kind of data. `name` is its array in `export.json` and its text's field in `BundleText`."""

    @property
    def name(self) -> str: ...

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        """Everything of this kind that is theirs, as plain JSON, in constant memory; times as RFC 3339."""


class Unconfirmed:
    """What somebody sent under their address, by page and time only."""

    name = "unconfirmed"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        for batch in personal.unconfirmed_of(deps.session, person.site_id, person):
            for found in batch:
                yield {"page": found.url, "created_at": iso(found.created_at)}


class Address:
    """The address that mail to them goes to."""

    name = "address"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        if person.subject_id is None:
            return
        if contact := personal.contact_of(deps.session, person.site_id, person.subject_id):
            yield {"address": contact.address, "confirmed_at": iso(contact.confirmed_at)}


class Waiting:
    """What they have been asked to confirm."""

    name = "waiting"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        if person.subject_id is None:
            return
        for found in personal.confirmations_of(deps.session, person.site_id, person.subject_id):
            yield {
                "address": found.address,
                "purposes": found.purposes,
                "created_at": iso(found.created_at),
                "expires_at": iso(found.expires_at),
            }


class Mail:
    """Mail to or about them that is still known; what it said never was stored."""

    name = "mail"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        if person.subject_id is None:
            return
        for batch in personal.mail_of(deps.session, person.site_id, person.subject_id):
            for mail in batch:
                yield {
                    "kind": mail.kind,
                    "to": mail.address or mail.hint,
                    "state": mail.state,
                    "status": mail.status,
                    "reason": mail.reason,
                    "queued_at": iso(mail.queued_at),
                    "changed_at": iso(mail.changed_at),
                    "expires_at": iso(mail.expires_at),
                }


class Visits:
    """Links that were mailed to them and not used yet, and their visits; both are forgotten within hours."""

    name = "visits"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        if person.subject_id is None:
            return
        links, sessions = personal.visits_of(deps.session, person.site_id, person.subject_id)
        for link in links:
            yield {"kind": "link", "created_at": None, "expires_at": iso(link.expires_at), "address": link.address}
        for visit in sessions:
            begun, end = iso(visit.created_at), iso(visit.expires_at)
            yield {"kind": "visit", "created_at": begun, "expires_at": end, "address": None}


class Requests:
    """What they asked for, and what was done about it; who did it, and notes for the file, are not here."""

    name = "requests"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        for found in personal.requests_of(deps.session, person.site_id, person):
            steps = events_of_request(deps.session, person.site_id, found.id)
            yield {
                "kind": found.kind,
                "reference": reference(found.id),
                "state": found.state,
                "outcome": found.outcome,
                "channel": found.channel,
                "language": found.lang,
                "address": found.reply_address,
                "words": found.words,
                "received_at": iso(found.received_at),
                "due_at": iso(found.due_at),
                "closed_at": iso(found.closed_at) if found.closed_at else None,
                "forgotten_at": iso(found.forget_at) if found.forget_at else None,
                "steps": [{"type": step.type, "at": iso(step.at)} for step in steps],
            }


class Holds:
    """What must not be deleted for a while; why is a note for the file."""

    name = "holds"

    def rows(self, deps: Deps, person: Person) -> Iterator[Row]:
        for batch in personal.holds_of(deps.session, person.site_id, person):
            for hold in batch:
                yield {
                    "comment": str(hold.comment_id) if hold.comment_id else None,
                    "for_claims": hold.claims,
                    "set_at": iso(hold.set_at),
                    "until_at": iso(hold.until),
                    "ended_at": iso(hold.ended_at) if hold.ended_at else None,
                }


SECTIONS: tuple[Section, ...] = (Unconfirmed(), Address(), Waiting(), Mail(), Visits(), Requests(), Holds())
"""In the order in which they are told."""
