"""What the log says about itself: origin, size and root, in the text that is signed (C2SP tlog-checkpoint)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commentsvc.errors import NoteError
from commentsvc.ledger.encoding import from_base64, to_base64
from commentsvc.ledger.note import NoteSigner, NoteVerifier, check_text, open_note, sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,19}")
_MAX_UINT64 = 2**64 - 1


@dataclass(frozen=True)
class Checkpoint:
    """A log's `origin`, `size` and `root`, with extension lines if it has any (ours has none).

    The root's length is not judged here, since the format leaves it to the tree; `proof.verify_*` takes 32 bytes only.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line:
                raise NoteError("origin and extension lines are not empty and one line each")
        if not 0 <= self.size <= _MAX_UINT64:
            raise NoteError("the size of a log is a number from 0 to 2^64 - 1")
        if not self.root:
            raise NoteError("a checkpoint has a root")

    def body(self) -> str:
        """The text that is signed; `parse_checkpoint` is the inverse."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        text = "".join(f"{line}\n" for line in lines)
        check_text(text)
        return text

    def sign(self, signer: NoteSigner) -> str:
        """The checkpoint as a signed note."""
        return sign_note(self.body(), signer)


def parse_checkpoint(body: str) -> Checkpoint:
    """A checkpoint from the text of a note. Raises `NoteError` when malformed; extension lines may not be empty."""
    check_text(body)
    lines = body[:-1].split("\n")
    if len(lines) < 3:
        raise NoteError("a checkpoint is origin, size and root")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise NoteError("the size of a log is a decimal number")
    try:
        root_bytes = from_base64(root)
    except ValueError as error:
        raise NoteError("the root of a log is base64") from error
    return Checkpoint(origin, int(size), root_bytes, tuple(extensions))


def open_checkpoint(note: str | bytes, origin: str, verifiers: Iterable[NoteVerifier]) -> Checkpoint:
    """The checkpoint in a signed note, believed: of this `origin`, and signed by a known key (see `open_note`).

    Raises `NoteError` otherwise. Whose signatures suffice is the caller's choice of `verifiers`.
    """
    checkpoint = parse_checkpoint(open_note(note, verifiers).text)
    if checkpoint.origin != origin:
        raise NoteError(f"this is a checkpoint of {checkpoint.origin}, not of {origin}")
    return checkpoint
