"""How exports become files: whole or not at all, readable by one's own account alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console

PROGRESS_EVERY = 1_000

archive_option = click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE.zip",
    help="A file, readable by you alone, that appears once it is complete.",
)


class Told:
    """Chunks; on a terminal it is said how far they are."""

    def __init__(self, chunks: Iterator[bytes], say: Callable[[], str]) -> None:
        self._chunks, self._say = chunks, say

    def __iter__(self) -> Iterator[bytes]:
        with Console(stderr=True).status(self._say()) as status:
            for count, chunk in enumerate(self._chunks):
                if count % PROGRESS_EVERY == 0:
                    status.update(self._say())
                yield chunk

    def close(self) -> None:
        """Let the database go, also when the writing broke off."""
        close = getattr(self._chunks, "close", None)
        if close:
            close()


def write(chunks: Iterable[bytes], stream: BinaryIO) -> None:
    """Write all of them."""
    for chunk in chunks:
        stream.write(chunk)
    stream.flush()


def write_file(chunks: Iterable[bytes], target: Path) -> None:
    """Write beside `target` (mode 0600) and rename: what bears the name is complete, however this ends."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}.") from error
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            write(chunks, stream)
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
