"""Behind the nginx of `deploy/nginx.conf`: how fast, and how soon something that is gone is gone."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Target, take_turns
from benchmarks.harness.processes import Failed, free_port
from benchmarks.harness.static import nginx, nginx_static
from benchmarks.harness.store import ROOT, SITE, Service, Store, answer, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "behind_nginx"
SHARE = 0.8
GOALS = {
    "read": f"at least {SHARE} of nginx static",
    "stale": "stale for at most one second; what is removed is gone within it",
}
LIMITS = "One answer a second comes from us; nginx writes a line of log for each request and looks in its cache."
SIZES = {20: 0, 200: 1000}
REMOVALS = 5
TLS = re.compile(r"^\s*(ssl_\w+|http2|listen \[).*;\n", re.MULTILINE)


def run(bench: Bench) -> Iterator[Line]:
    """Each size, then removals while sixteen readers go on."""
    store = make_store(bench.work / "service")
    store.fill(*(Bulk(f"/of-{size}", size, first=first) for size, first in SIZES.items()))
    with serving(store, trusted_proxies=1) as service, _shipped(bench.work / "shipped", store.port) as port:
        files = {str(size): answer(service.thread(f"/of-{size}"))[2] for size in SIZES}
        with nginx_static(bench.work / "nginx", files) as static:
            for size in SIZES:
                bench.say(f"a thread of {size} behind nginx")
                behind = _behind(service, port, f"/of-{size}")
                found = take_turns({"ours": behind, "nginx": static[str(size)]}, bench.seconds)
                ratio = found["ours"].rate / found["nginx"].rate
                yield Line(
                    f"behind our nginx, a thread of {size}",
                    GOALS["read"],
                    f"{per_second(found['ours'].rate)}, p99 {milliseconds(found['ours'].p99)}",
                    f"nginx static {per_second(found['nginx'].rate)}, p99 {milliseconds(found['nginx'].p99)}",
                    f"{ratio:.2f}",
                    ratio >= SHARE,
                    LIMITS,
                )
        bench.say("removing comments under load")
        slowest = max(_removals(store, _behind(service, port, "/of-20")))
        told = f"gone after {slowest:.2f} s at the latest, of {REMOVALS} removed under load"
        yield Line("removed comments behind our nginx", GOALS["stale"], told, "", "", slowest <= 1.0, LIMITS)


def _behind(service: Service, port: int, page: str) -> Target:
    return Target(service.thread(page).url.replace(f":{service.store.port}/", f":{port}/"))


@contextlib.contextmanager
def _shipped(work: Path, service: int) -> Iterator[int]:
    """nginx with the file that we ship, but for its address, its folders, and TLS, which its peer has not either."""
    shipped = ROOT / "deploy" / "nginx.conf"
    if not shipped.exists():
        raise Failed("there is no deploy/nginx.conf")
    work.mkdir()
    port, other = free_port(), free_port()
    text = TLS.sub("", shipped.read_text())
    text = re.sub(r"listen 443[^;]*;", f"listen 127.0.0.1:{port} backlog=1024;", text)
    text = re.sub(r"listen 80[^;]*;", f"listen 127.0.0.1:{other};", text)
    text = text.replace("127.0.0.1:8420", f"127.0.0.1:{service}")
    text = text.replace("/var/log/nginx/", f"{work}/").replace("/run/", f"{work}/")
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    paths = "".join(f"{name}_temp_path {work}/{name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    around = f"daemon off; worker_processes 2; pid {work}/nginx.pid; error_log {work}/error.log warn; {user}\n"
    around += f"events {{ worker_connections 1024; }}\nhttp {{ {paths} keepalive_requests 100000000;\n"
    with nginx(work, f"{around}{text}\n}}\n", port):
        yield port


def _removals(store: Store, target: Target) -> list[float]:
    """How long each comment was still shown after the commit that removed it."""
    from commentsvc.models import db
    from commentsvc.models.comment import Comment
    from commentsvc.models.database import writing
    from commentsvc.models.visibility import set_status

    command = ["wrk", "-t", "1", "-c", "16", "-d", f"{REMOVALS * 2 + 2}s", target.url]
    load, found = subprocess.Popen(command, stdout=subprocess.DEVNULL), []
    try:
        with store.parts():
            for number in range(REMOVALS):
                time.sleep(0.37)
                comment = db.session.get(Comment, (SITE, _id(number)))
                with writing(db.session) as session:
                    set_status(session, comment, "removed")
                begun = time.perf_counter()
                while f"Comment number {number}," in answer(target)[2].decode():
                    if time.perf_counter() - begun > 10:
                        raise Failed("a removed comment was shown for ten seconds")
                    time.sleep(0.005)
                found.append(time.perf_counter() - begun)
    finally:
        load.kill()
        load.wait()
    return found


def _id(number: int) -> uuid.UUID:
    return uuid.UUID(f"01900000007c70008000{number:012x}")
