"""What members want to hear of a site's comments by mail, what they have not heard of yet, and links they used."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.mail_wish import EACH
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId


class MailWish(Model):
    """A member's wish on one site; without a row there is none. `next_at` is when the next mail may go, `sent` counts
    the mails about one comment each since `window_at`."""

    __tablename__ = "mail_wish"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.Index("ix_mail_wish_due", "next_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    rhythm: Mapped[str] = mapped_column(sa.String(10))
    about: Mapped[str] = mapped_column(sa.String(10))
    hour: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(Moment)
    window_at: Mapped[datetime | None] = mapped_column(Moment)
    sent: Mapped[int] = mapped_column(default=0)


class MailNews(Model):
    """A comment that a member has not been told of yet; gone once they were, or once the comment is."""

    __tablename__ = "mail_news"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "account_id"], ["mail_wish.site_id", "mail_wish.account_id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_mail_news_comment", "site_id", "comment_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)


class UsedMailLink(Model):
    """A link of a mail that was used; its key refuses the second time."""

    __tablename__ = "used_mail_link"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.Index("ix_used_mail_link_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def find_wish(session: Session, site_id: str, account_id: uuid.UUID, *, lock: bool = False) -> MailWish | None:
    """The member's wish on this site; `lock` it for change."""
    return session.get(
        MailWish,
        (site_id, account_id),
        populate_existing=True,
        with_for_update={"key_share": True} if lock else None,
    )


def wishes_of(session: Session, site_id: str) -> Sequence[MailWish]:
    """Every member's wish on this site."""
    return session.scalars(sa.select(MailWish).where(MailWish.site_id == site_id)).all()


def due_wishes(session: Session, at: datetime, limit: int) -> Sequence[tuple[str, uuid.UUID]]:
    """Site and account of the wishes of all sites whose next mail may go; those for each comment only where there is
    one."""
    news = sa.exists().where(MailNews.site_id == MailWish.site_id, MailNews.account_id == MailWish.account_id)
    query = (
        sa.select(MailWish.site_id, MailWish.account_id)
        .where(MailWish.next_at <= at, sa.or_(MailWish.rhythm != EACH, news))
        .order_by(MailWish.next_at)
        .limit(limit)
    )
    return [(site_id, account_id) for site_id, account_id in session.execute(query)]


def add_news(session: Session, wish: MailWish, comment_id: uuid.UUID) -> None:
    """Have the member told of this comment, once."""
    key = (wish.site_id, wish.account_id, comment_id)
    if session.get(MailNews, key) is None:
        session.add(MailNews(site_id=wish.site_id, account_id=wish.account_id, comment_id=comment_id))
        session.flush()


def news_for(session: Session, wish: MailWish, limit: int) -> Sequence[Comment]:
    """The comments that the member has not been told of, the oldest first."""
    query = (
        sa.select(Comment)
        .join(MailNews, sa.and_(MailNews.site_id == Comment.site_id, MailNews.comment_id == Comment.id))
        .where(MailNews.site_id == wish.site_id, MailNews.account_id == wish.account_id)
        .order_by(Comment.id)
        .limit(limit)
        .with_for_update(of=MailNews, skip_locked=True)  # what is being erased just now is not told
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def forget_news_for(session: Session, wish: MailWish, comments: Collection[uuid.UUID] | None = None) -> None:
    """The member was told of these comments, or is not to be told of any."""
    gone = sa.delete(MailNews).where(MailNews.site_id == wish.site_id, MailNews.account_id == wish.account_id)
    session.execute(gone if comments is None else gone.where(MailNews.comment_id.in_(comments)))


def forget_news_about(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Nobody is told of this comment any more."""
    session.execute(sa.delete(MailNews).where(MailNews.site_id == site_id, MailNews.comment_id == comment_id))


def remove_wish(session: Session, wish: MailWish) -> None:
    """The member wants nothing any more."""
    forget_news_for(session, wish)
    session.delete(wish)
    session.flush()
