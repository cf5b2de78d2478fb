"""Small files that survive power loss: the content is on disk before its name is, and the name before we go on."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Make the file (mode 0600) with this content, whole or not at all. Raises `FileExistsError` when it is there."""
    fresh = _written(path, text)
    try:
        os.link(fresh, path)  # unlike a rename, refuses to replace what is there
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
    sync_folder(path.parent)


def write_over(path: Path, text: str) -> None:
    """Make or replace the file (mode 0600). Whoever reads it meanwhile, or after a crash, finds the old or the new."""
    fresh = _written(path, text)
    try:
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder survive power loss, as the content already does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(path: Path, text: str) -> Path:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return fresh
