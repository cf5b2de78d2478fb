"""The operator's signature under the manifest of what a person took along: exactly these files were handed out.

A signed note (C2SP) by the log's key, whose text is four lines: what it is, the log's origin, the SHA-256 of
`manifest.json` in hex, and when it was made. It can be taken for no checkpoint: the first line of one is a log's
origin, which has no blank, and the second a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commentsvc.errors import NoteError
from commentsvc.ledger.note import NoteSigner, NoteVerifier, check_key_name, open_note, parse_note, sign_note

_FIRST_LINE = "commentsvc-manifest v1"
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MADE_AT = re.compile(r"[0-9T:.Z-]{20,40}", re.ASCII)


@dataclass(frozen=True)
class ManifestNote:
    """The manifest with this SHA-256 (hex) was handed out by whoever keeps the log `origin`; `made_at` is RFC 3339, by
    the server's clock."""

    origin: str
    sha256: str
    made_at: str

    def __post_init__(self) -> None:
        check_key_name(self.origin)
        if not _HEX.fullmatch(self.sha256) or not _MADE_AT.fullmatch(self.made_at):
            raise NoteError("a manifest's note has a SHA-256 and a time")

    def sign(self, signer: NoteSigner) -> str:
        """The signed note. Raises `NoteError` unless the signer is named after the log."""
        if signer.name != self.origin:
            raise NoteError(f"the key of {signer.name} does not sign for {self.origin}")
        return sign_note("".join(f"{line}\n" for line in (_FIRST_LINE, self.origin, self.sha256, self.made_at)), signer)


def parse_manifest_note(note: str | bytes) -> ManifestNote:
    """What the note says, believing nothing. Raises `NoteError`."""
    lines = parse_note(note).text.split("\n")
    if len(lines) != 5 or lines[0] != _FIRST_LINE or lines[4]:
        raise NoteError("this is no signature of a manifest")
    return ManifestNote(*lines[1:4])


def open_manifest_note(note: str | bytes, verifiers: Iterable[NoteVerifier]) -> ManifestNote:
    """The note, signed by a known key that is named after its log. Raises `NoteError` otherwise."""
    told = parse_manifest_note(note)
    open_note(note, [key for key in verifiers if key.name == told.origin])
    return told
