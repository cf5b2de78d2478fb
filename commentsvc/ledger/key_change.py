"""How a log's signing key changes: what the `key` entry says, and whom to believe after it. No I/O, no clock.

The entry commits to `{"key_change": {"at", "new", "old", "origin", "reason"}}` in canonical JSON, salted like every
entry; it names keys only, so snapshot and salt are public. It is the last entry of a checkpoint of its own. A key that
was *rotated* signed that checkpoint together with the one that follows it, so whoever knows either knows both. A key
that was *lost* could not: its successor signed alone, and whoever knew only the lost key must hear of it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from commentsvc.errors import LedgerError, NoteError, ProofError, ReceiptError
from commentsvc.ledger.canonical import canonical
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.entry import opens_to, parse_leaf
from commentsvc.ledger.note import ED25519, NoteVerifier, parse_note
from commentsvc.ledger.proof import verify_inclusion
from commentsvc.ledger.receipt import ReceiptKeyChange, key_change_json, moment_ms, parse_key_change, strict_json
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Found, Outcome

KEY_ENTRY = "key"
ROTATED = "rotated"
LOST = "lost"

_CHANGE_MEMBERS = {"origin", "old", "new", "reason", "at"}


@dataclass(frozen=True)
class KeyChange:
    """From now on `new` signs for the log `origin` instead of `old` (both vkeys, named after it); `at` is RFC 3339, by
    the server's clock; `reason` is `ROTATED` or `LOST`."""

    origin: str
    old: str
    new: str
    reason: str
    at: str

    def snapshot(self) -> bytes:
        """The bytes that the `key` entry commits to."""
        members = {"origin": self.origin, "old": self.old, "new": self.new, "reason": self.reason, "at": self.at}
        return canonical({"key_change": members})


@dataclass(frozen=True)
class OpenedChange:
    """A change whose entry, proof and signatures hold, whoever made them; `checkpoint` ends with its entry."""

    old: NoteVerifier
    new: NoteVerifier
    reason: str
    at: str
    checkpoint: Checkpoint

    @property
    def size(self) -> int:
        """Up to this size `old` signed, from it on `new`."""
        return self.checkpoint.size


@dataclass(frozen=True)
class LogKeys:
    """The answer of `…/log/keys`: today's key of the log, and every change, oldest first."""

    origin: str
    key: str
    changes: tuple[ReceiptKeyChange, ...]

    def as_json(self) -> dict[str, Any]:
        """The document; `parse_log_keys` of its JSON is the inverse. A receipt's `log` has the same form."""
        return {"origin": self.origin, "key": self.key, "key_changes": list(map(key_change_json, self.changes))}


@dataclass(frozen=True)
class KeyRing:
    """The keys that are believed, of one log or several. `changes` are those between them; `unsure` those by which a
    log says that a believed key was lost, and names one that is not believed."""

    keys: tuple[NoteVerifier, ...]
    changes: tuple[OpenedChange, ...] = ()
    unsure: tuple[OpenedChange, ...] = ()

    def of(self, origin: str) -> KeyRing:
        """What of it is about the log `origin`."""
        return KeyRing(
            tuple(key for key in self.keys if key.name == origin),
            tuple(change for change in self.changes if change.old.name == origin),
            tuple(change for change in self.unsure if change.old.name == origin),
        )

    def signing(self, origin: str, size: int) -> tuple[NoteVerifier, ...]:
        """The keys whose word counts for a checkpoint of `size`: none that was given up at a smaller size, and none
        that began at a larger one."""
        given_up = {change.old for change in self.changes if change.size < size}
        not_yet = {change.new for change in self.changes if change.size > size}
        return tuple(key for key in self.keys if key.name == origin and key not in given_up | not_yet)

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """What the logs signed when their keys changed."""
        return tuple(change.checkpoint for change in self.changes)

    def why_unknown(self) -> str:
        """What to add where a key is not believed: that the log says it lost the one that is, or nothing."""
        if not self.unsure:
            return ""
        change = self.unsure[-1]
        return (
            f" The log says that the key you trust was lost at {change.at}, and that {change.new.vkey} follows it. "
            "Nothing but the log's own word shows that: ask the site's owner, by another way, whether it is so, and "
            "then give both keys."
        )


def believe_keys(trusted: Iterable[NoteVerifier], changes: Iterable[OpenedChange]) -> KeyRing:
    """Whom to believe, beginning with the keys that are `trusted`.

    A rotation is signed by both its keys: knowing one is knowing the other. Where a key was lost, the new key vouches
    for the old one, never the old for the new. Raises `Found` (altered) when one log's changes are not one line.
    """
    line = _in_line(changes)
    keys = dict.fromkeys(trusted)
    believed: set[OpenedChange] = set()
    # Once back and once forth is enough, since they are lines; a file may name thousands of changes.
    for change in (*reversed(line), *line):
        if change not in believed and (change.new in keys or (change.old in keys and change.reason == ROTATED)):
            believed.add(change)
            keys |= {change.old: None, change.new: None}
    unsure = tuple(change for change in line if change not in believed and change.old in keys)
    return KeyRing(tuple(keys), tuple(change for change in line if change in believed), unsure)


def open_key_change(change: ReceiptKeyChange) -> OpenedChange:
    """Check everything about a change that needs no trust: its entry opens to it, the entry is in the checkpoint, and
    the keys that must have signed that did.

    Raises `Found` (altered, not in log) and, for what cannot be read, `LedgerError`.
    """
    try:
        leaf = parse_leaf(change.leaf.encode())
        opens = opens_to(leaf, change.salt, change.snapshot.encode())
    except LedgerError:
        opens = False
    if not opens or leaf.type != KEY_ENTRY:
        raise Found(Outcome.ALTERED, "Altered: a change of the log's key is not what its entry was made for.")
    told = _told(change.snapshot)
    old, new = NoteVerifier.parse(told.old), NoteVerifier.parse(told.new)
    if old == new or any((key.name, key.algorithm) != (told.origin, ED25519) for key in (old, new)):
        raise ReceiptError("a change of a log's key names two keys of that log")
    proof = parse_tlog_proof(change.proof)
    checkpoint = _signed_checkpoint(proof.checkpoint, told, old, new)
    try:
        verify_inclusion(leaf_hash(change.leaf.encode()), proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Found(
            Outcome.NOT_IN_LOG,
            f"Not in the log: the proof for a change of the key of {told.origin} does not lead to its checkpoint "
            f"({error}).",
        ) from error
    if proof.index != checkpoint.size - 1:
        raise Found(Outcome.ALTERED, f"Altered: a change of the key of {told.origin} is not under its own checkpoint.")
    return OpenedChange(old, new, told.reason, told.at, checkpoint)


def open_log_keys(data: bytes | str) -> tuple[OpenedChange, ...]:
    """The changes in an answer of `…/log/keys`, opened. Raises as `open_key_change` does, and `Found` (altered) when
    they are not of its log, one line, and up to its key."""
    found = parse_log_keys(data)
    return open_history(found.origin, found.key, found.changes)


def open_history(origin: str, key: str, changes: Sequence[ReceiptKeyChange]) -> tuple[OpenedChange, ...]:
    """The changes that led to the vkey `key` of the log `origin`, oldest first; raises as `open_log_keys` does."""
    opened = tuple(map(open_key_change, changes))
    if any(change.old.name != origin for change in opened) or opened != _in_line(opened):
        raise Found(Outcome.ALTERED, f"Altered: the changes of the key of {origin} are not its own, or out of order.")
    if opened and opened[-1].new.vkey != key:
        raise Found(Outcome.ALTERED, f"Altered: the changes of the key of {origin} do not lead to the key {key}.")
    return opened


def parse_log_keys(data: bytes | str) -> LogKeys:
    """An answer of `…/log/keys`, not yet believed. Raises `ReceiptError`."""
    value = strict_json(data)
    if not isinstance(value, dict) or set(value) != {"origin", "key", "key_changes"}:
        raise ReceiptError("this is not an answer of log/keys")
    origin, key, changes = value["origin"], value["key"], value["key_changes"]
    if not isinstance(origin, str) or not isinstance(key, str) or not isinstance(changes, list):
        raise ReceiptError("this is not an answer of log/keys")
    return LogKeys(origin, key, tuple(map(parse_key_change, changes)))


def _told(snapshot: str) -> KeyChange:
    value = strict_json(snapshot)
    told = value.get("key_change") if isinstance(value, dict) else None
    if (
        not isinstance(told, dict)
        or set(told) != _CHANGE_MEMBERS
        or any(type(part) is not str for part in told.values())
    ):
        raise ReceiptError("this entry does not change the log's key")
    change = KeyChange(**told)
    if change.reason not in (ROTATED, LOST) or change.snapshot() != snapshot.encode():
        raise ReceiptError("this entry changes the log's key in a way that is not known here")
    moment_ms(change.at)
    return change


def _signed_checkpoint(note: str, told: KeyChange, old: NoteVerifier, new: NoteVerifier) -> Checkpoint:
    """The checkpoint, signed by all that must have: both keys, or the new one alone where the old was lost."""
    needed = (old, new) if told.reason == ROTATED else (new,)
    if parse_checkpoint(parse_note(note).text).origin != told.origin:
        raise Found(Outcome.ALTERED, f"Altered: a change of the key of {told.origin} came with another log's proof.")
    try:
        return [open_checkpoint(note, told.origin, [key]) for key in needed][0]
    except NoteError as error:
        raise Found(
            Outcome.ALTERED,
            f"Altered: the change of the key of {told.origin} from {told.old} to {told.new} is not signed by "
            f"{'both' if len(needed) == 2 else 'the new one'}.",
        ) from error


def _in_line(changes: Iterable[OpenedChange]) -> tuple[OpenedChange, ...]:
    """The changes of each log in their one order, once each. Two files may show the same one."""
    line = tuple(sorted(dict.fromkeys(changes), key=lambda change: (change.old.name, change.size)))
    for before, after in zip(line, line[1:], strict=False):
        if before.old.name == after.old.name and (before.new != after.old or before.size == after.size):
            raise Found(
                Outcome.ALTERED,
                f"Altered: the changes of the key of {before.old.name} do not follow one another, as if its log had "
                "two pasts.",
            )
    given_up: set[NoteVerifier] = set()
    for change in line:
        if {change.old, change.new} & given_up or change.new == change.old:
            raise Found(Outcome.ALTERED, "Altered: a key that a log had given up came back, as no log's does.")
        given_up.add(change.old)
    return line
