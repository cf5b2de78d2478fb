"""After an erasure and the worker's next round, no file of the embedded database holds what was erased."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.engine import make_url

from commentsvc.errors import Unavailable
from commentsvc.jobs.worker import Worker
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.scrub_storage import scrub_storage
from tests.support.sites import bearer

TRACES = (b"quetzalcoatlus", b"Xochiquetzal", b"xochi.test")


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
        began = time.monotonic()
        with pytest.raises(Unavailable):
            scrub_storage(deps, site.id, {})
        assert time.monotonic() - began < usual / 1000 / 3
        assert deps.session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == usual
    scrub_storage(deps, site.id, {})
