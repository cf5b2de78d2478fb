"""Small file systems of their own, for what must not be done to the machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.support.report import CannotRun


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """An ext4 of its own in a file, mounted in `folder`; gone at the end."""
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        raise CannotRun("a file system is mounted, which takes root and mkfs.ext4")
    image, mounted = folder / "disk.img", folder / "disk"
    mounted.mkdir(exist_ok=True)
    with image.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    _run("mkfs.ext4", "-q", "-m", "0", str(image))
    try:
        _run("mount", "-o", "loop", str(image), str(mounted))
    except RuntimeError as refused:
        raise CannotRun(f"a file system cannot be mounted here: {refused}") from refused
    try:
        mounted.chmod(0o755)  # PostgreSQL is another user
        yield mounted
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=False, capture_output=True)
        image.unlink()


def fill(disk: Path) -> Path:
    """Take every byte that is left; the file that holds them."""
    ballast = disk / "ballast"
    for size in (1_000_000, 4_096, 512):
        with ballast.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def make_read_only(disk: Path) -> None:
    """As the kernel does when a disk fails: files that are open for writing take no more."""
    _run("mount", "-o", "remount,abort", str(disk))


def copied(folder: Path, target: Path) -> Path:
    """All that can be read, with its owners and modes; `target`."""
    _run("cp", "-a", str(folder), str(target))
    return target


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
