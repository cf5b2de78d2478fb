"""Check what a receipt or a log claims. No I/O, no clock, no network: read this file and what it imports, and audit us.

Nothing in a file is believed because it says so. A record is what its salted commitment says, an entry is in the log
when a checkpoint signed by a key *you* had beforehand covers it, and the log is the one you saw before when a
consistency proof leads from your checkpoint to the new one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from commentsvc.errors import LedgerError, NoteError, ProofError, ReceiptError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.entry import Leaf, commitment, parse_leaf
from commentsvc.ledger.note import ED25519, NoteVerifier, parse_note
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, moment_ms, parse_receipt, strict_json
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash


class Outcome(Enum):
    """What verifying can end with: the name programs read, the exit code, and what it means."""

    PROVEN = ("proven", 0, "It is as claimed, and somebody else than the operator saw it: you, who kept a checkpoint.")
    OPERATORS_WORD = (
        "operators-word",
        10,
        "All fits together and is signed with the key you trust; nobody else saw it.",
    )
    SELF_ATTESTED = ("self-attested", 11, "All fits together, but the key came with it: anybody could have made it.")
    ALTERED = ("altered", 20, "A record, a promise or a checkpoint is not what was committed to or signed.")
    NOT_IN_LOG = ("not-in-log", 21, "The proof does not lead from the entry to the checkpoint, or there is none.")
    PROMISE_BROKEN = ("promise-broken", 22, "The log signed that it would hold the entry by a time, and did not.")
    LOG_REWRITTEN = ("log-rewritten", 23, "The log no longer begins with what it was, or lost entries.")
    SPLIT_VIEW = ("split-view", 24, "The operator signed two different logs of one size.")
    UNKNOWN_KEY = ("unknown-key", 25, "The key is none of those you trust.")
    MALFORMED = ("malformed", 26, "A file cannot be read; nothing is shown either way.")

    @property
    def slug(self) -> str:
        """The outcome in one word."""
        return self.value[0]

    @property
    def exit_code(self) -> int:
        """What a program that verifies exits with. 1 and 2 are left for what is no verdict, such as a missing file."""
        return self.value[1]


@dataclass(frozen=True)
class Verdict:
    """`sentence` says what is proven and what is not; `details` are single facts, one sentence each."""

    outcome: Outcome
    sentence: str
    details: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "outcome": self.outcome.slug,
            "exit_code": self.outcome.exit_code,
            "sentence": self.sentence,
            "details": list(self.details),
        }


@dataclass(frozen=True)
class ConsistencyProof:
    """The log of size `new` begins with that of size `old`, by `hashes`."""

    old: int
    new: int
    hashes: tuple[bytes, ...]


class _Found(Exception):
    """Something that ends the checking."""

    def __init__(self, outcome: Outcome, sentence: str) -> None:
        super().__init__(sentence)
        self.verdict = Verdict(outcome, sentence)


def verify_receipt(
    receipt: bytes | str,
    *,
    trusted_keys: Iterable[str] = (),
    checkpoints: Iterable[str] = (),
    consistency: Iterable[bytes | str] = (),
) -> Verdict:
    """Check the file of a receipt (`ledger.receipt`). Never raises for what is in the files.

    `trusted_keys` are verifier keys (vkeys) of logs, had from elsewhere than the receipt; with none, the receipt's own
    is used and the outcome is at best `SELF_ATTESTED`. `checkpoints` are signed notes the caller kept; `consistency`
    are answers of `…/log/consistency` that connect them with the receipt's.
    """
    try:
        found = parse_receipt(receipt)
        keys = tuple(map(NoteVerifier.parse, trusted_keys))
        key = _receipt_key(found, keys)
        proven = [_check_event(found, event, key) for event in found.events]
        details = [*_check_chain(found), *_check_notices(found)]
        covering = [checkpoint for checkpoint in proven if checkpoint is not None]
        kept = [_open(note, [key]) for note in checkpoints]
        details += _compare(covering, kept, map(parse_consistency, consistency))
        return _summary(found, covering, self_attested=not keys, details=tuple(details))
    except _Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def verify_log(
    newest: str,
    *,
    trusted_keys: Iterable[str],
    checkpoints: Sequence[str] = (),
    consistency: Iterable[bytes | str] = (),
) -> Verdict:
    """Check that the log whose checkpoint is `newest` still begins with the logs of the `checkpoints` kept earlier.

    `consistency` are answers of `…/log/consistency?from=<size kept>&to=<size of newest>`. Never raises for what is in
    the files.
    """
    try:
        keys = tuple(map(NoteVerifier.parse, trusted_keys))
        now = _open(newest, keys)
        kept = [_open(note, [key for key in keys if key.name == now.origin]) for note in checkpoints]
        for before in kept:
            if before.size > now.size:
                raise _Found(
                    Outcome.LOG_REWRITTEN,
                    f"Log rewritten: you kept a checkpoint of {before.size} entries, and the log now has {now.size}. "
                    "A log never shrinks; an old backup may have been put back.",
                )
        details = tuple(_compare([now], kept, map(parse_consistency, consistency)))
        if not kept or details:
            return Verdict(
                Outcome.OPERATORS_WORD,
                f"Operator's word only: {now.origin} signed a log of {now.size} entries, and nothing here connects it "
                "with what was seen before.",
                details,
            )
        oldest = min(before.size for before in kept)
        return Verdict(
            Outcome.PROVEN,
            f"Proven: the log {now.origin} of {now.size} entries begins with every log you kept a checkpoint of "
            f"(the first had {oldest}), so nothing in those was changed since; this does not show what entries say.",
        )
    except _Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def parse_consistency(data: bytes | str) -> ConsistencyProof:
    """The answer of `…/log/consistency`. Raises `ReceiptError`."""
    value = strict_json(data)
    try:
        if set(value) != {"from", "to", "proof"} or type(value["from"]) is not int or type(value["to"]) is not int:
            raise ValueError
        return ConsistencyProof(value["from"], value["to"], tuple(map(from_base64, value["proof"])))
    except (ValueError, TypeError, AttributeError) as error:
        raise ReceiptError("this is not an answer of log/consistency") from error


def _receipt_key(receipt: Receipt, trusted: Sequence[NoteVerifier]) -> NoteVerifier:
    key = NoteVerifier.parse(receipt.key)
    if key.algorithm != ED25519 or key.name != receipt.origin:
        raise ReceiptError("the receipt's key is not named after its log")
    if trusted and key not in trusted:
        raise _Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: the receipt is of the log {receipt.origin} with the key {receipt.key}, which is none of "
            "those you trust, so nothing in it counts.",
        )
    return key


def _check_event(receipt: Receipt, event: ReceiptEvent, key: NoteVerifier) -> Checkpoint | None:
    """The believed checkpoint that covers the event, or None while it is only promised."""
    name = f"the event `{event.type}` of {event.at}"
    _check_record(receipt, event, _leaf(event, name), name)
    leaf = leaf_hash(event.leaf.encode())
    if event.promise is not None:
        if event.promise.leaf != leaf or event.promise.origin != receipt.origin:
            raise _Found(Outcome.ALTERED, f"Altered: the promise that comes with {name} was made for something else.")
        try:
            deadline = moment_ms(event.promise.deadline)
            verify_promise(key, receipt.origin, leaf, deadline, event.promise.signature)
        except NoteError as error:
            raise _Found(Outcome.ALTERED, f"Altered: the promise for {name} is not signed by the log's key.") from error
    if event.proof is not None:
        return _check_proof(event.proof, leaf, key, name)
    if event.promise is None:
        raise _Found(Outcome.NOT_IN_LOG, f"Not in the log: there is neither a promise nor a proof for {name}.")
    if moment_ms(receipt.issued_at) > moment_ms(event.promise.deadline):
        raise _Found(
            Outcome.PROMISE_BROKEN,
            f"Promise broken: the log's key signed that it would hold {name} by {event.promise.deadline}, and this "
            f"receipt has no proof of it and says it was made at {receipt.issued_at}, later. Nobody signed that time: "
            "ask the log for the entry now and keep its answer before you accuse anybody.",
        )
    return None


def _leaf(event: ReceiptEvent, name: str) -> Leaf:
    try:
        return parse_leaf(event.leaf.encode())
    except LedgerError as error:
        raise _Found(Outcome.ALTERED, f"Altered: the log entry of {name} is none that this log writes.") from error


def _check_record(receipt: Receipt, event: ReceiptEvent, leaf: Leaf, name: str) -> None:
    """The snapshot is what the leaf commits to, and the receipt says of it what it says itself."""
    snapshot = event.snapshot.encode()
    if event.salt is None:
        raise _Found(Outcome.ALTERED, f"Altered: the salt of {name} is gone, so nothing shows what was committed to.")
    try:
        opens = hmac.compare_digest(commitment(event.salt, snapshot), leaf.commitment)
    except LedgerError:
        opens = False
    if not opens:
        raise _Found(Outcome.ALTERED, f"Altered: what the receipt says of {name} is not what was committed to.")
    told = _snapshot(event)
    claimed = (event.type, event.at, receipt.record)
    if (told.get("type"), told.get("at"), told.get("record_id")) != claimed or leaf.type != event.type:
        raise _Found(Outcome.ALTERED, f"Altered: type, time or record of {name} differ from what was committed to.")


def _snapshot(event: ReceiptEvent) -> dict[str, Any]:
    """The `event` part of a snapshot; empty when it has none."""
    return _part(strict_json(event.snapshot), "event")


def _part(value: Any, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _check_proof(text: str, leaf: bytes, key: NoteVerifier, name: str) -> Checkpoint:
    proof = parse_tlog_proof(text)
    checkpoint = _open(proof.checkpoint, [key])
    try:
        verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise _Found(
            Outcome.NOT_IN_LOG,
            f"Not in the log: the proof for {name} does not lead to the checkpoint it came with ({error}).",
        ) from error
    return checkpoint


def _open(note: str, keys: Sequence[NoteVerifier]) -> Checkpoint:
    """The checkpoint in a note, believed by one of `keys`, each named after its log."""
    parsed = parse_note(note)
    claimed = parse_checkpoint(parsed.text)
    known = [key for key in keys if key.name == claimed.origin]
    signers = {(line.name, line.key_id) for line in parsed.signatures}
    if not any((key.name, key.key_id) in signers for key in known):
        raise _Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: a checkpoint of {claimed.origin} is not signed by the key of the log it should be of.",
        )
    try:
        return open_checkpoint(note, claimed.origin, known)
    except NoteError as error:
        raise _Found(
            Outcome.ALTERED, f"Altered: the signature under a checkpoint of {claimed.origin} is wrong."
        ) from error


def _check_chain(receipt: Receipt) -> list[str]:
    """Each event names the commitment of the one before it, the first none; an erasure may name what was erased."""
    before: str | None = None
    for event in receipt.events:
        if _snapshot(event).get("previous") != before and event.type != "erased":
            raise _Found(
                Outcome.ALTERED,
                f"Altered: the event before `{event.type}` of {event.at} was taken out of the record, or stands "
                "elsewhere.",
            )
        before = parse_leaf(event.leaf.encode()).commitment.hex()
    if any(event.type == "erased" for event in receipt.events):
        return ["The record was erased: what is left shows the erasure, and which commitment it ended."]
    return []


def _check_notices(receipt: Receipt) -> list[str]:
    for name, text in receipt.notices.items():
        if sha256(text.encode()).hexdigest() != name:
            raise _Found(Outcome.ALTERED, f"Altered: the text of the notice {name} is another than was agreed to.")
    named = set()
    for event in receipt.events:
        notice = _part(_part(strict_json(event.snapshot), "record"), "notice")
        named |= {str(notice["sha256"])} if "sha256" in notice else set()
    absent = sorted(named - set(receipt.notices))
    return [f"The notice {name} is named by its hash; its text is not here." for name in absent]


def _compare(
    given: Sequence[Checkpoint], kept: Sequence[Checkpoint], consistency: Iterable[ConsistencyProof]
) -> list[str]:
    """Check every kept checkpoint against every given one; returns a sentence for each that cannot be compared."""
    roots: dict[int, bytes] = {}
    for checkpoint in (*given, *kept):
        if roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            raise _Found(
                Outcome.SPLIT_VIEW,
                f"Split view: {checkpoint.origin} signed two different logs of {checkpoint.size} entries. Keep both "
                "checkpoints: together they show that the operator told different people different things.",
            )
    linked = {(size, size) for size in roots}
    for proof in consistency:
        if proof.old not in roots or proof.new not in roots:
            continue
        try:
            verify_consistency(proof.old, proof.new, roots[proof.old], roots[proof.new], proof.hashes, from_empty=True)
        except ProofError as error:
            raise _Found(
                Outcome.LOG_REWRITTEN,
                f"Log rewritten: the log of {proof.new} entries does not begin with the log of {proof.old} entries "
                f"({error}).",
            ) from error
        linked.add((proof.old, proof.new))
    pairs = {(min(before.size, now.size), max(before.size, now.size)) for before in kept for now in given}
    return [
        f"The checkpoints of {old} and {new} entries are not compared: that takes the answer of "
        f"log/consistency?from={old}&to={new}."
        for old, new in sorted(pairs - linked)
    ]


def _summary(
    receipt: Receipt, covering: Sequence[Checkpoint], *, self_attested: bool, details: tuple[str, ...]
) -> Verdict:
    held, waiting = len(covering), len(receipt.events) - len(covering)
    size = max((checkpoint.size for checkpoint in covering), default=0)
    parts = [f"{_counted(held)} in the log of {size} entries"] if held else []
    if waiting:
        parts.append(f"{_counted(waiting)} promised, not yet in the log")
    facts = f"{receipt.origin} recorded exactly this ({' and '.join(parts)})"
    if waiting:
        details += ("Fetch the receipt again after the promise's deadline: it must hold the proof then.",)
    if self_attested:
        return Verdict(
            Outcome.SELF_ATTESTED,
            f"Self-attested: the receipt fits together and says that {facts}, but its key came with it, so anybody "
            "could have made all of it.",
            (*details, f"Compare this key with one you had from elsewhere: {receipt.key}"),
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {facts}, signed with the key you trust; no witness and no timestamp shows since when, "
        "so the operator could have written the whole log anew.",
        details,
    )


def _counted(events: int) -> str:
    return f"{events} event{'' if events == 1 else 's'}"
