"""A real `commentsvc` in a process of its own: the demo, or any other command that keeps running."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
_WITHOUT_NOHUP = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
"""However the tests themselves were started: `nohup` is handed down, and the service keeps to it."""
COMMAND = [sys.executable, "-c", f"{_WITHOUT_NOHUP}from commentsvc.program import main; main()"]
PATIENCE = 180
"""Seconds to wait for a process on a busy machine; nothing waits longer than it must."""


@dataclass
class Running:
    """A command that runs. `ready` is the demo's JSON line."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]

    def stop(self, number: int = signal.SIGINT) -> None:
        """Send the signal and wait for the end."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


def start_demo(folder: Path, port: int, **settings: str) -> Running:
    """Start the demo and wait for its line of JSON."""
    process = start("demo", "--port", str(port), "--data", str(folder), "--json", **settings)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        _, said = process.communicate(timeout=PATIENCE)
        raise AssertionError(f"the demo ended with {process.returncode}: {said}")
    return Running(process, json.loads(line))


@contextlib.contextmanager
def running_demo(folder: Path, port: int, **settings: str) -> Iterator[Running]:
    """The demo, stopped at the end however the test went."""
    demo = start_demo(folder, port, **settings)
    try:
        yield demo
    finally:
        end(demo.process)


def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start `commentsvc` with these arguments, and settings as `data_dir="…"`."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def environment(**settings: str) -> dict[str, str]:
    """The caller's environment without any of its settings, plus these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTSVC_")}
    kept["COMMENTSVC_SPAM_LAYERS"] = "false"  # tests write faster than people
    return kept | {f"COMMENTSVC_{name.upper()}": value for name, value in settings.items()}


def end(process: subprocess.Popen[str]) -> None:
    """End it if it still runs, and close its pipes."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
    process.communicate(timeout=PATIENCE)


def free_port() -> int:
    """A port that is free now, and the next two as well.

    None that the system hands to connections that go out (from 32768 on, usually): one of these could take it before it
    is used; and none that another process of the same run would choose.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for _ in range(100):
        port = 20_000 + 3 * (worker + workers * secrets.randbelow(4_000 // workers))
        if all(is_free(port + step) for step in range(3)):
            return port
    raise AssertionError("no three free ports in a row")


def is_free(port: int) -> bool:
    """Whether nobody listens on the loopback port (connections that are only closing do not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def wait_until(holds: Any, what: str) -> None:
    """Return once `holds()` is true; fail after `PATIENCE` seconds."""
    end_at = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end_at, f"waited {PATIENCE} s for: {what}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Answer:
    """A response: status, headers in lower case, text."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        """The text as JSON."""
        return json.loads(self.text)


def ask(url: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
    """One request to a loopback address; a body is sent as JSON."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read().decode())
    finally:
        connection.close()
