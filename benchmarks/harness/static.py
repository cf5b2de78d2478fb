"""The limits of a read: nginx with the bytes in a file, and a bare WSGI function with the bytes in memory."""

from __future__ import annotations

import contextlib
import getpass
import gzip
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.harness.load import Sample, Target
from benchmarks.harness.processes import Failed, free_port, running, wait_for_port
from benchmarks.harness.table import Line, milliseconds, per_second

CONFIGURATION = """
daemon off;
worker_processes 2;
pid {work}/nginx.pid;
error_log {work}/error.log warn;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  server_tokens off;
  default_type application/json;
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
  uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {root};
    location / {{ gzip_static on; add_header Cache-Control "public, no-cache"; }}
  }}
}}
"""


@contextlib.contextmanager
def nginx_static(work: Path, files: Mapping[str, bytes]) -> Iterator[Mapping[str, Target]]:
    """nginx with these files, each also compressed beside it; a target for each."""
    work.mkdir(parents=True)
    root = work / "root"
    root.mkdir()
    for name, content in files.items():
        (root / name).write_bytes(content)
        (root / f"{name}.gz").write_bytes(gzip.compress(content, 6, mtime=0))
    port = free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    with nginx(work, CONFIGURATION.format(work=work, root=root, port=port, user=user), port) as pid:
        yield {name: Target(f"http://127.0.0.1:{port}/{name}", pid=pid) for name in files}


@contextlib.contextmanager
def nginx(work: Path, configuration: str, port: int) -> Iterator[int]:
    """nginx with this configuration in the folder `work`, listening on `port`; its process id."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise Failed("nginx is missing: benchmarks/install.sh installs it")
    (work / "nginx.conf").write_text(configuration)
    log = work / "nginx.log"
    with running([program, "-e", work / "error.log", "-p", work, "-c", work / "nginx.conf"], log) as process:
        wait_for_port(port, process, log)
        yield process.pid


@contextlib.contextmanager
def bare_wsgi(work: Path, files: Mapping[str, bytes]) -> Iterator[Mapping[str, Target]]:
    """A WSGI function on granian, two workers, that knows nothing but these bytes; a target for each."""
    work.mkdir(parents=True)
    for name, content in files.items():
        (work / name).write_bytes(content)
    port, log = free_port(), work.parent / f"{work.name}.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--port", str(port)]
    command += ["--log-level", "warning", "benchmarks.harness.bare:application"]
    here = Path(__file__).parents[2]
    env = os.environ | {"BARE_FOLDER": str(work), "PYTHONPATH": str(here)}
    with running(command, log, env=env, cwd=here) as process:
        wait_for_port(port, process, log)
        yield {name: Target(f"http://127.0.0.1:{port}/{name}", pid=process.pid) for name in files}


def against_nginx(work: str, goal: str, ours: Sample, nginx: Sample, share: float, limits: str) -> Line:
    """The line of a row that is to reach this share of what nginx answers."""
    ratio = ours.rate / nginx.rate
    return Line(
        work,
        goal,
        f"{per_second(ours.rate)}, p99 {milliseconds(ours.p99)}, {ours.processor * 1e6:.0f} µs of processor",
        f"nginx {per_second(nginx.rate)}, p99 {milliseconds(nginx.p99)}",
        f"{ratio:.2f}",
        ratio >= share,
        limits,
    )
