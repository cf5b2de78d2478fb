"""Named queries of a post, each safe when another post does the same at the same moment."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from commentsvc.errors import NotFound
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.database import new_id, random_id
from commentsvc.models.log import LogEntry
from commentsvc.models.passing import IdempotentAnswer, UsedNoticeToken
from commentsvc.models.prepared import NewRow, Prepared, insert_rows, unknown
from commentsvc.models.site import Site, SiteVersion
from commentsvc.models.thread import Thread, find_thread
from commentsvc.models.visibility import is_shown


class Place(NamedTuple):
    """Where a comment is drawn; a top-level comment is its own root."""

    parent_id: uuid.UUID | None
    root_id: uuid.UUID | None
    depth: int


def insert_once(session: Session, model: Any, **values: Any) -> bool:
    """INSERT … ON CONFLICT DO NOTHING; True when the row is new. Waits for a rival's transaction on PostgreSQL."""
    names = tuple(values)
    prepared = _once.get((model, names))
    if prepared is None:
        prepared = _once[model, names] = Prepared(lambda dialect: _insert_once(dialect, model.__table__, names))
    session.flush()
    return prepared.first(session, **values) is not None


_once: dict[tuple[Any, tuple[str, ...]], Prepared] = {}


def _insert_once(dialect: str, table: sa.Table, names: Collection[str]) -> Any:
    insert = {"sqlite": sqlite, "postgresql": postgresql}[dialect].insert(table)
    values = {name: sa.bindparam(name, None, table.c[name].type) for name in names}
    return insert.values(values).on_conflict_do_nothing().returning(table.c.site_id)


class Lookup(NamedTuple):
    """The version of a site's settings (`known_site.known_at`), and what an Idempotency-Key brought: all None where
    it is new."""

    version: int
    body_digest: str | None
    comment_id: uuid.UUID | None
    expires_at: datetime | None


_LOOKUP = Prepared(
    lambda _dialect: (
        sa.select(
            SiteVersion.__table__.c.version,
            IdempotentAnswer.__table__.c.body_digest,
            IdempotentAnswer.__table__.c.comment_id,
            IdempotentAnswer.__table__.c.expires_at,
        )
        .select_from(SiteVersion)
        .outerjoin(
            IdempotentAnswer,
            sa.and_(
                IdempotentAnswer.site_id == SiteVersion.site_id, IdempotentAnswer.key_hash == sa.bindparam("key_hash")
            ),
        )
        .where(SiteVersion.site_id == sa.bindparam("site"))
    )
)


def look_up(session: Session, site_id: str, key_hash: str | None) -> Lookup | None:
    """What a post asks first, in one query; None where there is no such site."""
    row = _LOOKUP.first(session, site=site_id, key_hash=key_hash)
    return None if row is None else Lookup(*row)


def use_token(session: Session, site_id: str, nonce: str, expires_at: datetime) -> bool:
    """Spend a served-notice token; False when it was spent before."""
    return insert_once(session, UsedNoticeToken, site_id=site_id, nonce=nonce, expires_at=expires_at)


def thread_for(
    session: Session, site_id: str, key: str, url: str, title: str, at: datetime, *, lock: bool = False
) -> Thread:
    """The thread of this key, made now if this is its first comment.

    Who may go on to change the thread (a comment that is published at once) must `lock` it here: threads come before
    everything else that is locked, or two writers wait for each other for ever (PostgreSQL).

    Title and address are what a stranger says of the page. They stay from the first published comment on, so that
    whoever gets there first with a false title does not name the page for good.
    """
    found = thread_as_it_is(session, site_id, key, url, title, lock=lock)
    if found is not None:
        return found
    if found := find_thread(session, site_id, key, lock=lock):
        if found.published_count == 0:
            found.url, found.title = url, title or found.title
            session.flush()
        return found
    insert_once(
        session, Thread, site_id=site_id, id=new_id(), key=key, url=url, title=None, created_at=at,
        published_count=0, version=1,
    )  # fmt: skip
    thread = find_thread(session, site_id, key, lock=lock)
    if thread is None:
        raise NotFound("The thread vanished while it was being made.")
    if title and thread.title is None and thread.published_count == 0:  # apart, so that the search index hears of it
        thread.title = title
        session.flush()
    return thread


_THREAD = Prepared(lambda _dialect: sa.select(*Thread.__table__.c).where(*_named()))
_LOCKED_THREAD = Prepared(
    lambda _dialect: sa.select(*Thread.__table__.c).where(*_named()).with_for_update(key_share=True)
)


def _named() -> tuple[sa.ColumnElement[bool], ...]:
    return Thread.site_id == sa.bindparam("site"), Thread.key == sa.bindparam("key")


def thread_as_it_is(session: Session, site_id: str, key: str, url: str, title: str, *, lock: bool) -> Thread | None:
    """The thread of this key, in no session, if it is there and need not be told its address and title."""
    row = (_LOCKED_THREAD if lock else _THREAD).first(session, site=site_id, key=key)
    if row is None:
        return None
    found = unknown(Thread, dict(zip(Thread.__table__.c.keys(), row, strict=True)))
    return found if knows_itself(found, url, title) else None


def knows_itself(thread: Thread, url: str, title: str) -> bool:
    """Whether the thread need not be told its address and title."""
    return thread.published_count > 0 or (thread.url == url and title in ("", thread.title))


def subject_for(session: Session, site_id: str, pseudonym: str | None, at: datetime) -> uuid.UUID:
    """The subject of this address code, or a new one; without an address every comment has a subject of its own."""
    subject_id = random_id()
    new = insert_once(session, Subject, site_id=site_id, id=subject_id, pseudonym=pseudonym, created_at=at)
    if new:
        return subject_id
    return session.scalars(
        sa.select(Subject.id).where(Subject.site_id == site_id, Subject.pseudonym == pseudonym)
    ).one()


def place_of(session: Session, thread: Thread, answered: uuid.UUID | None, max_depth: int) -> Place:
    """Where a reply to `answered` goes; at the depth limit it moves up beside the comment it answers.

    Raises:
        NotFound: the answered comment is not public in this thread (anybody could otherwise probe for hidden ones).
    """
    if answered is None:
        return Place(None, None, 0)
    parent = session.get(Comment, (thread.site_id, answered))
    if parent is None or parent.thread_id != thread.id or parent.live < 1 or not is_shown(parent):
        raise NotFound("The comment you answer is no longer here.", fields={"parent": ["It is no longer here."]})
    while parent.depth >= max_depth and parent.parent_id is not None:
        above = session.get(Comment, (thread.site_id, parent.parent_id))
        if above is None:
            break
        parent = above
    if max_depth < 1:  # a flat thread: every comment stands on its own
        return Place(None, None, 0)
    return Place(parent.id, parent.root_id, parent.depth + 1)


def is_trusted(session: Session, site: Site, comment: Comment) -> bool:
    """The author of `comment` has at least the site's number of published comments under the same address and name,
    and none that is spam, rejected or removed. The address is not confirmed, so the name must match too."""
    if site.trust_after < 1:
        return False
    same_author = (
        Comment.site_id == site.id,
        Comment.subject_id == comment.subject_id,
        Comment.id != comment.id,
    )
    published = session.scalar(
        sa.select(sa.func.count()).where(
            *same_author, Comment.status == "published", Comment.author_name == comment.author_name
        )
    )
    taken_down = Comment.status.in_(("spam", "rejected", "removed"))
    refused = session.scalar(sa.select(sa.func.count()).where(*same_author, taken_down))
    return (published or 0) >= site.trust_after and not refused


def answer_row(site_id: str, key_hash: str, digest: str, comment_id: uuid.UUID, expires_at: datetime) -> NewRow:
    """What remembers which comment the Idempotency-Key made."""
    told = {"site_id": site_id, "key_hash": key_hash, "body_digest": digest}
    return NewRow(IdempotentAnswer, told | {"comment_id": comment_id, "expires_at": expires_at})


def subject_row(site_id: str, subject_id: uuid.UUID, at: datetime) -> NewRow:
    """A subject of whom nothing is known."""
    return NewRow(Subject, {"site_id": site_id, "id": subject_id, "created_at": at})


def token_row(site_id: str, nonce: str, expires_at: datetime) -> NewRow:
    """What spends a served-notice token, for who knows that it is not spent."""
    return NewRow(UsedNoticeToken, {"site_id": site_id, "nonce": nonce, "expires_at": expires_at})


def forget_answer(session: Session, site_id: str, key_hash: str, at: datetime) -> None:
    """Delete what the Idempotency-Key once brought, if that has expired."""
    session.execute(
        sa.delete(IdempotentAnswer).where(
            IdempotentAnswer.site_id == site_id,
            IdempotentAnswer.key_hash == key_hash,
            IdempotentAnswer.expires_at <= at,
        )
    )


def keep_answer(
    session: Session, site_id: str, key_hash: str, digest: str, comment_id: uuid.UUID, at: datetime, keep: timedelta
) -> None:
    """Remember which comment the Idempotency-Key made, replacing one that has expired."""
    forget_answer(session, site_id, key_hash, at)
    insert_rows(session, [answer_row(site_id, key_hash, digest, comment_id, at + keep)])


def posted(session: Session, site_id: str, comment_id: uuid.UUID) -> tuple[Comment, Thread, LogEntry]:
    """A stored comment with its thread and the log entry of its record."""
    row = session.execute(
        sa.select(Comment, Thread, LogEntry)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .join(ConsentRecord, sa.and_(ConsentRecord.site_id == Comment.site_id, ConsentRecord.id == Comment.record_id))
        .join(LogEntry, sa.and_(LogEntry.site_id == Comment.site_id, LogEntry.id == ConsentRecord.entry))
        .where(Comment.site_id == site_id, Comment.id == comment_id)
    ).one()
    comment, thread, entry = row
    return comment, thread, entry
