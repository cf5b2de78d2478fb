"""Bodies that never end, gzip bombs, endless headers: each is refused at once, and others are served as before."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
from threading import Thread

from faults.support.beside import Span, claim_goes_on, measured, megabytes
from faults.support.client import Client
from faults.support.databases import KINDS, Place, place
from faults.support.folder import run_folder
from faults.support.load import API, Load
from faults.support.proof import prove
from faults.support.report import Report, run_as_script
from faults.support.service import ORIGIN, Service

ROUNDS, AT_ONCE = 20, 10
MOST_SENT = 50_000_000
START = f"POST {API}/comments HTTP/1.1\r\nHost: comments\r\nOrigin: {ORIGIN}\r\nContent-Type: application/json\r\n"
ENDLESS = {
    "a body of 100 GB": (f"{START}Content-Length: 100000000000\r\n\r\n", b"x" * 65_536),
    "chunks without an end": (f"{START}Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    "headers without an end": ("GET / HTTP/1.1\r\nHost: comments\r\n", b"X-More: " + b"y" * 8_000 + b"\r\n"),
}
REFUSED = {"a body of 100 GB": "413", "chunks without an end": "413", "headers without an end": "431"}


def fault(report: Report, scale: float) -> None:
    """Each kind in turn, some at once, with good clients beside, on both databases."""
    with run_folder("bodies") as folder:
        for kind in KINDS:
            with place(report, kind, folder) as here:
                _poured(report, here, scale)


def _poured(report: Report, here: Place, scale: float) -> None:
    with Service(here.folder / "service", {"workers": 2} | here.settings).set_up() as service:
        service.start()
        spans: list[Span] = []
        with Load(service.port, writers=2, readers=2, pause=0.02) as load:
            time.sleep(2)
            calm = megabytes(service)
            with measured(report, load, "in calm", spans):
                time.sleep(10 * scale)
            for name, (head, chunk) in ENDLESS.items():
                said: list[str] = []
                with measured(report, load, f"beside {name}", spans):
                    for _ in range(max(1, round(ROUNDS * scale))):
                        _at_once(service, head, chunk, said)
                right = sum(status in (REFUSED[name], "closed") for status in said)
                report.figure(f"{name}: answers", {status: said.count(status) for status in set(said)})
                report.claim(f"{name} is refused before {MOST_SENT // 1_000_000} MB are sent", right == len(said))
            with measured(report, load, "beside gzip bombs", spans):
                _bombs(report, service, max(3, round(100 * scale)))
            load.stop()
        claim_goes_on(report, spans)
        grown = megabytes(service) - calm
        report.figure("memory grown by, MB", grown)
        report.claim("memory stays bounded", grown < 150, f"{grown:.0f} MB")
        prove(report, service, load, here.folder, [])


def _at_once(service: Service, head: str, chunk: bytes, said: list[str]) -> None:
    threads = [Thread(target=lambda: said.append(_pour(service, head, chunk))) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _pour(service: Service, head: str, chunk: bytes) -> str:
    """Send without an end; the status that came back, `closed` where the connection only ended."""
    sent = 0
    with socket.create_connection(("127.0.0.1", service.port), 30) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(head.encode())
            while sent < MOST_SENT:
                connection.sendall(chunk)
                sent += len(chunk)
        if sent >= MOST_SENT:
            return "took it all"
        with contextlib.suppress(OSError):
            answer = connection.recv(200)
            return answer.split(b" ", 2)[1].decode() if answer else "closed"
    return "closed"


def _bombs(report: Report, service: Service, count: int) -> None:
    bomb = gzip.compress(b" " * 100_000_000)  # 97 kB
    with Client(service.port) as client:
        statuses = {
            client.ask("POST", f"{API}/comments", bomb, Origin=ORIGIN, Content_Encoding="gzip").status
            for _ in range(count)
        }
    report.claim("a gzip bomb of 100 MB is refused unopened", statuses == {415}, statuses)


if __name__ == "__main__":
    run_as_script("hostile_bodies", fault)
