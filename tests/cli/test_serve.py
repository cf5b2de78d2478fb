"""`commentsvc serve` and `commentsvc worker` as real processes."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from commentsvc.cli.processes import _Dead, _Interrupt
from commentsvc.cli.taking import SECONDS, listeners, set_limit
from tests.cli.conftest import ADD_SITE
from tests.support.demo import (
    COMMAND,
    ROOT,
    Answer,
    Running,
    ask,
    end,
    environment,
    free_port,
    is_free,
    start,
    wait_until,
)


def commentsvc(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(data_dir=str(folder), **settings),
        capture_output=True,
        text=True,
        timeout=180,
    )


def answer(url: str) -> Answer | None:
    """What the address answers, or None while nobody listens."""
    try:
        return ask(url)
    except OSError:
        return None


def servers_of(parent: int) -> list[int]:
    """The server processes of a service."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    found = [int(pid) for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert found
    return found


def open_files(pid: int) -> set[str]:
    """The names of the files that a process has open."""
    return {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir()}


def app_that_says_when_it_ends() -> Flask:
    """Leaves a file for each process that went through its own end."""
    app = Flask("ending")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    app.add_url_rule("/healthz", view_func=lambda: "alive")
    atexit.register(lambda: Path(os.environ["ENDED"], str(os.getpid())).touch())
    return app


def app_that_says_how_long_it_waits() -> Flask:
    """Answers with the limits of its ports, in milliseconds."""
    app = Flask("waiting")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    app.add_url_rule("/healthz", view_func=limits_of_listeners)
    return app


def limits_of_listeners() -> list[int]:
    """How long this process lets who came to a port of its take nothing of an answer."""
    found = []
    for listening in listeners():
        with listening:
            found.append(listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT))
    return found


def app_that_cannot_be_made() -> Flask:
    raise LookupError("there is no such thing")


def ready(url: str) -> bool:
    """Whether the service says that it is."""
    found = answer(f"{url}/readyz")
    return found is not None and found.status == 200


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_neither_starts_on_a_database_of_another_version(tmp_path: Path, command: str) -> None:
    result = commentsvc(tmp_path, command)

    assert result.returncode == 1
    assert "commentsvc migrate" in result.stderr


def test_it_does_not_start_where_what_readers_write_would_travel_unprotected(tmp_path: Path) -> None:
    result = commentsvc(tmp_path, "serve", public_url="http://comments.example.org")

    assert result.returncode == 1
    assert "--allow-http" in result.stderr


def test_it_serves_with_several_processes_and_a_worker_and_stops_cleanly(tmp_path: Path) -> None:
    assert commentsvc(tmp_path, "migrate").returncode == 0
    assert commentsvc(tmp_path, *ADD_SITE).returncode == 0
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = start("serve", data_dir=str(tmp_path), public_url=url, workers="2", checkpoint_seconds="1")
    try:
        wait_until(lambda: process.poll() is not None or ready(url), "the service is ready")
        assert process.poll() is None, process.communicate()
        assert ask(f"{url}/embed.js").status == 200
        assert ask(f"{url}/api/v1/sites/blog/notice").status == 200
        second = commentsvc(tmp_path, "serve", public_url=url)
        assert second.returncode == 1 and "cannot be used" in second.stderr

        Running(process, {}).stop(signal.SIGTERM)
        assert process.returncode == 0
        assert is_free(port)
    finally:
        end(process)


def test_its_processes_are_copies_of_one_that_has_no_database_open(tmp_path: Path) -> None:
    assert commentsvc(tmp_path, "migrate").returncode == 0
    url = f"http://127.0.0.1:{free_port()}"
    process = start("serve", data_dir=str(tmp_path), public_url=url, workers="2")
    try:
        wait_until(lambda: ready(url) and len(servers_of(process.pid)) == 2, "the service is ready")
        parent = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        copies = servers_of(process.pid)
        assert [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in copies] == [parent, parent]
        assert not {name for name in open_files(process.pid) if "commentsvc.db" in name}
        assert any("commentsvc.db" in name for pid in copies for name in open_files(pid))
    finally:
        end(process)


@pytest.mark.parametrize("copies", [True, False], ids=["copies", "processes-of-their-own"])
def test_a_process_goes_through_its_own_end_when_the_service_is_stopped(tmp_path: Path, copies: bool) -> None:
    port = free_port()
    program = (
        "from commentsvc.cli.processes import serve_until_stopped as serve\n"
        "from tests.cli.test_serve import app_that_says_when_it_ends as make\n"
        f"serve(make, '127.0.0.1', {port}, workers=1, threads=1, patience=60, copies={copies})"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"ENDED": str(tmp_path)})
    try:
        wait_until(lambda: answer(f"http://127.0.0.1:{port}/healthz") is not None, "it answers")
        (server,) = servers_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(180) == 0
        assert [file.name for file in tmp_path.iterdir()] == [str(server)]
    finally:
        end(process)


def test_who_takes_nothing_of_an_answer_has_a_time_limit() -> None:
    port = free_port()
    program = (
        "from commentsvc.cli.processes import serve_until_stopped as serve\n"
        "from tests.cli.test_serve import app_that_says_how_long_it_waits as make\n"
        f"serve(make, '127.0.0.1', {port}, workers=1, threads=1, patience=60, copies=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)

    def limits() -> object:
        found = answer(f"http://127.0.0.1:{port}/healthz")
        return found and json.loads(found.text)

    try:
        wait_until(lambda: limits() == [SECONDS * 1000], "the limit is set")
    finally:
        end(process)


def test_only_ports_get_a_limit_and_who_comes_to_one_has_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as port:
        assert set_limit(600_000) > 0
        with socket.create_connection(port.getsockname()) as client, port.accept()[0] as taken:
            limits = [one.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) for one in (client, taken)]
    assert limits == [0, 600_000]


def test_a_process_that_dies_while_the_dead_are_counted_is_not_forgotten() -> None:
    dead = _Dead()
    dead.append(0)
    assert list(dead) == [0]
    dead.append(1)
    dead.clear()
    assert list(dead) == [1]
    dead.clear()
    assert not dead


def test_a_death_that_nobody_was_told_of_ends_the_waiting() -> None:
    server = SimpleNamespace(interrupt_signal=False, interrupt_children=[0])
    assert _Interrupt(server).wait()


def test_why_no_process_can_be_made_is_said() -> None:
    program = (
        "from commentsvc.cli.processes import serve_until_stopped as serve\n"
        "from tests.cli.test_serve import app_that_cannot_be_made as make\n"
        f"serve(make, '127.0.0.1', {free_port()}, workers=1, threads=1, patience=60, copies=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert any("LookupError: there is no such thing" in line for line in process.stderr or ())
    finally:
        end(process)


def test_a_copy_that_is_stopped_before_it_knows_that_it_is_one_ends(tmp_path: Path) -> None:
    port = free_port()
    program = (
        "import os, pathlib, signal\n"
        "from commentsvc.cli.processes import serve_until_stopped as serve\n"
        "from tests.cli.test_serve import app_that_says_when_it_ends as make\n"
        "first = pathlib.Path(os.environ['ENDED'], 'first')\n"
        "def stop():\n"
        "    if not first.exists():\n"
        "        first.write_text(str(os.getpid()))\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "os.register_at_fork(after_in_child=stop)\n"
        f"serve(make, '127.0.0.1', {port}, workers=1, threads=1, patience=60, copies=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"ENDED": str(tmp_path)})
    try:
        wait_until(lambda: answer(f"http://127.0.0.1:{port}/healthz") is not None, "it answers")
        assert int((tmp_path / "first").read_text()) not in servers_of(process.pid)
    finally:
        end(process)


def test_a_signal_that_another_thread_gets_stops_the_service_as_well(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}/healthz"
    program = (
        "import signal, threading\n"
        "from commentsvc.cli.processes import serve_until_stopped as serve\n"
        "from tests.cli.test_serve import app_that_says_when_it_ends as make, answer, wait_until\n"
        "def stop():\n"
        f"    wait_until(lambda: answer('{url}') is not None, 'it answers')\n"
        "    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)\n"
        "    threading.Event().wait()\n"
        "stopping = threading.Thread(target=stop, daemon=True)\n"
        f"serve(make, '127.0.0.1', {port}, workers=1, threads=1, patience=60, after_start=stopping.start)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"ENDED": str(tmp_path)})
    try:
        assert process.wait(180) == 0
    finally:
        end(process)


def test_killed_processes_are_replaced_and_a_killed_parent_takes_them_along(tmp_path: Path) -> None:
    assert commentsvc(tmp_path, "migrate").returncode == 0
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = start("serve", data_dir=str(tmp_path), public_url=url)
    try:
        wait_until(lambda: answer(f"{url}/healthz") is not None, "the service answers")
        for child in servers_of(process.pid):
            os.kill(child, signal.SIGKILL)
        wait_until(lambda: answer(f"{url}/healthz") is not None, "the service answers again")
        process.send_signal(signal.SIGKILL)
        process.wait(180)
        wait_until(lambda: is_free(port), "the port is free")
    finally:
        end(process)


def test_the_worker_runs_beside_a_server_that_has_none_and_stops_cleanly(tmp_path: Path) -> None:
    assert commentsvc(tmp_path, "migrate").returncode == 0
    process = start("worker", data_dir=str(tmp_path), checkpoint_seconds="1")
    try:
        wait_until(
            lambda: process.poll() is not None or "alive at" in commentsvc(tmp_path, "doctor").stdout,
            "the worker says that it lives",
        )
        assert process.poll() is None, process.communicate()

        Running(process, {}).stop(signal.SIGTERM)
        assert process.returncode == 0
    finally:
        end(process)
