"""Comments and the person behind them. What the public reads is rendered into `rendered` when written."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc import clock
from commentsvc.models.database import Json, Model, Moment, SiteId


class Subject(Model):
    """A person as far as we know one: a random reference, and a keyed code of the address they gave, if any."""

    __tablename__ = "subject"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "pseudonym"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    pseudonym: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Comment(Model):
    """One comment. `record_id` is NOT NULL: there is no comment without its record (law 1).

    `parent_id` is where it is drawn (flattened at the site's depth limit), `reply_to_id` what it answered.
    `live` counts the published comments in its subtree, itself included; a top-level comment is drawn while `live` > 0.
    `confirmed_at` is when the owner of the address it was sent under confirmed that it is theirs: whoever types an
    address proves nothing by that. `told_in` is the mail in which the author of what it answers was told of it.
    `spam_score` is how likely the site's own decisions make it spam, 0 to 100; None: nothing is known.
    `restricted_by` is the request or the hold because of which the comment is stored and nothing else (Art. 18,
    17(3)(e)): whatever its status, nobody is shown it.
    `staff`: the site says it itself, in a reply of its staff; then `subject_id` is nobody.
    `changed_at` is when it came or when anything last happened to it that a moderator sees (`models.visibility`).
    """

    __tablename__ = "comment"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "thread_id"], ["thread.site_id", "thread.id"]),
        sa.ForeignKeyConstraint(["site_id", "parent_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "root_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "reply_to_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index(
            "ix_comment_top_level",
            "site_id",
            "thread_id",
            "id",
            sqlite_where=sa.text("parent_id IS NULL AND live > 0"),
            postgresql_where=sa.text("parent_id IS NULL AND live > 0"),
        ),
        sa.Index("ix_comment_root", "site_id", "root_id", "id"),
        sa.Index("ix_comment_thread", "site_id", "thread_id", "id"),
        sa.Index("ix_comment_queue", "site_id", "status", "id"),
        sa.Index("ix_comment_score", "site_id", "status", "spam_score", "id"),
        sa.Index("ix_comment_changed", "site_id", "changed_at"),
        sa.Index("ix_comment_subject", "site_id", "subject_id", "id"),
        sa.Index("ix_comment_record", "site_id", "record_id"),
        sa.Index(
            "ix_comment_restricted",
            "site_id",
            "restricted_by",
            sqlite_where=sa.text("restricted_by IS NOT NULL"),
            postgresql_where=sa.text("restricted_by IS NOT NULL"),
        ),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    thread_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    root_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    reply_to_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    depth: Mapped[int] = mapped_column(default=0)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    author_name: Mapped[str] = mapped_column(sa.String(200), default="")
    author_website: Mapped[str | None] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    rendered: Mapped[bytes] = mapped_column(sa.LargeBinary)
    status: Mapped[str] = mapped_column(sa.String(10))
    held_reasons: Mapped[list[str]] = mapped_column(Json, default=list)
    staff: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    live: Mapped[int] = mapped_column(default=0)
    lang: Mapped[str] = mapped_column(sa.String(35), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, server_default="0")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    told_in: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    spam_score: Mapped[int | None] = mapped_column(default=None)
    restricted_by: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
