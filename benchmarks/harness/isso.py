"""Isso, the peer that PyPI has: in an environment of its own, as its documentation runs it, without its rate limits."""

from __future__ import annotations

import contextlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness.bench import Bench
from benchmarks.harness.posts import http_post, words
from benchmarks.harness.processes import free_port, run, running, wait_for_port

PINS = ("isso==0.14.0", "gunicorn==27.0.1", "werkzeug==3.1.9", "mistune==3.4.0")
CONFIGURATION = """
[general]
dbpath = {work}/isso.db
host = https://example.org
[server]
listen = http://127.0.0.1:{port}
[guard]
enabled = false
"""


class Isso:
    """The server that runs; its comments are stored in SQLite with its own settings, which are durable."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid
        self.address = f"http://127.0.0.1:{port}"
        self._random, self._made = random.Random(6), 0

    def request(self) -> bytes:
        """One more post, to one of twenty pages."""
        self._made += 1
        body = {"text": words(self._random), "author": "Ada", "title": "A story", "parent": None}
        return http_post(f"/new?uri=%2Fstory-{self._made % 20}", self.port, body)


def install(bench: Bench) -> Path:
    """The folder of its programs; made once and kept."""
    place = bench.root / "isso"
    if not (place / "ready").exists():
        bench.say("installing Isso into an environment of its own")
        run([sys.executable, "-m", "venv", "--clear", place])
        run([place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PINS])
        (place / "ready").write_text("\n".join(PINS))
    return place / "bin"


@contextlib.contextmanager
def isso(bench: Bench) -> Iterator[Isso]:
    """Isso behind gunicorn with two workers of four threads."""
    programs, work, port = install(bench), bench.work / "isso", free_port()
    work.mkdir()
    (work / "isso.cfg").write_text(CONFIGURATION.format(work=work, port=port))
    command = [programs / "gunicorn", "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}", "--preload"]
    env = os.environ | {"ISSO_SETTINGS": str(work / "isso.cfg")}
    with running([*command, "--log-level", "warning", "isso.run"], work / "isso.log", env, work) as process:
        wait_for_port(port, process, work / "isso.log")
        yield Isso(port, process.pid)
