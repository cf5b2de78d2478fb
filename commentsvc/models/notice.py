"""Notices: immutable texts named by their SHA-256. Triggers refuse to change or delete one (law 2)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId


class Notice(Model):
    """One published version in one language; `body` is the exact bytes whose hash is the name."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "lang", "version"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(sa.String(35))
    version: Mapped[int]
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    effective_from: Mapped[datetime] = mapped_column(Moment)


def find_notice(session: Session, site_id: str, sha256: str) -> Notice | None:
    """Any notice this site ever published, by hash."""
    return session.get(Notice, (site_id, sha256))


def notice_in_force(session: Session, site_id: str, lang: str) -> Notice | None:
    """The newest version in exactly this language, or None."""
    return session.scalars(
        sa.select(Notice).where(Notice.site_id == site_id, Notice.lang == lang).order_by(Notice.version.desc()).limit(1)
    ).first()


def notices_in_force(session: Session, site_id: str) -> list[Notice]:
    """The notice in force of each language, by language."""
    newest = (
        sa.select(Notice.lang, sa.func.max(Notice.version).label("version"))
        .where(Notice.site_id == site_id)
        .group_by(Notice.lang)
        .subquery()
    )
    return list(
        session.scalars(
            sa.select(Notice)
            .join(newest, sa.and_(Notice.lang == newest.c.lang, Notice.version == newest.c.version))
            .where(Notice.site_id == site_id)
            .order_by(Notice.lang)
        )
    )


def all_notices(session: Session, site_id: str) -> list[Notice]:
    """Every notice of the site, newest first."""
    return list(
        session.scalars(
            sa.select(Notice).where(Notice.site_id == site_id).order_by(Notice.effective_from.desc(), Notice.lang)
        )
    )


class NoticeName(NamedTuple):
    """A version without its bytes."""

    sha256: str
    lang: str
    version: int


def notice_names(session: Session, site_id: str) -> list[NoticeName]:
    """Every version in every language, in no particular order; reads no bytes of theirs."""
    rows = session.execute(sa.select(Notice.sha256, Notice.lang, Notice.version).where(Notice.site_id == site_id))
    return [NoticeName(*row) for row in rows]


def versions_of(session: Session, site_id: str, lang: str) -> list[Notice]:
    """Every version in exactly this language, oldest first."""
    return list(
        session.scalars(
            sa.select(Notice).where(Notice.site_id == site_id, Notice.lang == lang).order_by(Notice.version)
        )
    )
