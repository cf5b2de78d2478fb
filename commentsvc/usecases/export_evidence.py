"""Export evidence about records: everything that proves what was recorded, in one archive that checks itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.exchange.archive import ArchiveFacts, ArchiveWriter
from commentsvc.exchange.archive_pages import evidence_page
from commentsvc.ledger import archive
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import Receipt
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.models import consent_log
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.consent_log import LoggedRecord
from commentsvc.models.database import new_id, writing
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.make_receipts import Receipts
from commentsvc.usecases.read_key_changes import read_log_keys
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.witnessed_checkpoint import shown_note

BATCH = 200
"""Records found at once; their receipts are made one by one."""


@dataclass(frozen=True)
class Chosen:
    """Which records: those named, or where none is, those made in [from_, to)."""

    records: tuple[uuid.UUID, ...] = ()
    from_: datetime | None = None
    to: datetime | None = None


@dataclass
class EvidenceExport:
    """An export while it is read: `chunks` are the archive's bytes, to be taken once. `receipts` counts those that are
    in it by now, `unopened` the records of which nothing is left that could be shown."""

    chunks: Iterator[bytes] = iter(())
    receipts: int = 0
    unopened: int = 0
    notices: dict[str, str] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)

    def note(self, receipt: Receipt) -> None:
        """Remember what goes with this receipt: notices and checkpoints, of which there are few."""
        self.receipts += 1
        self.notices |= receipt.notices
        for event in receipt.events:
            if event.proof is not None:
                proven = parse_tlog_proof(event.proof).checkpoint
                self.checkpoints[parse_checkpoint(parse_note(proven).text).size] = proven


def choose(records: Sequence[str], from_: datetime | None, to: datetime | None) -> Chosen:
    """The choice that these texts mean. Raises `ValidationFailed` for what is no record's number, and for both kinds of
    choice at once."""
    if records and (from_ or to):
        raise ValidationFailed(fields={"record": ["Name records, or a time; not both."]})
    try:
        return Chosen(tuple(dict.fromkeys(map(uuid.UUID, records))), from_, to)
    except ValueError:
        raise ValidationFailed(
            fields={"record": ["A record's number is a UUID, as the consent log's column `record` shows it."]}
        ) from None


def export_evidence(deps: Deps, actor: Actor, site_id: str, chosen: Chosen) -> EvidenceExport:
    """The archive (`ledger.archive`), checked and written into the audit log now, made while it is taken.

    It opens commitments: who has it reads what readers agreed to, and can prove it. It shows one moment, on a
    connection of its own, and holds no secret that acts. Memory does not grow with the number of records. When the last
    chunk was taken, a second audit event says how many receipts it has; a broken-off export has none.

    Raises:
        NotFound: the actor is of another site, or a named record is not the site's. Forbidden: lacks `subjects`.
        ValidationFailed: there is no record to export.
    """
    require(actor, site_id, "subjects")
    find_site(deps, site_id)
    for record in chosen.records:
        if deps.session.get(ConsentRecord, (site_id, record)) is None:
            raise NotFound(f"The site has no record {record}.")
    if not chosen.records and not _records(deps.session, site_id, chosen, None, 1):
        raise ValidationFailed("There is no record in this time: nothing was exported.")
    export_id = str(new_id())
    with writing(deps.session):
        record_act(deps, site_id, actor, "export.evidence", export_id, _told(chosen))
    export = EvidenceExport()
    export.chunks = _stream(deps, deps.session.get_bind(), actor, site_id, chosen, export_id, export)
    return export


def _stream(
    deps: Deps, bind: Any, actor: Actor, site_id: str, chosen: Chosen, export_id: str, export: EvidenceExport
) -> Iterator[bytes]:
    """`bind` is found beforehand: an edge may stream after its own session has ended."""
    with snapshot(deps.replica.up_to_date(bind)) as session:
        yield from _archive(replace(deps, session=session), site_id, chosen, export)
    counts = {"receipts": export.receipts, "unopened": export.unopened}
    # The export was logged before its first byte; a database that is busy now must not spoil a complete file.
    with suppress(OperationalError), Session(bind=bind) as session, writing(session):
        noted = replace(deps, session=session)
        record_act(noted, site_id, actor, "export.evidence-complete", export_id, counts)


def _archive(deps: Deps, site_id: str, chosen: Chosen, export: EvidenceExport) -> Iterator[bytes]:
    site, made_at = find_site(deps, site_id), iso(clock.now())
    with ArchiveWriter(ArchiveFacts(archive.EVIDENCE_SCHEMA, made_at, site.log_origin)) as writer:
        yield from writer.start(evidence_page(site.name, site.controller_name, site.log_origin, made_at))
        yield writer.add(archive.KEYS_NAME, _json(read_log_keys(deps, site_id).as_json()))
        newest = latest_checkpoint(deps.session, site_id)
        if newest:
            yield writer.add(archive.NEWEST_NAME, shown_note(deps, site, newest).encode())
        receipts = Receipts(deps, site)
        for record_id in _record_ids(deps.session, site_id, chosen):
            receipt = receipts.of(record_id)
            if not receipt.events:
                export.unopened += 1
                continue
            yield writer.add(f"{archive.RECEIPTS_FOLDER}{record_id}.json", _json(receipt.as_json()))
            export.note(receipt)
        for name, text in sorted(export.notices.items()):
            yield writer.add(archive.NOTICES_FOLDER + name, text.encode())
        for size, note in sorted(export.checkpoints.items()):
            yield writer.add(f"{archive.CHECKPOINTS_FOLDER}{size}", note.encode())
        yield from writer.finish()


def _record_ids(session: Session, site_id: str, chosen: Chosen) -> Iterator[uuid.UUID]:
    if chosen.records:
        yield from chosen.records
        return
    last: LoggedRecord | None = None
    while found := _records(session, site_id, chosen, last, BATCH):
        yield from (record.record_id for record in found)
        last = found[-1]


def _records(
    session: Session, site_id: str, chosen: Chosen, after: LoggedRecord | None, limit: int
) -> list[LoggedRecord]:
    return consent_log.records_after(
        session, site_id, begin=chosen.from_, end=chosen.to, subject=None, after=after, limit=limit
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _told(chosen: Chosen) -> dict[str, object]:
    """What the audit log keeps of the choice, not whose records they were: it outlives an erasure."""
    told: dict[str, object] = {}
    if chosen.records:
        told["records"] = len(chosen.records)
    if chosen.from_:
        told["from"] = iso(chosen.from_)
    if chosen.to:
        told["to"] = iso(chosen.to)
    return told
