"""The zip that is written in one go is one that others read, and grows without growing in memory."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from commentsvc.exchange import zip_stream
from commentsvc.exchange.zip_stream import ZipStream

FILES = {"a.txt": b"a" * 5000, "folder/b.bin": bytes(range(256)), "empty": b""}


def packed(files: dict[str, bytes], scratch: bytes = b"") -> bytes:
    def chunks() -> Iterator[bytes]:
        with ZipStream() as writer:
            yield from (writer.add(name, content) for name, content in files.items())
            if scratch:
                grown = writer.scratch()
                grown.write(scratch)
                yield from writer.add_scratch("grown", grown)
            yield from writer.finish()

    return b"".join(chunks())


def test_others_read_what_was_written(tmp_path: Path) -> None:
    data = packed(FILES, scratch=b"line\n" * 100_000)
    (tmp_path / "it.zip").write_bytes(data)

    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert {name: read.read(name) for name in read.namelist()} == FILES | {"grown": b"line\n" * 100_000}
        assert read.testzip() is None
        assert {info.date_time for info in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    tested = subprocess.run([sys.executable, "-m", "zipfile", "-t", str(tmp_path / "it.zip")], capture_output=True)
    assert tested.returncode == 0, tested.stderr
    assert len(data) < 15_000


def test_the_same_files_give_the_same_bytes() -> None:
    assert packed(FILES, b"x") == packed(FILES, b"x")


def test_more_files_than_the_old_format_counts_are_read_too() -> None:
    data = packed({f"f/{n}": b"%d" % n for n in range(66_000)})

    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert len(read.namelist()) == 66_000
        assert read.read("f/65999") == b"65999"


def test_what_begins_beyond_the_old_formats_reach_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reach is made short, so that no 4 GB are written: what lies behind it is noted the long way."""
    monkeypatch.setattr(zip_stream, "_ALL_ONES_32", 3_000)
    files = {f"f{n}": bytes(range(200)) for n in range(30)}

    data = packed(files)

    assert b"PK\x06\x06" in data
    monkeypatch.undo()
    entry = data.rindex(b"PK\x01\x02")
    assert data[entry + 42 : entry + 46] == (3_000).to_bytes(4, "little")
    assert int.from_bytes(data[-8:], "little") > 0 and data[-6:] != b""
    extra = data[entry + 46 + len("f29") :][:12]
    assert extra[:4] == b"\x01\x00\x08\x00"
    offset = int.from_bytes(extra[4:], "little")
    assert data[offset : offset + 4] == b"PK\x03\x04" and data[offset + 30 : offset + 33] == b"f29"


def test_memory_stays_flat_for_any_number_of_files() -> None:
    with ZipStream() as writer:
        tracemalloc.start()
        early = 0
        for n in range(30_000):
            writer.add(f"receipts/{n:08d}.json", b'{"number": %d}' % n * 20)
            if n == 12_000:  # by now the list of files has left memory for the disk
                early = tracemalloc.get_traced_memory()[1]
        written = sum(map(len, writer.finish()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert written > 2_000_000
    assert peak < early * 1.6, (early, peak)  # of two and a half times as many
