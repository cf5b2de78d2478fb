"""The real service: `commentsvc serve`, and where wanted `commentsvc worker` beside it, in a folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from faults.support.client import Client
from faults.support.processes import children, command_of, descendants, free_port, wait_until

ROOT = Path(__file__).parents[2]
SITE = "example"
ORIGIN = "https://example.org"
SECRET = "for-faults-only-" + "x" * 32
_COMMAND = (sys.executable, "-c", "from commentsvc.program import main; main()")
_STANDARD = {
    "spam_layers": False,  # the load writes faster than people
    "checkpoint_seconds": 1,
    "posts_per_minute": 0,
    "posts_per_minute_site": 0,
    "notices_per_minute": 0,
}


@dataclass
class Service:
    """A service that is set up and not started yet.

    `settings` are COMMENTSVC_ ones; `prefix` is put before the server's command (as `strace …`), `environ` beside its
    environment. With `own_worker` the background work is done by a process of its own. `root` is the checkout whose
    code runs.
    """

    folder: Path
    settings: Mapping[str, Any]
    own_worker: bool = False
    prefix: Sequence[str] = ()
    environ: Mapping[str, str] | None = None
    root: Path = ROOT

    def __post_init__(self) -> None:
        self.port = free_port()
        self.data = Path(self.settings.get("data_dir", self.folder / "data"))
        self.log = self.folder / "service.log"
        self.server: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.vkey = ""
        self._engine: sa.Engine | None = None

    def set_up(self) -> Service:
        """Make database and site, with commands as an operator would; returns itself."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.command("migrate")
        told = self.command(
            *("site", "add", SITE, "--name", "Example", "--origin", ORIGIN, "--moderation", "after"),
            *("--controller-name", "The Example Times", "--controller-contact", "privacy@example.org"),
            *("--privacy-url", f"{ORIGIN}/privacy", "--json"),
        )
        self.vkey = json.loads(told)["log_vkey"]
        return self

    def command(self, *words: str, codes: Sequence[int] = (0,), seconds: float = 3600) -> str:
        """What `commentsvc` with these words printed. Raises `RuntimeError` where it ends with none of `codes`, or not
        within `seconds`."""
        asked = [*_COMMAND, *words]
        try:
            done = subprocess.run(
                asked,
                cwd=self.root,
                env=self.environment(),
                capture_output=True,
                text=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RuntimeError(f"commentsvc {' '.join(words)} did not end") from error
        if done.returncode not in codes:
            raise RuntimeError(f"commentsvc {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> Service:
        """Start what does not run, and wait until the server answers; returns itself."""
        self.start_worker()
        self.start_server()
        return self

    def start_server(self, seconds: float = 180) -> float:
        """Start the server if it does not run; the seconds until it answered."""
        if self.server is None or self.server.poll() is not None:
            self.server = self._run([*self.prefix, *_COMMAND, "serve", "--port", str(self.port)])
        server = self.server
        took = wait_until(lambda: self.answers() or server.poll() is not None, "the server answers", seconds)
        if server.poll() is not None:
            raise RuntimeError(f"the server did not start: {self.log.read_text('utf-8', 'replace')[-2000:]}")
        return took

    def start_worker(self) -> None:
        """Start the process for background work if there is one and it does not run."""
        if self.own_worker and (self.worker is None or self.worker.poll() is not None):
            self.worker = self._run([*_COMMAND, "worker"])

    def restarted(self) -> bool:
        """Start the server again if it has ended, as what watches over it would; whether it had. The same with the
        process for background work, which ends where it starts while the database is on its way back."""
        if self.worker is not None:
            self.start_worker()
        ended = self.server is not None and self.server.poll() is not None
        if ended:
            self.start_server()
        return ended

    def answers(self) -> bool:
        """Whether the server answers at all."""
        with contextlib.suppress(OSError), Client(self.port, timeout=2) as client:
            return client.ask("GET", "/healthz").status == 200
        return False

    def server_pid(self) -> int:
        """The server's parent process, behind whatever prefix it was started with."""
        assert self.server is not None
        own = [pid for pid in descendants(self.server.pid) if " serve --port" in command_of(pid)]
        return own[-1] if self.prefix and own else self.server.pid

    def server_workers(self) -> list[int]:
        """The processes that answer requests."""
        return [pid for pid in children(self.server_pid()) if "resource_tracker" not in command_of(pid)]

    def processes(self) -> list[int]:
        """All processes of the service."""
        started = [one for one in (self.server, self.worker) if one is not None and one.poll() is None]
        return [pid for one in started for pid in descendants(one.pid)]

    def kill_server(self) -> None:
        """SIGKILL of the parent, as the kernel would; its children end with it."""
        assert self.server is not None
        os.kill(self.server_pid(), signal.SIGKILL)
        self.server.wait(60)

    def kill_worker(self) -> None:
        """SIGKILL of the background work's own process."""
        assert self.worker is not None
        self.worker.kill()
        self.worker.wait(60)

    def stop(self) -> None:
        """End everything in order, or by force."""
        for process in (self.server, self.worker):
            if process is None or process.poll() is not None:
                continue
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            for pid in descendants(process.pid) if process.poll() is None else ():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if self._engine is not None:
            self._engine.dispose()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def engine(self) -> sa.Engine:
        """The service's database, for looking at it from outside."""
        if self._engine is None:
            url = str(self.settings.get("database_url") or f"sqlite:///{self.data}/commentsvc.db")
            self._engine = sa.create_engine(url, pool_pre_ping=True)
        return self._engine

    def logged(self, text: str) -> int:
        """How many lines of the service's log hold `text`."""
        return sum(text in line for line in self.log.read_text("utf-8", "replace").splitlines())

    def environment(self) -> dict[str, str]:
        """What the service's processes see."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTSVC_")}
        own = {
            "data_dir": self.data,
            "secret_key": SECRET,
            "public_url": f"http://127.0.0.1:{self.port}",
            "run_worker": not self.own_worker,
        }
        settings = _STANDARD | own | dict(self.settings)
        return kept | {f"COMMENTSVC_{name.upper()}": str(value) for name, value in settings.items()}

    def _run(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            environment = self.environment() | dict(self.environ or {})
            return subprocess.Popen(command, cwd=self.root, env=environment, stdout=log, stderr=log)
