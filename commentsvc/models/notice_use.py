"""Named queries: which notices the living records rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from commentsvc.models.consent import ConsentEvent, ConsentRecordBody


class NoticeUse(NamedTuple):
    """How many records under one notice stand, and how many of them have each purpose on."""

    sha256: str
    records: int
    purposes: dict[str, int]


def living_records(session: Session, site_id: str, required: str, purposes: Sequence[str]) -> list[NoticeUse]:
    """By notice, the records whose newest event left `required` on and was not erased; counted for each of `purposes`.

    Purposes are ids of ours (`domain.notice.PURPOSES`). Rows come in no particular order.
    """
    later = aliased(ConsentEvent)
    newest = ~sa.exists().where(
        later.site_id == ConsentRecordBody.site_id,
        later.record_id == ConsentRecordBody.record_id,
        later.id > ConsentRecordBody.event_id,
    )
    rows = session.execute(
        sa.select(
            ConsentRecordBody.notice_sha256,
            sa.func.count(),
            *(sa.func.sum(sa.case((_on(purpose), 1), else_=0)) for purpose in purposes),
        )
        .where(
            ConsentRecordBody.site_id == site_id,
            ConsentRecordBody.notice_sha256.is_not(None),
            _on(required),
            newest,
        )
        .group_by(ConsentRecordBody.notice_sha256)
    )
    return [
        NoticeUse(sha256, records, dict(zip(purposes, (int(n) for n in counts), strict=True)))
        for sha256, records, *counts in rows
        if sha256 is not None
    ]


def _on(purpose: str) -> sa.ColumnElement[bool]:
    """A choice is stored as compact JSON text on both databases (`models.database.Json`)."""
    return sa.type_coerce(ConsentRecordBody.purposes, sa.Text).contains(f'"{purpose}":true', autoescape=True)
