"""What a site's classifier learnt: its weights, the decided comments that made them, and the decisions yet to learn.

Whoever learns holds the model's row; decisions and erasures never touch it, so neither waits for the other: they leave
a lesson, in their own transaction, and the worker takes it from there.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId, new_id
from commentsvc.models.posting import insert_once


class LearningPolicy(Model):
    """What a site wants of its classifier; a site without a row has the defaults. `hold_at` None: the threshold that
    the model chose from held-back decisions."""

    __tablename__ = "learning_policy"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    hold_at: Mapped[int | None]
    discards: Mapped[bool] = mapped_column(default=False)


class LearnedModel(Model):
    """The weights (`domain.learned.pack_weights`) under a `version` that is new whenever they are. `holds_at` and
    `discards_at` were chosen from held-back decisions (`domain.held_back`)."""

    __tablename__ = "learned_model"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    version: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    weights: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    bias: Mapped[float] = mapped_column(sa.Double, default=0.0)
    spam: Mapped[int] = mapped_column(default=0)
    honest: Mapped[int] = mapped_column(default=0)
    next_place: Mapped[int] = mapped_column(sa.BigInteger, default=1)
    holds_at: Mapped[int]
    discards_at: Mapped[int | None]


class LearnedExample(Model):
    """One decided comment as the model took it in: its traits' buckets under the site's key, and what they scored
    before they were learnt. Without a comment: spam that went by its period (`unlink_example`)."""

    __tablename__ = "learned_example"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.UniqueConstraint("site_id", "comment_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    place: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    buckets: Mapped[bytes] = mapped_column(sa.LargeBinary)
    spam: Mapped[bool]
    score: Mapped[int | None]
    learnt_at: Mapped[datetime] = mapped_column(Moment)


class Lesson(Model):
    """Something to learn: what moderators made of a comment. Without a comment: an example is gone, build anew."""

    __tablename__ = "lesson"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)


def plan_lesson(session: Session, site_id: str, comment_id: uuid.UUID | None) -> None:
    """Have the worker look, once this transaction is through, at what became of the comment; None: build anew."""
    session.add(Lesson(site_id=site_id, id=new_id(), comment_id=comment_id))


def sites_with_lessons(session: Session) -> list[str]:
    """Every site with something to learn, by key."""
    return list(session.scalars(sa.select(Lesson.site_id).distinct().order_by(Lesson.site_id)))


def first_lessons(session: Session, site_id: str, limit: int) -> Sequence[Lesson]:
    """The lessons of the site that have waited longest."""
    return session.scalars(sa.select(Lesson).where(Lesson.site_id == site_id).order_by(Lesson.id).limit(limit)).all()


def forget_lessons(session: Session, site_id: str, lessons: Collection[uuid.UUID]) -> None:
    """Delete these."""
    session.execute(sa.delete(Lesson).where(Lesson.site_id == site_id, Lesson.id.in_(lessons)))


def comments_at_rest(session: Session, site_id: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Comment]:
    """Those of the comments that nobody is just changing, held as they are until the transaction ends. It waits for
    nobody, so that who learns and who erases many cannot wait for each other for ever (PostgreSQL)."""
    query = sa.select(Comment).where(Comment.site_id == site_id, Comment.id.in_(ids)).order_by(Comment.id)
    found = session.scalars(
        query.with_for_update(read=True, skip_locked=True).execution_options(populate_existing=True)
    )
    return {comment.id: comment for comment in found}


def find_policy(session: Session, site_id: str) -> LearningPolicy | None:
    """What the site chose, or None."""
    return session.get(LearningPolicy, site_id, populate_existing=True)


def find_model(session: Session, site_id: str) -> LearnedModel | None:
    """The site's model without its weights, which are read when they are asked for; None before the first lesson."""
    return session.get(LearnedModel, site_id, populate_existing=True)


def reload_model(session: Session, row: LearnedModel) -> None:
    """Read all of the row at once, so that version and weights are each other's."""
    session.refresh(row, ["version", "weights", "bias", "spam", "honest", "holds_at", "discards_at"])


def lock_model(session: Session, site_id: str, empty: bytes, holds_at: int) -> LearnedModel:
    """The site's model, made now from `empty` weights if it has none, for whoever learns: one at a time."""
    values = {"version": new_id(), "weights": empty, "bias": 0.0, "spam": 0, "honest": 0, "next_place": 1}
    insert_once(session, LearnedModel, site_id=site_id, holds_at=holds_at, discards_at=None, **values)
    return session.get_one(LearnedModel, site_id, with_for_update=True, populate_existing=True)


def examples_of(session: Session, site_id: str, comments: Collection[uuid.UUID]) -> dict[uuid.UUID, LearnedExample]:
    """What was learnt from these comments, by comment."""
    query = sa.select(LearnedExample).where(LearnedExample.site_id == site_id, LearnedExample.comment_id.in_(comments))
    found = session.scalars(query.execution_options(populate_existing=True))
    return {example.comment_id: example for example in found if example.comment_id}


def examples_in_order(session: Session, site_id: str) -> Iterable[tuple[bytes, bool]]:
    """Buckets and kind of every example, in the order in which they were learnt."""
    query = sa.select(LearnedExample.buckets, LearnedExample.spam).where(LearnedExample.site_id == site_id)
    return ((buckets, spam) for buckets, spam in session.execute(query.order_by(LearnedExample.place)))


def drop_examples(session: Session, site_id: str, *, spam: bool, keep: int) -> bool:
    """Let all but the newest `keep` examples of this kind go; whether there were more."""
    mine = (LearnedExample.site_id == site_id, LearnedExample.spam == spam)
    newest = sa.select(LearnedExample.place).where(*mine).order_by(LearnedExample.place.desc())
    last = session.scalar(newest.offset(keep).limit(1))
    if last is None:
        return False
    session.execute(sa.delete(LearnedExample).where(*mine, LearnedExample.place <= last))
    return True


def is_unlinked(before: datetime) -> sa.ColumnElement[bool]:
    """Of an example: it was learnt before then, from spam that is gone itself."""
    return sa.and_(LearnedExample.comment_id.is_(None), LearnedExample.learnt_at < before)


def drop_unlinked(session: Session, before: datetime) -> int:
    """Let those go, on every site, and have the models built anew without them; how many went."""
    gone = sa.delete(LearnedExample).where(is_unlinked(before)).returning(LearnedExample.site_id)
    sites = session.scalars(gone).all()
    for site_id in set(sites):
        plan_lesson(session, site_id, None)
    return len(sites)


def held_back(session: Session, site_id: str, newest: int) -> dict[int, tuple[int, int]]:
    """Of the `newest` examples that were scored before they were learnt: by score, how many were spam, how many not."""
    scored = (
        sa.select(LearnedExample.score, LearnedExample.spam)
        .where(LearnedExample.site_id == site_id, LearnedExample.score.is_not(None))
        .order_by(LearnedExample.place.desc())
        .limit(newest)
        .subquery()
    )
    spam = sa.func.sum(sa.case((scored.c.spam, 1), else_=0))
    rows = session.execute(sa.select(scored.c.score, spam, sa.func.count()).group_by(scored.c.score))
    return {score: (int(bad), int(whole) - int(bad)) for score, bad, whole in rows}


def forget_example(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete what was learnt from the comment, and have the model built anew without it."""
    mine = (LearnedExample.site_id == site_id, LearnedExample.comment_id == comment_id)
    if session.execute(sa.delete(LearnedExample).where(*mine).returning(LearnedExample.place)).first():
        plan_lesson(session, site_id, None)


def unlink_example(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Of a spam comment that goes by its period: what was learnt from it stays for a while, and leads to nothing. Of
    any other comment it is forgotten."""
    mine = (LearnedExample.site_id == site_id, LearnedExample.comment_id == comment_id)
    session.execute(sa.update(LearnedExample).where(*mine, LearnedExample.spam).values(comment_id=None))
    forget_example(session, site_id, comment_id)
