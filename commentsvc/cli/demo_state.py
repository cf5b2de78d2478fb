"""What a demo must be able to say again at its next start: kept in its folder, readable by its owner only."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO, Any

import click
import orjson

STATE = "demo.json"
"""A folder with this file belongs to a demo; `serve` refuses it."""
_OF_A_SERVICE = ("commentsvc.db", "secret", "keys")
"""What a folder without that file holds if it is a service's, whose database may be elsewhere."""


class DemoState(dict[str, Any]):
    """The file as a mapping; `save` replaces it in one step, so that a killed demo never leaves half of it."""

    def __init__(self, folder: Path) -> None:
        """Open the folder's state, making the folder. Raises `click.ClickException` for a real service's folder."""
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / STATE
        if not path.exists() and any((folder / name).exists() for name in _OF_A_SERVICE):
            raise click.ClickException(f"{folder} holds a service's data, not a demo's. Choose another --data folder.")
        super().__init__(orjson.loads(path.read_bytes()) if path.exists() else {})
        self._lock = _only_one(folder)

    def save(self) -> None:
        """Write it durably, mode 0600."""
        fresh = self.folder / f"{STATE}.new"
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(orjson.dumps(dict(self), option=orjson.OPT_INDENT_2))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / STATE)


def _only_one(folder: Path) -> IO[bytes]:
    """Hold the folder for this process; the kernel lets go when it ends, however it ends."""
    file = (folder / "demo.lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        said = f"Another demo runs on {folder}. Stop it, or choose another --data folder."
        raise click.ClickException(said) from error
    return file
