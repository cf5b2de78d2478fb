"""What is made on a connection of its own is what was committed, and nobody waits for that connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.reading_place import OwnPlace
from commentsvc.errors import NotFound
from commentsvc.models import db
from commentsvc.models.database import writing
from commentsvc.models.thread import Thread, published_counts


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Only SQLite's answers are made so."""
    return sqlite_database


@pytest.fixture
def place(app: Any, deps: Any) -> Iterator[OwnPlace]:
    """A place on the application's database."""
    with app.app_context():
        own = OwnPlace(db.engine, deps)
    own.open()
    yield own
    own.close()


def test_each_time_it_reads_what_was_committed_by_then(deps: Any, site: Any, publish: Any, place: OwnPlace) -> None:
    publish()
    for shown in (7, 8):
        with writing(deps.session):
            deps.session.execute(sa.update(Thread).values(published_count=shown))
        with place() as there:
            assert there is not None
            assert list(published_counts(there.session, site.id, ["/news/a-story"]).values()) == [shown]


def test_it_holds_no_snapshot_and_no_lock_afterwards(deps: Any, site: Any, place: OwnPlace) -> None:
    with place() as there:
        assert there is not None
        published_counts(there.session, site.id, ["/news/a-story"])

    with deps.session.get_bind().connect() as other:
        busy, in_log, moved = other.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    assert (busy, in_log, moved) == (0, 0, 0)


def test_while_it_is_taken_others_get_nothing_and_a_failure_gives_it_back(place: OwnPlace, site: Any) -> None:
    with place() as first, place() as second:
        assert first is not None and second is None
    with pytest.raises(NotFound), place():
        raise NotFound("gone")
    with place() as closed:
        assert closed is None  # who may wait opens it again
    place.open()
    with place() as again:
        assert again is not None and published_counts(again.session, site.id, ["/news/a-story"]) == {}


def test_it_takes_no_connection_of_the_pools(app: Any, deps: Any, site: Any) -> None:
    with app.app_context():
        engine = sa.create_engine(db.engine.url, pool_size=1, max_overflow=0, pool_timeout=600)
    own = OwnPlace(engine, deps)
    with engine.connect():  # the only one
        own.open()
        with own() as there:
            assert there is not None and published_counts(there.session, site.id, ["/news/a-story"]) == {}
    own.close()
    engine.dispose()
