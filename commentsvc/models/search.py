"""The full-text index of comments and page titles: kept in step by whoever writes them, emptied by whoever erases.

One row a comment and one a page title, made of ready words (`domain.search_words`), so that both databases find the
same: PostgreSQL as a `tsvector` under a GIN index, SQLite under an FTS5 table beside it. `index_words` and
`forget_words` are the only ways in: the mapper calls them when a text, name or title is written, in the same
transaction. (Triggers could not: SQLite lets none write into FTS5 where schemas are not trusted.)
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.search_words import Phrase, words_of, words_of_comment
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, SiteId
from commentsvc.models.prepared import NewRow, Prepared, bind_rows, connection_of, insert_together
from commentsvc.models.thread import Thread

FTS = "search_fts"
"""SQLite's index; it and the tables it keeps for itself begin with this and belong to no model."""
GIN = "ix_search_entry_words"
"""PostgreSQL's."""


class SearchEntry(Model):
    """The words of a comment (its name and text), or of a page's title, where `comment_id` is null; `id` is the
    comment's or the thread's. `number` is the row's in SQLite's index, null on PostgreSQL."""

    __tablename__ = "search_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "thread_id"], ["thread.site_id", "thread.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.UniqueConstraint("number"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    thread_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    number: Mapped[int | None] = mapped_column(sa.BigInteger)
    words: Mapped[str] = mapped_column(sa.Text().with_variant(TSVECTOR(), "postgresql"))


_named = sa.alias(Comment.__table__, "named")
_INSERT = "INSERT INTO search_entry (site_id, id, thread_id, comment_id, number, words)"
_NEXT = "(SELECT coalesce(max(number), 0) + 1 FROM search_entry)"
_AGAIN = "ON CONFLICT (site_id, id) DO UPDATE SET words = excluded.words RETURNING number"
_KEYS = [sa.bindparam(name, type_=sa.Uuid()) for name in ("id", "thread_id", "comment_id")]
_UPSERT_POSTGRESQL = sa.text(
    f"{_INSERT} VALUES (:site_id, :id, :thread_id, :comment_id, NULL, CAST(:words AS tsvector)) {_AGAIN}"
).bindparams(*_KEYS)
_UPSERT_SQLITE = sa.text(
    f"{_INSERT} VALUES (:site_id, :id, :thread_id, :comment_id, {_NEXT}, :words) {_AGAIN}"
).bindparams(*_KEYS)
_INSERT_POSTGRESQL = sa.text(
    f"{_INSERT} VALUES (:site_id, :id, :thread_id, :comment_id, NULL, CAST(:words AS tsvector))"
).bindparams(*_KEYS)
_INSERT_SQLITE = sa.text(f"{_INSERT} VALUES (:site_id, :id, :thread_id, :comment_id, :number, :words)").bindparams(
    *_KEYS
)
_ENTER_FTS = sa.text(f"INSERT INTO {FTS} (rowid, words) VALUES (:number, :words)")  # noqa: S608 - our own name
_LEAVE_FTS = sa.text(f"INSERT INTO {FTS} ({FTS}, rowid, words) VALUES ('delete', :number, :words)")  # noqa: S608

_MERGE_FTS = sa.text(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')")  # noqa: S608
_IS_LARGE = sa.text(f"SELECT 1 FROM {FTS}_data LIMIT 1 OFFSET 1000")  # noqa: S608
"""Blocks of four thousand bytes."""
_AT_ONCE = 500
_LEFT = "words left the search index"


def is_modelled(name: str | None, type_: str, _parents: Any) -> bool:
    """For Alembic: whether a model stands for what has this name. The indexes of words are each database's own."""
    return name is None or not ((type_ == "table" and name.startswith(FTS)) or name == GIN)


def found_by(session: Session, site_id: str, phrases: Sequence[Phrase]) -> sa.ColumnElement[bool]:
    """The condition on `Comment` that its own words, or those of its page's title, have all of these phrases. Without
    any (a search of nothing but signs) no comment is found."""
    if not phrases:
        return sa.false()
    postgresql = session.get_bind().dialect.name == "postgresql"
    entries = SearchEntry.site_id == site_id, _in_tsvector(phrases) if postgresql else _in_fts(phrases)
    hits = sa.select(SearchEntry.comment_id, SearchEntry.thread_id).where(*entries).cte("hits")  # the index, asked once
    own = sa.select(hits.c.comment_id).where(hits.c.comment_id.is_not(None))
    titled = sa.select(hits.c.thread_id).where(hits.c.comment_id.is_(None))
    below = sa.select(_named.c.id).where(_named.c.site_id == site_id, _named.c.thread_id.in_(titled))
    return Comment.id.in_(sa.union_all(own, below))


def has_words(session: Session, site_id: str, comment: Any, phrases: Sequence[Phrase]) -> sa.ColumnElement[bool]:
    """`found_by` of one comment (its columns `id` and `thread_id`), asked of its own words and of its page's title:
    the index of all words, which is read for as long as many others have them, is left alone."""
    if not phrases:
        return sa.false()
    postgresql = session.get_bind().dialect.name == "postgresql"
    theirs = SearchEntry.site_id == site_id, SearchEntry.id.in_([comment.id, comment.thread_id])
    return sa.exists().where(*theirs, _in_tsvector(phrases) if postgresql else _in_text(phrases))


def are_common(session: Session, site_id: str, phrases: Sequence[Phrase], most: int) -> bool:
    """Whether `most` comments and titles of the site, or of all sites on SQLite, have all of these phrases."""
    if not phrases:
        return False
    if session.get_bind().dialect.name == "postgresql":
        some = sa.select(SearchEntry.id).where(SearchEntry.site_id == site_id, _in_tsvector(phrases))
    else:
        some = _fts_rows(phrases)
    return session.scalar(sa.select(sa.func.count()).select_from(some.limit(most).subquery())) == most


def index_words(
    connection: Connection,
    site_id: str,
    entry_id: uuid.UUID,
    thread_id: uuid.UUID,
    comment_id: uuid.UUID | None,
    words: Sequence[str],
) -> None:
    """Inside the caller's transaction: have the entry found by these words and no others; by none, it goes."""
    if not words:
        forget_words(connection, site_id, entry_id)
        return
    row = {"site_id": site_id, "id": entry_id, "thread_id": thread_id, "comment_id": comment_id}
    joined = _as_stored(connection.dialect.name, words)
    if connection.dialect.name == "postgresql":
        connection.execute(_UPSERT_POSTGRESQL, row | {"words": joined})
        return
    _leave_fts(connection, site_id, entry_id)
    number = connection.execute(_UPSERT_SQLITE, row | {"words": joined}).scalar_one()
    connection.execute(_ENTER_FTS, {"number": number, "words": joined})


def index_everything(connection: Connection) -> Iterator[int]:
    """Inside the caller's transaction: enter every title and comment into an index that is empty, saying how many were
    looked at so far. Nothing where the index has an entry."""
    if connection.execute(sa.select(SearchEntry.id).limit(1)).first() is not None:
        return
    seen = 0
    titles = sa.select(Thread.site_id, Thread.id, Thread.title).where(Thread.title.is_not(None))
    texts = sa.select(Comment.site_id, Comment.id, Comment.thread_id, Comment.author_name, Comment.body)
    for page in _pages(connection, titles, Thread.site_id, Thread.id):
        _enter(connection, [(row.site_id, row.id, row.id, None, words_of(row.title)) for row in page])
        yield (seen := seen + len(page))
    for page in _pages(connection, texts.where(Comment.body != ""), Comment.site_id, Comment.id):
        of = [words_of_comment(row.author_name, row.body) for row in page]
        _enter(connection, [(r.site_id, r.id, r.thread_id, r.id, w) for r, w in zip(page, of, strict=True)])
        yield (seen := seen + len(page))


def index_new_comment(session: Session, comment: Comment) -> None:
    """`index_words` for a comment that was just inserted past the mapper."""
    words = words_of_comment(comment.author_name or "", comment.body or "")
    if not words:
        return
    row = {"site_id": comment.site_id, "id": comment.id, "thread_id": comment.thread_id, "comment_id": comment.id}
    dialect = connection_of(session).dialect.name
    joined = _as_stored(dialect, words)
    if dialect == "postgresql":
        _NEW_POSTGRESQL.run(session, **row, words=joined)
        return
    found = _NEW_SQLITE.first(session, **row, words=joined)
    _NEW_FTS.run(session, number=found[0] if found else None, words=joined)


class NewWords(NamedTuple):
    """The words of a new comment."""

    site_id: str
    thread_id: uuid.UUID
    comment_id: uuid.UUID
    words: Sequence[str]


def index_new_comments(connection: Connection, entries: Iterable[NewWords]) -> None:
    """`index_new_comment` for several."""
    rows = [
        {"site_id": one.site_id, "id": one.comment_id, "thread_id": one.thread_id, "comment_id": one.comment_id}
        | {"words": _as_stored(connection.dialect.name, one.words)}
        for one in entries
        if one.words
    ]
    if connection.dialect.name == "sqlite":
        first = _NEXT_NUMBER.first(connection)
        for number, row in enumerate(rows, first[0] if first else 1):
            row["number"] = number
    insert_together(connection, bind_rows(connection.dialect, [NewRow(SearchEntry, row) for row in rows]))
    if connection.dialect.name == "sqlite":
        _NEW_FTS.run_many(connection, [{"number": row["number"], "words": row["words"]} for row in rows])


def _as_stored(dialect: str, words: Sequence[str]) -> str:
    if dialect != "postgresql":
        return " ".join(words)
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))


_NEXT_NUMBER = Prepared(lambda _dialect: sa.select(sa.func.coalesce(sa.func.max(SearchEntry.number), 0) + 1))
_NEW_POSTGRESQL = Prepared(lambda _dialect: _UPSERT_POSTGRESQL)
_NEW_SQLITE = Prepared(lambda _dialect: _UPSERT_SQLITE)
_NEW_FTS = Prepared(lambda _dialect: _ENTER_FTS)


def forget_words(connection: Connection, site_id: str, entry_id: uuid.UUID) -> None:
    """Inside the caller's transaction: have the entry found by nothing."""
    if connection.dialect.name == "sqlite":
        _leave_fts(connection, site_id, entry_id)
    connection.execute(sa.delete(SearchEntry).where(SearchEntry.site_id == site_id, SearchEntry.id == entry_id))


def _leave_fts(connection: Connection, site_id: str, entry_id: uuid.UUID) -> None:
    """SQLite's index keeps no text: it must be told what it shall forget."""
    here = SearchEntry.site_id == site_id, SearchEntry.id == entry_id
    for number, words in connection.execute(sa.select(SearchEntry.number, SearchEntry.words).where(*here)).all():
        connection.execute(_LEAVE_FTS, {"number": number, "words": words})
        connection.info[_LEFT] = True


def _pages(connection: Connection, query: Any, *key: Any) -> Iterator[Sequence[sa.Row[Any]]]:
    """The rows of `query` in the order of `key` (site and id), some at a time."""
    query = query.order_by(*key).limit(_AT_ONCE)
    page = connection.execute(query).all()
    while page:
        yield page
        last = sa.tuple_(sa.literal(page[-1].site_id), sa.literal(page[-1].id, sa.Uuid()))
        page = connection.execute(query.where(sa.tuple_(*key) > last)).all()


def _enter(
    connection: Connection, found: Sequence[tuple[str, uuid.UUID, uuid.UUID, uuid.UUID | None, list[str]]]
) -> None:
    """Insert entries that are not there yet."""
    names = ("site_id", "id", "thread_id", "comment_id")
    rows: list[dict[str, Any]] = [dict(zip(names, one[:4], strict=True)) | {"words": one[4]} for one in found if one[4]]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        for row in rows:
            row["words"] = " ".join(f"'{word}':{place}" for place, word in enumerate(row["words"], 1))
        connection.execute(_INSERT_POSTGRESQL, rows)
        return
    last = connection.execute(sa.select(sa.func.max(SearchEntry.number))).scalar_one()
    for number, row in enumerate(rows, (last or 0) + 1):
        row |= {"number": number, "words": " ".join(row["words"])}
    connection.execute(sa.insert(SearchEntry), rows)
    connection.execute(_ENTER_FTS, [{"number": row["number"], "words": row["words"]} for row in rows])


@event.listens_for(Engine, "commit")
def _let_go(connection: Connection) -> None:
    """Before SQLite 3.42 words stay in the index until its parts are merged. Where that takes no time worth naming it
    is done with the transaction that took them out; a large index is merged by the worker (`models.storage`)."""
    left = connection.info.pop(_LEFT, False) and sqlite3.sqlite_version_info < (3, 42)
    if left and connection.execute(_IS_LARGE).first() is None:
        connection.execute(_MERGE_FTS)


@event.listens_for(Engine, "rollback")
def _keep(connection: Connection) -> None:
    if not connection.invalidated:  # or asking for `info` would try to connect anew, in the middle of rolling back
        connection.info.pop(_LEFT, None)


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _in_tsvector(phrases: Sequence[Phrase]) -> sa.ColumnElement[bool]:
    asked = " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in phrase.words) + (":*" if phrase.open else "") + ")"
        for phrase in phrases
    )
    return SearchEntry.words.bool_op("@@")(sa.cast(sa.literal(asked), _TsQuery()))


def _in_fts(phrases: Sequence[Phrase]) -> sa.ColumnElement[bool]:
    return SearchEntry.number.in_(_fts_rows(phrases))


def _fts_rows(phrases: Sequence[Phrase]) -> sa.Select[Any]:
    asked = " AND ".join(f'"{" ".join(phrase.words)}"' + ("*" if phrase.open else "") for phrase in phrases)
    index = sa.table(FTS, sa.column("rowid"))
    return sa.select(index.c.rowid).where(sa.text(f"{FTS} MATCH :asked").bindparams(asked=asked))


def _in_text(phrases: Sequence[Phrase]) -> sa.ColumnElement[bool]:
    """As SQLite's index would say it of the words that it was given."""
    text = sa.literal(" ").concat(SearchEntry.words).concat(" ")
    asked = (f" {' '.join(phrase.words)}{'' if phrase.open else ' '}" for phrase in phrases)
    return sa.and_(*(sa.func.instr(text, words) > 0 for words in asked))


def _changed(target: Any, *names: str) -> bool:
    return any(sa.inspect(target).attrs[name].history.has_changes() for name in names)


@event.listens_for(Comment, "after_insert")
@event.listens_for(Comment, "after_update")
def _index_comment(_mapper: Any, connection: Connection, comment: Comment) -> None:
    if _changed(comment, "body", "author_name"):
        words = words_of_comment(comment.author_name or "", comment.body or "")
        index_words(connection, comment.site_id, comment.id, comment.thread_id, comment.id, words)


@event.listens_for(Thread, "after_insert")
@event.listens_for(Thread, "after_update")
def _index_title(_mapper: Any, connection: Connection, thread: Thread) -> None:
    if _changed(thread, "title"):
        index_words(connection, thread.site_id, thread.id, thread.id, None, words_of(thread.title or ""))
