"""Named queries of the public read: only ids and what was rendered when written, never a comment's other columns."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread


class Row(NamedTuple):
    """What a read needs of one comment."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    root_id: uuid.UUID
    rendered: bytes


_COLUMNS = (Comment.id, Comment.parent_id, Comment.root_id, Comment.rendered)


def top_level(
    session: Session,
    thread: Thread,
    newest: bool,
    limit: int,
    *,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    inclusive: bool = False,
) -> list[Row]:
    """Up to `limit` drawn top-level comments after (or the last ones before) an id, in the asked order.

    Ids are UUIDv7, so the order of ids is the order of time and stays the same for ever.
    """
    query = sa.select(*_COLUMNS).where(*_drawn(thread), Comment.parent_id.is_(None))
    backwards = before is not None
    if after is not None:
        newer = Comment.id >= after if inclusive else Comment.id > after
        older = Comment.id <= after if inclusive else Comment.id < after
        query = query.where(older if newest else newer)
    if before is not None:
        query = query.where(Comment.id > before if newest else Comment.id < before)
    descending = newest != backwards
    rows = session.execute(query.order_by(Comment.id.desc() if descending else Comment.id).limit(limit)).all()
    found = [Row(*row) for row in rows]
    return found[::-1] if backwards else found


def replies(session: Session, thread: Thread, roots: Sequence[uuid.UUID], per_root: int) -> list[Row]:
    """The first `per_root` drawn replies below each of `roots`, oldest first."""
    if not roots:
        return []
    ranked = (
        sa.select(
            *_COLUMNS,
            sa.func.row_number().over(partition_by=Comment.root_id, order_by=Comment.id).label("place"),
        )
        .where(*_drawn(thread), Comment.root_id.in_(roots), Comment.parent_id.is_not(None))
        .subquery()
    )
    rows = session.execute(
        sa.select(ranked.c.id, ranked.c.parent_id, ranked.c.root_id, ranked.c.rendered)
        .where(ranked.c.place <= per_root)
        .order_by(ranked.c.id)
    )
    return [Row(*row) for row in rows]


def replies_after(session: Session, thread: Thread, root: uuid.UUID, after: uuid.UUID, limit: int) -> list[Row]:
    """Up to `limit` drawn replies below `root` that were written after the reply `after`."""
    rows = session.execute(
        sa.select(*_COLUMNS).where(*_below(thread, root), Comment.id > after).order_by(Comment.id).limit(limit)
    )
    return [Row(*row) for row in rows]


def count_replies_after(session: Session, thread: Thread, root: uuid.UUID, after: uuid.UUID) -> int:
    """How many drawn replies below `root` were written after the reply `after`."""
    return session.scalar(sa.select(sa.func.count()).where(*_below(thread, root), Comment.id > after)) or 0


def public_root(session: Session, thread: Thread, comment_id: uuid.UUID) -> uuid.UUID | None:
    """The top-level ancestor of a drawn comment of this thread, or None."""
    return session.scalar(sa.select(Comment.root_id).where(*_drawn(thread), Comment.id == comment_id))


def path_to(session: Session, thread: Thread, comment_id: uuid.UUID) -> list[Row]:
    """The comment and its ancestors, the top-level one first."""
    step = (
        sa.select(*_COLUMNS)
        .where(Comment.site_id == thread.site_id, Comment.id == comment_id)
        .cte("path", recursive=True)
    )
    parent = aliased(Comment)
    step = step.union_all(
        sa.select(parent.id, parent.parent_id, parent.root_id, parent.rendered).where(
            parent.site_id == thread.site_id, parent.id == step.c.parent_id
        )
    )
    rows = session.execute(sa.select(step.c.id, step.c.parent_id, step.c.root_id, step.c.rendered))
    return [Row(*row) for row in rows][::-1]


def _drawn(thread: Thread) -> tuple[sa.ColumnElement[bool], ...]:
    return Comment.site_id == thread.site_id, Comment.thread_id == thread.id, Comment.live > 0


def _below(thread: Thread, root: uuid.UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return *_drawn(thread), Comment.root_id == root, Comment.parent_id.is_not(None)
