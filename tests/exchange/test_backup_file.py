"""The file of a backup in the hands of somebody who has it and not the passphrase, or who made one up."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tarfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.errors import BackupError
from commentsvc.exchange.backup_file import BackupReader, BackupWriter, Head, SiteState
from commentsvc.exchange.copy_text import read_lines, sqlite_line
from commentsvc.exchange.sealed_part import PartSealer

TABLES = {"site": (("id", "text"), ("name", "text")), "account": (("id", "int"), ("email", "text"))}
SITE = SiteState("blog", "example.org/log/blog", "a key", 0, "")
Members = dict[str, bytes]
Change = Callable[[Members], object]


@pytest.fixture(scope="module")
def sealer() -> PartSealer:
    return PartSealer(b"correct horse battery staple", bytes(16), 2**10)


def written(sealer: PartSealer | None) -> bytes:
    """A backup of two tables, the second in two parts."""
    stream = io.BytesIO()
    head = Head("2026-11-29T12:00:00Z", "1", "0039", "sqlite", TABLES, sealer.facts if sealer else None)
    writer = BackupWriter(stream, head, sealer)
    assert list(writer.table("site", [(b"blog\tThe blog\n", 1)])) == [1]
    assert list(writer.table("account", [(b"1\ta@example.org\n", 1), (b"2\tb@example.org\n", 1)])) == [1, 2]
    if sealer:
        writer.secrets({"secret": "s"})
    writer.finish([SITE], "mark")
    return stream.getvalue()


def members(backup: bytes) -> Members:
    with tarfile.open(fileobj=io.BytesIO(backup)) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def packed(parts: Members | list[tuple[str, bytes]]) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    stream.seek(0)
    return stream


def summed_again(parts: Members, rows: dict[str, int]) -> Members:
    """The manifest as whoever changed the parts would write it, without the passphrase."""
    told = json.loads(parts["manifest.json"])
    told["head"] = sha256(parts["backup.json"]).hexdigest()
    told["secrets"] = sha256(parts["secrets"]).hexdigest() if "secrets" in parts else ""
    for table in TABLES:
        stored = [content for name, content in parts.items() if name.startswith(f"tables/{table}/")]
        digest = sha256(b"".join(stored)).hexdigest()
        told["tables"][table] = {"rows": rows[table], "parts": len(stored), "sha256": digest}
    return parts | {"manifest.json": json.dumps(told).encode()}


def _columns_exchanged(parts: Members) -> None:
    parts["backup.json"] = parts["backup.json"].replace(
        b'[["id","text"],["name","text"]]', b'[["name","text"],["id","text"]]'
    )


def _older(parts: Members) -> None:
    parts["backup.json"] = parts["backup.json"].replace(b"2026-11-29", b"2026-12-24")


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.pop("tables/account/000001"),
        lambda parts: [parts.pop(name) for name in list(parts) if name.startswith("tables/account/")],
        lambda parts: parts.pop("secrets"),
        _columns_exchanged,
        _older,
    ],
)
def test_nobody_without_the_passphrase_leaves_out_or_exchanges_anything(sealer: PartSealer, change: Change) -> None:
    parts = members(written(sealer))
    whole = BackupReader(packed(parts)).check()
    whole.require_seal(sealer)

    change(parts)
    left = sum(name.startswith("tables/account/") for name in parts)
    forged = BackupReader(packed(summed_again(parts, {"site": 1, "account": left}))).check()

    with pytest.raises(BackupError, match="does not open"):
        forged.require_seal(sealer)


def test_a_part_in_the_place_of_another_does_not_open(sealer: PartSealer) -> None:
    parts = members(written(sealer))
    first, second = "tables/account/000000", "tables/account/000001"
    parts[first], parts[second] = parts[second], parts[first]
    reader = BackupReader(packed(summed_again(parts, {"site": 1, "account": 2})))
    reader.check()

    with pytest.raises(BackupError, match="does not open"):
        [list(lines) for _, lines in reader.tables(sealer)]


def _told(parts: Members, name: str, **changes: Any) -> Members:
    return parts | {name: json.dumps(json.loads(parts[name]) | changes).encode()}


HOSTILE: dict[str, Callable[[Members], Any]] = {
    "a head without an end": lambda parts: parts | {"backup.json": b"[" * 100_000},
    "a manifest without an end": lambda parts: parts | {"manifest.json": b'{"a":' * 100_000},
    "a size beyond all numbers": lambda parts: (
        parts | {"manifest.json": parts["manifest.json"].replace(b'"size":0', b'"size":1e999')}
    ),
    "a version that clears the screen": lambda parts: _told(parts, "backup.json", version="\x1b[2J1"),
    "a site that clears the screen": lambda parts: _told(
        parts, "manifest.json", sites=[SITE.__dict__ | {"origin": "\x1b[2J"}]
    ),
    "a table that is none of a database's names": lambda parts: _told(parts, "backup.json", tables={"a; drop": []}),
    "a part above its folder": lambda parts: parts | {"../../etc/passwd": b""},
    "two heads": lambda parts: [*list(parts.items())[:2], ("backup.json", parts["backup.json"]), *parts.items()],
    "two secrets": lambda parts: [*list(parts.items())[:-1], ("secrets", b"1"), ("secrets", b"2"), *parts.items()],
    "something behind its end": lambda parts: [*parts.items(), ("tables/site/000001", zlib.compress(b"x\ty\n"))],
    "another order": lambda parts: [*list(parts.items())[:1], *sorted(list(parts.items())[1:])],
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_somebody_made_up_is_refused_in_one_sentence(hostile: str) -> None:
    stream = packed(HOSTILE[hostile](members(written(None))))

    with pytest.raises(BackupError):
        BackupReader(stream).check()


def test_headers_of_headers_and_a_link_are_refused() -> None:
    link, long = tarfile.TarInfo("backup.json"), tarfile.TarInfo("backup.json")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    long.type = tarfile.GNUTYPE_LONGNAME

    for content in (link.tobuf(), long.tobuf() * 5_000):
        with pytest.raises(BackupError):
            BackupReader(io.BytesIO(content)).check()


@pytest.mark.parametrize("field", [b"9223372036854775808", b"9" * 5_000, b"1.5", b"", b"t"])
def test_a_number_that_no_database_holds_is_refused(field: bytes) -> None:
    with pytest.raises(BackupError):
        list(read_lines([field + b"\n"], ["int"]))


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(),
    st.booleans(),
)
def test_what_sqlite_writes_is_read_as_it_was(text: str, number: int, real: float, data: bytes, sure: bool) -> None:
    kinds = ["text", "int", "float", "bytes", "bool"]
    names = [f'"{kind}"' for kind in kinds]
    row = [text, number, real, data, int(sure)]
    with sqlite3.connect(":memory:") as connection:
        connection.text_factory = bytes
        connection.execute("CREATE TABLE t (text TEXT, int BIGINT, float DOUBLE, bytes BLOB, bool BOOLEAN)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", [row, [None] * 5])
        line = sqlite_line(list(zip(names, kinds, strict=True)))
        lines = [found for (found,) in connection.execute(f"SELECT {line} || char(10) FROM t")]  # noqa: S608

    there, nothing = read_lines([b"".join(lines)], kinds)

    assert there == row and struct.pack("d", there[2]) == struct.pack("d", real)
    assert nothing == [None] * 5
