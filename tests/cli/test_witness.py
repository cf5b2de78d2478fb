"""`commentsvc witness` against a real server, a forked one, and a kill at the worst moment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.witness_folder import WitnessFolder
from commentsvc.app import create_app
from commentsvc.ledger.cosignature import cosigned
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.witness_policy import Policy
from commentsvc.models import db
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from tests.cli.conftest import Run
from tests.ledger import naive
from tests.ledger.keys import fixed_key
from tests.ledger.log_in_memory import MemoryLog
from tests.support.databases import migrate
from tests.support.demo import COMMAND, ROOT, end, environment, start, wait_until
from tests.support.log_server import LogServer, serving
from tests.support.server import RunningServer
from tests.support.sites import make_site
from tests.usecases.log_entries import add_pending, integrate_all

LEAVES = naive.leaves(30)


def allowed(url: str) -> str:
    """The setting that lets a witness ask this loopback address."""
    return url.split("/")[2]


def command(*arguments: object, url: str = "http://127.0.0.1:1/") -> subprocess.CompletedProcess[str]:
    """Run a command of the witness to its end, in a process that has no data folder."""
    return subprocess.run(
        [*COMMAND, "witness", *map(str, arguments)],
        cwd=ROOT,
        env=environment(outbound_exceptions=allowed(url)),
        capture_output=True,
        text=True,
        timeout=180,
    )


def witness_for(folder: Path, name: str, vkey: str, url: str) -> WitnessFolder:
    """A new witness that follows the log."""
    store = WitnessFolder(folder)
    store.create(name)
    store.follow(vkey, url)
    return store


@contextmanager
def inside(data: Path) -> Iterator[Any]:
    """The service's own parts on this data folder."""
    app = create_app({"data_dir": data, "run_worker": False, "public_url": "http://127.0.0.1:8800"})
    with app.app_context():
        try:
            yield current_deps()
        finally:
            db.session.remove()
            db.engine.dispose()


def grow(data: Path, count: int) -> None:
    with inside(data) as deps:
        add_pending(deps, "blog", count)
        integrate_all(deps, "blog")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogServer]:
    """A log of 7 entries in memory, over HTTP."""
    with serving(MemoryLog(leaves=LEAVES[:7])) as server:
        yield server


@pytest.fixture
def once(run: Run, log: LogServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[int, Any]]:
    """`once()`: a witness of `log` looks once; its exit code and its line of JSON."""
    monkeypatch.setenv("COMMENTSVC_OUTBOUND_EXCEPTIONS", allowed(log.url))
    folder = tmp_path / "witness"
    witness_for(folder, "ada.example", log.log.key.vkey, log.url)

    def look() -> tuple[int, Any]:
        result = run("witness", "run", str(folder), "--once", "--json")
        return result.exit_code, json.loads(result.stdout)

    return look


def test_the_exit_code_says_what_was_refused(log: LogServer, once: Callable[[], tuple[int, Any]]) -> None:
    code, told = once()
    assert (code, told["outcome"], told["size"], told["log"]) == (0, "cosigned", 7, log.log.key.name)
    assert told["cosignature"] == log.taken[0]["cosignature"] and told["at"].endswith("Z")
    assert once()[0] == 0

    honest = log.log
    twisted = [LEAVES[29], *LEAVES[1:]]
    for leaves, code, outcome in (
        (twisted[:7], 24, "split-view"),
        (twisted[:9], 23, "log-rewritten"),
        (LEAVES[:5], 23, "log-rewritten"),
    ):
        log.log = MemoryLog(leaves=leaves)
        found = once()
        assert (found[0], found[1]["outcome"], found[1]["cosignature"]) == (code, outcome, None)
    log.log = MemoryLog(key=fixed_key("somebody.else"), leaves=LEAVES[:9])
    assert once()[0] == 25
    log.log = honest
    honest.leaves = LEAVES[:9]
    log.refuses = 403
    assert once()[0] == 1
    log.refuses = 200
    assert once()[0] == 0
    assert {taken["size"] for taken in log.taken} == {7, 9}


def test_a_damaged_memory_stops_the_signing(
    run: Run, log: LogServer, once: Callable[[], tuple[int, Any]], tmp_path: Path
) -> None:
    assert once()[0] == 0
    [file] = (tmp_path / "witness" / "state").iterdir()
    file.write_text("{")
    log.log.leaves = LEAVES[:9]

    code, told = once()

    assert code == 1 and "newest copy" in told["detail"]
    assert [taken["size"] for taken in log.taken] == [7]


def test_without_the_operators_exception_a_private_address_is_not_asked(
    run: Run, log: LogServer, once: Callable[[], tuple[int, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMMENTSVC_OUTBOUND_EXCEPTIONS")

    code, told = once()

    assert (code, told["outcome"]) == (1, "unreachable") and log.taken == []


def test_it_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "witness")
    assert "witness init" in run("witness", "run", folder).output
    assert run("witness", "init", folder, "--name", "a name").exit_code == 1
    made = run("witness", "init", folder, "--name", "ada.example")
    assert made.exit_code == 0 and NoteVerifier.parse(made.output.strip()).algorithm == 4
    assert "witness follow" in run("witness", "run", folder, "--once").output
    assert run("witness", "follow", folder, made.output.strip(), "https://x.example").exit_code == 1
    shown = json.loads(run("witness", "show", folder, "--json").output)
    assert shown == {"vkey": made.output.strip(), "logs": {}}


def test_two_witnesses_of_a_real_server_refuse_a_second_one_with_the_same_key(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with inside(first) as deps:
        migrate(deps.settings.sqlalchemy_url)
        make_site(deps, "blog", "https://blog.example.org")
        row = deps.session.get(Site, "blog")
        key = NoteVerifier.parse(row.log_vkey)
        folders = [tmp_path / name for name in ("ada.example", "ben.example")]
        stores = [witness_for(folder, folder.name, key.vkey, "http://127.0.0.1:1/log") for folder in folders]
        for store in stores:
            add_witness(deps, CLI, "blog", store.cosigner().vkey)
    shutil.copytree(first, second)
    grow(first, 4)
    grow(second, 4)
    policy = Policy(2, tuple(store.cosigner().verifier for store in stores))

    def looks(server: RunningServer) -> list[int]:
        url = f"http://127.0.0.1:{server.port}/api/v1/sites/blog/log"
        monkeypatch.setenv("COMMENTSVC_OUTBOUND_EXCEPTIONS", allowed(url))
        codes = []
        for folder in folders:
            (folder / "logs").write_text(f"log {key.vkey} {url}\n")
            result = run("witness", "run", str(folder), "--once", "--json")
            assert result.stderr == ""
            codes.append(result.exit_code)
        return codes

    def shown(server: RunningServer) -> str:
        status, text = server.request("GET", "/api/v1/sites/blog/log/checkpoint")
        assert status == 200
        return str(text)

    honest = RunningServer(tmp_path / "first.log", data_dir=first, run_worker="false")
    try:
        assert looks(honest) == [0, 0]
        assert cosigned(shown(honest), key.name, key, policy).checkpoint.size == 6
        grow(first, 3)
        assert looks(honest) == [0, 0]
        assert cosigned(shown(honest), key.name, key, policy).checkpoint.size == 9
    finally:
        honest.close()
    fork = RunningServer(tmp_path / "second.log", data_dir=second, run_worker="false")
    try:
        assert looks(fork) == [23, 23], "it has shrunk"
        grow(second, 3)
        assert looks(fork) == [24, 24], "it has as many entries, and others"
        grow(second, 5)
        assert looks(fork) == [23, 23], "it has more, and does not begin with those that were seen"
        assert "ada.example" not in shown(fork)
    finally:
        fork.close()
    for folder in folders:
        kept = [json.loads(file.read_text()) for file in (folder / "refused").iterdir()]
        assert {found["shown"].split("\n")[1] for found in kept} == {"6", "9", "14"}
        assert all(found["seen"].split("\n")[1] == "9" for found in kept)


def test_killed_between_writing_down_and_handing_in_it_never_signs_a_second_root(
    log: LogServer, tmp_path: Path
) -> None:
    folder = tmp_path / "witness"
    store = witness_for(folder, "ada.example", log.log.key.vkey, log.url)
    process = start("witness", "run", str(folder), "--json", outbound_exceptions=allowed(log.url))
    log.before_answering = lambda: os.kill(process.pid, signal.SIGKILL)
    try:
        process.wait(180)
        assert process.returncode == -signal.SIGKILL
    finally:
        end(process)
    log.before_answering = lambda: None
    seen = store.read(log.log.key.name)
    assert seen is not None and (seen.size, seen.handed_in) == (7, False), "on disk before the signature left"
    honest = log.log.leaves
    log.log.leaves = [*reversed(honest)]
    assert command("run", folder, "--once", url=log.url).returncode == 24
    log.log.leaves = honest

    assert command("run", folder, "--once", url=log.url).returncode == 0
    assert [taken["size"] for taken in log.taken] == [7, 7]


def test_it_goes_on_until_it_is_stopped_and_then_says_the_gravest_thing_it_saw(log: LogServer, tmp_path: Path) -> None:
    folder = tmp_path / "witness"
    witness_for(folder, "ada.example", log.log.key.vkey, log.url)
    process = start("witness", "run", str(folder), "--every", "1", outbound_exceptions=allowed(log.url))
    try:
        wait_until(lambda: len(log.taken) == 1, "the first cosignature")
        assert "Another witness" in command("run", folder, "--once", url=log.url).stderr
        log.log.leaves = LEAVES[:20]
        wait_until(lambda: len(log.taken) == 2, "the second cosignature")
        log.log = MemoryLog(leaves=[*reversed(LEAVES[:20])])
        wait_until(lambda: list((folder / "refused").iterdir()), "the refusal")
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=180)
        assert process.returncode == 24 and "split-view" in said and "20 entries" in said
    finally:
        end(process)
