"""Comments by the million, written by the database itself: one INSERT … SELECT a table, from one real comment.

Each comment has its thread, stub, event, body, salt and log entry, with valid references, and the counts that reads
rely on (`live`, `published_count`, `rendered`). Ten make a tree: one on top, three answers to it, each answered, each
of these answered again. What they do not have is evidence: snapshots are copies that only name another page, and the
log's entries are marked as refused, so that no worker spends the measured time on including them, or as leaves of a
log without a tree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
from commentsvc.models.log import LogEntry
from commentsvc.models.thread import Thread

TREE = 10
PLACE = {0: (None, 0, 10)} | {
    place: ((0, 1, 3) if place % 3 == 1 else (place - 1, 2 if place % 3 == 2 else 3, 2 if place % 3 == 2 else 1))
    for place in range(1, TREE)
}
"""For each place in a tree: the place it answers, its depth, and how many comments its subtree has."""

MODELS: tuple[Any, ...] = (LogEntry, ConsentRecord, ConsentEvent, ConsentRecordBody, RecordSalt, Comment)
LEFT_OUT: dict[str, tuple[Any, ...]] = {
    "all": (),
    "bare": (ConsentRecordBody, RecordSalt),
    "records": (Comment,),
}
TABLES = tuple(model.__tablename__ for model in (Thread, *MODELS))
MADE = 1_720_000_000_000
"""When they were posted, in milliseconds: July 2024, so that all that is posted later comes after."""


@dataclass(frozen=True)
class Bulk:
    """`threads` threads of `each` comments; `page` is the key of the thread's page, with a number from 0 on behind it
    where there are several. `parts`: "all"; "bare", comments whose record was erased, which are small; or "records",
    consent without comments. Threads and comments are numbered from `first` on, a multiple of ten; no number may be
    used twice in a database. `leaf`: the place of the first of them in the site's log; None: none is in it."""

    page: str
    each: int
    threads: int = 1
    first: int = 0
    parts: str = "all"
    leaf: int | None = None

    @property
    def size(self) -> int:
        """How many comments."""
        return self.threads * self.each


def template(connection: Connection, site: str) -> dict[str, dict[str, Any]]:
    """The rows of the comment that was really posted last, by table."""

    def newest(table: Any, *conditions: Any) -> dict[str, Any]:
        query = sa.select(table).where(table.c.site_id == site, *conditions).limit(1)
        return dict(connection.execute(query).mappings().one())

    comments = Comment.__table__
    ids = sa.select(comments.c.id).where(comments.c.site_id == site)
    last = connection.scalar(ids.order_by(comments.c.id.desc()).limit(1))
    comment = newest(comments, comments.c.id == last)
    found = {"comment": comment, "thread": newest(Thread.__table__, Thread.__table__.c.id == comment["thread_id"])}
    for model in (ConsentEvent, ConsentRecordBody, RecordSalt):
        table = model.__table__
        found[table.name] = newest(table, table.c.record_id == comment["record_id"])
    entry = found["consent_event"]["entry"]
    found["log_entry"] = newest(LogEntry.__table__, LogEntry.__table__.c.id == entry)
    found["consent_record"] = newest(ConsentRecord.__table__, ConsentRecord.__table__.c.id == comment["record_id"])
    return found


def fill(connection: Connection, site: str, rows: dict[str, dict[str, Any]], bulk: Bulk) -> None:
    """Write them inside the connection's transaction."""
    words = _Words(connection.dialect.name == "postgresql", bulk, rows)
    total = bulk.size
    threads = words.series("t", bulk.threads)
    number = sa.cast(sa.literal(bulk.first), sa.BigInteger) + threads.c.n
    changes: dict[str, Any] = {
        "id": words.id("7a", number),
        "key": words.page(threads.c.n),
        "published_count": sa.literal(bulk.each),
        "created_at": sa.literal_column(str(MADE)),
    }
    _insert(connection, Thread, rows, changes, threads)
    if total == 0:
        return
    series = words.series("c", total)
    for model in (one for one in MODELS if one not in LEFT_OUT[bulk.parts]):
        _insert(connection, model, rows, words.changes(model, series.c.n), series)


class _Words:
    """The same expressions in either dialect."""

    def __init__(self, postgresql: bool, bulk: Bulk, rows: dict[str, dict[str, Any]]) -> None:
        self._postgresql, self._bulk, self._rows = postgresql, bulk, rows

    def series(self, name: str, count: int) -> Any:
        """The numbers from 0 to `count` - 1 as a table of one column `n`."""
        first = sa.select(sa.cast(sa.literal(0), sa.BigInteger).label("n")).cte(f"series_{name}", recursive=True)
        return first.union_all(sa.select(first.c.n + 1).where(first.c.n < count - 1))

    def page(self, thread: Any) -> Any:
        """The key of the page of a thread, by its number among them."""
        return sa.literal(self._bulk.page) + (sa.cast(thread, sa.Text) if self._bulk.threads > 1 else sa.literal(""))

    def id(self, kind: str, number: Any) -> Any:
        """An id of this kind whose order is the numbers': it looks like a UUIDv7 of 2024."""
        text = sa.literal(f"0190000000{kind}70008000") + self._hex(number)
        return sa.cast(text, sa.Uuid) if self._postgresql else text

    def scattered(self, number: Any) -> Any:
        """An id as good as random, as those of records are: no two numbers share one."""
        mixed = (number * 2654435761) % 4294967296
        text = self._hex(mixed, 8) + sa.literal("40008000") + sa.literal("0000") + self._hex(number)
        return sa.cast(text, sa.Uuid) if self._postgresql else text

    def changes(self, model: Any, n: Any) -> dict[str, Any]:
        """What differs from the real comment's row of this table, for the comment number `n`."""
        number = n + self._bulk.first
        record, event, entry = self.scattered(number), self.id("7e", number), self.id("7d", number)
        if model is LogEntry:
            place = {"refused": sa.literal("made in bulk"), "leaf_index": sa.null()}
            if self._bulk.leaf is not None:
                place = {"refused": sa.null(), "leaf_index": n + self._bulk.leaf}
            return {"id": entry, **place, "leaf_hash": self._bytes(sa.literal("leaf") + self._hex(number, 28))}
        if model is ConsentRecord:
            return {"id": record, "entry": entry}
        if model is ConsentEvent:
            return {"id": event, "record_id": record, "entry": entry, "at": self._at(number)}
        if model is ConsentRecordBody:
            return {"event_id": event, "record_id": record, "snapshot": self._snapshot(n)}
        if model is not Comment:
            return {"event_id": event, "record_id": record}
        return self._comment(number, record)

    def _snapshot(self, n: Any) -> Any:
        """That of the real comment, with the page of this one."""
        told = self._rows[ConsentRecordBody.__tablename__]["snapshot"].decode()
        before, page, after = told.partition(f'"page":{json.dumps(self._rows[Thread.__tablename__]["key"])}')
        named = sa.literal(before + '"page":"') + self.page(n // self._bulk.each) + sa.literal('"' + after)
        return self._bytes(named) if page else sa.literal(told.encode())

    def _comment(self, number: Any, record: Any) -> dict[str, Any]:
        place, bulk = number % TREE, self._bulk
        top, own = number - place, self.id("7c", number)
        answers = sa.case(
            *((place == at, sa.literal(to)) for at, (to, _, _) in PLACE.items() if to is not None), else_=sa.null()
        )
        parent = sa.case((place > 0, self.id("7c", top + answers)), else_=sa.null())
        thread = self.id("7a", (number - bulk.first) // bulk.each + bulk.first)
        return {
            "id": own,
            "thread_id": thread,
            "parent_id": parent,
            "reply_to_id": parent,
            "root_id": self.id("7c", top),
            "record_id": record,
            "depth": self._by_place(place, 1),
            "live": self._by_place(place, 2),
            "created_at": self._at(number),
            "changed_at": self._at(number),
            "status": sa.literal("published"),
            "html": sa.literal("<p>") + self._text(number) + sa.literal("</p>\n"),
            "body": self._text(number),
            "rendered": self._rendered(number, place, top, answers),
        }

    def _rendered(self, number: Any, place: Any, top: Any, answers: Any) -> Any:
        parent = sa.case(
            (place > 0, sa.literal('"') + self._dashed("7c", top + answers) + sa.literal('"')), else_=sa.literal("null")
        )
        text = sa.literal('{"id":"') + self._dashed("7c", number) + sa.literal('","parent":') + parent
        text += sa.literal(',"author":{"name":"Ada","website":null},"html":"<p>') + self._text(number)
        text += sa.literal('</p>\\n","created_at":"2024-07-03T09:46:40.000Z","edited_at":null,"placeholder":false}')
        return self._bytes(text)

    def _text(self, number: Any) -> Any:
        text = sa.literal(BEFORE) + sa.cast(number, sa.Text) + sa.literal(BETWEEN)
        for seed in SEEDS:
            text += sa.literal(" ") + self._hex((number + 7) * seed % 4294967296, 8)
        return text + sa.literal(".")

    def _by_place(self, place: Any, part: int) -> Any:
        return sa.case(*((place == at, sa.literal(values[part])) for at, values in PLACE.items()))

    def _dashed(self, kind: str, number: Any) -> Any:
        return sa.literal(f"01900000-00{kind}-7000-8000-") + self._hex(number)

    def _hex(self, number: Any, width: int = 12) -> Any:
        if self._postgresql:
            return sa.func.lpad(sa.func.to_hex(number), width, "0")
        return sa.func.printf(f"%0{width}x", number)

    def _bytes(self, text: Any) -> Any:
        return sa.func.convert_to(text, "UTF8") if self._postgresql else sa.cast(text, sa.LargeBinary)

    def _at(self, number: Any) -> Any:
        return sa.literal_column(str(MADE)) + number


BEFORE, BETWEEN = "Comment number ", ", of the length that comments have:"
SEEDS = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 2166136261, 1540483477, 3432918353)
"""Odd numbers: a word from each, so that a thread is no smaller compressed than one of people."""


def _insert(connection: Connection, model: Any, rows: Any, changes: dict[str, Any], series: Any) -> None:
    table = model.__table__
    values = rows[table.name]
    picked = {}
    for column in table.columns:
        if column.name in changes:
            picked[column.name] = changes[column.name]
        elif values[column.name] is not None:
            picked[column.name] = sa.cast(sa.literal(values[column.name], column.type), column.type)
    chosen = sa.select(*(value.label(name) for name, value in picked.items())).select_from(series)
    connection.execute(sa.insert(table).from_select(list(picked), chosen, include_defaults=False))
