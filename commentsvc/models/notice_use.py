"""Named queries: which notices the records rest on."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from commentsvc.domain.consent_history import HOLDING
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody
from commentsvc.models.consent_line import AT_ONCE
from commentsvc.models.told import Told, count_told, records_without_line


class NoticeUse(NamedTuple):
    """How many records under one notice stand, and how many of them have each purpose on."""

    sha256: str
    records: int
    purposes: dict[str, int]


def living_records(
    session: Session, site_id: str, required: str, purposes: Sequence[str], most: int
) -> list[NoticeUse]:
    """By notice, the records whose newest event left `required` on and was not erased; counted for each of `purposes`,
    nothing further than `most`.

    Purposes are ids of ours (`domain.notice.PURPOSES`). Rows come in no particular order.
    """
    waiting = records_without_line(session, site_id)
    if waiting is None:
        return [_up_to(most, use) for use in _asked_of_all(session, site_id, required, purposes)]
    parts = [_told(told, count, required, purposes) for told, count in count_told(session, site_id, most)]
    for first in range(0, len(waiting), AT_ONCE):
        some = ConsentRecordBody.record_id.in_(waiting[first : first + AT_ONCE])
        parts += _asked_of_all(session, site_id, required, purposes, some)
    found: dict[str, NoticeUse] = {}
    for use in parts:
        if use is not None:
            before = found.get(use.sha256, NoticeUse(use.sha256, 0, dict.fromkeys(purposes, 0)))
            both = {name: before.purposes[name] + count for name, count in use.purposes.items()}
            found[use.sha256] = _up_to(most, NoticeUse(use.sha256, before.records + use.records, both))
    return list(found.values())


def _told(told: Told, count: int, required: str, purposes: Sequence[str]) -> NoticeUse | None:
    on = {row["purpose"] for row in told if row["state"] in HOLDING}
    sha256 = told[0]["notice_sha256"]
    if required not in on or sha256 is None:
        return None
    return NoticeUse(sha256, count, {name: count if name in on else 0 for name in purposes})


def _up_to(most: int, use: NoticeUse) -> NoticeUse:
    return NoticeUse(
        use.sha256, min(use.records, most), {name: min(count, most) for name, count in use.purposes.items()}
    )


def _asked_of_all(
    session: Session, site_id: str, required: str, purposes: Sequence[str], *which: sa.ColumnElement[bool]
) -> list[NoticeUse]:
    rows = session.execute(
        sa.select(
            ConsentRecordBody.notice_sha256,
            sa.func.count(),
            *(sa.func.sum(sa.case((is_on(purpose), 1), else_=0)) for purpose in purposes),
        )
        .where(
            ConsentRecordBody.site_id == site_id,
            ConsentRecordBody.notice_sha256.is_not(None),
            is_on(required),
            is_newest(),
            *which,
        )
        .group_by(ConsentRecordBody.notice_sha256)
    )
    return [
        NoticeUse(sha256, records, dict(zip(purposes, (int(n) for n in counts), strict=True)))
        for sha256, records, *counts in rows
        if sha256 is not None
    ]


def records_relying_on(
    site_id: str, notices: Collection[str], purposes: Collection[str], after: uuid.UUID | None
) -> sa.Select[uuid.UUID, uuid.UUID]:
    """Selects (event id, record id) of the newest events of the records under one of these notices that have one of
    these purposes on, by event. `after` is the event to go on behind."""
    conditions = [
        ConsentRecordBody.site_id == site_id,
        ConsentRecordBody.notice_sha256.in_(sorted(notices)),
        sa.or_(sa.false(), *(is_on(purpose) for purpose in purposes)),
        is_newest(),
    ]
    if after is not None:
        conditions.append(ConsentRecordBody.event_id > after)
    query = sa.select(ConsentRecordBody.event_id, ConsentRecordBody.record_id)
    return query.where(*conditions).order_by(ConsentRecordBody.event_id)


def is_newest() -> sa.ColumnElement[bool]:
    """Whether the body is that of its record's newest event."""
    later = aliased(ConsentEvent)
    return ~sa.exists().where(
        later.site_id == ConsentRecordBody.site_id,
        later.record_id == ConsentRecordBody.record_id,
        later.id > ConsentRecordBody.event_id,
    )


def is_on(purpose: str) -> sa.ColumnElement[bool]:
    """Whether the body has the purpose on. A choice is stored as compact JSON text on both databases (`Json`)."""
    return sa.type_coerce(ConsentRecordBody.purposes, sa.Text).contains(f'"{purpose}":true', autoescape=True)
