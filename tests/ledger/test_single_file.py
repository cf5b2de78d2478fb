"""The single-file verifier does what `verify` does, with the standard library and cryptography only."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cryptography
import pytest

from commentsvc.errors import LedgerError
from commentsvc.ledger import single_file as builder
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.single_file import single_file
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt

from .log_in_memory import MemoryLog

GIVEN = "2026-01-31T09:30:00.000Z"
NEEDED = ("cryptography", "cffi", "_cffi_backend", "pycparser")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier in a folder of its own, beside a folder in which only cryptography and what it needs is found."""
    folder = tmp_path_factory.mktemp("verifier")
    (folder / "verify_receipt.py").write_text(single_file(), encoding="utf-8")
    installed = Path(cryptography.__file__).parents[1]
    (folder / "only").mkdir()
    for found in installed.iterdir():
        if found.name.split(".")[0] in NEEDED:
            (folder / "only" / found.name).symlink_to(found)
    return folder / "verify_receipt.py"


def run(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run it isolated (-I) and without any site-packages (-S) but those of `only`."""
    start = "import runpy, sys; sys.path.append(sys.argv[1]); del sys.argv[:2]; "
    start += "runpy.run_path(sys.argv[0], None, '__main__')"
    command = [sys.executable, "-I", "-S", "-c", start, program.parent / "only", program, *arguments]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=180)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Any]:
    """A log's receipt and checkpoints as files."""
    log = MemoryLog()
    receipt = log.receipt(log.event("given", GIVEN))
    contents = {
        "receipt.json": json.dumps(receipt.as_json()),
        "altered.json": json.dumps(receipt.as_json()).replace("reader", "server"),
        "old.checkpoint": log.checkpoint(3),
        "new.checkpoint": log.checkpoint(),
        "consistency.json": log.consistency(3, 6),
    }
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {"folder": tmp_path, "key": log.key.vkey} | contents


def test_it_says_the_same_as_the_package(program: Path, files: dict[str, Any]) -> None:
    folder, key = files["folder"], files["key"]

    good = run(program, folder / "receipt.json", "--key", key, "--json")
    altered = run(program, folder / "altered.json", "--key", key)
    grown = run(
        program,
        *(folder / "new.checkpoint", "--key", key, "--checkpoint", folder / "old.checkpoint"),
        *("--consistency", folder / "consistency.json"),
    )

    expected = verify_receipt(files["receipt.json"], Trust(keys=[key]))
    assert (good.returncode, json.loads(good.stdout)) == (10, expected.as_json()), good.stderr
    assert (altered.returncode, altered.stdout.split(":")[0]) == (20, "Altered")
    log = verify_log(
        files["new.checkpoint"],
        Trust(
            keys=[key],
            checkpoints=[files["old.checkpoint"]],
            consistency=[files["consistency.json"]],
        ),
    )
    assert (grown.returncode, grown.stdout) == (0, log.sentence + "\n")
    assert log.outcome is Outcome.PROVEN


def test_a_file_that_is_not_there_is_no_verdict(program: Path) -> None:
    finished = run(program, "nowhere.json")

    assert (finished.returncode, finished.stderr) == (1, "nowhere.json: No such file or directory\n")


def test_it_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(single_file()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }

    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    assert not imported & {"socket", "urllib", "http", "ssl", "subprocess", "os"}


def test_it_holds_the_text_of_every_module_it_joins() -> None:
    source = (Path(builder.__file__).parent / "verify_receipt.py").read_text(encoding="utf-8")

    assert source[source.index("def verify_receipt") :].strip() in single_file()


def test_two_modules_that_use_one_name_are_not_joined(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "errors.py").write_text("class LedgerError(Exception):\n    pass\n")
    (tmp_path / "one.py").write_text('"""One."""\nfrom commentsvc.two import other\nname = other\n')
    (tmp_path / "two.py").write_text('"""Two."""\nother = 1\nname = 2\n')
    monkeypatch.setattr(builder, "_ROOT", tmp_path)
    monkeypatch.setattr(builder, "ENTRY", "commentsvc.one")

    with pytest.raises(LedgerError, match=r"name is defined in both commentsvc\.two and commentsvc\.one"):
        single_file()
