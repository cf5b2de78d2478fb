"""On SQLite no search by ids reads a whole index, however many ids there are, and whatever is in the tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from commentsvc.domain.retention import Policy, Rule
from commentsvc.models import reading
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent
from commentsvc.models.content import ContentReport
from commentsvc.models.database import db
from commentsvc.models.prepared import Prepared
from commentsvc.models.retention import due_comments
from commentsvc.models.statistics import describe_tables
from commentsvc.models.thread import Thread
from commentsvc.models.told import lines_of

MANY = [uuid.UUID(int=number) for number in range(200)]


@pytest.fixture
def described(sqlite_database: str) -> Iterator[Connection]:
    """An empty database whose tables were described."""
    engine = sa.create_engine(sqlite_database)
    with engine.begin() as connection:
        describe_tables(connection)
        yield connection
    engine.dispose()


def plan(connection: Connection, query: Any) -> str:
    """How SQLite would do it."""
    made = query.compile(connection, compile_kwargs={"render_postcompile": True})
    values = tuple(made.construct_params()[name] for name in made.positiontup)
    bound = tuple(value.hex if isinstance(value, uuid.UUID) else value for value in values)
    return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {made}", bound))


def test_rows_of_many_ids_are_found_by_their_ids(described: Connection) -> None:
    named = sa.select(Comment.thread_id).where(Comment.site_id == "example", Comment.id.in_(MANY))
    threads = sa.select(Thread.id).where(Thread.site_id == "example", Thread.id.in_(named)).order_by(Thread.id)
    found = plan(described, threads)
    assert "SEARCH comment USING INDEX sqlite_autoindex_comment_1 (site_id=? AND id=?)" in found
    entries = sa.select(ConsentEvent.record_id).where(ConsentEvent.site_id == "example", ConsentEvent.entry.in_(MANY))
    assert "ix_consent_event_entry (site_id=? AND entry=?)" in plan(described, entries)


def test_what_there_are_few_of_is_read_before_comments(described: Connection) -> None:
    same = sa.and_(Comment.site_id == ContentReport.site_id, Comment.id == ContentReport.comment_id)
    query = sa.select(ContentReport.id, Comment.body).join(Comment, same).where(ContentReport.site_id == "example")
    assert "SEARCH comment USING INDEX sqlite_autoindex_comment_1 (site_id=? AND id=?)" in plan(described, query)


def planned(connection: Connection, prepared: Prepared) -> str:
    """How SQLite would do a statement of the public read; what it is asked for is not known beforehand."""
    sql = prepared.on(connection.dialect).sql
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
    return "\n".join(row[3] for row in steps)


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_a_page_of_a_thread_is_read_from_the_index_of_what_it_shows(
    described: Connection, newest: bool, after: bool
) -> None:
    found = planned(described, reading._top_level(newest, after, False, False))
    assert "ix_comment_top_level (site_id=? AND thread_id=?" in found and "TEMP B-TREE" not in found


@pytest.mark.parametrize("places", reading._PLACES)
def test_replies_are_found_by_what_they_answer_and_not_by_their_thread(described: Connection, places: int) -> None:
    """A thread may have fifty thousand comments, of which a page shows twenty and their replies."""
    for prepared in (reading._replies(places), reading._first_replies(places)):
        found = planned(described, prepared)
        assert "ix_comment_root (site_id=? AND root_id=?" in found and "ix_comment_thread" not in found
    for prepared in (reading._REPLIES_AFTER, reading._COUNT_AFTER):
        assert "ix_comment_root (site_id=? AND root_id=?" in planned(described, prepared)


def test_records_are_found_by_their_wording_in_the_order_of_their_events(described: Connection) -> None:
    for after in (None, MANY[0]):
        found = plan(described, lines_of("example", "wording", datetime(2026, 11, 29, tzinfo=UTC), after, 500))
        assert "USING INDEX ix_consent_line_wording (site_id=? AND wording=? AND event_id" in found
        assert "TEMP B-TREE" not in found


def test_what_retention_ends_is_read_from_the_index_of_its_status_and_holds_are_asked_once(
    described: Connection,
) -> None:
    cutoff = datetime(2026, 11, 29, tzinfo=UTC)
    found = plan(described, due_comments("example", Rule.PUBLISHED, cutoff, Policy(published_months=12)))
    assert "SEARCH comment USING INDEX ix_comment_queue (site_id=? AND status=? AND id<?)" in found
    assert "TEMP B-TREE FOR ORDER BY" not in found and "CORRELATED" not in found


def test_every_index_of_every_table_is_described_and_a_second_time_it_is_the_same(described: Connection) -> None:
    told = described.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").all()
    assert set(db.metadata.tables) - {"schema_support"} <= {table for table, _, _ in told}  # which has no index
    assert all(index for _, index, _ in told)
    describe_tables(described)
    assert described.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").all() == told
