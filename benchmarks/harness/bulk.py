"""Comments by the million, written by the database itself: one INSERT … SELECT a table, from one real comment.

Each comment has its thread, person, stub, event, body, salt, log entry and words in the search index, with valid
references, and the counts that reads rely on (`live`, `published_count`, `rendered`). Ten make a tree: one on top,
three answers to it, each answered, each of these answered again. What they do not have is evidence: snapshots are
copies that only name another page, and the log's entries are marked as refused, so that no worker spends the measured
time on including them, or as leaves of a log whose tree somebody else grows (`benchmarks.harness.whole`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Connection

from commentsvc.domain.search_words import words_of_comment
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
from commentsvc.models.consent_line import ConsentLine
from commentsvc.models.log import LogEntry
from commentsvc.models.search import FTS, SearchEntry
from commentsvc.models.thread import Thread

TREE = 10
PLACE = {0: (None, 0, 10)} | {
    place: ((0, 1, 3) if place % 3 == 1 else (place - 1, 2 if place % 3 == 2 else 3, 2 if place % 3 == 2 else 1))
    for place in range(1, TREE)
}
"""For each place in a tree: the place it answers, its depth, and how many comments its subtree has."""

MODELS: tuple[Any, ...] = (
    *(Subject, LogEntry, ConsentRecord, ConsentEvent, ConsentRecordBody, RecordSalt),
    *(Comment, SearchEntry, ConsentLine),
)
LEFT_OUT: dict[str, tuple[Any, ...]] = {
    "all": (),
    "bare": (ConsentRecordBody, RecordSalt),
    "records": (Comment, SearchEntry),
}
FIRST_NUMBER = 1_000
"""Comment 0's number in SQLite's search index: those below are of what was really posted before."""
TABLES = tuple(model.__tablename__ for model in (Thread, *MODELS))
RECORD, PERSON = "8000", "8001"
"""What tells ids of both kinds apart."""
MADE = 1_720_000_000_000
"""When they were posted, in milliseconds: July 2024, so that all that is posted later comes after."""


@dataclass(frozen=True)
class Bulk:
    """`threads` threads of `each` comments; `page` is the key of the thread's page, with a number from 0 on behind it
    where there are several. `parts`: "all"; "bare", comments whose record was erased, which are small; or "records",
    consent without comments. Threads and comments are numbered from `first` on, a multiple of ten; no number may be
    used twice in a database. `leaf`: the place of the first of them in the site's log; None: none is in it. Lines
    of the export are written where they are in the log and the real comment has one to be copied."""

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
    found["subject"] = newest(Subject.__table__, Subject.__table__.c.id == comment["subject_id"])
    found["search_entry"] = newest(SearchEntry.__table__, SearchEntry.__table__.c.id == last)
    lines = ConsentLine.__table__
    if connection.scalar(sa.select(sa.func.count()).where(lines.c.site_id == site, lines.c.comment_id == last)):
        found["consent_line"] = newest(lines, lines.c.comment_id == last)
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
        "title": sa.null(),
        "published_count": sa.literal(bulk.each),
        "created_at": sa.literal_column(str(MADE)),
    }
    _insert(connection, Thread, rows, changes, threads)
    if total == 0:
        return
    series = words.series("c", total)
    left_out = LEFT_OUT[bulk.parts]
    if bulk.leaf is None or "consent_line" not in rows:
        left_out += (ConsentLine,)
    for model in (one for one in MODELS if one not in left_out):
        _insert(connection, model, rows, words.changes(model, series.c.n), series)
    if SearchEntry not in left_out and connection.dialect.name == "sqlite":
        first = bulk.first + FIRST_NUMBER
        entered = f"SELECT number, words FROM search_entry WHERE number >= {first} AND number < {first + total}"  # noqa: S608
        connection.exec_driver_sql(f"INSERT INTO {FTS} (rowid, words) {entered}")


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

    def scattered(self, number: Any, kind: str = RECORD) -> Any:
        """An id as good as random, as those of records and people are: no two numbers share one."""
        text = self._mixed(number) + sa.literal(f"4000{kind}0000") + self._hex(number)
        return sa.cast(text, sa.Uuid) if self._postgresql else text

    def changes(self, model: Any, n: Any) -> dict[str, Any]:
        """What differs from the real comment's row of this table, for the comment number `n`."""
        number = n + self._bulk.first
        record, event, entry = self.scattered(number), self.id("7e", number), self.id("7d", number)
        if model is Subject:
            return {"id": self.scattered(number, PERSON), "pseudonym": sa.null(), "created_at": self._at(number)}
        if model is SearchEntry:
            return self._search_entry(number)
        if model is ConsentLine:
            return self._line(n, number)
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
            person = self.scattered(number, PERSON)
            return {"event_id": event, "record_id": record, "subject_id": person, "snapshot": self._snapshot(n)}
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
        place = number % TREE
        top, own = number - place, self.id("7c", number)
        answers = sa.case(
            *((place == at, sa.literal(to)) for at, (to, _, _) in PLACE.items() if to is not None), else_=sa.null()
        )
        parent = sa.case((place > 0, self.id("7c", top + answers)), else_=sa.null())
        return {
            "id": own,
            "thread_id": self._thread(number),
            "subject_id": self.scattered(number, PERSON),
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

    def _thread(self, number: Any) -> Any:
        return self.id("7a", (number - self._bulk.first) // self._bulk.each + self._bulk.first)

    def _search_entry(self, number: Any) -> dict[str, Any]:
        """As `commentsvc.models.search` writes it, from the words of any of these comments."""
        own = self.id("7c", number)
        said = words_of_comment(self._rows["comment"]["author_name"], f"{BEFORE}0{BETWEEN}")
        parts: list[Any] = [sa.cast(number, sa.Text) if word == "0" else sa.literal(word) for word in said]
        parts += self._words(number)
        if self._postgresql:
            parts = [sa.literal("'") + part + sa.literal(f"':{place}") for place, part in enumerate(parts, 1)]
        text = parts[0]
        for part in parts[1:]:
            text = text + sa.literal(" ") + part
        return {
            "id": own,
            "thread_id": self._thread(number),
            "comment_id": own,
            "number": sa.null() if self._postgresql else number + FIRST_NUMBER,
            "words": sa.cast(text, TSVECTOR) if self._postgresql else text,
        }

    def _line(self, n: Any, number: Any) -> dict[str, Any]:
        """That of the real comment, with what is this one's own (`exchange.consent_line.own_values`)."""
        bulk, at = self._bulk, self._at(number)
        has_comment, open_ = bulk.parts != "records", bulk.parts != "bare"
        quoted = sa.literal('"')
        own = (
            quoted + self._scattered_dashed(number, PERSON) + quoted if open_ else sa.literal("null"),
            quoted + self._scattered_dashed(number, RECORD) + quoted,
            quoted + self.page(n // bulk.each) + quoted if open_ else sa.literal("null"),
            quoted + self._dashed("7c", number) + quoted if has_comment else sa.literal("null"),
            sa.literal(f'"{self._rows["consent_record"]["commitment"].hex()}"'),
            sa.cast(n + bulk.leaf, sa.Text),
            quoted + self._iso(at) + quoted,
        )
        said = own[0]
        for value in own[1:]:
            said = said + sa.literal("\n") + value
        return {
            "at": at,
            "event_id": self.id("7e", number),
            "record_id": self.scattered(number),
            "comment_id": self.id("7c", number) if has_comment else sa.null(),
            "said": said,
        }

    def _iso(self, at: Any) -> Any:
        if self._postgresql:
            moment = sa.func.timezone("UTC", sa.func.to_timestamp(at / sa.literal_column("1000.0")))
            return sa.func.to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        return sa.func.strftime("%Y-%m-%dT%H:%M:%fZ", at / sa.literal_column("1000.0"), "unixepoch")

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
        for word in self._words(number):
            text += sa.literal(" ") + word
        return text + sa.literal(".")

    def _words(self, number: Any) -> list[Any]:
        seeded = [(number + 7) * seed % 4294967296 for seed in SEEDS]
        return [self._hex(half, 4) for value in seeded for half in (value // 65536, value % 65536)]

    def _by_place(self, place: Any, part: int) -> Any:
        return sa.case(*((place == at, sa.literal(values[part])) for at, values in PLACE.items()))

    def _dashed(self, kind: str, number: Any) -> Any:
        return sa.literal(f"01900000-00{kind}-7000-8000-") + self._hex(number)

    def _scattered_dashed(self, number: Any, kind: str) -> Any:
        return self._mixed(number) + sa.literal(f"-4000-{kind}-0000-") + self._hex(number)

    def _mixed(self, number: Any) -> Any:
        return self._hex((number * 2654435761) % 4294967296, 8)

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
"""Odd numbers: two words from each, so that a thread is no smaller compressed than one of people, of as many words as a
language has."""


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
