"""`commentsvc verify` and `commentsvc export verifier`: what is said and how they exit, without settings or network."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from commentsvc.ledger.single_file import single_file
from commentsvc.ledger.verdict import Outcome
from tests.cli.conftest import Run
from tests.ledger.log_in_memory import MemoryLog

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
    assert (shrunk.exit_code, shrunk.output.split(":")[0]) == (23, "Log rewritten")


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
