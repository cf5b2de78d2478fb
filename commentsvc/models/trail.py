"""Named queries of the trail: decisions and other acts, by place, each with what the log and its proof have of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.domain.trail import DECISION, Place, TrailFilter
from commentsvc.models.audit import AuditEvent, Decision
from commentsvc.models.comment import Comment
from commentsvc.models.content import ContentReport, Statement
from commentsvc.models.database import Moment
from commentsvc.models.fact import LoggedFact, forget_facts
from commentsvc.models.hold import is_held
from commentsvc.models.log import LogEntry

A = TypeVar("A", Decision, AuditEvent)


@dataclass(frozen=True)
class Told(Generic[A]):
    """An act, its entry in the log (None: the log was never told), and what opens that entry (None: not asked for, or
    forgotten)."""

    act: A
    entry: LogEntry | None
    fact: LoggedFact | None

    @property
    def place(self) -> Place:
        """Where it stands in the trail."""
        return Place(self.act.at, self.act.id)


def newest(
    session: Session, model: type[A], site_id: str, wanted: TrailFilter, before: Place | None, limit: int
) -> list[Told[A]]:
    """Up to `limit` acts of this table, newest first, each with its entry."""
    conditions = _conditions(model, site_id, wanted)
    if conditions is None:
        return []
    query = sa.select(model, LogEntry).outerjoin(LogEntry, _is_entry(model, LogEntry.id, LogEntry.site_id))
    if before is not None:
        conditions.append(_place(model) < _value(before))
    rows = session.execute(query.where(*conditions).order_by(model.at.desc(), model.id.desc()).limit(limit))
    return [Told(act, entry, None) for act, entry in rows]


def oldest(
    session: Session, model: type[A], site_id: str, wanted: TrailFilter, behind: Place | None, limit: int
) -> list[Told[A]]:
    """Up to `limit` acts of this table, oldest first, each with its entry and what opens it."""
    conditions = _conditions(model, site_id, wanted)
    if conditions is None:
        return []
    query = (
        sa.select(model, LogEntry, LoggedFact)
        .outerjoin(LogEntry, _is_entry(model, LogEntry.id, LogEntry.site_id))
        .outerjoin(LoggedFact, _is_entry(model, LoggedFact.entry, LoggedFact.site_id))
    )
    if behind is not None:
        conditions.append(_place(model) > _value(behind))
    rows = session.execute(query.where(*conditions).order_by(model.at, model.id).limit(limit))
    return [Told(act, entry, fact) for act, entry, fact in rows]


def comments_named(session: Session, site_id: str, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Status and author's name, as they are now, of these comments."""
    rows = session.execute(
        sa.select(Comment.id, Comment.status, Comment.author_name).where(
            Comment.site_id == site_id, Comment.id.in_(ids)
        )
    )
    return {comment_id: (status, name) for comment_id, status, name in rows}


def actors(session: Session, model: type[A], site_id: str) -> list[tuple[str, str]]:
    """Everybody who acted, as (reference, the name they had last). One step in an index for each, however long the
    trail is."""
    first = sa.select(sa.func.min(model.actor).label("actor")).where(model.site_id == site_id)
    who = first.cte("who", recursive=True)
    following = (
        sa.select(sa.func.min(model.actor)).where(model.site_id == site_id, model.actor > who.c.actor).scalar_subquery()
    )
    who = who.union_all(sa.select(following).where(who.c.actor.is_not(None)))
    name = (
        sa.select(model.actor_name)
        .where(model.site_id == site_id, model.actor == who.c.actor)
        .order_by(model.at.desc(), model.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(sa.select(who.c.actor, name).where(who.c.actor.is_not(None)))
    return [(ref, told) for ref, told in rows]


def due_acts(model: type[A], site_id: str, cutoff: datetime) -> sa.Select[datetime, uuid.UUID]:
    """Selects the places of the acts of this table that are kept since `cutoff` or longer, oldest first.

    A decision stays for as long as a statement for the author or a report names it, and while its comment is held.
    """
    query = sa.select(model.at, model.id).where(model.site_id == site_id, model.at <= cutoff)
    if model is Decision:
        stated = sa.select(Statement.decision_id).where(Statement.site_id == site_id)
        reported = sa.select(ContentReport.decision_id).where(
            ContentReport.site_id == site_id, ContentReport.decision_id.is_not(None)
        )
        held = sa.exists().where(
            Comment.site_id == site_id, Comment.id == Decision.comment_id, is_held(site_id, Comment.record_id)
        )
        query = query.where(Decision.id.not_in(stated), Decision.id.not_in(reported), ~held)
    return query.order_by(model.at, model.id)


def forget_acts(session: Session, model: type[A], site_id: str, cutoff: datetime, limit: int) -> int:
    """Delete up to `limit` of these acts, and what opens their entries; how many. The entries stay, and say nothing
    about anybody any more."""
    ids = [act_id for _, act_id in session.execute(due_acts(model, site_id, cutoff).limit(limit))]
    gone = sa.delete(model).where(model.site_id == site_id, model.id.in_(ids)).returning(model.entry)
    entries = session.scalars(gone.execution_options(synchronize_session=False)).all()
    forget_facts(session, site_id, [entry for entry in entries if entry is not None])
    return len(ids)


def _conditions(model: type[A], site_id: str, wanted: TrailFilter) -> list[sa.ColumnElement[bool]] | None:
    """What the rows must meet; None where no row of this table can."""
    found: list[sa.ColumnElement[bool]] = [model.site_id == site_id]
    if model is Decision:
        if wanted.kind not in (None, DECISION):
            return None
        if wanted.target is not None:
            try:
                found.append(Decision.comment_id == uuid.UUID(wanted.target))
            except ValueError:
                return None
    else:
        if wanted.kind == DECISION:
            return None
        if wanted.kind is not None:
            found.append(AuditEvent.kind == wanted.kind)
        if wanted.target is not None:
            found.append(AuditEvent.target == wanted.target)
    if wanted.who is not None:
        found.append(model.actor == wanted.who)
    if wanted.begin is not None:
        found.append(model.at >= wanted.begin)
    if wanted.end is not None:
        found.append(model.at < wanted.end)
    return found


def _is_entry(model: type[A], entry: Any, site_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(site_id == model.site_id, entry == model.entry)


def _place(model: type[A]) -> sa.Tuple:
    return sa.tuple_(model.at, model.id)


def _value(place: Place) -> sa.Tuple:
    return sa.tuple_(sa.literal(place.at, Moment), sa.literal(place.id, sa.Uuid))
