"""How to check a receipt, or a log: the page's commands, done as they stand there; `curl` is played by a client."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commentsvc.clock import now
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.single_file import single_file
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from tests.docs.pages import ROOT
from tests.ledger.keys import fixed_key
from tests.support.pages import Page, submit
from tests.usecases.log_entries import add_pending, integrate_all

PAGE = (ROOT / "docs" / "how-to" / "check-a-receipt.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
WRITE, CHECK, WITNESSED, KEEP, GROWN, *_ = (block.splitlines() for kind, block in BLOCKS if kind == "sh")
# What comes behind those needs the command line: tests/cli/test_evidence_pages.py.
[POLICY] = (block for kind, block in BLOCKS if kind == "")
SERVICE = "https://comments.example.org"
WITNESSES = {name: Cosigner(fixed_key(f"{name}.example")) for name in ("ada", "ben")}


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What the page says does not depend on the database."""
    return sqlite_database


class Reader:
    """Somebody at a shell in a folder of their own."""

    def __init__(self, folder: Path, client: Any) -> None:
        self.folder, self.client, self.words = folder, client, dict[str, str]()

    def does(self, lines: list[str]) -> subprocess.CompletedProcess[str]:
        """Type the lines; the last one's outcome."""
        for line in lines:
            for told, meant in self.words.items():
                line = line.replace(told, meant)
            done = self._does(shlex.split(line))
        return done

    def _does(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        match words:
            case ["commentsvc", "export", "verifier", "--output", name]:
                (self.folder / name).write_text(single_file(name), encoding="utf-8")
            case ["curl", "-o", name, url] if url.startswith(SERVICE):
                answer = self.client.get(url.removeprefix(SERVICE))
                assert answer.status_code == 200, answer.text
                (self.folder / name).write_bytes(answer.data)
            case ["python3", *arguments]:
                command = [sys.executable, "-I", *arguments]
                return subprocess.run(
                    command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=180
                )
            case _:
                raise AssertionError(f"nobody taught the reader {words}")
        return subprocess.CompletedProcess(words, 0)


def size_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("\n")[1]


def cosign(client: Any, deps: Any, site: Any) -> str:
    """The site has Ada and Ben as witnesses, and both cosign the newest checkpoint; their policy as the page has it."""
    note = client.get(f"{site.url}/log/checkpoint").text
    policy = POLICY
    for name, who in WITNESSES.items():
        add_witness(deps, CLI, site.id, who.vkey)
        line = who.cosign(parse_note(note).text, int(now().timestamp())).line()
        body = {"size": int(note.split("\n")[1]), "cosignature": line}
        assert client.post(f"{site.url}/log/cosignatures", json=body).status_code == 200
        policy = re.sub(rf"^(witness {name}) .*$", lambda told, who=who: f"{told[1]} {who.vkey}", policy, flags=re.M)
    return policy


def test_the_page_leads_from_a_receipt_to_what_it_proves(
    client: Any, deps: Any, site: Any, post: Any, tmp_path: Path
) -> None:
    reader = Reader(tmp_path, client)
    receipt = post()["receipt"]
    integrate_all(deps, site.id)
    reader.does(WRITE)
    policy = cosign(client, deps, site)
    (tmp_path / "witnesses.policy").write_text(policy, encoding="utf-8")

    shown = Page(submit(client, f"/my/{site.id}/receipt", {"receipt": receipt["url"]}).text)
    form = next(form for form in shown.forms if form["action"].endswith("/file"))
    saved = client.post(form["action"], data=form["fields"])
    name = re.search(r"receipt-example-\w+\.json", PAGE)
    assert name and re.search(r"receipt-example-\w{8}\.json", saved.headers["Content-Disposition"])
    (tmp_path / name[0]).write_bytes(saved.data)
    reader.words = {"$KEY": saved.get_json()["log"]["key"]}

    alone, witnessed = reader.does(CHECK), reader.does(WITNESSED)

    assert (alone.returncode, alone.stdout.split(":")[0]) == (10, "Operator's word only"), alone.stderr
    assert (witnessed.returncode, witnessed.stdout.split(":")[0]) == (0, "Proven"), witnessed.stdout


def test_the_page_leads_from_a_kept_checkpoint_to_a_log_that_only_grew(
    client: Any, deps: Any, site: Any, tmp_path: Path
) -> None:
    from commentsvc.models.site import Site

    reader = Reader(tmp_path, client)
    reader.does(WRITE)
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    reader.does(KEEP)
    add_pending(deps, site.id, 4)
    integrate_all(deps, site.id)
    reader.does(GROWN[:1])
    reader.words = {
        "$KEY": deps.session.get(Site, site.id).log_vkey,
        "from=120": f"from={size_of(tmp_path / 'kept.checkpoint')}",
        "to=4711": f"to={size_of(tmp_path / 'newest.checkpoint')}",
    }

    checked = reader.does(GROWN)

    assert (checked.returncode, checked.stdout.split(":")[0]) == (0, "Proven"), checked.stdout
