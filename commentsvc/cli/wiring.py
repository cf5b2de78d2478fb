"""What `app.py` hands the command line, and how a command gets at it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import click
from flask import Flask

from commentsvc.adapters.current import current_deps
from commentsvc.usecases.deps import Deps

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Wiring:
    """The makers of applications, and the background worker.

    `create_app` gives one for a command, which may be without the edges. `create_server_app` is found again by its name
    in every server process; where these are copies of this one, `prepare_server` is called before they are made. `work`
    returns once the event is set.
    """

    create_app: Callable[[], Flask]
    create_server_app: Callable[[], Flask]
    work: Callable[[Flask, threading.Event], Any]
    prepare_server: Callable[[], None] = lambda: None


def with_deps(command: Callable[Concatenate[Deps, P], T]) -> Callable[P, T]:
    """Give a command the wired parts, inside an application made only now: `--help` needs no settings."""

    @click.pass_obj
    @functools.wraps(command)
    def within(wiring: Wiring, *args: P.args, **kwargs: P.kwargs) -> T:
        with wiring.create_app().app_context():
            return command(current_deps(), *args, **kwargs)

    return within
