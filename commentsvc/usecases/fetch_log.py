"""Fetch what a public log shows of itself, for somebody who kept checkpoints of it and will verify what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from commentsvc.errors import NoteError, OutboundFailed, ValidationFailed
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.note import parse_note


class Reply(Protocol):
    """What a request brought back."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> bytes: ...


class Fetch(Protocol):
    """The one outbound client."""

    def get(self, url: str) -> Reply:
        """What is at `url`. Raises `OutboundError`."""


@dataclass(frozen=True)
class FetchedLog:
    """Believing nothing: the newest checkpoint (a signed note), answers of `…/log/consistency` that lead to it, and the
    answer of `…/log/keys`."""

    checkpoint: str
    consistency: tuple[bytes, ...]
    keys: bytes


def fetch_log(outbound: Fetch, url: str, kept: Iterable[str]) -> FetchedLog:
    """The log at `url` (that of its checkpoint, or what comes before `/checkpoint`), with a proof from each of the
    `kept` signed notes. Notes that are none, or larger than the log now is, need no proof: verifying says what
    they are.

    Raises `OutboundError` when anything of it cannot be had, `ValidationFailed` for what is no address of a log.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValidationFailed("The address of a log looks like https://comments.example.org/api/v1/sites/KEY/log.")
    base = url.rstrip("/").removesuffix("/checkpoint")
    checkpoint = _body(outbound, f"{base}/checkpoint", "the checkpoint").decode("utf-8", "replace")
    now = _size(checkpoint)
    if now is None:
        return FetchedLog(checkpoint, (), b"")
    sizes = sorted({size for size in map(_size, kept) if size is not None and size < now})
    proofs = tuple(
        _body(outbound, f"{base}/consistency?from={size}&to={now}", f"the proof from {size} to {now} entries")
        for size in sizes
    )
    return FetchedLog(checkpoint, proofs, _body(outbound, f"{base}/keys", "the keys"))


def _size(note: str) -> int | None:
    try:
        return parse_checkpoint(parse_note(note).text).size
    except NoteError:
        return None


def _body(outbound: Fetch, url: str, what: str) -> bytes:
    reply = outbound.get(url)
    if reply.status != 200:
        raise OutboundFailed(f"{urlsplit(url).netloc} answered {reply.status} when asked for {what}")
    return reply.body
