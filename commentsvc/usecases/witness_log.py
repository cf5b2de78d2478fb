"""Look at a site's log once, as its witness: refuse what contradicts what was seen; else remember, sign, hand in.

The order is the point: what is signed was written down durably before. After a crash at any moment the witness still
knows every root it may have signed. It needs nothing of the service but its public address.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Protocol
from urllib.parse import urlsplit

from commentsvc import clock
from commentsvc.errors import (
    LedgerError,
    LogRefused,
    LogRewritten,
    NoteError,
    OutboundError,
    OutboundFailed,
    SplitView,
    ValidationFailed,
)
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.key_change import OpenedChange, believe_keys, open_log_keys
from commentsvc.ledger.note import ED25519, NoteVerifier, parse_note
from commentsvc.ledger.verdict import Found
from commentsvc.ledger.witness import Seen, check_growth, needs_proof


class Reply(Protocol):
    """What a request brought back."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> bytes: ...


class Outbound(Protocol):
    """The one outbound client. Both raise `OutboundError`."""

    def get(self, url: str) -> Reply:
        """What is at `url`."""

    def post(self, url: str, body: bytes, media_type: str) -> Reply:
        """Send `body`."""


class Memory(Protocol):
    """What the witness must not forget."""

    def read(self, origin: str) -> Seen | None:
        """What was seen of the log of this origin."""

    def write(self, origin: str, seen: Seen) -> None:
        """Durable when it returns."""

    def follow_key(self, origin: str, vkey: str) -> None:
        """From now on the log of this origin is followed by this key. Durable when it returns."""

    def keep_refused(self, origin: str, evidence: dict[str, Any]) -> str:
        """Keep two notes that contradict each other; returns where."""


@dataclass(frozen=True)
class FollowedLog:
    """A log by its verifier key, whose name is the log's origin, and the address below which its calls are."""

    key: NoteVerifier
    url: str

    @property
    def origin(self) -> str:
        """The log's origin line."""
        return self.key.name


@dataclass(frozen=True)
class Witness:
    """A witness: its key, its memory, and its way out."""

    cosigner: Cosigner
    memory: Memory
    outbound: Outbound


@dataclass(frozen=True)
class _Opened:
    """A checkpoint that is believed, and the rotations by which the key that is followed led to the one that signed
    it; `keys` is the answer that showed those."""

    checkpoint: Checkpoint
    note: str
    changes: tuple[OpenedChange, ...] = ()
    keys: str | None = None


class _Stranger(Exception):
    """The checkpoint is signed by a key to which nothing leads from the one that is followed."""


class Outcome(Enum):
    """How one look ended. The refusals are the last four; `SPLIT_VIEW` is the gravest."""

    COSIGNED = "cosigned"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    NOT_TAKEN = "not-taken"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown-key"
    LOG_REWRITTEN = "log-rewritten"
    SPLIT_VIEW = "split-view"


@dataclass(frozen=True)
class Look:
    """What one look at a log found: `size` of the checkpoint where there is one, `detail` in one sentence, and the
    signature line where one was made."""

    outcome: Outcome
    size: int | None = None
    detail: str = ""
    cosignature: str | None = None


def followed_log(vkey: str, url: str) -> FollowedLog:
    """A log to follow; `url` is the address of its checkpoint or what comes before `/checkpoint`. Raises
    `ValidationFailed` for what is no log's key or no address."""
    try:
        key = NoteVerifier.parse(vkey)
    except NoteError as error:
        raise ValidationFailed(f"This is not a log's verifier key: {error}.") from error
    if key.algorithm != ED25519:
        raise ValidationFailed("This is a witness's key. `commentsvc site show` tells the log's.")
    parts = urlsplit(url)
    plain = not parts.query and not parts.fragment and url.split() == [url]
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ValidationFailed("The address of a log looks like https://comments.example.org/api/v1/sites/KEY/log.")
    return FollowedLog(key, url.rstrip("/").removesuffix("/checkpoint"))


def witness_log(witness: Witness, log: FollowedLog) -> Look:
    """Look once. Whatever the log or the network does becomes a `Look`; only the witness's own trouble is raised
    (`WitnessStateBroken`, `OSError`), and then nothing was signed."""
    try:
        reply = witness.outbound.get(f"{log.url}/checkpoint")
        if reply.status == 404:
            return Look(Outcome.EMPTY, detail="The log has no checkpoint yet.")
        _expect_200(reply, "the checkpoint")
        return _judge(witness, log, reply.body)
    except OutboundError as error:
        return Look(Outcome.UNREACHABLE, detail=f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _judge(witness: Witness, log: FollowedLog, note: bytes) -> Look:
    try:
        parse_checkpoint(parse_note(note).text)
    except NoteError as error:
        return Look(Outcome.MALFORMED, detail=f"What the log shows is no signed checkpoint: {error}.")
    try:
        opened = _open(witness, log, note)
    except _Stranger as stranger:
        return Look(Outcome.UNKNOWN_KEY, detail=str(stranger))
    checkpoint = opened.checkpoint
    seen = witness.memory.read(log.origin)
    proof: list[bytes] = []
    try:
        # A key change must be in this very log, so its checkpoint counts like one that was seen.
        for before in (seen, *(Seen(change.size, change.checkpoint.root, "") for change in opened.changes)):
            proof = []
            if needs_proof(before, checkpoint):
                proof = _proof(witness.outbound, log, before.size if before else 0, checkpoint.size)
            check_growth(before, checkpoint, proof)
    except LogRefused as error:
        return _refuse(witness, log, seen, opened, proof, error)
    if opened.changes:
        log = replace(log, key=opened.changes[-1].new)
        witness.memory.follow_key(log.origin, log.key.vkey)
    if seen and seen.size == checkpoint.size:
        if seen.handed_in:
            return Look(Outcome.UNCHANGED, checkpoint.size)
        now_seen = seen
    else:
        now_seen = Seen(checkpoint.size, checkpoint.root, opened.note)
        witness.memory.write(log.origin, now_seen)
    return _cosign(witness, log, checkpoint, now_seen)


def _open(witness: Witness, log: FollowedLog, note: bytes) -> _Opened:
    """The checkpoint, and how the key that is followed led to the one that signed it. Raises `_Stranger` where nothing
    shows that, and `OutboundError`."""
    try:
        return _Opened(open_checkpoint(note, log.origin, [log.key]), note.decode())
    except NoteError as error:
        stranger = _Stranger(f"This is not the log that is followed: {error}.")
    reply = witness.outbound.get(f"{log.url}/keys")
    if reply.status != 200:
        raise stranger
    try:
        ring = believe_keys([log.key], open_log_keys(reply.body)).of(log.origin)
    except (Found, LedgerError) as error:
        raise _Stranger(f"{stranger} What it tells of its keys does not hold: {error}".rstrip(".") + ".") from error
    size = parse_checkpoint(parse_note(note).text).size
    try:
        checkpoint = open_checkpoint(note, log.origin, ring.signing(log.origin, size))
    except NoteError as error:
        raise _Stranger(f"{stranger}{ring.why_unknown()}") from error
    return _Opened(checkpoint, note.decode(), _after(log.key, ring.changes), reply.body.decode(errors="replace"))


def _after(key: NoteVerifier, changes: Sequence[OpenedChange]) -> tuple[OpenedChange, ...]:
    """The changes since `key` was the newest."""
    for number, change in enumerate(changes):
        if change.old == key:
            return tuple(changes[number:])
    return ()


def _cosign(witness: Witness, log: FollowedLog, checkpoint: Checkpoint, seen: Seen) -> Look:
    """Sign what is remembered, and hand it in. A cosignature that does not arrive is made again at the next look."""
    line = witness.cosigner.cosign(checkpoint.body(), int(clock.now().timestamp())).line()
    body = json.dumps({"size": checkpoint.size, "cosignature": line}).encode()
    try:
        reply = witness.outbound.post(f"{log.url}/cosignatures", body, "application/json")
    except OutboundError as error:
        return Look(Outcome.NOT_TAKEN, checkpoint.size, f"It was signed and did not arrive: {error}.", line)
    if reply.status != 200:
        return Look(Outcome.NOT_TAKEN, checkpoint.size, f"It was signed, and the site answered {reply.status}.", line)
    witness.memory.write(log.origin, replace(seen, handed_in=True))
    return Look(Outcome.COSIGNED, checkpoint.size, cosignature=line)


def _proof(outbound: Outbound, log: FollowedLog, old: int, new: int) -> list[bytes]:
    """The site's consistency proof. Raises `OutboundFailed` when it gives none: nothing is proven then, either way."""
    reply = outbound.get(f"{log.url}/consistency?from={old}&to={new}")
    _expect_200(reply, "a consistency proof")
    try:
        return [from_base64(value) for value in json.loads(reply.body)["proof"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutboundFailed("what came is no consistency proof") from error


def _expect_200(reply: Reply, wanted: str) -> None:
    if reply.status != 200:
        raise OutboundFailed(f"the site answered {reply.status} instead of {wanted}")


def _refuse(
    witness: Witness, log: FollowedLog, seen: Seen | None, opened: _Opened, proof: list[bytes], error: LogRefused
) -> Look:
    evidence = {
        "reason": str(error),
        "log_key": log.key.vkey,
        "seen": seen.note if seen else None,
        "shown": opened.note,
        "keys": opened.keys,
        "proof": [value.hex() for value in proof],
    }
    place = witness.memory.keep_refused(log.origin, evidence)
    outcome = {SplitView: Outcome.SPLIT_VIEW, LogRewritten: Outcome.LOG_REWRITTEN}[type(error)]
    return Look(
        outcome, opened.checkpoint.size, f"{str(error)[:1].upper()}{str(error)[1:]}. Both notes are kept in {place}."
    )
