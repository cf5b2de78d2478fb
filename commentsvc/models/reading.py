"""Named queries of the public read: only ids and what was rendered when written, never a comment's other columns.

A hot thread is read anew after each comment while its readers wait. So these are prepared statements, and ids stay
text: making objects of them takes longer than fetching them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from commentsvc.models.comment import Comment
from commentsvc.models.prepared import Prepared
from commentsvc.models.thread import Thread

Ref = str
"""A comment's id as 32 hexadecimal digits (`UUID.hex`), which sort as the ids do."""

FEW = 400
"""Up to so many replies of one page are fetched as they come; of more, the database picks the first of each comment."""
_PLACES = (1, 20, 50, 100, 200)
"""A statement has room for one of these numbers of comments; what is left of it is filled with the last one."""


class PublicThread(NamedTuple):
    """What a read needs of a thread. `id` is as `UUID.hex`."""

    site_id: str
    id: str
    url: str
    title: str | None
    created_at: datetime
    closed_at: datetime | None
    published_count: int
    version: int


class Row(NamedTuple):
    """What a read needs of one comment."""

    id: Ref
    parent_id: Ref | None
    root_id: Ref
    rendered: bytes


def public_thread(session: Session, site_id: str, key: str) -> PublicThread | None:
    """The thread of this page key as it is now, or None."""
    row = _THREAD.first(session, site=site_id, key=key)
    return None if row is None else PublicThread(*row)


def top_level(
    session: Session,
    thread: PublicThread,
    newest: bool,
    limit: int,
    *,
    after: Ref | None = None,
    before: Ref | None = None,
    inclusive: bool = False,
) -> list[Row]:
    """Up to `limit` drawn top-level comments after (or the last ones before) an id, in the asked order.

    Ids are UUIDv7, so the order of ids is the order of time and stays the same for ever.
    """
    prepared = _top_level(newest, after is not None, before is not None, inclusive)
    ends = {name: ref for name, ref in (("after", after), ("before", before)) if ref is not None}
    found = _rows(prepared.all(session, site=thread.site_id, thread=thread.id, most=limit, **ends))
    return found if before is None else found[::-1]


def replies(session: Session, thread: PublicThread, roots: Sequence[Ref], per_root: int) -> list[Row]:
    """The first `per_root` drawn replies below each of `roots`, the older ones of each first."""
    if not roots:
        return []
    places = next((number for number in _PLACES if number >= len(roots)), len(roots))
    asked: dict[str, Any] = {f"root_{place}": roots[min(place, len(roots) - 1)] for place in range(places)}
    asked |= {"site": thread.site_id, "thread": thread.id}
    rows = _rows(_replies(places).all(session, **asked, most=FEW + 1))
    if len(rows) > FEW:
        return _rows(_first_replies(places).all(session, **asked, most=per_root))
    if len(rows) <= per_root:
        return rows
    return [row for _, below in groupby(rows, attrgetter("root_id")) for row in islice(below, per_root)]


def replies_after(session: Session, thread: PublicThread, root: Ref, after: Ref, limit: int) -> list[Row]:
    """Up to `limit` drawn replies below `root` that were written after the reply `after`."""
    asked = {"site": thread.site_id, "thread": thread.id, "root": root, "after": after}
    return _rows(_REPLIES_AFTER.all(session, **asked, most=limit))


def count_replies_after(session: Session, thread: PublicThread, root: Ref, after: Ref) -> int:
    """How many drawn replies below `root` were written after the reply `after`."""
    row = _COUNT_AFTER.first(session, site=thread.site_id, thread=thread.id, root=root, after=after)
    return row[0] if row else 0


def public_root(session: Session, thread: PublicThread, comment: Ref) -> Ref | None:
    """The top-level ancestor of a drawn comment of this thread, or None."""
    row = _ROOT.first(session, site=thread.site_id, thread=thread.id, comment=comment)
    return row[0] if row else None


def path_to(session: Session, thread: PublicThread, comment: Ref) -> list[Row]:
    """The comment and its ancestors, the top-level one first."""
    return _rows(_PATH.all(session, site=thread.site_id, comment=comment))[::-1]


def _rows(found: Sequence[tuple[Any, ...]]) -> list[Row]:
    return list(map(Row._make, found))


def _text(column: Any, dialect: str) -> Any:
    """An id as a `Ref`, or what was rendered as bytes: SQLite stores just that, and nothing shall convert it."""
    if dialect == "postgresql":
        return sa.func.replace(sa.cast(column, sa.Text), "-", "", type_=sa.Text).label(column.key)
    return sa.type_coerce(column, sa.Text).label(column.key)


def _columns(dialect: str, source: Any = Comment) -> tuple[Any, ...]:
    ids = (_text(column, dialect) for column in (source.id, source.parent_id, source.root_id))
    return *ids, sa.type_coerce(source.rendered, sa.Text).label("rendered")


def _ref(name: str, dialect: str) -> Any:
    return sa.bindparam(name, None, sa.Uuid if dialect == "postgresql" else sa.Text)


def _number(name: str) -> Any:
    return sa.bindparam(name, None, sa.Integer)


def _drawn(dialect: str) -> tuple[sa.ColumnElement[bool], ...]:
    # The zero is written out: of a value that is bound, neither database knows beforehand that the index has it.
    live = Comment.live > sa.literal_column("0")
    return Comment.site_id == sa.bindparam("site"), Comment.thread_id == _ref("thread", dialect), live


def _below(dialect: str) -> tuple[sa.ColumnElement[bool], ...]:
    return *_drawn(dialect), Comment.root_id == _ref("root", dialect), Comment.parent_id.is_not(None)


@functools.cache
def _top_level(newest: bool, after: bool, before: bool, inclusive: bool) -> Prepared:
    def statement(dialect: str) -> Any:
        query = sa.select(*_columns(dialect)).where(*_drawn(dialect), Comment.parent_id.is_(None))
        if after:
            end = _ref("after", dialect)
            newer = Comment.id >= end if inclusive else Comment.id > end
            older = Comment.id <= end if inclusive else Comment.id < end
            query = query.where(older if newest else newer)
        if before:
            end = _ref("before", dialect)
            query = query.where(Comment.id > end if newest else Comment.id < end)
        return query.order_by(Comment.id.desc() if newest != before else Comment.id).limit(_number("most"))

    return Prepared(statement)


def _below_any(dialect: str, places: int) -> tuple[sa.ColumnElement[bool], ...]:
    roots = [_ref(f"root_{place}", dialect) for place in range(places)]
    return *_drawn(dialect), Comment.root_id.in_(roots), Comment.parent_id.is_not(None)


@functools.cache
def _replies(places: int) -> Prepared:
    return Prepared(
        lambda dialect: (
            sa.select(*_columns(dialect))
            .where(*_below_any(dialect, places))
            .order_by(Comment.root_id, Comment.id)
            .limit(_number("most"))
        )
    )


@functools.cache
def _first_replies(places: int) -> Prepared:
    def statement(dialect: str) -> Any:
        place = sa.func.row_number().over(partition_by=Comment.root_id, order_by=Comment.id).label("place")
        ranked = sa.select(*_columns(dialect), place).where(*_below_any(dialect, places)).subquery()
        shown = [ranked.c[name] for name in Row._fields]
        return sa.select(*shown).where(ranked.c.place <= _number("most")).order_by(ranked.c.id)

    return Prepared(statement)


def _path(dialect: str) -> Any:
    own = Comment.site_id == sa.bindparam("site")
    named = (Comment.id, Comment.parent_id, Comment.root_id, Comment.rendered)
    step = sa.select(*named).where(own, Comment.id == _ref("comment", dialect)).cte("path", recursive=True)
    parent = aliased(Comment)
    step = step.union_all(
        sa.select(parent.id, parent.parent_id, parent.root_id, parent.rendered).where(
            parent.site_id == sa.bindparam("site"), parent.id == step.c.parent_id
        )
    )
    return sa.select(*_columns(dialect, step.c))


_THREAD = Prepared(
    lambda dialect: sa.select(
        Thread.site_id, _text(Thread.id, dialect), *(getattr(Thread, name) for name in PublicThread._fields[2:])
    ).where(Thread.site_id == sa.bindparam("site"), Thread.key == sa.bindparam("key"))
)
_REPLIES_AFTER = Prepared(
    lambda dialect: (
        sa.select(*_columns(dialect))
        .where(*_below(dialect), Comment.id > _ref("after", dialect))
        .order_by(Comment.id)
        .limit(_number("most"))
    )
)
_COUNT_AFTER = Prepared(
    lambda dialect: sa.select(sa.func.count()).where(*_below(dialect), Comment.id > _ref("after", dialect))
)
_ROOT = Prepared(
    lambda dialect: sa.select(_text(Comment.root_id, dialect)).where(
        *_drawn(dialect), Comment.id == _ref("comment", dialect)
    )
)
_PATH = Prepared(_path)
