"""Who takes hardly anything of an answer is cut off; who takes it slowly gets it."""

from __future__ import annotations

import fcntl
import socket
import struct
import termios
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest

from commentsvc.cli.taking import LEAST_BYTES, SPAN_SECONDS, Takers, ports, takes_enough
from tests.support.demo import PATIENCE
from tests.support.server import wait_until

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


def test_who_takes_hardly_anything_is_cut_off() -> None:
    with answering() as one:
        takers = Takers({one.port})
        assert takers.look(0) == 0
        assert takers.look(SPAN_SECONDS - 1) == 0
        assert takers.look(SPAN_SECONDS) == 1
        with pytest.raises(ConnectionResetError):
            while one.client.recv(65_536):
                pass


def test_who_takes_an_answer_slowly_goes_on_and_is_looked_at_anew() -> None:
    with answering() as one:
        takers = Takers({one.port})
        assert takers.look(0) == 0
        one.take(WAITS // 2)
        assert takers.look(SPAN_SECONDS) == 0
        assert takers.look(2 * SPAN_SECONDS - 1) == 0
        assert takers.look(2 * SPAN_SECONDS) == 1


def test_connections_that_this_process_made_itself_are_nobodys_business() -> None:
    with answering() as one:
        assert one.port in ports()
        takers = Takers(ports() - {one.port})
        assert [takers.look(moment) for moment in (0, SPAN_SECONDS)] == [0, 0]


def test_a_client_of_a_slow_network_takes_enough_and_one_that_has_much_waiting_must_take_more() -> None:
    assert takes_enough(60, LEAST_BYTES, 0) and not takes_enough(60, LEAST_BYTES - 1, 0)
    assert takes_enough(90, 90_000, 600_000) and not takes_enough(90, 89_999, 600_000)
    assert takes_enough(60, 400_000, 4_000_000) and not takes_enough(60, 399_999, 4_000_000)
