"""What admins are writing of a notice and have not published: one draft a site and language, kept until it is published
or given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId


class NoticeDraft(Model):
    """`fields` are the editor's (`domain.notice_fields`), `offered` its purposes, as they were typed, right or wrong.

    `version` is the one in force that was edited; `revision` counts the times it was kept, so that of two people who
    write at once neither overwrites the other unseen.
    """

    __tablename__ = "notice_draft"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    lang: Mapped[str] = mapped_column(sa.String(35), primary_key=True)
    fields: Mapped[dict[str, str]] = mapped_column(Json)
    offered: Mapped[list[str]] = mapped_column(Json)
    version: Mapped[int]
    revision: Mapped[int]
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    kept_at: Mapped[datetime] = mapped_column(Moment)


def find_draft(session: Session, site_id: str, lang: str, *, lock: bool = False) -> NoticeDraft | None:
    """The draft in this language, or None; `lock` it for change."""
    return session.get(NoticeDraft, (site_id, lang), with_for_update=True if lock else None, populate_existing=True)


def drafts_of(session: Session, site_id: str) -> Sequence[NoticeDraft]:
    """Every draft of the site, by language."""
    query = sa.select(NoticeDraft).where(NoticeDraft.site_id == site_id).order_by(NoticeDraft.lang)
    return session.scalars(query.execution_options(populate_existing=True)).all()
