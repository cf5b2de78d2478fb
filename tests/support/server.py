"""A real server as a process of its own, to be talked to over a socket, stopped, and killed."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.support.demo import PATIENCE, free_port

ROOT = Path(__file__).parents[2]


class RunningServer:
    """`commentsvc serve` with these settings, ready to answer on `port`."""

    def __init__(self, log: Path, **settings: Any) -> None:
        self.port = free_port()
        self._log = log
        self._settings = {"public_url": f"http://127.0.0.1:{self.port}"} | settings
        self._process = self._start()

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and decoded JSON. Raises `OSError` or `HTTPException` when the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            content = None if body is None else json.dumps(body).encode()
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if content is not None:
                sent["Content-Type"] = "application/json"
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            text = answer.read()
            try:
                return answer.status, json.loads(text) if text else None
            except ValueError:
                return answer.status, text.decode("utf-8", "replace")
        finally:
            connection.close()

    def kill(self) -> None:
        """What a power cut or the kernel does: SIGKILL, nothing is tidied up."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def restart(self) -> None:
        """Start again on the same port and data."""
        self._process = self._start()

    def stop(self) -> int:
        """Ask it to stop; returns the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        """Nothing is left running, whatever happened."""
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        if self._process.poll() is None:
            self.kill()

    def tasks(self) -> list[Path]:
        """What Linux tells of each thread of its server processes."""
        parent = self._process.pid
        servers = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        return [task for server in servers for task in Path(f"/proc/{server}/task").iterdir()]

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTSVC_")}
        environment["COMMENTSVC_SPAM_LAYERS"] = "false"  # tests write faster than people
        environment |= {f"COMMENTSVC_{name.upper()}": str(value) for name, value in self._settings.items()}
        program = "from commentsvc.program import main; main()"
        command = [sys.executable, "-c", program, "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.request("GET", "/healthz")[0] == 200:
                    return process
            time.sleep(0.05)
        process.kill()
        process.wait()
        raise AssertionError(f"the server did not start:\n{self._log.read_text(errors='replace')[-4000:]}")


def wait_until(condition: Any, what: str, seconds: float = PATIENCE) -> None:
    """Return as soon as `condition()` is true; fail saying `what` did not come about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s, and still: {what}")
