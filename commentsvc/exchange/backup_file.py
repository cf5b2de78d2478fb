"""The file of a backup: a tar that is written and read from front to back, in constant memory.

First `backup.json`: what it is, which tables with which columns, how it is sealed. Then the tables in the order in
which they refer to each other, each in parts `tables/<name>/<number>` of whole lines (`exchange.copy_text`),
compressed, and sealed where there is a passphrase. Then, only where it is sealed, `secrets`. Last `manifest.json`: rows
and SHA-256 of each table, the SHA-256 of the head and of the secrets, and the newest checkpoint of every site's log.
What has no manifest at its end is no backup. Where it is sealed, the manifest bears a seal, too: through it head and
tables are one whole, of which nobody without the passphrase can leave out or exchange anything.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, BinaryIO

from commentsvc.errors import BackupError
from commentsvc.exchange.copy_text import KINDS
from commentsvc.exchange.sealed_part import PartSealer
from commentsvc.ledger.encoding import from_base64, to_base64

SCHEMA = "commentsvc-backup/1"
BACKUP_START = b"backup.json\0"
PART_BYTES = 4 * 1024 * 1024
"""About how much a part holds before it is packed; one row may be longer."""

HEAD, SECRETS, MANIFEST = "backup.json", "secrets", "manifest.json"
_MAX_PART = 256 * 1024 * 1024
_PART = re.compile(r"tables/(?P<table>[a-z][a-z0-9_]{0,62})/(?P<number>[0-9]{1,9})", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_LEVEL = 1
_MAX_LINE = 500
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Head:
    """What a backup says of itself first. `tables` gives each table's columns with their kinds; `sealed` says how it is
    sealed (`PartSealer.facts`), None: not at all."""

    made_at: str
    version: str
    revision: str
    database: str
    tables: Mapping[str, tuple[tuple[str, str], ...]]
    sealed: Mapping[str, Any] | None = None

    def encoded(self) -> bytes:
        """The bytes of `backup.json`."""
        return _json({"schema": SCHEMA} | self.__dict__)


@dataclass(frozen=True)
class SiteState:
    """A site's log in a backup: `checkpoint` is the newest signed note, empty before the first."""

    id: str
    origin: str
    vkey: str
    size: int
    checkpoint: str


@dataclass
class TableSum:
    """What the manifest says of a table: rows, parts, and the SHA-256 over the parts as they lie in the file."""

    rows: int = 0
    parts: int = 0
    digest: Any = field(default_factory=sha256)

    def add(self, stored: bytes, rows: int) -> None:
        """One more part."""
        self.rows, self.parts = self.rows + rows, self.parts + 1
        self.digest.update(stored)

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return {"rows": self.rows, "parts": self.parts, "sha256": self.digest.hexdigest()}


@dataclass(frozen=True)
class Manifest:
    """What a backup says at its end. `sums` is as `TableSum.as_json`, `secrets` the SHA-256 of the sealed keys or
    empty, `secret_mark` tells the instance secret it belongs to from others. `seal` is over all the rest, and empty
    where nothing is sealed."""

    head: str
    sums: Mapping[str, Mapping[str, Any]]
    sites: tuple[SiteState, ...]
    secrets: str
    secret_mark: str
    seal: str = ""

    def encoded(self) -> bytes:
        """The bytes of `manifest.json`."""
        sites = [dict(site.__dict__) for site in self.sites]
        told = {"schema": SCHEMA, "head": self.head, "tables": self.sums, "sites": sites}
        return _json(told | {"secrets": self.secrets, "secret_mark": self.secret_mark, "seal": self.seal})

    def sealed(self, sealer: PartSealer) -> Manifest:
        """The same, with its seal."""
        return replace(self, seal=to_base64(sealer.seal(self._name(), b"")))

    def require_seal(self, sealer: PartSealer) -> None:
        """Raise `BackupError` unless whoever knew the passphrase has written exactly this."""
        try:
            sealer.open(self._name(), from_base64(self.seal))
        except (BackupError, ValueError) as error:
            raise BackupError(
                f"{MANIFEST} does not open: the passphrase is another, or parts were left out or exchanged"
            ) from error

    def _name(self) -> str:
        return f"{MANIFEST} {sha256(replace(self, seal='').encoded()).hexdigest()}"


class BackupWriter:
    """Writes a backup to a stream that need not be seekable: the tables of `head` in their order, then `finish`."""

    def __init__(self, stream: BinaryIO, head: Head, sealer: PartSealer | None) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.USTAR_FORMAT)  # noqa: SIM115 - see finish
        self._sealer = sealer
        self._sums = {name: TableSum() for name in head.tables}
        self._secrets = ""
        self._head = head.encoded()
        self._add(HEAD, self._head)

    def table(self, name: str, chunks: Iterable[tuple[bytes, int]]) -> Iterator[int]:
        """Write a table from its (whole lines, how many) and say how many rows there are so far."""
        total = self._sums[name]
        for lines, rows in chunks:
            part = f"tables/{name}/{total.parts:06}"
            stored = self._stored(part, zlib.compress(lines, _LEVEL))
            self._add(part, stored)
            total.add(stored, rows)
            yield total.rows

    def secrets(self, files: Mapping[str, str]) -> None:
        """Write keys and secret, which only a sealed backup holds."""
        if self._sealer is None:
            raise BackupError("keys are written only where a passphrase seals them")
        stored = self._sealer.seal(SECRETS, _json(dict(files)))
        self._add(SECRETS, stored)
        self._secrets = sha256(stored).hexdigest()

    def finish(self, sites: Iterable[SiteState], secret_mark: str) -> Manifest:
        """Write the manifest and the end of the tar."""
        sums = {name: total.as_json() for name, total in self._sums.items()}
        manifest = Manifest(sha256(self._head).hexdigest(), sums, tuple(sites), self._secrets, secret_mark)
        manifest = manifest.sealed(self._sealer) if self._sealer else manifest
        self._add(MANIFEST, manifest.encoded())
        self._tar.close()
        return manifest

    def give_up(self) -> None:
        """Leave it without its end: the stream may be closed already."""
        self._tar.fileobj.closed = True  # type: ignore[attr-defined]  # else it writes on when it is collected

    def _stored(self, name: str, packed: bytes) -> bytes:
        return self._sealer.seal(name, packed) if self._sealer else packed

    def _add(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))
        self._tar.members.clear()  # type: ignore[attr-defined]  # else it keeps one for each part


class BackupReader:
    """Reads a backup: `check` first, which believes nothing, then `tables` and `secrets`."""

    def __init__(self, stream: BinaryIO) -> None:
        """`stream` is seekable. Raises `BackupError` unless it begins as a backup does."""
        self._stream = stream
        name, content = next(self._members(), ("", b""))
        if name != HEAD:
            raise BackupError("this is no backup of commentsvc")
        self._head_sha256 = sha256(content).hexdigest()
        self.head = _head(content)

    def check(self) -> Manifest:
        """Read all of it once and compare it with its manifest. Raises `BackupError`: it is cut off, or was changed."""
        sums = {name: TableSum() for name in self.head.tables}
        place, manifest, secrets = -1, None, ""
        order = list(sums)
        for at, (name, content) in enumerate(self._members()):
            if manifest is not None or secrets and name != MANIFEST or (name == HEAD) != (at == 0):
                raise BackupError(f"{ascii(name[:100])} is not where it belongs")
            if name == MANIFEST:
                manifest = _manifest(content)
            elif name == SECRETS:
                secrets = sha256(content).hexdigest()
            elif name != HEAD:
                table, number = _part(name, sums)
                if number != sums[table].parts or order.index(table) < place:
                    raise BackupError(f"{name} is not where it belongs")
                place = order.index(table)
                sums[table].add(content, 0)
        if manifest is None:
            raise BackupError("it is cut off: its manifest, which is written last, is missing")
        if manifest.head != self._head_sha256 or manifest.secrets != secrets or set(manifest.sums) != set(sums):
            raise BackupError("its parts are not those that its manifest names")
        for table, total in sums.items():
            named = manifest.sums[table]
            if named.get("sha256") != total.digest.hexdigest() or named.get("parts") != total.parts:
                raise BackupError(f"the table {table} is not as its manifest says")
        return manifest

    def tables(self, sealer: PartSealer | None) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each table that has rows with its lines, in order; each to be read to its end. Raises `BackupError`."""
        parts = self._parts(sealer)
        pending = next(parts, None)
        while pending is not None:
            table = pending[0]
            rest: list[tuple[str, bytes] | None] = [pending]

            def lines(table: str = table, rest: list[tuple[str, bytes] | None] = rest) -> Iterator[bytes]:
                while (found := rest[0]) is not None and found[0] == table:
                    yield found[1]
                    rest[0] = next(parts, None)

            yield table, lines()
            pending = rest[0]

    def secrets(self, sealer: PartSealer) -> dict[str, str]:
        """Keys and secret by name, empty where there are none. Raises `BackupError` where they do not open."""
        for name, content in self._members():
            if name == SECRETS:
                return _strings(sealer.open(SECRETS, content))
        return {}

    def _parts(self, sealer: PartSealer | None) -> Iterator[tuple[str, bytes]]:
        for name, content in self._members():
            if name in (HEAD, SECRETS, MANIFEST):
                continue
            table, _ = _part(name, self.head.tables)
            packed = sealer.open(name, content) if sealer else content
            yield table, _unpacked(name, packed)

    def _members(self) -> Iterator[tuple[str, bytes]]:
        try:
            self._stream.seek(0)
            with tarfile.open(fileobj=self._stream, mode="r|") as tar:
                for info in tar:
                    if not info.isreg() or info.size > _MAX_PART:
                        raise BackupError(f"{ascii(info.name[:100])} is nothing that a backup holds")
                    found = tar.extractfile(info)
                    content = found.read() if found else b""
                    if len(content) != info.size:
                        raise BackupError("it is cut off")
                    yield info.name, content
                    tar.members.clear()  # type: ignore[attr-defined]
        except (tarfile.TarError, EOFError, ValueError, OSError, RecursionError) as error:
            raise BackupError("this is no backup of commentsvc, or it is cut off") from error


def _unpacked(name: str, packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        lines = unpacker.decompress(packed, _MAX_PART)
    except zlib.error as error:
        raise BackupError(f"{name} cannot be unpacked") from error
    if not unpacker.eof or not lines.endswith(b"\n"):
        raise BackupError(f"{name} is cut off, or too large")
    return lines


def _part(name: str, tables: Mapping[str, Any]) -> tuple[str, int]:
    match = _PART.fullmatch(name)
    if not match or match["table"] not in tables:
        raise BackupError(f"{ascii(name[:100])} is nothing that a backup holds")
    return match["table"], int(match["number"])


def _head(content: bytes) -> Head:
    try:
        told = json.loads(content)
        if told["schema"] != SCHEMA:
            raise BackupError(f"it says {ascii(str(told['schema'])[:60])}, and this version reads {SCHEMA}")
        tables = {name: tuple((column, kind) for column, kind in columns) for name, columns in told["tables"].items()}
        names = [*tables, *(column for columns in tables.values() for column, _ in columns)]
        kinds = {kind for columns in tables.values() for _, kind in columns}
        if not all(map(_NAME.fullmatch, names)) or not kinds <= set(KINDS):
            raise ValueError
        made_at, version, revision, database = (
            _line(told[name]) for name in ("made_at", "version", "revision", "database")
        )
        return Head(made_at, version, revision, database, tables, told["sealed"])
    except _UNREADABLE as error:
        raise BackupError("its head cannot be read") from error


def _manifest(content: bytes) -> Manifest:
    try:
        told = json.loads(content)
        sites = tuple(
            SiteState(
                _line(one["id"]), _line(one["origin"]), _line(one["vkey"]), int(one["size"]), str(one["checkpoint"])
            )
            for one in told["sites"]
        )
        sums = {str(table): dict(total) for table, total in told["tables"].items()}
        head, secrets, secret_mark = (str(told[name]) for name in ("head", "secrets", "secret_mark"))
        return Manifest(head, sums, sites, secrets, secret_mark, str(told.get("seal", "")))
    except _UNREADABLE as error:
        raise BackupError("its manifest cannot be read") from error


def _line(value: Any) -> str:
    """What is shown to whoever restores: one line that commands no terminal."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _MAX_LINE:
        raise ValueError
    return value


def _strings(content: bytes) -> dict[str, str]:
    try:
        return {str(name): str(text) for name, text in json.loads(content).items()}
    except _UNREADABLE as error:
        raise BackupError("its keys cannot be read") from error


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
