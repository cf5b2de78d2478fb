"""Both databases, for faults that ask the same of each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.support.postgres import Postgres
from faults.support.report import Report

KINDS = ("sqlite", "postgresql")
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Place:
    """Where a service keeps its data: `settings` name its database, and its data folder if that is not its own; what
    belongs to one run lies in `folder`."""

    folder: Path
    settings: dict[str, Any]
    postgres: Postgres | None = None

    def revive(self) -> None:
        """Start PostgreSQL again if it has ended, as what watches over it would."""
        if self.postgres is not None and self.postgres.ended():
            self.postgres.start()


@contextlib.contextmanager
def place(report: Report, kind: str, folder: Path, disk: Path | None = None) -> Iterator[Place]:
    """A place on this database, in a folder of its own below `folder`; all data on `disk`, where there is one."""
    report.say(f"on {_NAMES[kind]}")
    own = folder / kind
    own.mkdir()
    settings = {} if disk is None else {"data_dir": disk / "data"}
    if kind == "sqlite":
        yield Place(own, settings)
        return
    with Postgres((disk or own) / "postgres").made() as postgres:
        yield Place(own, settings | {"database_url": postgres.url()}, postgres)
