"""What each site keeps for how long, and the named queries of a run. Which row is due, `domain.retention` says."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.consent import CHOICE
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import PUBLISH
from commentsvc.domain.retention import DEFAULT, STATUS_OF, Policy, Rule, policy_values
from commentsvc.models.by_time import CLOCKS_DIFFER, first_id
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody
from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.hold import is_held
from commentsvc.models.posting import insert_once
from commentsvc.models.site import Site


class RetentionPolicy(Model):
    """A site's `Policy`, when its last run ended, and what the run that is under way did so far (`run`)."""

    __tablename__ = "retention_policy"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    spam_days: Mapped[int]
    rejected_days: Mapped[int]
    removed_days: Mapped[int]
    pending_days: Mapped[int]
    published_months: Mapped[int]
    consent_months: Mapped[int]
    trail_months: Mapped[int] = mapped_column(server_default="0")
    old_notices: Mapped[list[str]] = mapped_column(Json)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    run: Mapped[dict[str, Any]] = mapped_column(Json)

    def policy(self) -> Policy:
        """The rules' view of this row."""
        return Policy(
            spam_days=self.spam_days,
            rejected_days=self.rejected_days,
            removed_days=self.removed_days,
            pending_days=self.pending_days,
            published_months=self.published_months,
            consent_months=self.consent_months,
            trail_months=self.trail_months,
            old_notices=frozenset(self.old_notices),
        )


def find_policy(session: Session, site_id: str) -> RetentionPolicy | None:
    """The site's policy, or None where nobody has set one."""
    return session.get(RetentionPolicy, site_id)


def lock_policy(session: Session, site_id: str, default: dict[str, Any]) -> RetentionPolicy:
    """The site's policy, made from `default` if there is none, held until the transaction ends: of two runs of one
    site, the second waits for each step of the first."""
    insert_once(session, RetentionPolicy, site_id=site_id, run={}, **default)
    query = sa.select(RetentionPolicy).where(RetentionPolicy.site_id == site_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def pause_retention(session: Session, site_id: str) -> None:
    """Until this transaction ends, no step of a run goes on: the next one sees what is held from now on. To be taken
    before a request or a comment is locked, as the runs do."""
    lock_policy(session, site_id, policy_values(DEFAULT))


def sites_not_done_since(session: Session, moment: datetime) -> Sequence[str]:
    """The sites whose last run ended before `moment`, or that had none."""
    late = sa.or_(RetentionPolicy.done_at.is_(None), RetentionPolicy.done_at < moment)
    query = sa.select(Site.id).outerjoin(RetentionPolicy, RetentionPolicy.site_id == Site.id).where(late)
    return session.scalars(query.order_by(Site.id)).all()


def notice_of_comment(session: Session, site_id: str, record_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The notice that each record's newest event names; a record without one is missing."""
    rows = session.execute(
        sa.select(ConsentRecordBody.record_id, ConsentRecordBody.notice_sha256)
        .where(
            ConsentRecordBody.site_id == site_id,
            ConsentRecordBody.record_id.in_(record_ids),
            ConsentRecordBody.notice_sha256.is_not(None),
        )
        .order_by(ConsentRecordBody.event_id)
    )
    return {record_id: sha256 for record_id, sha256 in rows if sha256}


def free(site_id: str, record_id: Any) -> sa.ColumnElement[bool]:
    """Whether nothing holds back the record of this id (a column): every query of what is due asks it."""
    return ~is_held(site_id, record_id)


def count_held(session: Session, site_id: str) -> int:
    """How many comments that are not erased retention leaves alone."""
    held = is_held(site_id, Comment.record_id)
    query = sa.select(sa.func.count()).select_from(Comment)
    return session.scalar(query.where(Comment.site_id == site_id, Comment.status != Status.ERASED, held)) or 0


def due_comments(site_id: str, rule: Rule, cutoff: datetime | None, policy: Policy) -> sa.Select[uuid.UUID, datetime]:
    """Selects id and beginning of the period of the comments of this rule, by id, each under one rule only."""
    alive = Comment.site_id == site_id, Comment.status != Status.ERASED, free(site_id, Comment.record_id)
    comments = sa.select(Comment.id, _since()).where(*alive)
    old = _under(policy.old_notices)
    if rule is Rule.OLD_NOTICE:
        comments = comments.where(old)
    elif cutoff is not None:
        posted = Comment.id < first_id(cutoff + CLOCKS_DIFFER)  # nothing stands as it does since before it was posted
        comments = comments.where(~old, Comment.status == STATUS_OF[rule], posted, _since() <= cutoff)
    return comments.order_by(Comment.id)


def _since() -> sa.ColumnElement[datetime]:
    """`domain.retention.stands_since`, for the database."""
    waiting = sa.case(
        (Comment.status == Status.PUBLISHED, Comment.created_at),
        (Comment.edited_at > Comment.decided_at, Comment.edited_at),  # both are later than `created_at`
        else_=sa.func.coalesce(Comment.decided_at, Comment.edited_at, Comment.created_at),
    )
    return sa.type_coerce(waiting, Moment)


def _under(notices: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether the newest notice that the comment's record names is one of these."""
    wanted = sorted(notices)
    if not wanted:
        return sa.false()
    return sa.func.coalesce(_named_notice(), "").in_(wanted)


def _named_notice() -> sa.ScalarSelect[str | None]:
    return (
        sa.select(ConsentRecordBody.notice_sha256)
        .where(
            ConsentRecordBody.site_id == Comment.site_id,
            ConsentRecordBody.record_id == Comment.record_id,
            ConsentRecordBody.notice_sha256.is_not(None),
        )
        .order_by(ConsentRecordBody.event_id.desc())
        .limit(1)
        .scalar_subquery()
    )


def ended_records(site_id: str, notice: str, ended_before: datetime) -> sa.Select[uuid.UUID, uuid.UUID, datetime]:
    """Selects (event id, record id, end) of the newest events of the records that outlive their comment under this
    notice and ended by then."""
    later = sa.orm.aliased(ConsentEvent)
    newest = ~sa.exists().where(
        later.site_id == ConsentEvent.site_id, later.record_id == ConsentEvent.record_id, later.id > ConsentEvent.id
    )
    return (
        sa.select(ConsentEvent.id, ConsentEvent.record_id, ConsentEvent.at)
        .join(ConsentRecordBody, _same_event())
        .join(Comment, sa.and_(Comment.site_id == ConsentEvent.site_id, Comment.record_id == ConsentEvent.record_id))
        .where(
            ConsentEvent.site_id == site_id,
            ConsentEvent.at <= ended_before,
            ConsentRecordBody.notice_sha256 == notice,
            Comment.status == Status.ERASED,
            free(site_id, ConsentEvent.record_id),
            newest,
        )
        .order_by(ConsentEvent.id)
    )


def optional_consents(site_id: str, given_before: datetime) -> sa.Select[uuid.UUID, uuid.UUID]:
    """Selects (event id, record id) of the newest events of records that have an optional purpose on and an event of
    that age: those whose consent may have ended."""
    on = f'%"{PUBLISH}":true%:true%', f'%:true%"{PUBLISH}":true%'
    later = sa.orm.aliased(ConsentEvent)
    old = sa.orm.aliased(ConsentEvent)
    text = sa.type_coerce(ConsentRecordBody.purposes, sa.Text)
    conditions = [
        ConsentEvent.site_id == site_id,
        free(site_id, ConsentEvent.record_id),
        sa.or_(*(text.like(pattern) for pattern in on)),
        ~sa.exists().where(
            later.site_id == ConsentEvent.site_id, later.record_id == ConsentEvent.record_id, later.id > ConsentEvent.id
        ),
        sa.exists().where(
            old.site_id == ConsentEvent.site_id, old.record_id == ConsentEvent.record_id, old.at <= given_before
        ),
    ]
    return (
        sa.select(ConsentEvent.id, ConsentEvent.record_id)
        .join(ConsentRecordBody, _same_event())
        .where(*conditions)
        .order_by(ConsentEvent.id)
    )


def standing_choices(site_id: str, given_before: datetime) -> sa.Select[uuid.UUID, uuid.UUID]:
    """Selects (event id, record id) of the newest events of choices without a comment that have a purpose on and an
    event of that age: those whose time may be over."""
    old = sa.orm.aliased(ConsentEvent)
    aged = sa.exists().where(
        old.site_id == ConsentEvent.site_id, old.record_id == ConsentEvent.record_id, old.at <= given_before
    )
    return _newest_of_choices(site_id).where(_any_purpose(), aged)


def ended_choices(site_id: str, notice: str, ended_before: datetime) -> sa.Select[uuid.UUID, uuid.UUID]:
    """Selects (event id, record id) of the newest events of choices under this notice that ended by then."""
    named = ConsentRecordBody.notice_sha256 == notice
    return _newest_of_choices(site_id).where(~_any_purpose(), named, ConsentEvent.at <= ended_before)


def _newest_of_choices(site_id: str) -> sa.Select[uuid.UUID, uuid.UUID]:
    later = sa.orm.aliased(ConsentEvent)
    return (
        sa.select(ConsentEvent.id, ConsentEvent.record_id)
        .join(ConsentRecordBody, _same_event())
        .join(
            ConsentRecord,
            sa.and_(ConsentRecord.site_id == ConsentEvent.site_id, ConsentRecord.id == ConsentEvent.record_id),
        )
        .where(
            ConsentEvent.site_id == site_id,
            ConsentRecord.kind == CHOICE,
            ConsentRecordBody.notice_sha256.is_not(None),
            free(site_id, ConsentEvent.record_id),
            ~sa.exists().where(
                later.site_id == ConsentEvent.site_id,
                later.record_id == ConsentEvent.record_id,
                later.id > ConsentEvent.id,
            ),
        )
        .order_by(ConsentEvent.id)
    )


def _any_purpose() -> sa.ColumnElement[bool]:
    """A choice is stored as compact JSON text on both databases (`models.database.Json`)."""
    return sa.type_coerce(ConsentRecordBody.purposes, sa.Text).contains(":true")


def _same_event() -> sa.ColumnElement[bool]:
    return sa.and_(ConsentRecordBody.site_id == ConsentEvent.site_id, ConsentRecordBody.event_id == ConsentEvent.id)


def unused_subjects(site_id: str, among: int | None = None) -> sa.Select[uuid.UUID]:
    """Selects the people of whom nothing is left but a reference and perhaps a code; `among` the first so many, which
    are any: their ids are random."""
    first = sa.select(Subject.id).where(Subject.site_id == site_id).order_by(Subject.id).limit(among).subquery()
    commented = sa.exists().where(Comment.site_id == Subject.site_id, Comment.subject_id == Subject.id)
    recorded = sa.exists().where(
        ConsentRecordBody.site_id == Subject.site_id, ConsentRecordBody.subject_id == Subject.id
    )
    query = sa.select(Subject.id).where(Subject.site_id == site_id, ~commented, ~recorded).order_by(Subject.id)
    if among is None:
        return query
    return query.where(Subject.id <= sa.select(first.c.id).order_by(first.c.id.desc()).limit(1).scalar_subquery())
