"""Notices: immutable texts named by their SHA-256. Triggers refuse to change or delete one (law 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId

NoticeKind = Literal["comments", "choices"]
COMMENTS: NoticeKind = "comments"
CHOICES: NoticeKind = "choices"
"""What a notice is for: posting comments, or the site's own purposes (`domain.choices`). The two never meet: each kind
has a version in force and a count of versions of its own in every language."""


class Notice(Model):
    """One published version of its `kind` in one language; `body` is the exact bytes whose hash is the name."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "kind", "lang", "version"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(sa.String(20), default=COMMENTS, server_default=COMMENTS)
    lang: Mapped[str] = mapped_column(sa.String(35))
    version: Mapped[int]
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    effective_from: Mapped[datetime] = mapped_column(Moment)


def find_notice(session: Session, site_id: str, sha256: str) -> Notice | None:
    """Any notice this site ever published, of either kind, by hash."""
    return session.get(Notice, (site_id, sha256))


def notice_in_force(session: Session, site_id: str, lang: str, kind: NoticeKind = COMMENTS) -> Notice | None:
    """The newest version in exactly this language, or None."""
    return session.scalars(
        sa.select(Notice)
        .where(Notice.site_id == site_id, Notice.kind == kind, Notice.lang == lang)
        .order_by(Notice.version.desc())
        .limit(1)
    ).first()


def notices_in_force(session: Session, site_id: str, kind: NoticeKind = COMMENTS) -> list[Notice]:
    """The notice in force of each language, by language."""
    newest = (
        sa.select(Notice.lang, sa.func.max(Notice.version).label("version"))
        .where(Notice.site_id == site_id, Notice.kind == kind)
        .group_by(Notice.lang)
        .subquery()
    )
    return list(
        session.scalars(
            sa.select(Notice)
            .join(newest, sa.and_(Notice.lang == newest.c.lang, Notice.version == newest.c.version))
            .where(Notice.site_id == site_id, Notice.kind == kind)
            .order_by(Notice.lang)
        )
    )


def all_notices(session: Session, site_id: str, kind: NoticeKind = COMMENTS) -> list[Notice]:
    """Every notice of this kind, newest first."""
    return list(
        session.scalars(
            sa.select(Notice)
            .where(Notice.site_id == site_id, Notice.kind == kind)
            .order_by(Notice.effective_from.desc(), Notice.lang, Notice.version.desc())
        )
    )


class NoticeName(NamedTuple):
    """A version without its bytes."""

    sha256: str
    lang: str
    version: int


def notice_names(session: Session, site_id: str) -> list[NoticeName]:
    """Every version of comments' notices in every language, in no particular order; reads no bytes of theirs."""
    columns = sa.select(Notice.sha256, Notice.lang, Notice.version)
    rows = session.execute(columns.where(Notice.site_id == site_id, Notice.kind == COMMENTS))
    return [NoticeName(*row) for row in rows]


def versions_of(session: Session, site_id: str, lang: str) -> list[Notice]:
    """Every version of the comments' notice in exactly this language, oldest first."""
    return list(
        session.scalars(
            sa.select(Notice)
            .where(Notice.site_id == site_id, Notice.kind == COMMENTS, Notice.lang == lang)
            .order_by(Notice.version)
        )
    )
