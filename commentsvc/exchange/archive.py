"""Pack an archive that `verify` reads: files in a zip, a manifest with the SHA-256 of each, and pages for people.

What `ledger.archive` reads. The same writer serves every archive that leaves the service; a new kind brings its schema
and its pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from types import TracebackType
from typing import IO, Self

from commentsvc.errors import ArchiveError
from commentsvc.exchange.archive_pages import Page, as_html, as_text
from commentsvc.exchange.zip_stream import ZipStream
from commentsvc.ledger.archive import MANIFEST_NAME, MAX_FILES, SIGNATURE_NAME
from commentsvc.ledger.single_file import single_file

MEDIA_TYPE = "application/zip"
VERIFIER_NAME = "verify_receipt.py"


@dataclass(frozen=True)
class ArchiveFacts:
    """What the manifest says besides the files: the schema, when it was made (RFC 3339), and the log it is of."""

    schema: str
    made_at: str
    origin: str


class ArchiveWriter:
    """An archive that is being written: what its methods give is written one after the other, `finish` last.

    Memory stays the same for any number of files. A context manager, because of its temporary files.
    """

    def __init__(self, facts: ArchiveFacts) -> None:
        self.files = 0
        self._zip = ZipStream()
        self._manifest = self._zip.scratch()
        head = {"schema": facts.schema, "made_at": facts.made_at, "origin": facts.origin}
        self._manifest.write(json.dumps(head)[:-1].encode() + b', "files": {')

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.__exit__(kind, error, at)

    def scratch(self) -> IO[bytes]:
        """A temporary file for what is added at the end with `add_scratch`."""
        return self._zip.scratch()

    def start(self, page: Page, *, html: bool = True) -> Iterator[bytes]:
        """What every archive has: the page for people, twice (once where it brings an `index.html` of its own), and the
        program that checks it."""
        yield self.add("README.txt", as_text(page).encode())
        if html:
            yield self.add("index.html", as_html(page).encode())
        yield self.add(VERIFIER_NAME, single_file(VERIFIER_NAME).encode())

    def add(self, name: str, content: bytes) -> bytes:
        """One file. Raises `ArchiveError` beyond what a verifier reads."""
        self._note(name, sha256(content).hexdigest())
        return self._zip.add(name, content)

    def add_scratch(self, name: str, scratch: IO[bytes]) -> Iterator[bytes]:
        """One file whose content is all of `scratch`."""
        self._note(name, _digest(scratch))
        yield from self._zip.add_scratch(name, scratch)

    def finish(self, sign: Callable[[str], str] | None = None) -> Iterator[bytes]:
        """The manifest and the end. `sign` makes the note over its SHA-256 (hex) that goes behind it."""
        self._manifest.write(b"\n}}\n")
        yield from self._zip.add_scratch(MANIFEST_NAME, self._manifest)
        if sign:
            yield self._zip.add(SIGNATURE_NAME, sign(_digest(self._manifest)).encode())
        yield from self._zip.finish()

    def _note(self, name: str, digest: str) -> None:
        if self.files + 3 > MAX_FILES:  # the manifest and its signature are two more
            raise ArchiveError(f"one archive holds at most {MAX_FILES} files: take a shorter time")
        line = json.dumps(name) + ": " + json.dumps(digest)
        self._manifest.write(("," if self.files else "").encode() + b"\n" + line.encode())
        self.files += 1


def _digest(scratch: IO[bytes]) -> str:
    digest = sha256()
    scratch.seek(0)
    while chunk := scratch.read(65_536):
        digest.update(chunk)
    return digest.hexdigest()
