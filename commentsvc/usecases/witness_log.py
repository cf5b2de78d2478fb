"""Look at a site's log once, as its witness: refuse what contradicts what was seen; else remember, sign, hand in.

The order is the point: what is signed was written down durably before. After a crash at any moment the witness still
knows every root it may have signed. It needs nothing of the service but its public address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Protocol
from urllib.parse import urlsplit

from commentsvc import clock
from commentsvc.errors import (
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
from commentsvc.ledger.note import ED25519, NoteVerifier, parse_note
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
        checkpoint = open_checkpoint(note, log.origin, [log.key])
    except NoteError as error:
        return Look(Outcome.UNKNOWN_KEY, detail=f"This is not the log that is followed: {error}.")
    seen = witness.memory.read(log.origin)
    proof: list[bytes] = []
    try:
        if needs_proof(seen, checkpoint):
            proof = _proof(witness.outbound, log, seen.size if seen else 0, checkpoint.size)
        check_growth(seen, checkpoint, proof)
    except LogRefused as error:
        return _refuse(witness, log, seen, note.decode(), proof, error)
    if seen and seen.size == checkpoint.size:
        if seen.handed_in:
            return Look(Outcome.UNCHANGED, checkpoint.size)
        now_seen = seen
    else:
        now_seen = Seen(checkpoint.size, checkpoint.root, note.decode())
        witness.memory.write(log.origin, now_seen)
    return _cosign(witness, log, checkpoint, now_seen)


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
    witness: Witness, log: FollowedLog, seen: Seen | None, note: str, proof: list[bytes], error: LogRefused
) -> Look:
    evidence = {
        "reason": str(error),
        "log_key": log.key.vkey,
        "seen": seen.note if seen else None,
        "shown": note,
        "proof": [value.hex() for value in proof],
    }
    place = witness.memory.keep_refused(log.origin, evidence)
    outcome = {SplitView: Outcome.SPLIT_VIEW, LogRewritten: Outcome.LOG_REWRITTEN}[type(error)]
    size = parse_checkpoint(parse_note(note).text).size
    return Look(outcome, size, f"{str(error)[:1].upper()}{str(error)[1:]}. Both notes are kept in {place}.")
