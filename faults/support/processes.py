"""Processes of this machine, as Linux shows them."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 120.0


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that still run."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in file.read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    """`pid` and all that came of it."""
    return [pid, *(below for child in children(pid) for below in descendants(child))]


def command_of(pid: int) -> str:
    """The command line, words parted by blanks; empty where the process is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return ""


def resident_bytes(pid: int) -> int:
    """Memory that is the process's own (proportional, so that shared pages count once); 0 where it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def open_files(pid: int) -> int:
    """How many file descriptors it holds."""
    with contextlib.suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def free_port() -> int:
    """A port nobody listens on, below those that outgoing connections are given."""
    lowest_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for _ in range(100):
        port = random.randrange(10_000, max(lowest_given, 11_000))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def wait_until(condition: Callable[[], object], what: str, seconds: float = PATIENCE, pause: float = 0.05) -> float:
    """Wait until `condition()` is true; the seconds it took. Raises `TimeoutError` that says `what` did not come."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(pause)
    raise TimeoutError(f"waited {seconds:.0f} s, and still not: {what}")
