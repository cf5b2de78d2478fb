"""10,000 clients that say nothing, never end headers or body, or do not read what they asked for: others are served.

Then a thousand connections from one address that ask as fast as they can.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
import time

from faults.support.beside import Span, claim_goes_on, measured, megabytes
from faults.support.databases import KINDS as KINDS_OF_DATABASES
from faults.support.databases import Place, place
from faults.support.folder import run_folder
from faults.support.load import API, Load
from faults.support.processes import open_files
from faults.support.proof import prove
from faults.support.report import CannotRun, Report, run_as_script
from faults.support.service import ORIGIN, Service

CLIENTS, GREEDY = 10_000, 1_000
SECONDS = 15
LONGEST = 45
"""After so many seconds a slow client must have been shown the door, whatever it does."""
WARM_MB = 16
"""What the service takes in its first minutes anyhow."""
HEAD = b"Host: comments\r\n"
ASKED = f"GET {API}/comments?page=/news/1&limit=20 HTTP/1.1\r\n".encode() + HEAD + b"\r\n"
LONGEST_UNREAD = 90
"""The same for one that takes nothing of its answer, or a little now and then."""
SIPS, SIP, SIP_SECONDS = 0.1, 512, 5.0
"""The part of the clients that do so, and how much they take how often: less than any network carries, and never so
little that the kernel takes it for nothing."""
UNREAD, SEGMENT, SPARE = 60, 1_448, 64
"""How often a client asks that reads nothing; what goes into a packet of an ordinary network, without which loopback
would lend each some megabytes; and how many files the server may have opened meanwhile for itself."""
KINDS = {
    "say nothing": b"",
    "never end their headers": b"GET / HTTP/1.1\r\n" + HEAD,
    "never end their body": f"POST {API}/comments HTTP/1.1\r\nOrigin: {ORIGIN}\r\n".encode()
    + HEAD
    + b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
}


def fault(report: Report, scale: float) -> None:
    """Each kind in turn, with good clients beside, on both databases."""
    _allow(round(CLIENTS * scale) + 1_000)
    with run_folder("slow") as folder:
        for kind in KINDS_OF_DATABASES:
            with place(report, kind, folder) as here:
                _besieged(report, here, scale)


def _besieged(report: Report, here: Place, scale: float) -> None:
    clients = round(CLIENTS * scale)
    with Service(here.folder / "service", {"workers": 2} | here.settings).set_up() as service:
        service.start()
        spans: list[Span] = []
        with Load(service.port, writers=2, readers=2, pause=0.02) as load:
            time.sleep(2)
            calm = megabytes(service)
            with measured(report, load, "in calm", spans):
                time.sleep(SECONDS * scale)
            for kind, first in KINDS.items():
                with measured(report, load, f"while {clients} clients {kind}", spans):
                    asyncio.run(_slow(report, service, clients, first))
            with measured(report, load, f"while {clients} clients never read their answers", spans):
                asyncio.run(_unread(report, service, clients))
            sips = round(clients * SIPS)
            with measured(report, load, f"while {sips} clients take a hundred bytes a second of their answers", spans):
                asyncio.run(_unread(report, service, sips, SIP))
            with measured(report, load, f"while {round(GREEDY * scale)} connections ask as fast as they can", spans):
                asyncio.run(_greedy(report, service, round(GREEDY * scale), SECONDS * scale))
            load.stop()
        claim_goes_on(report, spans)
        each = (megabytes(service) - calm - WARM_MB) / max(clients, 1)
        report.claim("a slow client costs less than 20 kB", each < 0.02, f"{each * 1000:.1f} kB each")
        prove(report, service, load, here.folder, [])


async def _slow(report: Report, service: Service, clients: int, first: bytes) -> None:
    """Open them all, send `first` and then a byte every few seconds, until the server closes them."""
    opened: list[asyncio.StreamWriter] = []
    closed: list[float] = []
    began = time.monotonic()

    async def one() -> None:
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", service.port), 30)
            opened.append(writer)
            start = time.monotonic()
            writer.write(first)
            trickle = asyncio.create_task(_trickle(writer, bool(first)))
            with contextlib.suppress(OSError):
                while await reader.read(4096):
                    pass
            trickle.cancel()
            closed.append(time.monotonic() - start)
            writer.close()

    tasks = []
    for number in range(clients):
        tasks.append(asyncio.create_task(one()))
        if number % 100 == 99:
            await asyncio.sleep(0.02)
    _, left = await asyncio.wait(tasks, timeout=LONGEST + clients / 500)
    most = max(closed, default=0.0)
    report.figure("opened, and closed by the server", f"{len(opened)}, {len(closed)} after {most:.0f} s at most")
    report.figure("memory", f"{megabytes(service):.0f} MB, {time.monotonic() - began:.0f} s after the first")
    report.claim("the server takes all of them and closes each in time", len(closed) == clients and most < LONGEST)
    for task in left:
        task.cancel()


async def _unread(report: Report, service: Service, clients: int, sip: int = 0) -> None:
    """Each asks again and again and takes nothing of what comes, or a `sip` of it now and then, in a window as small as
    it may be."""
    before, loop = _open(service), asyncio.get_running_loop()
    sipping: list[asyncio.Task[None]] = []
    began, peak = time.monotonic(), 0.0
    with contextlib.ExitStack() as opened:

        async def one() -> None:
            with contextlib.suppress(OSError, TimeoutError):
                client = opened.enter_context(socket.socket())
                client.setblocking(False)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
                await asyncio.wait_for(loop.sock_connect(client, ("127.0.0.1", service.port)), 30)
                sipping.append(asyncio.create_task(sips(client)))
                await asyncio.wait_for(loop.sock_sendall(client, ASKED * UNREAD), 5)

        async def sips(client: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while sip and await loop.sock_recv(client, sip):
                    await asyncio.sleep(SIP_SECONDS)

        tasks = []
        for number in range(clients):
            tasks.append(asyncio.create_task(one()))
            if number % 100 == 99:
                await asyncio.sleep(0.02)
        await asyncio.wait(tasks)
        most, asked = _open(service) - before, time.monotonic()
        while _open(service) - before > SPARE and time.monotonic() - asked < 2 * LONGEST_UNREAD:
            peak = max(peak, megabytes(service))
            await asyncio.sleep(0.5)
        took, left = time.monotonic() - asked, _open(service) - before
        for task in sipping:
            task.cancel()
    report.figure("held by the server at most, and at the end", f"{most}, {left} {took:.0f} s after the last had asked")
    report.figure("memory", f"{peak:.0f} MB, {asked - began:.0f} s after the first")
    report.claim(
        "the server lets go of each in time", left <= SPARE and took < LONGEST_UNREAD, f"{left} left after {took:.0f} s"
    )


def _open(service: Service) -> int:
    """Connections and files of the processes that answer."""
    return sum(open_files(pid) for pid in service.server_workers())


async def _trickle(writer: asyncio.StreamWriter, speaks: bool) -> None:
    while speaks:
        await asyncio.sleep(5)
        writer.write(b"x")


async def _greedy(report: Report, service: Service, connections: int, seconds: float) -> None:
    """As many connections, each asking again as soon as it is answered."""
    end, answers = time.monotonic() + seconds, 0

    async def one() -> None:
        nonlocal answers
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            while time.monotonic() < end:
                writer.write(ASKED)
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length or 0))
                answers += 1
            writer.close()

    await asyncio.wait([asyncio.create_task(one()) for _ in range(connections)], timeout=seconds + 60)
    report.figure("answers to the greedy", answers)


def _allow(files: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        raise CannotRun(f"{files} open files are needed and {hard} allowed (ulimit -n)")
    if soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))


if __name__ == "__main__":
    run_as_script("slow_clients", fault)
