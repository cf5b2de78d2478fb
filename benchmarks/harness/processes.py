"""Processes that surely end: each in a group of its own, told to stop when the benchmark stops for whatever reason."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0
_PR_SET_PDEATHSIG = 1
_TICK = os.sysconf("SC_CLK_TCK")
_handed_out: set[int] = set()


class Failed(Exception):
    """Something that a row needs did not work; the table says what."""


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command in the background, its output in the file `log`; stopped at the end, its whole group if need be."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started: SIGTERM, and after ten seconds SIGKILL for what is left."""
    members = tree(process.pid)
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    for pid in members:
        with contextlib.suppress(ProcessLookupError):
            if pid == process.pid or _parent(pid) in (1, *members):
                os.kill(pid, signal.SIGKILL)
    process.wait()


def tree(pid: int) -> list[int]:
    """The process and all below it, as far as they live."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(int(entry.name))):
            below.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += below.get(one, [])
    return found


def processor_seconds(pid: int) -> float:
    """User and system time of the process and all below it, in seconds, as the kernel counts it (to 10 ms)."""
    total = 0
    for one in tree(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = _stat(one)
            total += int(fields[11]) + int(fields[12])
    return total / _TICK


def memory_bytes(pid: int, what: str = "Pss") -> int:
    """Memory of one process, in bytes: `Pss` counts what is shared with others by parts, `Rss` whole."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) * 1024
    raise Failed(f"no {what} of process {pid}")


def free_port() -> int:
    """A port on loopback that nobody uses and that no outgoing connection is given (below 32768)."""
    for port in range(21_000 + os.getpid() % 1000 * 8, 32_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if port not in _handed_out:
                _handed_out.add(port)
                return port
    raise Failed("no free port")


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once somebody listens there. Raises `Failed` with the log's end if the process ends, or nothing comes."""
    end_at = time.monotonic() + PATIENCE
    while time.monotonic() < end_at:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise Failed(f"{Path(str(process.args[0])).name} does not answer: {tail(log)}")  # type: ignore[index]


def tail(log: Path) -> str:
    """The last words of a log."""
    return " ".join(log.read_text(errors="replace").split())[-300:]


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run the command to its end and return what it said. Raises `Failed` if it did not go well."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env=None if env is None else dict(env),
        cwd=cwd,
        preexec_fn=_die_with_parent,
    )
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-300:]
        raise Failed(f"{Path(str(command[0])).name} ended with {done.returncode}: {said}")
    return done.stdout


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
