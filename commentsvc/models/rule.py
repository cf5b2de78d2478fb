"""A site's rules: an ordered list, the clock its hours are of, and what a rule asks of the database."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.finding import CommentFinding
from commentsvc.models.posting import insert_once

REFUSED = ("spam", "rejected", "removed")


class RuleList(Model):
    """What belongs to all rules of a site. `version` moves when rules come, go or change places; `time_zone` is an IANA
    name."""

    __tablename__ = "rule_list"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    time_zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")


class Rule(Model):
    """One rule (`domain.rules`). `settings` can be long, so it is read only where it is asked for; `version` moves with
    every change of the rule, so that what was made of it can be kept."""

    __tablename__ = "rule"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[str] = mapped_column(sa.String(20))
    effect: Mapped[str] = mapped_column(sa.String(4))
    settings: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True, deferred_raiseload=True)
    enabled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Written(NamedTuple):
    """How many comments of one author are published, and whether one was refused."""

    published: int
    refused: bool


def rules_of(session: Session, site_id: str, *, enabled: bool = False) -> Sequence[Rule]:
    """The site's rules in their order, without their settings; only those that are `enabled`."""
    query = sa.select(Rule).where(Rule.site_id == site_id).order_by(Rule.position, Rule.id)
    if enabled:
        query = query.where(Rule.enabled)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def settings_of(session: Session, site_id: str, rules: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """The settings of these rules."""
    rows = session.execute(sa.select(Rule.id, Rule.settings).where(Rule.site_id == site_id, Rule.id.in_(rules)))
    return {rule_id: settings for rule_id, settings in rows}


def rule_list(session: Session, site_id: str) -> RuleList:
    """What belongs to all rules of the site; where nothing was set yet, what holds then (not in the session)."""
    return session.get(RuleList, site_id) or RuleList(site_id=site_id, version=0, time_zone="UTC")


def lock_rules(session: Session, site_id: str) -> RuleList:
    """Hold the site's rules until the transaction ends: who changes them is the only one (PostgreSQL)."""
    insert_once(session, RuleList, site_id=site_id, version=0, time_zone="UTC")
    return session.scalars(
        sa.select(RuleList)
        .where(RuleList.site_id == site_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def written_by(session: Session, site_id: str, comments: Iterable[Comment]) -> dict[uuid.UUID, Written | None]:
    """For each of the comments what is known of its author from comments sent before it, as they stand now; None where
    they gave no address. Like `posting.is_trusted`: published ones count under the same name, refused ones always."""
    wanted = list(comments)
    subjects = {comment.subject_id for comment in wanted if comment.subject_id is not None}
    known = set(
        session.scalars(
            sa.select(Subject.id).where(
                Subject.site_id == site_id, Subject.id.in_(subjects), Subject.pseudonym.is_not(None)
            )
        )
    )
    by_subject: dict[uuid.UUID, list[tuple[uuid.UUID, str, str]]] = {}
    rows = session.execute(
        sa.select(Comment.subject_id, Comment.id, Comment.author_name, Comment.status).where(
            Comment.site_id == site_id,
            Comment.subject_id.in_(known),
            Comment.status.in_(("published", *REFUSED)),
        )
    )
    for subject_id, comment_id, name, status in rows:
        if subject_id is not None:
            by_subject.setdefault(subject_id, []).append((comment_id, name, status))
    found: dict[uuid.UUID, Written | None] = {}
    for comment in wanted:
        if comment.subject_id is None or comment.subject_id not in known:
            found[comment.id] = None
            continue
        before = [row for row in by_subject.get(comment.subject_id, []) if row[0] < comment.id]
        published = sum(status == "published" and name == comment.author_name for _, name, status in before)
        found[comment.id] = Written(published, any(status in REFUSED for _, _, status in before))
    return found


def texts_before(session: Session, comment: Comment, *, newest: int, characters: int) -> list[str]:
    """The HTML of the comments among the `newest` before this one that are about as long, no more than `characters` in
    all: enough to see that a text comes again, and never much to read."""
    before = (
        sa.select(Comment.id, sa.func.length(Comment.html).label("length"))
        .where(Comment.site_id == comment.site_id, Comment.id < comment.id)
        .order_by(Comment.id.desc())
        .limit(newest)
    )
    own, left, chosen = len(comment.html), characters, []
    for comment_id, length in session.execute(before):
        if own <= 2 * length and length <= 2 * own and length <= left:
            chosen.append(comment_id)
            left -= length
    if not chosen:
        return []
    return list(
        session.scalars(sa.select(Comment.html).where(Comment.site_id == comment.site_id, Comment.id.in_(chosen)))
    )


def newest_comments(session: Session, site_id: str, limit: int) -> Sequence[Comment]:
    """The newest comments of the site, newest first, without those of which nothing is left, and those that are stored
    and nothing else is done with."""
    return session.scalars(
        sa.select(Comment)
        .where(Comment.site_id == site_id, Comment.status != "erased", Comment.restricted_by.is_(None))
        .order_by(Comment.id.desc())
        .limit(limit)
    ).all()


def counts_by_rule(session: Session, site_id: str) -> dict[uuid.UUID, int]:
    """How many comments each rule of the site found something in; rules without any are absent."""
    rows = session.execute(
        sa.select(CommentFinding.rule_id, sa.func.count(sa.distinct(CommentFinding.comment_id)))
        .where(CommentFinding.site_id == site_id, CommentFinding.rule_id.is_not(None))
        .group_by(CommentFinding.rule_id)
    )
    return {rule_id: count for rule_id, count in rows if rule_id is not None}
