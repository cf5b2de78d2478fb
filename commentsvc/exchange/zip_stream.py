"""Write a zip in one go: each file as it comes, to a pipe as well as to a file, in constant memory for any number.

`zipfile` keeps every file's entry in memory until the end; here they wait in a temporary file. The bytes depend on
names and contents only: every file bears the same date, and the order is the caller's. APPNOTE.TXT of PKWARE, 4.3.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO, Self

CHUNK_BYTES = 65_536
_IN_MEMORY = 1_000_000
_DATE = 0x21  # 1 January 1980, the earliest a zip knows
_STORED, _DEFLATED = 0, 8
_OF_UNIX = 3 << 8
_FILE_MODE = 0o100600 << 16
_VERSION, _VERSION_ZIP64 = 20, 45
_ALL_ONES_16, _ALL_ONES_32 = 0xFFFF, 0xFFFFFFFF


class ZipStream:
    """A zip that is being written; what its methods give is written one after the other, `finish` last.

    A context manager: leaving it deletes the temporary files.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._entries = self.scratch()
        self._count = 0
        self._offset = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def scratch(self) -> IO[bytes]:
        """A temporary file that ends with the zip: for what is written to it later, as a file whose content grows."""
        return self._open.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))

    def add(self, name: str, content: bytes) -> bytes:
        """The bytes of one file; `name` is ASCII, with slashes between folders, and was not used before."""
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(content) + packer.flush()
        method, data = (_DEFLATED, packed) if len(packed) < len(content) else (_STORED, content)
        return self._header(name, method, zlib.crc32(content), len(data), len(content)) + data

    def add_scratch(self, name: str, scratch: IO[bytes]) -> Iterator[bytes]:
        """The bytes of one file whose content is all of `scratch`, at most 4 GB of it."""
        packer, packed = zlib.compressobj(wbits=-15), self.scratch()
        check = size = 0
        scratch.seek(0)
        while chunk := scratch.read(CHUNK_BYTES):
            check, size = zlib.crc32(chunk, check), size + len(chunk)
            packed.write(packer.compress(chunk))
        packed.write(packer.flush())
        yield self._header(name, _DEFLATED, check, packed.tell(), size)
        yield from _content(packed)

    def finish(self) -> Iterator[bytes]:
        """The list of files and the end."""
        start, length = self._offset, self._entries.tell()
        yield from _content(self._entries)
        if self._count >= _ALL_ONES_16 or start >= _ALL_ONES_32 or length >= _ALL_ONES_32:
            yield struct.pack(
                "<IQHHIIQQQQ",
                *(0x06064B50, 44, _OF_UNIX | _VERSION_ZIP64, _VERSION_ZIP64, 0, 0),
                *(self._count, self._count, length, start),
            )
            yield struct.pack("<IIQI", 0x07064B50, 0, start + length, 1)
        count = min(self._count, _ALL_ONES_16)
        yield struct.pack(
            "<IHHHHIIH", 0x06054B50, 0, 0, count, count, min(length, _ALL_ONES_32), min(start, _ALL_ONES_32), 0
        )

    def _header(self, name: str, method: int, check: int, packed: int, size: int) -> bytes:
        """A file's own header; its entry in the list is noted beside it."""
        if max(packed, size) >= _ALL_ONES_32:
            raise ValueError(f"{name} is too large for one file of a zip")
        encoded = name.encode("ascii")
        facts = (0, method, 0, _DATE, check, packed, size, len(encoded))
        far = self._offset >= _ALL_ONES_32
        extra = struct.pack("<HHQ", 1, 8, self._offset) if far else b""
        version = _VERSION_ZIP64 if far else _VERSION
        self._entries.write(
            struct.pack(
                "<IHHHHHHIIIHHHHHII",
                *(0x02014B50, _OF_UNIX | version, version, *facts),
                *(len(extra), 0, 0, 0, _FILE_MODE, min(self._offset, _ALL_ONES_32)),
            )
            + encoded
            + extra
        )
        self._count += 1
        self._offset += 30 + len(encoded) + packed
        return struct.pack("<IHHHHHIIIHH", 0x04034B50, _VERSION, *facts, 0) + encoded


def _content(scratch: IO[bytes]) -> Iterator[bytes]:
    scratch.seek(0)
    while chunk := scratch.read(CHUNK_BYTES):
        yield chunk
