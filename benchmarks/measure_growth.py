"""What a comment takes in PostgreSQL: bytes in each table and its indexes, and of write-ahead log.

    .venv/bin/python -m benchmarks.measure_growth [comments]

Posts that many comments (2,000 unless told) of some 280 characters through the application, ten to a page, publishes
them, includes them in the log, and divides. What expires (form tokens, idempotent answers, counted limits) is told
apart. `docs/explanation/growing.md` rests on these figures.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import SECRET, PostgresTemplate, postgres_server
from tests.support.sites import make_draft, make_site

WORDS = Path(__file__).read_text(encoding="utf-8").split()
PASSING = ("used_notice_token", "idempotent_answer", "rate_window", "outbox_task", "finding", "news")
SIZES = sa.text(
    "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with postgres_server() as uri, PostgresTemplate(uri).copy() as url, tempfile.TemporaryDirectory() as folder:
        _measure(url, Path(folder), count)


def _measure(url: str, folder: Path, count: int) -> None:
    from commentsvc.app import create_app
    from commentsvc.models import db
    from commentsvc.usecases.integrate_entries import integrate_entries

    app = create_app(
        {
            "database_url": url, "data_dir": folder, "secret_key": SECRET, "run_worker": False, "spam_layers": False,
            "posts_per_minute": 0, "posts_per_minute_site": 0, "notices_per_minute": 0,
        }
    )  # fmt: skip
    logging.getLogger("commentsvc").setLevel(logging.ERROR)
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        deps = replace(app.extensions["commentsvc"], session=session)
        site = make_site(deps, "example", "https://example.org")
        before, began = _sizes(engine), _wal(engine)
        ids = [_post(app.test_client(), site, number) for number in range(count)]
        posted = _wal(engine)
        _publish(app.test_client(), site, ids)
        decided = _wal(engine)
        while integrate_entries(deps, site.id).more:
            pass
        integrated = _wal(engine)
        session.rollback()
    _print(before, _sizes(engine), count)
    print(f"WAL a comment: post {(posted - began) / count:.0f}, decision {(decided - posted) / count:.0f}, "
          f"into the log {(integrated - decided) / count:.0f} bytes (without page images)")  # fmt: skip
    engine.dispose()


def _post(client: Any, site: Any, number: int) -> str:
    body = " ".join(random.Random(number).choices(WORDS, k=45))[:280]
    page = f"{site.origin}/2026/some-category/a-story-with-a-long-name-{number // 10}"
    author = {"name": f"Reader {number % 997}", "email": f"reader{number % 997}@example.org"}
    draft = make_draft(client, site, body=body, page=page, author=author, title="A story with a long name")
    answer = client.post(site.comments_url, json=draft, headers=site.headers() | {"Idempotency-Key": f"{number:030}"})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    posted: str = answer.get_json()["comment"]["id"]
    return posted


def _publish(client: Any, site: Any, ids: list[str]) -> None:
    for start in range(0, len(ids), 100):
        wanted = [{"comment": one, "action": "publish"} for one in ids[start : start + 100]]
        answer = client.post(f"{site.url}/moderation/decisions", json={"decisions": wanted}, headers=site.operator())
        assert answer.status_code == 200, answer.get_data(as_text=True)


def _sizes(engine: sa.Engine) -> dict[str, tuple[int, int]]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        return {name: (table, indexes) for name, table, indexes in connection.execute(SIZES)}


def _wal(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").scalar_one())


def _print(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], count: int) -> None:
    sums = {False: [0.0, 0.0], True: [0.0, 0.0]}
    print(f"{'bytes a comment':<28}{'table':>8}{'indexes':>9}")
    for name, sizes in sorted(after.items(), key=lambda item: -sum(item[1])):
        grown = [(now - then) / count for now, then in zip(sizes, before[name], strict=True)]
        for place, one in enumerate(grown):
            sums[name in PASSING][place] += one
        if sum(grown) >= 1:
            print(f"{name:<28}{grown[0]:>8.0f}{grown[1]:>9.0f}{'  (expires)' if name in PASSING else ''}")
    for passing, (table, indexes) in sums.items():
        print(f"{'all that expires' if passing else 'all that stays':<28}{table:>8.0f}{indexes:>9.0f}")


if __name__ == "__main__":
    main()
