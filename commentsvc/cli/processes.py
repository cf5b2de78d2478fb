"""Server processes: started with granian, tied to the life of the one that started them, stopped cleanly."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import click
from flask import Flask
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from commentsvc.adapters.kept_answers import EXTENSION as KEPT
from commentsvc.adapters.kept_answers import KeptAnswers
from commentsvc.adapters.plain_posts import EXTENSION as POSTS
from commentsvc.adapters.plain_posts import PlainPosts
from commentsvc.cli.gateway import Gateway
from commentsvc.cli.shortcut import answer_before_the_loop
from commentsvc.cli.taking import limit_taking

HEAD_SECONDS = 30
"""How long a request's line and headers may take, and how long a connection may be silent between two requests. Longer
than a proxy keeps one that it does not use, or it would send a request into one that is just being closed."""
HEAD_BYTES = 65_536
"""How much of a request's line and headers is kept for one client."""
CONNECTIONS = 16_384
"""How many clients a process talks to at once; only who has sent a whole request takes a thread. The next waits."""
OWN_FILES = 256
"""Open files that a process needs for itself: database, logs, threads."""
BACKLOG = 4_096
"""How many connections the kernel holds until a process takes them."""

TURN_SECONDS = 0.0005
"""How long a thread of a server process may compute while others wait for their turn. Python's own five milliseconds
are met at each of the twenty statements of a post, and by each read that comes while a post computes."""

LOOK_ROUND_SECONDS = 0.1

_PR_SET_PDEATHSIG = 1
_QUIET = {"handlers": [], "level": "WARNING", "propagate": True}


def serve_until_stopped(
    make_app: Callable[[], Flask],
    host: str,
    port: int,
    *,
    workers: int,
    threads: int,
    patience: int,
    copies: bool = False,
    after_start: Callable[[], Any] = lambda: None,
) -> None:
    """Answer on `host`:`port` until SIGINT or SIGTERM, then give requests `patience` seconds to end.

    `make_app` must be importable by its name: each process calls it. `copies` says that this process has nothing open
    and holds no lock, so that copies of it may serve, with all that it has imported (where it has but one thread, too).
    `after_start` runs once, before the processes are made. Raises `SystemExit(1)` when the processes keep dying.
    """
    copies = copies and _has_one_thread()
    multiprocessing.set_start_method("fork" if copies else "spawn", force=True)
    if copies:
        gc.freeze()  # what is never looked at again stays the same pages of memory for all
    server = Server(
        "commentsvc",
        host,
        port,
        interface=Interfaces.RSGI,
        workers=workers,
        runtime_mode=RuntimeModes.mt,  # still one thread, but who tells it of an answer wakes it only where it sleeps
        websockets=False,
        http=HTTPModes.http1,  # what a proxy speaks to us; and HTTP/2 has no time limit for a client that says nothing
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=HEAD_BYTES),
        backlog=BACKLOG,
        backpressure=clients_at_once(),
        respawn_failed_workers=True,
        workers_kill_timeout=patience,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": _QUIET, "granian.access": _QUIET}},
    )
    server.main_loop_interrupt = _Interrupt(server)
    server.interrupt_children = _Dead()
    server.on_startup(partial(_stop_by_signal, server, signal.getsignal(signal.SIGHUP)))
    server.on_startup(after_start)
    try:
        server.serve(target_loader=_Loader(make_app, threads), wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:  # asked to stop, and a process was faster than its parent: that is no failure
            raise


class _Loader:
    """Called in each server process: ties it to its parent, then makes the application."""

    def __init__(self, make_app: Callable[[], Flask], threads: int) -> None:
        self._make_app = make_app
        self._threads = threads

    def __call__(self) -> Any:
        _forget_parent()
        die_with_parent()
        sys.setswitchinterval(TURN_SECONDS)
        atexit.register(leave_at_once)  # runs last: what the application registers runs before it
        Finalize(None, _end, exitpriority=0)  # a copy does not do so by itself
        app = self._make_app()
        kept: KeptAnswers | None = app.extensions.get(KEPT)
        if kept is not None:
            kept.begin()
        posts: PlainPosts | None = app.extensions.get(POSTS)
        gateway = Gateway(app, self._threads, app.config["MAX_CONTENT_LENGTH"], kept, posts)
        answer_before_the_loop(gateway.take_at_once)
        limit_taking()
        gc.freeze()  # all this stays; looking through it for garbage would stop everybody for a tenth of a second
        return gateway


def _forget_parent() -> None:
    """Undo what a copy has of its parent: how that is stopped, and what it does at its end."""
    atexit._clear()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def _end() -> None:
    """Do at the end of a server process what is done at the end of a program; why it ends is said before that."""
    if sys.exc_info()[0] not in (None, SystemExit):
        traceback.print_exc()
    atexit._run_exitfuncs()


def _has_one_thread() -> bool:
    """Whether this process can be copied as a whole: a copy has one thread, and locks of all others stay locked in it.
    Only Linux tells, and elsewhere the system's own libraries may not be used in a copy."""
    threads = Path("/proc/self/task")
    return sys.platform == "linux" and sum(1 for _ in threads.iterdir()) == 1


def die_with_parent() -> None:
    """End this process when its parent is gone, even by SIGKILL, so that no orphan holds the port.

    The kernel does it on Linux; a watching thread does it elsewhere. The process also leaves the terminal's group, so
    that Ctrl-C reaches the parent alone, which then stops this one in order.
    """
    started_by = multiprocessing.parent_process()
    parent = started_by.pid if started_by else os.getppid()
    os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def leave_at_once(code: int = 0) -> None:
    """End the process without the interpreter's own tidying up, which takes a second where memory is all that is left.

    Nothing is lost: commits are on disk when they return, and every log line was flushed when it was written.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def clients_at_once() -> int:
    """`CONNECTIONS`, or as many as this user may have open files, since each client needs one.

    Takes as many as the user may have, for this process and those it starts: the usual 1,024 are few.
    """
    wanted = CONNECTIONS + OWN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
            )
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(OWN_FILES, min(CONNECTIONS, soft - OWN_FILES))


def require_free_port(host: str, port: int) -> None:
    """Raise `click.ClickException` unless nobody listens there.

    Server processes share their port among themselves, so the kernel would let a second service in beside the first.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used: {error.strerror}. Choose another --port."
            ) from error


class _Dead(list[int]):
    """The server processes that died and were not replaced yet. granian takes a copy of its list and then clears it;
    one that dies in between would be missing for ever."""

    _looked_at = 0

    def __iter__(self) -> Iterator[int]:
        self._looked_at = len(self)
        return iter(self[: self._looked_at])

    def clear(self) -> None:
        """Forget those that whoever looked last has seen."""
        del self[: self._looked_at]
        self._looked_at = 0


class _Interrupt(threading.Event):
    """What granian's loop waits for, but it looks round now and then. A signal that came to another thread, or just
    before the waiting began, wakes nobody: its handler would run when something else happens, which may be never. Nor
    does a process that died just before granian calls the waiting begun."""

    def __init__(self, server: Any) -> None:
        super().__init__()
        self._server = server

    def wait(self, timeout: float | None = None) -> bool:
        """Until it is set, or the server is to stop or lost a process."""
        server = self._server
        while not (server.interrupt_signal or super().wait(LOOK_ROUND_SECONDS) or server.interrupt_children):
            pass
        return True


def _stop_by_signal(server: Any, hangup: Any) -> None:
    """Stop in order on SIGINT and SIGTERM, and when the terminal is closed, unless `nohup` said otherwise; on that one
    granian would start its processes anew.

    The handler runs in the main thread, between any two steps of it, and so takes no lock, which that may just hold:
    neither granian's own to be told by, nor the one that a new thread takes. A copy that has not come to
    `_forget_parent` has it, too: such a one just ends.
    """
    mine = os.getpid()

    def stop(*_signal: Any) -> None:
        if os.getpid() != mine:
            os._exit(1)
        server.interrupt_signal = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, signal.SIG_IGN if hangup == signal.SIG_IGN else stop)


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(0.5)
    os._exit(1)
