"""`answer-a-regulator.md`, and what `check-a-receipt.md` says of servers, archives, backups: done as it stands there.

Only numbers, keys and the host are those of the test; `commentsvc` runs in this process, everything else as a process.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from commentsvc.adapters.current import current_deps
from commentsvc.app import create_app
from commentsvc.clock import now
from commentsvc.ledger.single_file import single_file
from commentsvc.models import db
from commentsvc.models.log import latest_checkpoint
from tests.cli.conftest import ADD_SITE, Run
from tests.docs.pages import ROOT
from tests.ledger import naive
from tests.ledger.log_in_memory import MemoryLog
from tests.support.log_server import serving
from tests.support.sites import SiteUnderTest, make_draft
from tests.usecases.log_entries import integrate_all

SITE = SiteUnderTest("example", "https://blog.example.org", "")


def blocks(page: str) -> list[list[str]]:
    """The lines of each shell block of a how-to."""
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    return [block.splitlines() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]


class Shell:
    """Somebody at a shell in a folder of their own; `words` says what the page's examples mean here."""

    def __init__(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.run, self.folder, self.monkeypatch = run, folder, monkeypatch
        self.words: dict[str, str] = {}
        monkeypatch.chdir(folder)

    def types(self, lines: list[str]) -> tuple[int, str]:
        """Type the lines; exit code and output of the last."""
        for line in lines:
            for told, meant in self.words.items():
                line = line.replace(told, meant)
            code, said = self._does(shlex.split(line))
        return code, said

    def _does(self, words: list[str]) -> tuple[int, str]:
        match words:
            case [setting, "commentsvc", *arguments] if "=" in setting:
                with self.monkeypatch.context() as patched:
                    patched.setenv(*setting.split("=", 1))
                    return self._does(["commentsvc", *arguments])
            case ["commentsvc", *arguments]:
                result = self.run(*arguments)
                return result.exit_code, result.output
            case ["python3", *arguments]:
                return self._process([sys.executable, "-I", *arguments])
            case ["unzip", archive, name]:
                with zipfile.ZipFile(archive) as read:
                    read.extract(name)
                return 0, ""
            case ["mkdir" | "cp", *_]:
                return self._process(words)
        raise AssertionError(f"nobody taught the shell {words}")

    def _process(self, words: list[str]) -> tuple[int, str]:
        done = subprocess.run(words, capture_output=True, text=True, timeout=180, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def shell(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell beside the service's data folder."""
    (tmp_path / "here").mkdir()
    return Shell(run, tmp_path / "here", monkeypatch)


@pytest.fixture
def app(run: Run) -> Iterator[Any]:
    """The service, with the site `example`."""
    assert run("migrate").exit_code == 0
    assert run(*("example" if word == "blog" else word for word in ADD_SITE)).exit_code == 0
    app = create_app({"run_worker": False, "posts_per_minute": 0, "spam_layers": False})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def post(app: Any) -> dict[str, Any]:
    """A comment whose record is in the log."""
    client = app.test_client()
    answer = client.post(SITE.comments_url, json=make_draft(client, SITE), headers=SITE.headers())
    assert answer.status_code == 201, answer.text
    with app.app_context():
        integrate_all(current_deps(), "example")
    posted: dict[str, Any] = answer.get_json()
    return posted


def test_a_letter_is_answered_with_what_its_sender_can_check(app: Any, shell: Shell) -> None:
    find, export, check, authority = blocks("answer-a-regulator.md")
    posted = [post(app) for _ in range(3)][1]
    today = f"{now():%Y-%m-%d}"
    shell.words = {"2026-03-01": today, "2026-03-31": today}

    assert shell.types(find)[0] == 0
    rows = list(csv.DictReader((shell.folder / "march.csv").read_text(encoding="utf-8").splitlines()))
    asked = {row["record"] for row in rows if row["comment"] == posted["comment"]["id"]}
    assert asked == {posted["receipt"]["id"]}
    shell.words = {re.findall(r"--record (\S+)", export[0])[0]: asked.pop()}
    assert shell.types(export)[0] == 0
    shell.words = {"$KEY": json.loads(shell.run("site", "show", "example", "--json").output)["log_vkey"]}
    mine, theirs = shell.types(check), shell.types(authority)

    assert mine == theirs, "whoever checks sees the same"
    assert (mine[0], mine[1].split(":")[0]) == (10, "Operator's word only"), mine[1]
    assert "1 receipt in this archive" in mine[1]


def test_a_backup_and_a_handed_archive_are_checked_as_the_page_says(app: Any, shell: Shell, folder: Path) -> None:
    evidence, backup = blocks("check-a-receipt.md")[-2:]
    for _ in range(3):
        post(app)
    with app.app_context():
        kept, key = latest_checkpoint(db.session, "example"), current_deps().keys.signer("example").vkey
    (shell.folder / "kept.checkpoint").write_text(kept.note, encoding="utf-8")
    (shell.folder / "verify_receipt.py").write_text(single_file(), encoding="utf-8")
    shell.words = {"$KEY": key}
    (shell.folder / "backup").mkdir()
    post(app)
    with (
        closing(sqlite3.connect(folder / "commentsvc.db")) as live,
        closing(sqlite3.connect(shell.folder / "backup" / "commentsvc.db")) as copy,
    ):
        live.backup(copy)
    assert shell.run("export", "evidence", "example", "--output", "evidence.zip").exit_code == 0

    handed, restored = shell.types(evidence), shell.types(backup)

    assert (handed[0], handed[1].split(":")[0]) == (10, "Operator's word only"), handed[1]
    assert (restored[0], restored[1].split(":")[0]) == (0, "Proven"), restored[1]
    assert f"(the first had {kept.size})" in restored[1]


def test_a_server_is_checked_as_the_page_says(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = blocks("check-a-receipt.md")[-3]
    with serving(MemoryLog(leaves=naive.leaves(9))) as server:
        monkeypatch.setenv("COMMENTSVC_OUTBOUND_EXCEPTIONS", urlsplit(server.url).netloc)
        (shell.folder / "kept.checkpoint").write_text(server.log.checkpoint(5), encoding="utf-8")
        address = next(word for word in shlex.split(line) if word.startswith("https://"))
        shell.words = {address: f"{server.url}/checkpoint", "$KEY": server.log.key.vkey}

        code, said = shell.types([line])

    assert (code, said.split(":")[0]) == (0, "Proven"), said
