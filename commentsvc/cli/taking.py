"""Limits for clients that take nothing of their answer, or hardly anything. granian has none. The kernel has one, which
connections inherit from the socket that they came in by: it ends one for which something has waited for so long,
though the client may have taken some of it now and then. So this looks at how much each has taken, gives more time to
who takes enough, and cuts off who does not.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import stat
import struct
import termios
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import structlog

SECONDS = 60
"""Over so long it is seen how much a client takes, as long as something waits for it all the time. Nobody looks at a
connection any more that the server has closed, so there the kernel waits as long."""
LEAST_BYTES = 60_000
"""So much it must take in that time: half of what the slowest mobile networks carry."""
WAITING_BYTES = 262_144
"""How much of an answer the kernel takes for a client in advance, beside what is on its way."""
LOOK_SECONDS = 0.02
LOOK_ROUND_SECONDS = 10.0
_FILES = "/proc/self/fd"
_ACKED = struct.Struct("<Q")
_ACKED_AT = 120
"""Where Linux tells in TCP_INFO how many bytes were taken."""
_AT_ONCE = struct.pack("ii", 1, 0)
_NOTHING = struct.pack("i", 0)

log = structlog.get_logger(__name__)


def limit_taking() -> None:
    """Set the limits once this process listens, from a thread that waits for it and then looks after the second; where
    the kernel has none, nothing."""
    if hasattr(socket, "TCP_USER_TIMEOUT") and Path(_FILES).is_dir():
        threading.Thread(target=_look_after, name="commentsvc-limit", daemon=True).start()


def _look_after() -> None:
    pause = threading.Event()
    while not set_limit(SECONDS * 1000):
        pause.wait(LOOK_SECONDS)
    takers = Takers(ports())
    while True:
        pause.wait(LOOK_ROUND_SECONDS)
        try:
            cut = takers.look(time.monotonic())
        except OSError as error:  # no open file is left, which passes
            log.warning("who takes answers could not be looked at", reason=type(error).__name__)
            continue
        if cut:
            log.warning("clients took too little of their answers", cut=cut)


def set_limit(milliseconds: int) -> int:
    """Set it for whoever comes to a TCP port of this process from now on, and how much may wait; how many ports that
    are."""
    found = 0
    for listening in listeners():
        with listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, WAITING_BYTES)
            found += 1
    return found


class _Taking(NamedTuple):
    """Of a client for whom something waits: since when, and how much it had taken at a moment after that."""

    since: float
    moment: float
    taken: int


class Takers:
    """Those who came to one of these `ports` of this process, and for whom something waits."""

    def __init__(self, ports: Collection[int]) -> None:
        self._ports = ports
        self._known: dict[tuple[int, int], _Taking] = {}

    def look(self, moment: float) -> int:
        """Cut off who has taken too little for too long, now that it is `moment`; how many that were."""
        known, cut = self._known, 0
        self._known = {}
        for number in _with_something_waiting():
            with suppress(OSError), _once_more(number) as client:  # closed meanwhile, or no socket
                if not _came_in(client, self._ports):
                    continue
                key = (number, os.fstat(client.fileno()).st_ino)
                taken = taken_of(client)
                before = known.get(key, _Taking(moment, moment, taken))
                if moment >= before.moment + SECONDS:
                    if not takes_enough(moment - before.moment, taken - before.taken):
                        _cut(client)
                        cut += 1
                        continue
                    before = _Taking(before.since, moment, taken)
                self._known[key] = before
                _give_time(client, moment - before.since + SECONDS)
        return cut


def takes_enough(seconds: float, taken: int) -> bool:
    """Whether a client that took so many bytes in so many seconds may go on."""
    return taken * SECONDS >= LEAST_BYTES * seconds


def taken_of(client: socket.socket) -> int:
    """How many bytes of all that was sent have arrived there."""
    told: tuple[int] = _ACKED.unpack_from(client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256), _ACKED_AT)
    return told[0]


def ports() -> set[int]:
    """The ports on which this process takes connections."""
    found = set()
    for listening in listeners():
        with listening:
            found.add(listening.getsockname()[1])
    return found


def listeners() -> Iterator[socket.socket]:
    """The sockets on which this process takes connections, each once more, to be closed."""
    for number in _open_files():
        with suppress(OSError):  # closed meanwhile, or no socket
            opened = _once_more(number)
            if _listens(opened):
                yield opened
            else:
                opened.close()


def _open_files() -> list[int]:
    return [int(name) for name in os.listdir(_FILES)]  # noqa: PTH208 - there may be thousands


def _with_something_waiting() -> Iterator[int]:
    """The open files of this process that something waits in to be taken; cheap, for they may be many."""
    for number in _open_files():
        with suppress(OSError):  # nothing that has such
            (waits,) = struct.unpack("i", fcntl.ioctl(number, termios.TIOCOUTQ, _NOTHING))
            if waits > 0:
                yield number


def _once_more(number: int) -> socket.socket:
    """The socket of this open file, which stays open until this is closed, too. Raises `OSError` where it is none.

    Nothing but a socket is ever closed here: a process that closes any descriptor of a file loses all its locks on it,
    those of SQLite, too.
    """
    if stat.S_ISSOCK(os.fstat(number).st_mode):
        own = os.dup(number)
        if stat.S_ISSOCK(os.fstat(own).st_mode):
            return socket.socket(fileno=own)  # else the number was given to a file meanwhile: it stays open for ever
    raise OSError(errno.ENOTSOCK, os.strerror(errno.ENOTSOCK))


def _listens(one: socket.socket) -> bool:
    return _is_tcp(one) and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1


def _came_in(one: socket.socket, ports: Collection[int]) -> bool:
    return _is_tcp(one) and one.getsockname()[1] in ports


def _is_tcp(one: socket.socket) -> bool:
    return one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM


def _give_time(client: socket.socket, seconds: float) -> None:
    """The kernel's own limit: so long after something began to wait."""
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))


def _cut(client: socket.socket) -> None:
    """End a connection for whoever else has it open; what waits in it is thrown away when they have closed it."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    client.shutdown(socket.SHUT_RDWR)
