"""`docs/how-to/be-a-witness.md`, done as it stands there: only host, folder and keys are those of this machine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from commentsvc.app import create_app
from commentsvc.ledger.cosignature import cosigned
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.witness_policy import Policy
from commentsvc.models import db
from tests.cli.conftest import ADD_SITE
from tests.support.demo import COMMAND, ROOT, ask, end, environment, start, wait_until
from tests.support.server import RunningServer
from tests.support.sites import SiteUnderTest, make_draft

PAGE = ROOT / "docs" / "how-to" / "be-a-witness.md"
BLOG = SiteUnderTest("blog", "https://blog.example.org", "")


def steps() -> list[str]:
    """Every line of the page's shell blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def run(words: list[str], **settings: str) -> str:
    """Run `commentsvc` with these words; what it printed."""
    environ = environment(**settings)
    found = subprocess.run([*COMMAND, *words], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, (words, found.stdout, found.stderr)
    return found.stdout


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """The friend's service, with a site `blog` and one comment in its log."""
    data = tmp_path / "data"
    run(["migrate"], data_dir=str(data))
    run(list(ADD_SITE), data_dir=str(data))
    running = RunningServer(tmp_path / "server.log", data_dir=data, checkpoint_seconds=1)
    try:
        app = create_app({"data_dir": data, "run_worker": False, "spam_layers": False})
        client = app.test_client()
        answer = client.post(BLOG.comments_url, json=make_draft(client, BLOG), headers=BLOG.headers())
        assert answer.status_code == 201
        with app.app_context():
            db.engine.dispose()
        wait_until(lambda: running.request("GET", f"{BLOG.url}/log/checkpoint")[0] == 200, "the first checkpoint")
        yield running
    finally:
        running.close()


def test_the_page_leads_to_a_cosigned_checkpoint(server: RunningServer, tmp_path: Path) -> None:
    here = f"127.0.0.1:{server.port}"
    known = {"my-witness": str(tmp_path / "witness"), "https://comments.example.org": f"http://{here}"}

    def words(line: str) -> list[str]:
        for name, value in known.items():
            line = line.replace(name, value)
        return shlex.split(line)[1:]

    def told(line: str) -> str:
        return run(words(line), data_dir=str(tmp_path / "data"), outbound_exceptions=here)

    init, add, show_site, follow, once, curl, watch, show = steps()
    known["$WITNESS_KEY"] = told(init).strip()
    assert known["$WITNESS_KEY"].startswith("witness.example.net+")
    assert known["$WITNESS_KEY"] in told(add)
    known["$LOG_KEY"] = json.loads(told(show_site))["log_vkey"]
    told(follow)
    assert "cosigned" in told(once)

    assert shlex.split(curl)[0] == "curl"
    note = ask(words(curl)[0]).text
    log, witness = NoteVerifier.parse(known["$LOG_KEY"]), NoteVerifier.parse(known["$WITNESS_KEY"])
    assert "\n— witness.example.net " in note
    found = cosigned(note, log.name, log, Policy(1, (witness,)))
    assert f"{found.checkpoint.size} entries" in told(show)

    process = start(*words(watch), outbound_exceptions=here)
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["outcome"] == "unchanged"
    finally:
        end(process)
    assert process.returncode == 0
