"""Why a comment was held back or called spam, as found when it was written; gone with its comment."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.judgement import LONGEST_BECAUSE, LONGEST_REASON, Finding, held_for
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId, new_id
from commentsvc.models.prepared import NewRow, insert_rows


class CommentFinding(Model):
    """One finding about one comment (`domain.judgement.Finding`)."""

    __tablename__ = "comment_finding"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_comment_finding_comment", "site_id", "comment_id"),
        sa.Index("ix_comment_finding_reason", "site_id", "reason", "comment_id"),
        sa.Index("ix_comment_finding_rule", "site_id", "rule_id", "comment_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON))
    because: Mapped[str] = mapped_column(sa.String(LONGEST_BECAUSE))
    verdict: Mapped[str] = mapped_column(sa.String(4))
    rule_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    at: Mapped[datetime] = mapped_column(Moment)


def add_findings(session: Session, comment: Comment, findings: Iterable[Finding], at: datetime) -> None:
    """Inside the caller's transaction: keep these beside what was found before; `held_reasons` names all for which it
    is held."""
    insert_rows(session, finding_rows(comment, list(findings), at))
    session.flush()


def finding_rows(comment: Comment, findings: Collection[Finding], at: datetime) -> list[NewRow]:
    """Name these as why the comment is held, beside what was found before; and the rows to be inserted behind it."""
    comment.held_reasons = list(dict.fromkeys([*comment.held_reasons, *held_for(findings)]))
    return [
        NewRow(
            CommentFinding,
            {
                "site_id": comment.site_id,
                "id": new_id(),
                "comment_id": comment.id,
                "reason": finding.reason,
                "because": finding.because[:LONGEST_BECAUSE],
                "verdict": finding.verdict.value,
                "rule_id": finding.rule,
                "at": at,
            },
        )
        for finding in findings
    ]


def drop_finding(session: Session, comment: Comment, reason: str) -> None:
    """Delete what was found for this reason: it is settled."""
    session.execute(
        sa.delete(CommentFinding).where(
            CommentFinding.site_id == comment.site_id,
            CommentFinding.comment_id == comment.id,
            CommentFinding.reason == reason,
        )
    )
    comment.held_reasons = [slug for slug in comment.held_reasons if slug != reason]


def forget_findings(session: Session, comment: Comment) -> None:
    """Delete everything that was found in the comment."""
    session.execute(
        sa.delete(CommentFinding).where(
            CommentFinding.site_id == comment.site_id, CommentFinding.comment_id == comment.id
        )
    )
    comment.held_reasons = []


def findings_of(
    session: Session, site_id: str, comment_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[CommentFinding]]:
    """Per comment what was found, oldest first; comments without any are absent."""
    found: dict[uuid.UUID, list[CommentFinding]] = {}
    rows = session.scalars(
        sa.select(CommentFinding)
        .where(CommentFinding.site_id == site_id, CommentFinding.comment_id.in_(comment_ids))
        .order_by(CommentFinding.id)
    )
    for row in rows:
        found.setdefault(row.comment_id, []).append(row)
    return found


def count_findings(session: Session, site_id: str, since: datetime) -> dict[str, dict[str, int]]:
    """By reason and verdict: in how many of the site's comments it was found since then."""
    rows = session.execute(
        sa.select(CommentFinding.reason, CommentFinding.verdict, sa.func.count(sa.distinct(CommentFinding.comment_id)))
        .where(CommentFinding.site_id == site_id, CommentFinding.at >= since)
        .group_by(CommentFinding.reason, CommentFinding.verdict)
    )
    found: dict[str, dict[str, int]] = {}
    for reason, verdict, count in rows:
        found.setdefault(reason, {})[verdict] = count
    return found
