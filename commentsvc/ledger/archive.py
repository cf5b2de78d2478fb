"""Read what `commentsvc export` packed: a zip with a manifest that names every file with its SHA-256.

Nothing is unpacked: files are read by their name, one at a time, and never beyond what they say and may be. The
manifest finds accidents; of what a person took along it is signed as well (`ledger.manifest_note`). What proves what
was recorded are the files themselves.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, Any, BinaryIO

from commentsvc.errors import ArchiveError, LedgerError
from commentsvc.ledger.receipt import MAX_RECEIPT_BYTES, strict_json
from commentsvc.ledger.verdict import Found, Outcome

ARCHIVE_START = b"PK"
EVIDENCE_SCHEMA = "commentsvc-evidence/1"
LOG_SCHEMA = "commentsvc-log/1"
PERSON_SCHEMA = "commentsvc-person/1"
SCHEMAS = (EVIDENCE_SCHEMA, LOG_SCHEMA, PERSON_SCHEMA)
MANIFEST_NAME = "manifest.json"
SIGNATURE_NAME = "manifest.note"
KEYS_NAME = "log/keys.json"
NEWEST_NAME = "log/checkpoint"
TIMESTAMPS_NAME = "log/timestamps.json"
CHECKPOINTS_FOLDER = "log/checkpoints/"
CHECKPOINTS_NAME = "log/checkpoints.jsonl"
RECEIPTS_FOLDER = "receipts/"
NOTICES_FOLDER = "notices/"

MAX_FILES = 300_000
MAX_MANIFEST_BYTES = 100_000_000
_MAX_LINE = 200_000
_CHUNK_BYTES = 65_536
_SAFE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", re.ASCII)
_SPARE_BYTES = 20_000_000
_MAX_STREAMED = 2_000_000_000
_MOST_PACKED = 200
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    IndexError,
)


class Archive:
    """An archive whose list of files is in order. `schema` says what it is, `files` gives each file's SHA-256 (hex)."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises `ArchiveError` for what is no archive of ours, or asks for more than it may."""
        with _readable("this is not a zip"):
            self._zip = zipfile.ZipFile(stream)
            stream.seek(0, 2)
            self._found = _listed(self._zip, stream.tell())
        written = self.read(MANIFEST_NAME, MAX_MANIFEST_BYTES)
        manifest = _manifest(written)
        self.manifest_sha256 = sha256(written).hexdigest()
        self.schema: str = manifest["schema"]
        self.files: dict[str, str] = manifest["files"]

    def differences(self) -> list[tuple[str, str]]:
        """Files that are in only one of archive and manifest: name, and what is wrong. Their contents are checked where
        they are read."""
        absent = [(name, "is missing") for name in self.files if name not in self._found]
        more = sorted(set(self._found) - set(self.files) - self._unnamed)
        return absent + [(name, "was added: the manifest does not name it") for name in more]

    @property
    def _unnamed(self) -> set[str]:
        """The files that the manifest cannot name: itself, and its signature where there is one."""
        return {MANIFEST_NAME, SIGNATURE_NAME} if self.schema == PERSON_SCHEMA else {MANIFEST_NAME}

    def under(self, folder: str) -> list[str]:
        """The names of the files in a folder (which ends with a slash), as the manifest has them, that are there."""
        return [name for name in self.files if name.startswith(folder) and name in self._found]

    def read(self, name: str, most: int = MAX_RECEIPT_BYTES) -> bytes:
        """The whole content of a file. Raises `ArchiveError` when it is not there, too large or damaged, and `Found`
        (altered) when it is not what the manifest says."""
        return b"".join(self._chunks(name, most))

    def text(self, name: str) -> str:
        """The same as text; what is not UTF-8 is replaced, so that it proves nothing."""
        return self.read(name).decode("utf-8", "replace")

    def check(self, name: str) -> None:
        """Raise as `read` does, holding nothing."""
        for _ in self._chunks(name, MAX_MANIFEST_BYTES):
            pass

    def lines(self, name: str, most: int = _MAX_LINE) -> Iterator[bytes]:
        """The lines, of at most so many bytes, of a file of any length; that it is what the manifest says is known
        behind the last."""
        rest = b""
        for chunk in self._chunks(name, _MAX_STREAMED):
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > most:
                raise ArchiveError(f"a line of {name} is too long")
            yield from whole
        if rest:
            yield rest

    def _chunks(self, name: str, most: int) -> Iterator[bytes]:
        if name not in self._found:
            raise ArchiveError(f"{name} is missing")
        info = self._found[name]
        if info.file_size > most:
            raise ArchiveError(f"{name} is too large")
        digest = sha256()
        with _readable(f"{name} cannot be read"), self._zip.open(info) as member:
            while chunk := _next(member):
                digest.update(chunk)
                yield chunk
        if name != MANIFEST_NAME and name not in self._unnamed and digest.hexdigest() != self.files.get(name):
            raise Found(Outcome.ALTERED, f"Altered: {name} is not the file that the manifest names.")


def _next(member: IO[bytes]) -> bytes:
    return member.read(_CHUNK_BYTES)


@contextmanager
def _readable(otherwise: str) -> Iterator[None]:
    """Whatever the zip does to its reader becomes `ArchiveError`."""
    try:
        yield
    except LedgerError:
        raise
    except _UNREADABLE as error:
        raise ArchiveError(f"{otherwise} ({type(error).__name__})") from error


def _listed(archive: zipfile.ZipFile, archive_bytes: int) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    packed = unpacked = 0
    for info in archive.infolist():
        name = info.orig_filename
        if name != info.filename or not _SAFE_NAME.fullmatch(name):
            raise ArchiveError(f"{ascii(name[:100])} may not name a file")
        if name in found:
            raise ArchiveError(f"{name} is there twice")
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise ArchiveError(f"{name} is packed in a way that is not read")
        found[name] = info
        packed, unpacked = packed + info.compress_size, unpacked + info.file_size
    if len(found) > MAX_FILES:
        raise ArchiveError(f"more than {MAX_FILES} files are not read")
    if packed > archive_bytes or unpacked > _SPARE_BYTES + _MOST_PACKED * archive_bytes:
        raise ArchiveError("it would unpack to far more than its size")
    return found


def _manifest(data: bytes) -> dict[str, Any]:
    value = strict_json(data, MAX_MANIFEST_BYTES)
    if not isinstance(value, dict) or value.get("schema") not in SCHEMAS:
        raise ArchiveError(f"its manifest is none of {', '.join(SCHEMAS)}")
    files = value.get("files")
    if not isinstance(files, dict) or MANIFEST_NAME in files or SIGNATURE_NAME in files:
        raise ArchiveError("its manifest names no files")
    for name, digest in files.items():
        if not _SAFE_NAME.fullmatch(name) or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise ArchiveError(f"its manifest says of {ascii(name[:100])} what is no SHA-256")
    return value
