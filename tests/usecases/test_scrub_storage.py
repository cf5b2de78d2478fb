"""After an erasure and the worker's next round, no file of the embedded database holds what was erased."""

from __future__ import annotations

import random
import re
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from commentsvc.errors import Unavailable
from commentsvc.jobs.worker import HANDLERS, Worker
from commentsvc.models import storage
from commentsvc.models.database import writing
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.run_due_tasks import TaskRun, run_due_tasks
from commentsvc.usecases.scrub_storage import REBUILD, scrub_storage
from tests.support.sites import bearer

TRACES = (b"quetzalcoatlus", b"Xochiquetzal", b"xochiquetzal", b"xochi.test")
"""A word in the text, and the name also as the search index has it."""


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def files(url: str) -> dict[str, bytes]:
    path = Path(make_url(url).database or "")
    return {found.name: found.read_bytes() for found in path.parent.glob(path.name + "*")}


def traces(url: str) -> list[tuple[str, bytes]]:
    return [(name, trace) for name, content in files(url).items() for trace in TRACES if trace in content]


def test_the_files_forget_what_was_erased(client, site, post, deps, database):
    author = {"name": "Xochiquetzal", "email": "x@xochi.test", "website": "https://xochi.test"}
    for n in range(20):
        post(body=f"An ordinary comment, number {n}.")
    answer = post(body="A quetzalcoatlus!", author=author)
    assert traces(database), "otherwise this test would prove nothing"

    url = f"{site.comments_url}/{answer['comment']['id']}"
    assert client.delete(url, headers=site.headers() | bearer(answer["edit_token"])).status_code == 200
    Worker(deps, Event()).tick()

    assert traces(database) == []
    assert deps.session.query(OutboxTask).count() == 0


def test_while_a_reader_is_in_the_way_it_gives_up_soon_and_is_tried_again(client, site, post, deps, app):
    """A truncation that waits holds the write lock: one slow reader would stop every post for as long."""
    from commentsvc.models import db

    post()
    with app.app_context(), db.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM comment").scalar()
        post()
        usual = deps.session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar()
        said: list[str] = []
        raw = deps.session.connection().connection.dbapi_connection
        raw.set_trace_callback(said.append)
        with pytest.raises(Unavailable):
            scrub_storage(deps, site.id, {})
        raw.set_trace_callback(None)
        before = said[: said.index("PRAGMA wal_checkpoint(TRUNCATE)")]
        waits = [int(line.rpartition("=")[2]) for line in before if line.startswith("PRAGMA busy_timeout = ")]
        assert 0 < waits[-1] < usual, "as long as it would wait for a lock otherwise"
        assert deps.session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == usual
    scrub_storage(deps, site.id, {})


def test_what_the_database_moved_about_is_forgotten_too(deps, database):
    """SQLite moves rows when their neighbours grow and leaves the bytes where they were, `secure_delete` or not."""
    chance = random.Random(0)  # noqa: S311 - rows of many lengths, the same in every run
    with writing(deps.session) as session:
        session.execute(sa.text("CREATE TABLE lines (id INTEGER PRIMARY KEY, line TEXT)"))
        rows = [{"id": n, "line": f"Tlaloc{n:03d}" + "a" * chance.randint(100, 500)} for n in range(1000)]
        session.execute(sa.text("INSERT INTO lines VALUES (:id, :line)"), rows)
        for row in chance.sample(rows, 333):
            grown = {"id": row["id"], "line": "b" * chance.randint(300, 1500)}
            session.execute(sa.text("UPDATE lines SET line = :line WHERE id = :id"), grown)
        session.execute(sa.text("DELETE FROM lines WHERE line LIKE 'Tlaloc%'"))
    storage.empty_wal(deps.session)
    assert left_of_the_erased(database), "otherwise this test would prove nothing"

    storage.rebuild(deps.session)

    assert left_of_the_erased(database) == []


def test_one_rewriting_serves_all_erasures_that_wait(client, site, post, deps):
    for _ in range(3):
        answer = post()
        url = f"{site.comments_url}/{answer['comment']['id']}"
        assert client.delete(url, headers=site.headers() | bearer(answer["edit_token"])).status_code == 200
    assert deps.session.query(OutboxTask).count() == 3

    assert run_due_tasks(deps, HANDLERS) == TaskRun(done=1)

    assert deps.session.query(OutboxTask).count() == 0


def test_a_large_file_is_rewritten_once_for_all_erasures_of_a_day(
    client, site, post, deps, database, monkeypatch, later
):
    monkeypatch.setattr(storage, "REBUILT_AT_ONCE", 0)
    worker = Worker(deps, Event())
    for number in range(3):
        answer = post(body=f"Tlaloc{number:03d}")
        url = f"{site.comments_url}/{answer['comment']['id']}"
        assert client.delete(url, headers=site.headers() | bearer(answer["edit_token"])).status_code == 200
        worker.tick()
    assert "commentsvc.db-wal" not in left_of_the_erased(database), "emptied at once"
    assert [task.kind for task in deps.session.query(OutboxTask)] == [REBUILD]

    later(hours=25)
    worker.tick()

    assert deps.session.query(OutboxTask).count() == 0
    assert left_of_the_erased(database) == []


def left_of_the_erased(url: str) -> list[str]:
    """Names of files in which a text of theirs can be read."""
    content = {name: set(re.findall(rb"Tlaloc\d{3}", found)) for name, found in files(url).items()}
    return sorted(name for name, found in content.items() if found)
