"""PostgreSQL goes away, comes back, or is not the one that takes writes: 503 with Retry-After, then all is well by
itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from commentsvc.console.gate import COOKIE
from tests.support.problems import assert_problem


@pytest.fixture
def database(postgresql_database: str) -> str:
    """SQLite is a file: it does not go away by itself."""
    return postgresql_database


@pytest.fixture
def engine(app: Any) -> sa.Engine:
    """The application's."""
    from commentsvc.models import db

    with app.app_context():
        return db.engine


@pytest.fixture
def tell_server(database: str, postgres_uri: str) -> Callable[[str], None]:
    """Run one statement on the server, as its operator; `{db}` is the application's database."""
    name = sa.make_url(database).database

    def tell(statement: str) -> None:
        with psycopg.connect(postgres_uri, autocommit=True) as connection:
            connection.execute(statement.format(db=name))

    return tell


@pytest.fixture
def throw_out(tell_server: Callable[[str], None]) -> Callable[[], None]:
    """End every connection to the application's database, as a restart of the server does."""
    return lambda: tell_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{db}'")


@pytest.fixture
def closed(tell_server: Callable[[str], None], throw_out: Callable[[], None]) -> Iterator[Callable[[bool], None]]:
    """`closed(True)`: nobody gets in any more; `closed(False)`: as before."""

    def close(closed: bool) -> None:
        tell_server(f"ALTER DATABASE {{db}} ALLOW_CONNECTIONS {not closed}")
        if closed:
            throw_out()

    yield close
    close(False)


@pytest.mark.parametrize("moment", ["INSERT INTO comment ", "commit"])
def test_a_post_that_loses_its_connection_is_503_and_the_same_key_stores_it_once(
    client: Any, site: Any, draft: Any, stored: Any, engine: sa.Engine, throw_out: Callable[[], None], moment: str
) -> None:
    body = draft()
    sent = {"json": body, "headers": site.headers() | {"Idempotency-Key": secrets.token_urlsafe(24)}}
    rest = [throw_out]

    def lose(_connection: Any, _cursor: Any = None, statement: str = "commit", *_more: Any) -> None:
        if rest and statement.startswith(moment):
            rest.pop()()

    event.listen(engine, "before_cursor_execute" if moment != "commit" else "commit", lose)
    lost = client.post(site.comments_url, **sent)

    assert not rest, "the connection was lost"
    assert_problem(lost, 503, "unavailable")
    assert int(lost.headers["Retry-After"]) > 0
    assert stored(site).comments == 0
    assert client.post(site.comments_url, **sent).status_code == 201
    assert stored(site).comments == 1


def test_while_the_database_is_closed_everything_is_503_with_retry_after_and_afterwards_all_is_well(
    client: Any, site: Any, draft: Any, closed: Callable[[bool], None]
) -> None:
    body = draft()
    closed(True)
    api = [
        client.get(f"{site.comments_url}?page=/news/a-story"),
        client.post(site.comments_url, json=body, headers=site.headers()),
        client.get(f"{site.url}/notice?lang=en&page=/news/a-story"),
        client.get(f"{site.url}/log/checkpoint"),
    ]
    client.set_cookie(COOKIE, secrets.token_urlsafe(32), path="/admin")
    pages = [client.get(path) for path in ("/t/example/?url=https://example.org/news/a-story", "/admin/")]

    for answer in api:
        assert_problem(answer, 503, "unavailable")
    assert [page.status_code for page in pages] == [503, 503], "people get a page"
    assert all(page.mimetype == "text/html" for page in pages)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in (*api, *pages, client.get("/readyz")))
    assert client.get("/healthz").status_code == 200, "or a supervisor would end a process that is well"

    closed(False)
    assert client.post(site.comments_url, json=body, headers=site.headers()).status_code == 201


def test_a_database_that_takes_no_writes_is_503_for_writers_and_there_for_readers(
    client: Any, site: Any, draft: Any, tell_server: Callable[[str], None], throw_out: Callable[[], None]
) -> None:
    body = draft()
    tell_server("ALTER DATABASE {db} SET default_transaction_read_only = on")
    throw_out()
    refused = client.post(site.comments_url, json=body, headers=site.headers())

    assert_problem(refused, 503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get(f"{site.url}/log/checkpoint").status_code in (200, 404), "readers are answered"
    tell_server("ALTER DATABASE {db} RESET default_transaction_read_only")
    throw_out()
    assert client.post(site.comments_url, json=body, headers=site.headers()).status_code == 201
