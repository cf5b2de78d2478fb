"""`commentsvc verify` and `commentsvc export verifier`: what is said and how they exit, without settings or network."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from commentsvc.ledger.archive import EVIDENCE_SCHEMA, LOG_SCHEMA
from commentsvc.ledger.single_file import single_file
from commentsvc.ledger.verdict import Outcome
from tests.cli.conftest import Run
from tests.ledger import naive
from tests.ledger.log_in_memory import MemoryLog
from tests.ledger.packed import evidence_of, log_files, written
from tests.support.log_server import LogServer, serving

LOG = MemoryLog()
RECEIPT = LOG.receipt(LOG.event("given", "2026-01-31T09:30:00.000Z")).as_json()
KEY = LOG.key.vkey


@pytest.fixture
def receipt(tmp_path: Path) -> str:
    """A receipt in a file."""
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(RECEIPT), encoding="utf-8")
    return str(path)


def test_a_receipt_is_checked_without_settings_or_a_database(
    run: Run, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMENTSVC_NONSENSE", "yes")

    result = run("verify", receipt, "--key", KEY)

    assert result.exit_code == Outcome.OPERATORS_WORD.exit_code == 10
    assert result.output.startswith("Operator's word only: comments.test/example recorded exactly this")


def test_for_programs_it_is_json(run: Run, receipt: str) -> None:
    result = run("verify", receipt, "--json")

    told = json.loads(result.output)
    assert (result.exit_code, told["outcome"], told["exit_code"]) == (11, "self-attested", 11)


def test_a_log_is_checked_against_what_was_kept(run: Run, tmp_path: Path) -> None:
    files = {"new": LOG.checkpoint(), "old": LOG.checkpoint(2), "proof": LOG.consistency(2, len(LOG.leaves))}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    new, old, proof = (str(tmp_path / name) for name in files)

    good = run("verify", new, "--key", KEY, "--checkpoint", old, "--consistency", proof)
    shrunk = run("verify", old, "--key", KEY, "--checkpoint", new)

    assert (good.exit_code, good.output.split(":")[0]) == (0, "Proven")
    assert (shrunk.exit_code, shrunk.output.split(":")[0]) == (27, "Rolled back")


def test_every_exit_code_stands_in_the_help(run: Run) -> None:
    told = run("verify", "--help").output

    assert [outcome.slug for outcome in Outcome if str(outcome.exit_code) not in told] == []


def test_a_file_that_is_not_there_is_a_wrong_option_and_no_verdict(run: Run) -> None:
    assert run("verify", "nowhere.json").exit_code == 2


def test_the_single_file_verifier_is_written_out(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "check.py"

    assert run("export", "verifier", "--output", str(target)).exit_code == 0

    assert target.read_text(encoding="utf-8") == single_file("check.py")
    assert "check.py --help" in (ast.get_docstring(ast.parse(target.read_text(encoding="utf-8"))) or "")
    assert run("export", "verifier").output == single_file()


def test_an_archive_of_evidence_is_checked_and_each_of_its_files_is_listed_for_programs(
    run: Run, tmp_path: Path
) -> None:
    archive = tmp_path / "evidence.zip"
    archive.write_bytes(written(EVIDENCE_SCHEMA, evidence_of(LOG, RECEIPT)))

    said = run("verify", str(archive), "--key", KEY)
    listed = json.loads(run("verify", str(archive), "--key", KEY, "--json").output)
    alone = run("verify", str(archive))

    assert (said.exit_code, said.output.split(":")[0]) == (10, "Operator's word only")
    assert [(one["file"], one["outcome"]) for one in listed["files"]] == [
        (f"receipts/{RECEIPT['record']}.json", "operators-word")
    ]
    assert (alone.exit_code, alone.output.split(":")[0]) == (11, "Self-attested")


def test_an_exported_log_is_checked_against_what_was_kept(run: Run, tmp_path: Path) -> None:
    log = MemoryLog(leaves=naive.leaves(300))
    other = MemoryLog(leaves=[naive.leaf(b"x"), *log.leaves[1:]])
    (tmp_path / "log.zip").write_bytes(written(LOG_SCHEMA, log_files(log, 100)))
    (tmp_path / "kept").write_text(log.checkpoint(200), encoding="utf-8")
    (tmp_path / "forked").write_text(other.checkpoint(200), encoding="utf-8")
    zip_file, kept, forked = (str(tmp_path / name) for name in ("log.zip", "kept", "forked"))

    assert run("verify", zip_file, "--key", KEY, "--checkpoint", kept).exit_code == 0
    assert run("verify", zip_file, "--key", KEY, "--checkpoint", kept, "--checkpoint", forked).exit_code == 24
    assert run("verify", zip_file, "--key", KEY, "--checkpoint", forked).exit_code == 23


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogServer]:
    """A log of 7 entries over HTTP, at an address that the operator lists."""
    with serving(MemoryLog(leaves=naive.leaves(7))) as serves:
        monkeypatch.setenv("COMMENTSVC_OUTBOUND_EXCEPTIONS", urlsplit(serves.url).netloc)
        yield serves


@pytest.fixture
def kept(tmp_path: Path, server: LogServer) -> str:
    """A checkpoint of that log that somebody kept."""
    path = tmp_path / "kept.checkpoint"
    path.write_text(server.log.checkpoint(4), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("end", ["", "/", "/checkpoint"])
def test_a_log_is_checked_at_its_server_with_nothing_but_what_was_kept(
    run: Run, server: LogServer, kept: str, end: str
) -> None:
    result = run("verify", server.url + end, "--key", KEY, "--checkpoint", kept)

    assert (result.exit_code, result.output.split(":")[0]) == (0, "Proven"), result.output


def test_a_server_that_shows_another_log_is_found_out(run: Run, server: LogServer, kept: str) -> None:
    grown = naive.leaves(9)
    verdicts = {}
    for name, leaves in {
        "shrunk": grown[:3],
        "forked": [naive.leaf(b"x"), *grown[1:4]],
        "rewritten": [naive.leaf(b"x"), *grown[1:]],
    }.items():
        server.log = MemoryLog(leaves=leaves)
        verdicts[name] = run("verify", server.url, "--key", KEY, "--checkpoint", kept).exit_code

    assert verdicts == {"shrunk": 27, "forked": 24, "rewritten": 23}


def test_what_cannot_be_fetched_is_no_verdict_and_says_what_to_do(
    run: Run, server: LogServer, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.shows_keys = False
    without_keys = run("verify", server.url, "--key", KEY, "--checkpoint", kept)
    nothing_there = run("verify", server.url.removesuffix("/log") + "/nowhere/x", "--key", KEY)
    monkeypatch.delenv("COMMENTSVC_OUTBOUND_EXCEPTIONS")
    private = run("verify", server.url, "--key", KEY)

    for result in (without_keys, nothing_there, private):
        assert (result.exit_code, result.stdout) == (1, "")
        assert "no verdict" in result.stderr and "export log" in result.stderr
    assert "404 when asked for the keys" in without_keys.stderr
    assert run("verify", server.url).exit_code == 2
    assert run("verify", server.url + "?x=1", "--key", KEY).exit_code == 1
