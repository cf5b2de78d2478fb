"""Posts that must fail, among others that are committed with them: each fails alone."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from benchmarks.harness.bench import Bench
from benchmarks.harness.exchange import read_answer
from benchmarks.harness.postgres import postgres
from benchmarks.harness.posts import Forms
from benchmarks.harness.store import SITE, Store, make_store, serving
from benchmarks.harness.table import Line

NAME = "bad_post"
GOALS = {"bad": "one bad post in a shared commit fails alone"}
LIMITS = "A savepoint around each post of a commit."
CLIENTS, EACH, BAD = 32, 10, 8
"""Every eighth post names a form that was sent already, which only shows inside the transaction."""


def run(bench: Bench) -> Iterator[Line]:
    """On both databases."""
    yield _line(bench, make_store(bench.work / "bad", moderation="after"), "SQLite")
    with postgres(bench.work / "pg") as server:
        yield _line(bench, make_store(bench.work / "bad-pg", server.database("bad"), moderation="after"), "PostgreSQL")


def _line(bench: Bench, store: Store, name: str) -> Line:
    bench.say(f"bad posts among good ones, {name}")
    forms = Forms(store)
    with serving(store, trusted_proxies=1), ThreadPoolExecutor(CLIENTS) as pool:
        spent = forms.request()
        _send(forms.port, [spent])
        work = [[spent if n % BAD == 0 else forms.request() for n in range(EACH)] for _ in range(CLIENTS)]
        statuses = list(pool.map(lambda requests: _send(forms.port, requests), work))
    right = sum(row.count(201) for row in statuses)
    wrong = sum(row[n] == 409 for row in statuses for n in range(0, EACH, BAD))
    bad = CLIENTS * len(range(0, EACH, BAD))
    stored = _stored(store) - 2  # the first of the store, and the one whose form was used again
    return Line(
        f"bad posts among good ones, {CLIENTS} clients, {name}",
        GOALS["bad"],
        f"{wrong} of {bad} bad ones refused, {right} of {CLIENTS * EACH - bad} good ones acknowledged, {stored} stored",
        "",
        "",
        wrong == bad and right == stored == CLIENTS * EACH - bad,
        LIMITS,
    )


def _send(port: int, requests: list[bytes]) -> list[int]:
    found = []
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), 60)) as connection:
        for request in requests:
            connection.sendall(request)
            found.append(int(read_answer(connection).split(b" ", 2)[1]))
    return found


def _stored(store: Store) -> int:
    from commentsvc.models.comment import Comment

    with store.parts() as deps:
        count = sa.select(sa.func.count()).select_from(Comment).where(Comment.site_id == SITE)
        return int(deps.session.scalar(count))
