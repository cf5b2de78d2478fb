"""A time limit for clients that take nothing of their answer. granian has none; the kernel has one, which connections
inherit from the socket that they came in by."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SECONDS = 30
"""How long a client may take nothing at all of what waits for it before its connection is cut."""
LOOK_SECONDS = 0.02


def limit_taking() -> None:
    """Set the limit once this process listens, from a thread that waits for it; where the kernel has none, nothing."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and Path("/proc/self/fd").is_dir():
        threading.Thread(target=_when_listening, name="commentsvc-limit", daemon=True).start()


def _when_listening() -> None:
    pause = threading.Event()
    while not set_limit(SECONDS * 1000):
        pause.wait(LOOK_SECONDS)


def set_limit(milliseconds: int) -> int:
    """Set it for whoever comes to a TCP port of this process from now on; how many ports that are."""
    found = 0
    for listening in listeners():
        with listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
            found += 1
    return found


def listeners() -> Iterator[socket.socket]:
    """The sockets on which this process takes connections, each once more, to be closed."""
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            if not str(link.readlink()).startswith("socket:"):
                continue
            own = os.dup(int(link.name))
            try:
                opened = socket.socket(fileno=own)
            except OSError:
                os.close(own)
                continue
            if _listens(opened):
                yield opened
            else:
                opened.close()


def _listens(one: socket.socket) -> bool:
    return (
        one.family in (socket.AF_INET, socket.AF_INET6)
        and one.type == socket.SOCK_STREAM
        and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
    )
