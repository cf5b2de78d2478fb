"""What SQLite's readers look at to see whether anything was committed, read without asking SQLite.

In WAL mode each commit ends with writing a header of 48 bytes into memory that all processes share (the `-shm` file),
first its second copy, then its first. A connection that finds both the same as it knows them has seen every commit, and
`PRAGMA data_version` is the count of the times that it did not (https://www.sqlite.org/walformat.html, section 2.1).

Nobody sees a commit, and who made it does not hear of it, before the first copy is all there. So whoever reads the
first copy as it was before has, with the last byte that a commit changes, looked at a moment when that was not done.
Half of a new one is like none before it and none after it.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import sys
import weakref
from pathlib import Path

_BYTES = 48
_FORMAT = (3_007_000).to_bytes(4, sys.byteorder)
"""With it the header begins, since SQLite 3.7.0 and for as long as different versions may open the same file."""
_FAILED = ctypes.c_void_p(-1).value


Header = ctypes.Array[ctypes.c_char]
"""The first copy of the header, as it is each time that `raw` is read."""


def header_of(file: Path) -> Header | None:
    """The header of this database, which a connection of this process must have read in WAL mode and must keep open
    while the header is believed; None where it cannot be had (another system than Linux, another journal).

    The memory is mapped once more over SQLite's own descriptor. One of our own could never be closed: a process that
    closes any descriptor of a file loses all its locks on it, SQLite's too.
    """
    descriptor = _descriptor(f"{os.path.realpath(file)}-shm")
    if descriptor is None:
        return None
    system = ctypes.CDLL(None, use_errno=True)
    system.mmap.restype = ctypes.c_void_p
    system.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, *(ctypes.c_int,) * 3, ctypes.c_long)
    system.munmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
    address = system.mmap(None, mmap.PAGESIZE, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, 0)
    if address == _FAILED:
        return None
    header = (ctypes.c_char * _BYTES).from_address(address)
    weakref.finalize(header, system.munmap, address, mmap.PAGESIZE).atexit = False
    return header if header.raw.startswith(_FORMAT) else None


def _descriptor(path: str) -> int | None:
    """The one under which this process has that file open, if the system tells. A file that was removed has another
    name."""
    with contextlib.suppress(OSError):
        for opened in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(opened.readlink()) == path:
                    return int(opened.name)
    return None
