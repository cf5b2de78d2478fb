"""A writer's connection is cut while it posts, at any moment: the same key sent again brings the comment, once."""

from __future__ import annotations

import contextlib
import json
import random
import secrets
import socket
import struct
import time
from dataclasses import dataclass, field
from threading import Thread

from faults.support.client import Client
from faults.support.databases import KINDS, Place, place
from faults.support.folder import run_folder
from faults.support.load import API, PAGES, Load, Written, filled
from faults.support.proof import prove
from faults.support.report import Report, run_as_script
from faults.support.service import ORIGIN, Service

POSTS, WRITERS = 600, 6
LONGEST = 0.03
"""A cut after all was sent comes within so many seconds: until then the answer has come, or is about to."""
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass
class Outcome:
    """What became of the posts of one writer, whose connections were all cut. `seen` were answered before it."""

    cut: int = 0
    seen: int = 0
    changed: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def fault(report: Report, scale: float) -> None:
    """On both databases, several writers at a time, so that posts share commits with those of others."""
    seed = random.randrange(2**32)
    random.seed(seed)
    report.figure("seed", str(seed))
    with run_folder("cut") as folder:
        for kind in KINDS:
            with place(report, kind, folder) as here:
                _cut_all(report, here, scale)


def _cut_all(report: Report, here: Place, scale: float) -> None:
    with Service(here.folder / "service", {"workers": 2} | here.settings).set_up() as service:
        service.start()
        load, outcomes = Load(service.port), [Outcome() for _ in range(WRITERS)]
        each = max(5, round(POSTS * scale / WRITERS))
        threads = [Thread(target=_writer, args=(service, load, outcome, each), daemon=True) for outcome in outcomes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        report.figure("posts cut", sum(one.cut for one in outcomes))
        report.figure("of which the answer had come", sum(one.seen for one in outcomes))
        odd = [text for one in outcomes for text in one.odd]
        report.claim("each is taken when it is sent again with its key", not odd, odd[:3])
        changed = [text for one in outcomes for text in one.changed]
        report.claim("who had the answer gets the same again", not changed, changed[:3])
        prove(report, service, load, here.folder, [])


def _writer(service: Service, load: Load, outcome: Outcome, count: int) -> None:
    with Client(service.port) as client:
        for number in range(count):
            page, text = f"/news/{number % PAGES}", f"Cut, {secrets.token_hex(8)}."
            load.texts.add(text)
            key = secrets.token_urlsafe(24)
            notice = client.ask("GET", f"{API}/notice?lang=en&page={page}", Origin=ORIGIN)
            draft = filled(notice.json, page, text)
            first = _cut(service.port, json.dumps(draft).encode(), key)
            outcome.cut += 1
            outcome.seen += first is not None
            again = client.ask("POST", f"{API}/comments", draft, Origin=ORIGIN, Idempotency_Key=key)
            if again.status != 201:
                outcome.odd.append(f"{again.status}: {again.body[:200]!r}")
                continue
            if first is not None and first["comment"]["id"] != again.json["comment"]["id"]:
                outcome.changed.append(f"{first['comment']['id']}, then {again.json['comment']['id']}")
            load.acknowledged.append(Written(key, draft, again.json))


def _cut(port: int, body: bytes, key: str) -> dict[str, dict[str, str]] | None:
    """Post, and cut the connection, in order or by a reset: within the body, or some moment after it. The answer, if
    it has come whole."""
    head = (
        f"POST {API}/comments HTTP/1.1\r\nHost: comments\r\nOrigin: {ORIGIN}\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    sent = head.encode() + body
    part = len(sent) if random.random() < 0.8 else random.randrange(len(sent))
    told = b""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 30) as client:
        client.sendall(sent[:part])
        time.sleep(random.uniform(0, LONGEST))
        client.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            told = client.recv(65_536)
        if random.random() < 0.5:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    status, _, rest = told.partition(b"\r\n\r\n")
    if not status.startswith(b"HTTP/1.1 201"):
        return None
    with contextlib.suppress(ValueError):
        answer: dict[str, dict[str, str]] = json.loads(rest)
        return answer
    return None


if __name__ == "__main__":
    run_as_script("cut_off", fault)
