"""Named queries of the dashboard: counts over a period, by day, by reason, by notice. Nothing about anybody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.domain.judgement import Verdict
from commentsvc.models.audit import Decision
from commentsvc.models.by_time import CLOCKS_DIFFER, first_id
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody
from commentsvc.models.finding import CommentFinding
from commentsvc.models.notice_use import is_on

DAY_MS = 86_400_000
_HELD = CommentFinding.verdict != Verdict.PASS.value
ByDay = Mapping[int, Mapping[str, int]]
"""Days since 1970 (UTC); by day, how many of each sort."""


def comments_by_day(session: Session, site_id: str, since: datetime) -> ByDay:
    """The comments posted since then, by day and by where they stand now."""
    return _by_day(session, Comment, Comment.created_at, Comment.status, site_id, since)


def decisions_by_day(session: Session, site_id: str, since: datetime) -> ByDay:
    """The decisions made since then, by day and action."""
    return _by_day(session, Decision, Decision.at, Decision.action, site_id, since)


def waits(session: Session, site_id: str, since: datetime, limits: Sequence[timedelta]) -> list[int]:
    """Of the decisions since then about comments that waited: how many were made within each limit but no earlier one;
    last, how many took longer than all of them."""
    took = _ms(Decision.at) - _ms(Comment.created_at)
    bounds = [round(limit.total_seconds() * 1000) for limit in limits]
    place = sa.case(*((took <= bound, n) for n, bound in enumerate(bounds)), else_=len(bounds))
    rows = session.execute(
        sa.select(place, sa.func.count())
        .join(Comment, sa.and_(Comment.site_id == Decision.site_id, Comment.id == Decision.comment_id))
        .where(Decision.site_id == site_id, *_since(Decision, Decision.at, since), Decision.from_status == "pending")
        .group_by(place)
    )
    found = {int(n): count for n, count in rows}
    return [found.get(n, 0) for n in range(len(bounds) + 1)]


def held_by(session: Session, site_id: str, since: datetime) -> dict[tuple[str, uuid.UUID | None], dict[str, int]]:
    """By reason, and by rule where one found it: the comments posted since then, by where they stand now."""
    rows = session.execute(
        sa.select(CommentFinding.reason, CommentFinding.rule_id, Comment.status, _distinct(Comment.id))
        .join(Comment, sa.and_(Comment.site_id == CommentFinding.site_id, Comment.id == CommentFinding.comment_id))
        .where(CommentFinding.site_id == site_id, _HELD, *_since(Comment, Comment.created_at, since))
        .group_by(CommentFinding.reason, CommentFinding.rule_id, Comment.status)
    )
    found: dict[tuple[str, uuid.UUID | None], dict[str, int]] = {}
    for reason, rule, status, count in rows:
        found.setdefault((reason, rule), {})[status] = count
    return found


def with_findings(session: Session, site_id: str, since: datetime) -> dict[str, int]:
    """The comments posted since then in which something was found, by where they stand now."""
    same = CommentFinding.site_id == Comment.site_id, CommentFinding.comment_id == Comment.id
    found = sa.exists().where(*same, _HELD)
    status = Comment.status + sa.literal_column("''")  # no index in the order of statuses shall be read for it
    rows = session.execute(
        sa.select(status, sa.func.count())
        .where(Comment.site_id == site_id, *_since(Comment, Comment.created_at, since), found)
        .group_by(status)
    )
    return {status: count for status, count in rows}


def missed_spam(session: Session, site_id: str, since: datetime) -> int:
    """The comments that readers saw and that a moderator then called spam, since then."""
    query = sa.select(_distinct(Decision.comment_id)).where(
        Decision.site_id == site_id,
        *_since(Decision, Decision.at, since),
        Decision.from_status == "published",
        Decision.to_status == "spam",
    )
    return session.scalar(query) or 0


def given_by_notice(
    session: Session, site_id: str, since: datetime, purposes: Sequence[str]
) -> list[tuple[str, int, dict[str, int]]]:
    """By notice, as (sha256, records, records by purpose): what was given or acknowledged since then. `purposes` are
    ids of ours or a site's own, without quotes."""
    rows = session.execute(
        sa.select(
            ConsentRecordBody.notice_sha256,
            _distinct(ConsentRecordBody.record_id),
            *(sa.func.sum(sa.case((is_on(purpose), 1), else_=0)) for purpose in purposes),
        )
        .join(
            ConsentEvent,
            sa.and_(ConsentEvent.site_id == ConsentRecordBody.site_id, ConsentEvent.id == ConsentRecordBody.event_id),
        )
        .where(
            ConsentEvent.site_id == site_id,
            ConsentEvent.at >= since,
            ConsentEvent.type.in_(("given", "acknowledged")),
            ConsentRecordBody.notice_sha256.is_not(None),
        )
        .group_by(ConsentRecordBody.notice_sha256)
    )
    return [
        (sha256, records, dict(zip(purposes, (int(n or 0) for n in counts), strict=True)))
        for sha256, records, *counts in rows
        if sha256 is not None
    ]


def _by_day(
    session: Session, model: type[Comment] | type[Decision], moment: sa.orm.InstrumentedAttribute[datetime],
    kind: sa.orm.InstrumentedAttribute[str], site_id: str, since: datetime,
) -> ByDay:  # fmt: skip
    day = _ms(moment) // DAY_MS
    rows = session.execute(
        sa.select(day, kind, sa.func.count())
        .where(model.site_id == site_id, *_since(model, moment, since))
        .group_by(day, kind)
    )
    found: dict[int, dict[str, int]] = {}
    for number, sort, count in rows:
        found.setdefault(int(number), {})[sort] = count
    return found


def _since(
    model: type[Comment] | type[Decision], moment: sa.orm.InstrumentedAttribute[datetime], since: datetime
) -> tuple[sa.ColumnElement[bool], ...]:
    return (model.id >= first_id(since - CLOCKS_DIFFER), moment >= since)


def _ms(moment: sa.orm.InstrumentedAttribute[datetime]) -> sa.ColumnElement[int]:
    return sa.type_coerce(moment, sa.BigInteger)


def _distinct(column: sa.orm.InstrumentedAttribute[uuid.UUID]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.distinct(column))
