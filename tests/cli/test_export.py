"""`commentsvc export consent-log`: to a pipe or into a file that is complete once it is there."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.current import current_deps
from commentsvc.app import create_app
from commentsvc.exchange.consent_row import COLUMNS
from commentsvc.models import db
from commentsvc.models.audit import AuditEvent
from commentsvc.models.log import latest_checkpoint
from tests.cli.conftest import Run
from tests.support.sites import SiteUnderTest, make_draft
from tests.usecases.log_entries import integrate_all

BLOG = SiteUnderTest("blog", "https://blog.example.org", "")


@pytest.fixture
def app(ready: Run) -> Iterator[Any]:
    """The service on the command line's data folder."""
    app = create_app({"run_worker": False, "posts_per_minute": 0})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def records(app: Any) -> list[str]:
    """Three comments' records, the last of them withdrawn and so erased."""
    client = app.test_client()
    receipts = []
    for n in range(3):
        response = client.post(
            BLOG.comments_url, json=make_draft(client, BLOG, body=f"Number {n}."), headers=BLOG.headers()
        )
        assert response.status_code == 201, response.get_data(as_text=True)
        receipts.append(response.get_json()["receipt"])
    response = client.post(
        f"{BLOG.url}/consents/{receipts[-1]['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=BLOG.headers() | {"Authorization": f"Bearer {receipts[-1]['secret']}"},
    )
    assert response.status_code == 200
    return [receipt["id"] for receipt in receipts]


def acts(app: Any) -> list[AuditEvent]:
    with app.app_context():
        query = sa.select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.id)
        return list(db.session.scalars(query))


def test_csv_goes_to_standard_output_and_nothing_else_does(ready: Run, records: list[str]) -> None:
    result = ready("export", "consent-log", "blog")

    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode(), newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert {row["record"] for row in rows} == set(records)


def test_json_lines_are_filtered_like_the_api(ready: Run, records: list[str]) -> None:
    def exported(*options: str) -> list[dict[str, Any]]:
        result = ready("export", "consent-log", "blog", "--format=jsonl", *options)
        assert result.exit_code == 0, result.stderr
        return [json.loads(line) for line in result.stdout_bytes.decode().splitlines()]

    assert [row["record"] for row in exported("--purpose=publish")] == records[:2]
    assert [row["record"] for row in exported("--state=erased")] == records[2:]
    assert exported("--to=2020-01-01") == []
    assert len({row["record"] for row in exported("--from=2020-01-01")}) == 3
    subject = exported("--purpose=publish")[0]["subject"]
    assert [row["record"] for row in exported(f"--subject={subject}", "--purpose=publish")] == records[:1]


def test_a_file_is_for_its_owner_alone_and_the_export_is_logged(
    ready: Run, app: Any, records: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "log.csv"
    target.write_text("an older one")

    result = ready("export", "consent-log", "blog", "--output", str(target))

    assert (result.exit_code, result.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(target.read_text(), newline="")))
    assert f"{len(rows)} rows" in result.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["log.csv"]
    begun, complete = acts(app)
    assert (begun.action, begun.actor, begun.detail) == ("export.consent-log", "cli", {"format": "csv"})
    assert (complete.action, complete.detail) == ("export.consent-log-complete", {"rows": len(rows)})


def test_a_place_that_cannot_be_written_is_one_clear_line(ready: Run, records: list[str], tmp_path: Path) -> None:
    result = ready("export", "consent-log", "blog", "--output", str(tmp_path / "nowhere" / "log.csv"))

    assert result.exit_code == 1
    assert "nowhere" in result.stderr and "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 1, "no site"),
        (["blog", "--from=soon"], 1, "--from"),
        (["blog", "--subject=ada@example.org"], 1, "--subject"),
        (["blog", "--format=xlsx"], 2, "--format"),
        (["blog", "--state=happy"], 2, "--state"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_option_named(
    ready: Run, app: Any, arguments: list[str], code: int, said: str
) -> None:
    result = ready("export", "consent-log", *arguments)

    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""
    assert acts(app) == []


def test_a_reader_that_stops_early_ends_the_export_quietly(
    ready: Run, app: Any, records: list[str], folder: Path
) -> None:
    environment = {**os.environ, "COMMENTSVC_DATA_DIR": str(folder)}
    command = [sys.executable, "-c", "from commentsvc.program import main; main()", "export", "consent-log", "blog"]
    read, write = os.pipe()
    os.close(read)

    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, env=environment, timeout=180, check=False)

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_evidence_is_written_and_checked_by_the_program_within_it(
    ready: Run, app: Any, records: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "evidence.zip"
    with app.app_context():
        integrate_all(current_deps(), "blog")

    result = ready(
        "export", "evidence", "blog", "--record", records[0], "--record", records[2], "--output", str(target)
    )

    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert "receipts of 2 records" in result.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        archive.extract("verify_receipt.py", tmp_path)
        key = json.loads(archive.read("log/keys.json"))["key"]
    command = [sys.executable, "-I", "verify_receipt.py", "evidence.zip", "--key", key]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False)
    assert (checked.returncode, checked.stdout.split(":")[0]) == (10, "Operator's word only"), checked.stderr
    assert [act.action for act in acts(app)] == ["export.evidence", "export.evidence-complete"]


def test_the_log_is_written_and_checked(ready: Run, app: Any, records: list[str], tmp_path: Path) -> None:
    target = tmp_path / "log.zip"
    with app.app_context():
        integrate_all(current_deps(), "blog")
        kept = latest_checkpoint(db.session, "blog")
    (tmp_path / "kept").write_text(kept.note, encoding="utf-8")

    result = ready("export", "log", "blog", "--output", str(target))
    with zipfile.ZipFile(target) as archive:
        key = json.loads(archive.read("log/keys.json"))["key"]
    checked = ready("verify", str(target), "--key", key, "--checkpoint", str(tmp_path / "kept"))

    assert result.exit_code == 0 and f"log of {kept.size} entries" in result.stderr
    assert (checked.exit_code, checked.output.split(":")[0]) == (0, "Proven")
    assert [act.action for act in acts(app)] == ["export.log"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["evidence", "nowhere"], 1, "no site"),
        (["evidence", "blog", "--record=00000000-0000-4000-8000-000000000001"], 1, "no record"),
        (["evidence", "blog", "--record=ada"], 1, "--record"),
        (["evidence", "blog", "--from=2040-01-01"], 1, "no record in this time"),
        (["log", "blog"], 1, "no checkpoint"),
    ],
)
def test_where_there_is_nothing_to_export_no_file_is_left(
    ready: Run, app: Any, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    result = ready("export", *arguments, "--output", str(tmp_path / "it.zip"))

    assert result.exit_code == code
    assert said in result.stderr
    assert not list(tmp_path.glob("*.zip*")) and acts(app) == []
