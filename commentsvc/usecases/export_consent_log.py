"""Export the consent log: one row a record and purpose, streamed, as it stood at one moment."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from commentsvc.clock import iso
from commentsvc.domain.consent import open_snapshot, state_after
from commentsvc.domain.consent_history import ERASED, STATES, UNKNOWN, PastEvent, PurposeHistory, purpose_histories
from commentsvc.errors import ValidationFailed
from commentsvc.exchange import consent_entry
from commentsvc.exchange.consent_entry import ConsentEntry
from commentsvc.exchange.consent_log import FORMATS, RECORDS
from commentsvc.exchange.consent_row import ConsentRow
from commentsvc.models import consent_log
from commentsvc.models.consent_log import LoggedComment, LoggedEvent, LoggedRecord
from commentsvc.models.database import new_id, writing
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

BATCH = 200
"""Records read at once; all that an export ever holds in memory."""


@dataclass(frozen=True)
class ConsentLogFilter:
    """Which rows: records made in [from_, to), of this purpose, in this state, of this person. None: any.

    An erased record has no purpose and no person left, so those two filters leave it out.
    """

    from_: datetime | None = None
    to: datetime | None = None
    purpose: str | None = None
    state: str | None = None
    subject: uuid.UUID | None = None

    def names(self, purpose: str | None, state: str) -> bool:
        """Whether a row of this purpose, in this state, is wanted."""
        return self.purpose in (None, purpose) and self.state in (None, state)


def read_filter(given: Mapping[str, str | None]) -> ConsentLogFilter:
    """The filter that these texts mean: `from`, `to`, `purpose`, `state`, `subject`; empty ones do not filter.

    A time is RFC 3339 with its zone, or a day (UTC): `from` begins with it, `to` includes it.

    Raises:
        ValidationFailed: with every bad field at once.
    """
    fields: dict[str, list[str]] = {}
    begin = _moment(given.get("from"), "from", fields, end_of_day=False)
    end = _moment(given.get("to"), "to", fields, end_of_day=True)
    if begin and end and begin >= end:
        fields["to"] = ["The end lies before the beginning."]
    state = given.get("state") or None
    if state is not None and state not in STATES:
        fields["state"] = [f"One of {', '.join(STATES)}."]
    purpose = given.get("purpose") or None
    if purpose is not None and (len(purpose) > 100 or not purpose.isprintable()):
        fields["purpose"] = ["A purpose's id has at most 100 characters."]
    subject = None
    if text := given.get("subject"):
        try:
            subject = uuid.UUID(text)
        except ValueError:
            fields["subject"] = ["The reference of a person is a UUID, as the column `subject` shows it."]
    if fields:
        raise ValidationFailed("Nothing was exported.", fields=fields)
    return ConsentLogFilter(begin, end, purpose, state, subject)


def export_consent_log(
    deps: Deps, actor: Actor, site_id: str, filters: ConsentLogFilter, *, format: str = ""
) -> Iterator[Any]:
    """The rows (`ConsentRow`), oldest record first; for a format whose unit is records, each record whole
    (`ConsentEntry`) of which at least one row passes the filter. Checked and written into the audit log now; read
    while they are taken.

    They show one moment, that of the first one taken, on a connection of their own: others go on writing, and the
    caller's session and application context may be gone. Memory does not grow with the number of records. When the
    last was taken, a second audit event says how many there were; a broken-off export has none.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `export`.
    """
    begun = begin_export(deps, actor, site_id, filters, format)
    whole = format in FORMATS and FORMATS[format].unit == RECORDS
    return _stream(begun, deps.session.get_bind(), site_id, filters, whole)


@dataclass(frozen=True)
class BegunExport:
    """An export that stands in the audit log. Its session is its caller's, which may be gone when it is complete."""

    deps: Deps
    actor: Actor
    site_id: str
    export_id: str

    def complete(self, bind: Any, count: int) -> None:
        """Write down how many rows were taken. The export was logged before its first row; a database that is busy now
        must not spoil a complete file."""
        with suppress(OperationalError), Session(bind=bind) as session, writing(session):
            noted = replace(self.deps, session=session)
            told = {"rows": count}
            record_act(noted, self.site_id, self.actor, "export.consent-log-complete", self.export_id, told)


def begin_export(deps: Deps, actor: Actor, site_id: str, filters: ConsentLogFilter, format: str) -> BegunExport:
    """Check that the actor may, and write the export into the audit log. Raises like `export_consent_log`."""
    require(actor, site_id, "export")
    find_site(deps, site_id)
    begun = BegunExport(deps, actor, site_id, str(new_id()))
    with writing(deps.session):
        record_act(deps, site_id, actor, "export.consent-log", begun.export_id, _told(filters, format))
    return begun


def _stream(
    begun: BegunExport, bind: Any, site_id: str, filters: ConsentLogFilter, whole: bool
) -> Iterator[ConsentRow | ConsentEntry]:
    count = 0
    with snapshot(begun.deps.replica.up_to_date(bind)) as session:
        for row in opened_rows(session, site_id, filters, whole):
            count += 1
            yield row
    begun.complete(bind, count)


def opened_rows(session: Session, site_id: str, filters: ConsentLogFilter, whole: bool = False) -> Iterator[Any]:
    """The rows, or whole records, that pass; every record's snapshots are opened for it."""
    last: LoggedRecord | None = None
    while True:
        records = consent_log.records_after(
            session,
            site_id,
            begin=filters.from_,
            end=filters.to,
            subject=filters.subject,
            after=last,
            limit=BATCH,
        )
        if not records:
            return
        for record, events, rows in open_records(session, site_id, filters, records):
            yield from [entry_of(record.record_id, record.kind, events)] if whole and rows else rows
        last = records[-1]


def open_records(
    session: Session, site_id: str, filters: ConsentLogFilter, records: Sequence[LoggedRecord]
) -> Iterator[tuple[LoggedRecord, Sequence[LoggedEvent], list[ConsentRow]]]:
    """Each of these records with its events and those of its rows that are of the filter's purpose and state."""
    ids = [record.record_id for record in records]
    events = consent_log.events_of_records(session, site_id, ids)
    comments = consent_log.comments_of_records(session, site_id, ids)
    for record in records:
        found = events[record.record_id]
        rows = rows_of(record, found, comments.get(record.record_id))
        yield record, found, [row for row in rows if filters.names(row.purpose, row.state)]


def rows_of(record: LoggedRecord, events: Sequence[LoggedEvent], comment: LoggedComment | None) -> Iterator[ConsentRow]:
    """What the log says of the record, from its events (oldest first): a row a purpose."""
    stub: dict[str, Any] = {
        "record": str(record.record_id),
        "kind": record.kind,
        "comment": str(comment.comment_id) if comment else None,
        "comment_status": comment.status if comment else None,
        "commitment": record.commitment.hex(),
        "log_index": record.leaf_index,
    }
    erased = next((event for event in events if event.type == ERASED), None)
    told = [event for event in events if event.snapshot is not None]
    if erased is not None or not told:
        yield ConsentRow(
            **stub,
            state=ERASED if erased else UNKNOWN,
            given_at=iso(record.at),
            withdrawn_at=iso(erased.at) if erased else None,
        )
        return
    newest = open_snapshot(told[-1].snapshot or b"")
    purposes = {purpose["id"]: purpose for purpose in newest["record"]["purposes"]}
    bases = {name: purpose["lawful_basis"] for name, purpose in purposes.items()}
    past = [PastEvent(event.type, event.at, event.purposes or {}) for event in events]
    for name, history in purpose_histories(past, bases).items():
        yield _row(stub, told[-1], newest, purposes.get(name, {}), name, history)


def entry_of(record_id: uuid.UUID, kind: str, events: Sequence[LoggedEvent]) -> ConsentEntry:
    """The record whole, as its events (oldest first) tell it."""
    opened = [open_snapshot(event.snapshot) if event.snapshot is not None else None for event in events]
    erased = any(event.type == ERASED for event in events)
    told = None if erased else next((found["record"] for found in reversed(opened) if found), None)
    state = ERASED if erased else UNKNOWN
    if told is not None:
        state = state_after((event.type, event.purposes or {}) for event in events)
    return ConsentEntry(
        record=str(record_id),
        kind=kind,
        state=state,
        told=told,
        events=tuple(
            consent_entry.LoggedEvent(
                type=event.type,
                at=iso(event.at),
                by=found["event"]["by"] if found else None,
                purposes=found["event"]["purposes"] if found else None,
                commitment=event.commitment.hex(),
                log_index=event.leaf_index,
                state=found["event"].get("state") if found else None,
                valid_until=found["event"].get("valid_until") if found else None,
                corrected=tuple(found["event"].get("corrected", ())) or None if found else None,
                notice=found["event"].get("notice") if found else None,
                requested=tuple(found["event"].get("requested", ())) or None if found else None,
            )
            for event, found in zip(events, opened, strict=True)
        ),
    )


def _row(
    stub: dict[str, Any],
    event: LoggedEvent,
    newest: Mapping[str, Any],
    purpose: Mapping[str, Any],
    name: str,
    history: PurposeHistory,
) -> ConsentRow:
    record = newest["record"]
    return ConsentRow(
        **stub,
        subject=str(event.subject_id) if event.subject_id else None,
        purpose=name,
        purpose_text=purpose.get("label"),
        purpose_description=purpose.get("description"),
        lawful_basis=purpose.get("lawful_basis"),
        state=history.state,
        given_at=iso(history.given_at) if history.given_at else None,
        indicated_by=record["indication_method"],
        withdrawn_at=iso(history.ended_at) if history.ended_at else None,
        notice_sha256=record["notice"]["sha256"],
        notice_version=record["notice"]["version"],
        language=record["language"],
        page=record["context"]["page"],
        recorded_by=newest["event"]["by"],
    )


def _moment(text: str | None, name: str, fields: dict[str, list[str]], *, end_of_day: bool) -> datetime | None:
    if not text:
        return None
    try:
        if len(text) == len("2026-01-31"):
            day = datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), UTC)  # noqa: DTZ007 - a day
            return day + timedelta(days=1) if end_of_day else day
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        fields[name] = ["A day such as 2026-01-31, or a time with its zone such as 2026-01-31T09:30:00Z."]
        return None


def _told(filters: ConsentLogFilter, format: str) -> dict[str, Any]:
    """What the audit log keeps of the filter; not whose rows they were, since that outlives an erasure."""
    told = {
        "format": format or None,
        "from": iso(filters.from_) if filters.from_ else None,
        "to": iso(filters.to) if filters.to else None,
        "purpose": filters.purpose,
        "state": filters.state,
        "subject": "one person" if filters.subject else None,
    }
    return {name: value for name, value in told.items() if value is not None}
