"""`docs/how-to/change-a-signing-key.md`, done as it stands there, beside a server that never stops."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commentsvc.app import create_app
from commentsvc.models import db
from tests.cli.conftest import Run
from tests.support.demo import ROOT, ask, wait_until
from tests.support.server import RunningServer
from tests.support.sites import SiteUnderTest, make_draft

PAGE = (ROOT / "docs" / "how-to" / "change-a-signing-key.md").read_text(encoding="utf-8")
BLOG = SiteUnderTest("blog", "https://blog.example.org", "")


def steps() -> list[str]:
    """Every line of the page's shell blocks, in order."""
    return [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


class Operator:
    """Somebody with a shell in `folder`, beside a server, a process of its own, on the same data folder."""

    def __init__(self, ready: Run, folder: Path) -> None:
        self._run, self.folder, self.data = ready, folder, folder / "data"
        self.server = RunningServer(folder / "server.log", data_dir=self.data, checkpoint_seconds=1)
        self.words: dict[str, str] = {"https://comments.example.org": f"http://127.0.0.1:{self.server.port}"}
        self.app = create_app({"data_dir": self.data, "run_worker": False, "notices_per_minute": 0})

    def does(self, line: str, answer: str = "", code: int = 0) -> str:
        """What the line printed; `answer` is typed when it asks."""
        for said, meant in self.words.items():
            line = line.replace(said, meant)
        program, *words = shlex.split(line)
        if program == "curl":
            option, name, address = words
            assert option == "-o"
            (self.folder / name).write_text(ask(address).text, encoding="utf-8")
            return ""
        assert program == "commentsvc"
        found = self._run(*words, input=answer)
        assert found.exit_code == code, (words, found.output)
        return found.output

    def posted(self) -> int:
        """The status of a post to the running server, with a form that was opened just now."""
        draft = make_draft(self.app.test_client(), BLOG)
        status, _ = self.server.request("POST", BLOG.comments_url, draft, Origin=BLOG.origin)
        return status

    def key(self) -> str:
        """Today's verifier key, as the running server tells it."""
        _, told = self.server.request("GET", f"{BLOG.url}/log/keys")
        return str(told["key"])

    def log_size(self) -> int:
        """That of the newest checkpoint."""
        return int(self.server.request("GET", f"{BLOG.url}/log/checkpoint")[1].splitlines()[1])


@pytest.fixture
def operator(ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    monkeypatch.chdir(tmp_path)
    made = Operator(ready, tmp_path)
    try:
        yield made
    finally:
        made.server.close()
        with made.app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_the_page_leads_through_a_rotation_and_a_loss_while_the_server_runs(operator: Operator) -> None:
    show, rotate, *verify, prepare, replace, export = steps()
    keys = operator.data / "keys"
    old = operator.words["$OLD_KEY"] = operator.key()
    assert operator.posted() == 201
    assert old in operator.does(show) and "is here" in operator.does(show)

    assert old in operator.does(rotate)
    assert operator.posted() == 201, "the server that runs signs with the new key"
    wait_until(lambda: operator.log_size() == 5, "the site, both comments, the change and who made it in the log")
    fetch_keys, fetch_checkpoint, check = verify
    operator.does(fetch_keys)
    operator.does(fetch_checkpoint)
    assert operator.does(check, code=10).startswith("Operator's word only: ")
    without = shlex.join(shlex.split(check.replace("$OLD_KEY", old))[:-2])
    assert operator.does(without, code=25).startswith("Unknown key: ")

    [name] = re.findall(r"blog\.next-[0-9a-f]{8}\.key", operator.does(prepare))
    assert (keys / name).exists() and operator.key() != old
    operator.does(rotate)
    assert sorted(path.name for path in keys.glob("*.key")) == ["blog.key"]

    lost = operator.key()
    (keys / "blog.key").unlink()
    assert operator.posted() == 503
    assert "is not at" in operator.does(show)
    assert "Aborted" in operator.does(replace, answer="n\n", code=1)
    assert operator.key() == lost
    assert lost in operator.does(replace, answer="y\n")
    assert operator.posted() == 201
    told = json.loads(operator.does(f"{show} --json"))
    assert [change["reason"] for change in told["changes"]] == ["rotated", "rotated", "lost"]
    operator.does(fetch_keys)
    operator.does(fetch_checkpoint)
    assert "was lost at" in operator.does(check, code=25)

    operator.does(export)
    assert (operator.folder / "blog-key.backup").read_bytes() == (keys / "blog.key").read_bytes()
    assert (operator.folder / "blog-key.backup").stat().st_mode & 0o777 == 0o600
    assert "not written over" in operator.does(export, code=1)


def test_a_key_that_is_there_is_neither_lost_nor_taken_from_another_site(operator: Operator) -> None:
    assert "rotate" in operator.does("commentsvc key replace blog --lost --yes", code=1)
    assert "no site" in operator.does("commentsvc key rotate nobody", code=1)
    answer: Any = json.loads(operator.does("commentsvc key rotate blog --json"))
    assert (answer["reason"], answer["size"], answer["new"]) == ("rotated", 2, operator.key())
    operator.does("commentsvc key replace blog", code=2)
