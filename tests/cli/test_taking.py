"""Who takes hardly anything of an answer is cut off; who takes it slowly gets it."""

from __future__ import annotations

import fcntl
import socket
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from commentsvc.cli.taking import LEAST_BYTES, SECONDS, WAITING_BYTES, Takers, ports, set_limit, takes_enough
from tests.support.demo import PATIENCE
from tests.support.server import wait_until

LOCKED = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    sys.exit(error.sqlite_errorcode != sqlite3.SQLITE_BUSY)
sys.exit(1)
"""
"""Ends well where the database is locked."""
WAITS = 4_000_000
ROOM = 4_096


@dataclass
class Answering:
    """A port, and a client that came to it and asked for more than fits into what the kernel holds for it."""

    port: int
    ours: socket.socket
    client: socket.socket

    def take(self, count: int) -> None:
        """The client takes so many bytes; more of them wait for it."""
        while count > 0:
            count -= len(self.client.recv(count))
        self.wait()

    def wait(self) -> None:
        """Until so much waits that it cannot be on its way all at once."""
        wait_until(lambda: waiting_in(self.ours) > 4 * ROOM, "something waits")


@contextmanager
def answering() -> Iterator[Answering]:
    with socket.create_server(("127.0.0.1", 0)) as port, closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        client.settimeout(PATIENCE)
        client.connect(port.getsockname())
        ours, _ = port.accept()
        with ours:
            sending = threading.Thread(target=send_all, args=(ours,), daemon=True)
            sending.start()
            one = Answering(port.getsockname()[1], ours, client)
            one.wait()
            yield one
            client.close()
            sending.join(PATIENCE)


def send_all(ours: socket.socket) -> None:
    try:
        ours.sendall(b"x" * WAITS)
    except OSError:
        ours.close()  # as any server does


def waiting_in(ours: socket.socket) -> int:
    (waits,) = struct.unpack("i", fcntl.ioctl(ours, termios.TIOCOUTQ, struct.pack("i", 0)))
    return int(waits)


def time_of(ours: socket.socket) -> float:
    return ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) / 1000


def test_who_takes_hardly_anything_is_cut_off() -> None:
    with answering() as one:
        takers = Takers({one.port})
        assert takers.look(0) == 0
        assert takers.look(SECONDS - 1) == 0
        assert takers.look(SECONDS) == 1
        with pytest.raises(ConnectionResetError):
            while one.client.recv(65_536):
                pass


def test_who_takes_an_answer_slowly_goes_on_and_is_looked_at_anew() -> None:
    with answering() as one:
        takers = Takers({one.port})
        assert takers.look(0) == 0
        one.take(WAITS // 2)
        assert takers.look(SECONDS) == 0
        assert time_of(one.ours) == 2 * SECONDS, "the kernel is told, which ends who has something waiting for long"
        assert takers.look(2 * SECONDS - 1) == 0
        assert time_of(one.ours) == 3 * SECONDS - 1
        assert takers.look(2 * SECONDS) == 1


def test_connections_that_this_process_made_itself_are_nobodys_business() -> None:
    with answering() as one:
        assert one.port in ports()
        takers = Takers(ports() - {one.port})
        assert [takers.look(moment) for moment in (0, SECONDS)] == [0, 0]


def test_looking_through_the_open_files_ends_no_lock_of_the_database(tmp_path: Path) -> None:
    """A process that closes any descriptor of a file loses all its locks on it."""
    file = tmp_path / "some.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as ours:
        ours.execute("PRAGMA journal_mode = WAL")
        ours.execute("BEGIN IMMEDIATE")
        assert subprocess.run([sys.executable, "-c", LOCKED, str(file)], check=False).returncode == 0
        with answering() as one:
            assert one.port in ports()
            assert Takers({one.port}).look(0) == 0
        assert subprocess.run([sys.executable, "-c", LOCKED, str(file)], check=False).returncode == 0


def test_a_client_of_a_slow_network_takes_enough() -> None:
    assert takes_enough(SECONDS, LEAST_BYTES) and not takes_enough(SECONDS, LEAST_BYTES - 1)
    assert takes_enough(2 * SECONDS, 2 * LEAST_BYTES) and not takes_enough(2 * SECONDS, 2 * LEAST_BYTES - 1)


def test_the_kernel_takes_only_so_much_for_a_client_in_advance() -> None:
    with socket.create_server(("127.0.0.1", 0)) as port, closing(socket.socket()) as client:
        assert set_limit(600_000) > 0
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        client.connect(port.getsockname())
        ours, _ = port.accept()
        with ours:
            ours.setblocking(False)
            with pytest.raises(BlockingIOError):
                while ours.send(b"x" * WAITS):
                    pass
            assert WAITING_BYTES / 2 < waiting_in(ours) < 2 * WAITING_BYTES
