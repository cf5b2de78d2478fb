"""How to prove who did what: the page's export and its check, done as they stand there; a client plays `curl`."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commentsvc.exchange.trail_row import COLUMNS
from commentsvc.ledger.single_file import single_file
from commentsvc.models.site import Site
from tests.docs.pages import ROOT
from tests.usecases.log_entries import integrate_all

PAGE = (ROOT / "docs" / "how-to" / "prove-who-did-what.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
[PROGRAM] = (block for kind, block in BLOCKS if kind == "python")
FIND, _, EXPORT, WRITE, CHECK, PROVE = (
    block.replace("\\\n", " ").splitlines() for kind, block in BLOCKS if kind == "sh"
)
SERVICE = "https://comments.example.org"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What the page says does not depend on the database."""
    return sqlite_database


class Auditor:
    """Somebody at a shell in a folder of their own."""

    def __init__(self, folder: Path, client: Any, **words: str) -> None:
        self.folder, self.client, self.words = folder, client, words

    def does(self, lines: list[str]) -> list[subprocess.CompletedProcess[str]]:
        """Type the lines; the outcome of each."""
        for name, meant in self.words.items():
            lines = [line.replace(f"${name}", meant) for line in lines]
        return [self._does(shlex.split(line)) for line in lines]

    def _does(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        match words:
            case ["commentsvc", "export", "verifier", "--output", name]:
                (self.folder / name).write_text(single_file(name), encoding="utf-8")
            case ["curl", *rest] if rest[-1].startswith(SERVICE):
                headers = [rest[rest.index("-H") + 1].split(": ", 1)] if "-H" in rest else []
                answer = self.client.get(rest[-1].removeprefix(SERVICE), headers=headers)
                assert answer.status_code == 200, answer.text
                if "-o" in rest:
                    (self.folder / rest[rest.index("-o") + 1]).write_bytes(answer.data)
                return subprocess.CompletedProcess(words, 0, answer.text)
            case ["python3", *arguments]:
                command = [sys.executable, *arguments]
                return subprocess.run(
                    command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=180
                )
            case _:
                raise AssertionError(f"nobody taught the auditor {words}")
        return subprocess.CompletedProcess(words, 0, "")


def test_the_page_leads_from_an_act_to_what_proves_it(
    client: Any, deps: Any, site: Any, publish: Any, decide: Any, tmp_path: Path
) -> None:
    comment = publish()["comment"]["id"]
    decide(comment, "remove")
    integrate_all(deps, site.id)
    auditor = Auditor(tmp_path, client, TOKEN=site.token, KEY=deps.session.get(Site, site.id).log_vkey)
    [found] = auditor.does(FIND)
    assert [act["action"] for act in json.loads(found.stdout)["acts"]] == ["comment.remove", "comment.publish"]
    auditor.does(EXPORT + WRITE)
    (tmp_path / "check_audit.py").write_text(PROGRAM, encoding="utf-8")
    rows = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()]

    [checked] = auditor.does(CHECK)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert re.fullmatch(r"\d+ acts open their entries, \d+ have none\.\n", checked.stdout)
    [removed] = [row for row in rows if row["action"] == "comment.remove"]
    auditor.words["LEAF"] = removed["leaf_hash"]
    _, proven, signed = auditor.does(PROVE)
    assert proven.returncode == 0, proven.stderr
    assert proven.stdout.splitlines()[-1].endswith(f"{removed['who']} comment.remove {comment}")
    assert (signed.returncode, signed.stdout.split(":")[0]) == (10, "Operator's word only"), signed.stderr

    removed["who"] = "account:somebody-else"
    (tmp_path / "audit.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    [altered] = auditor.does(CHECK)
    assert (altered.returncode, altered.stderr) == (1, f"ALTERED: {removed['id']}\n")


def test_the_page_names_every_column() -> None:
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    assert set(COLUMNS) - {"id", "at"} == set(re.findall(r"`(\w+)`", re.sub(r"\| [^|]*\|$", "", table, flags=re.M)))
