"""Check what a receipt or a log claims. No I/O, no clock, no network: read this file and what it imports, and audit us.

Nothing in a file is believed because it says so. A record is what its salted commitment says, an entry is in the log
when a checkpoint signed by a key *you* had beforehand covers it, and the log is the one you saw before when a
consistency proof leads from your checkpoint to the new one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from commentsvc.errors import LedgerError, NoteError, ProofError, ReceiptError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.cosignature import Cosignature, Cosigned, witnesses_of
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.entry import Leaf, commitment, parse_leaf
from commentsvc.ledger.note import ED25519, NoteVerifier, parse_note
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, moment_ms, parse_receipt, strict_json
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.witness_policy import Policy, parse_policy


@dataclass(frozen=True)
class ConsistencyProof:
    """The log of size `new` begins with that of size `old`, by `hashes`."""

    old: int
    new: int
    hashes: tuple[bytes, ...]


_NOBODY = Policy(0, ())


def verify_receipt(
    receipt: bytes | str,
    *,
    trusted_keys: Iterable[str] = (),
    checkpoints: Iterable[str] = (),
    consistency: Iterable[bytes | str] = (),
    policy: str = "",
) -> Verdict:
    """Check the file of a receipt (`ledger.receipt`). Never raises for what is in the files.

    `trusted_keys` are verifier keys (vkeys) of logs, had from elsewhere than the receipt; with none, the receipt's own
    is used and the outcome is at best `SELF_ATTESTED`. `checkpoints` are signed notes the caller kept; `consistency`
    are answers of `…/log/consistency` that connect them with the receipt's. `policy` says which witnesses are trusted
    and how many must have cosigned (`ledger.witness_policy`); without them the outcome is at best `OPERATORS_WORD`.
    """
    try:
        found = parse_receipt(receipt)
        keys = tuple(map(NoteVerifier.parse, trusted_keys))
        key = _receipt_key(found, keys)
        wanted = parse_policy(policy) if policy else _NOBODY
        proven = [_check_event(found, event, key, wanted) for event in found.events]
        details = [*_check_chain(found), *_check_notices(found)]
        covering = [cosigned for cosigned in proven if cosigned is not None]
        kept = [_open(note, [key]) for note in checkpoints]
        details += _compare([one.checkpoint for one in covering], kept, map(parse_consistency, consistency))
        return _summary(found, covering, wanted, self_attested=not keys, details=tuple(details))
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def verify_log(
    newest: str,
    *,
    trusted_keys: Iterable[str],
    checkpoints: Sequence[str] = (),
    consistency: Iterable[bytes | str] = (),
    policy: str = "",
) -> Verdict:
    """Check that the log whose checkpoint is `newest` still begins with the logs of the `checkpoints` kept earlier.

    `consistency` are answers of `…/log/consistency?from=<size kept>&to=<size of newest>`; `policy` as in
    `verify_receipt`. Never raises for what is in the files.
    """
    try:
        keys = tuple(map(NoteVerifier.parse, trusted_keys))
        now = _open(newest, keys)
        kept = [_open(note, [key for key in keys if key.name == now.origin]) for note in checkpoints]
        for before in kept:
            if before.size > now.size:
                raise Found(
                    Outcome.LOG_REWRITTEN,
                    f"Log rewritten: you kept a checkpoint of {before.size} entries, and the log now has {now.size}. "
                    "A log never shrinks; an old backup may have been put back.",
                )
        unlinked = tuple(_compare([now], kept, map(parse_consistency, consistency)))
        wanted = parse_policy(policy) if policy else _NOBODY
        seen = _seen(_witnesses(newest, wanted), wanted)
        return _log_verdict(now, kept, unlinked, seen, wanted)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def _log_verdict(
    now: Checkpoint, kept: Sequence[Checkpoint], unlinked: tuple[str, ...], seen: int | None, policy: Policy
) -> Verdict:
    if kept and not unlinked:
        oldest = min(before.size for before in kept)
        return Verdict(
            Outcome.PROVEN,
            f"Proven: the log {now.origin} of {now.size} entries begins with every log you kept a checkpoint of "
            f"(the first had {oldest}), so nothing in those was changed since; this does not show what entries say.",
        )
    if seen:
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {policy.threshold} of the witnesses you trust had seen the log {now.origin} of {now.size} "
            f"entries at {_time(seen)}, each having found that it only grew; this does not show what entries say.",
            unlinked,
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {now.origin} signed a log of {now.size} entries, and nothing here connects it "
        "with what was seen before.",
        unlinked,
    )


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
        raise Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: the receipt is of the log {receipt.origin} with the key {receipt.key}, which is none of "
            "those you trust, so nothing in it counts.",
        )
    return key


def _check_event(receipt: Receipt, event: ReceiptEvent, key: NoteVerifier, policy: Policy) -> Cosigned | None:
    """The believed checkpoint that covers the event and who cosigned it, or None while it is only promised."""
    name = f"the event `{event.type}` of {event.at}"
    _check_record(receipt, event, _leaf(event, name), name)
    leaf = leaf_hash(event.leaf.encode())
    if event.promise is not None:
        if event.promise.leaf != leaf or event.promise.origin != receipt.origin:
            raise Found(Outcome.ALTERED, f"Altered: the promise that comes with {name} was made for something else.")
        try:
            deadline = moment_ms(event.promise.deadline)
            verify_promise(key, receipt.origin, leaf, deadline, event.promise.signature)
        except NoteError as error:
            raise Found(Outcome.ALTERED, f"Altered: the promise for {name} is not signed by the log's key.") from error
    if event.proof is not None:
        return _check_proof(event.proof, leaf, key, policy, name)
    if event.promise is None:
        raise Found(Outcome.NOT_IN_LOG, f"Not in the log: there is neither a promise nor a proof for {name}.")
    if moment_ms(receipt.issued_at) > moment_ms(event.promise.deadline):
        raise Found(
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
        raise Found(Outcome.ALTERED, f"Altered: the log entry of {name} is none that this log writes.") from error


def _check_record(receipt: Receipt, event: ReceiptEvent, leaf: Leaf, name: str) -> None:
    """The snapshot is what the leaf commits to, and the receipt says of it what it says itself."""
    snapshot = event.snapshot.encode()
    if event.salt is None:
        raise Found(Outcome.ALTERED, f"Altered: the salt of {name} is gone, so nothing shows what was committed to.")
    try:
        opens = hmac.compare_digest(commitment(event.salt, snapshot), leaf.commitment)
    except LedgerError:
        opens = False
    if not opens:
        raise Found(Outcome.ALTERED, f"Altered: what the receipt says of {name} is not what was committed to.")
    told = _snapshot(event)
    claimed = (event.type, event.at, receipt.record)
    if (told.get("type"), told.get("at"), told.get("record_id")) != claimed or leaf.type != event.type:
        raise Found(Outcome.ALTERED, f"Altered: type, time or record of {name} differ from what was committed to.")


def _snapshot(event: ReceiptEvent) -> dict[str, Any]:
    """The `event` part of a snapshot; empty when it has none."""
    return _part(strict_json(event.snapshot), "event")


def _part(value: Any, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _check_proof(text: str, leaf: bytes, key: NoteVerifier, policy: Policy, name: str) -> Cosigned:
    proof = parse_tlog_proof(text)
    checkpoint = _open(proof.checkpoint, [key])
    try:
        verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Found(
            Outcome.NOT_IN_LOG,
            f"Not in the log: the proof for {name} does not lead to the checkpoint it came with ({error}).",
        ) from error
    return Cosigned(checkpoint, _witnesses(proof.checkpoint, policy))


def _witnesses(note: str, policy: Policy) -> tuple[Cosignature, ...]:
    try:
        return witnesses_of(note, policy)
    except NoteError as error:
        raise Found(Outcome.ALTERED, f"Altered: a witness's signature does not hold ({error}).") from error


def _open(note: str, keys: Sequence[NoteVerifier]) -> Checkpoint:
    """The checkpoint in a note, believed by one of `keys`, each named after its log."""
    parsed = parse_note(note)
    claimed = parse_checkpoint(parsed.text)
    known = [key for key in keys if key.name == claimed.origin]
    signers = {(line.name, line.key_id) for line in parsed.signatures}
    if not any((key.name, key.key_id) in signers for key in known):
        raise Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: a checkpoint of {claimed.origin} is not signed by the key of the log it should be of.",
        )
    try:
        return open_checkpoint(note, claimed.origin, known)
    except NoteError as error:
        raise Found(
            Outcome.ALTERED, f"Altered: the signature under a checkpoint of {claimed.origin} is wrong."
        ) from error


def _check_chain(receipt: Receipt) -> list[str]:
    """Each event names the commitment of the one before it, the first none; an erasure may name what was erased."""
    before: str | None = None
    for event in receipt.events:
        if _snapshot(event).get("previous") != before and event.type != "erased":
            raise Found(
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
            raise Found(Outcome.ALTERED, f"Altered: the text of the notice {name} is another than was agreed to.")
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
            raise Found(
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
            raise Found(
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
    receipt: Receipt, covering: Sequence[Cosigned], policy: Policy, *, self_attested: bool, details: tuple[str, ...]
) -> Verdict:
    held, waiting = len(covering), len(receipt.events) - len(covering)
    size = max((one.checkpoint.size for one in covering), default=0)
    parts = [f"{_counted(held)} in the log of {size} entries"] if held else []
    if waiting:
        parts.append(f"{_counted(waiting)} promised, not yet in the log")
        details += ("Fetch the receipt again after the promise's deadline: it must hold the proof then.",)
    facts = f"{receipt.origin} recorded exactly this ({' and '.join(parts)})"
    if self_attested:
        return Verdict(
            Outcome.SELF_ATTESTED,
            f"Self-attested: the receipt fits together and says that {facts}, but its key came with it, so anybody "
            "could have made all of it.",
            (*details, f"Compare this key with one you had from elsewhere: {receipt.key}"),
        )
    seen = [_seen(one.witnesses, policy) for one in covering]
    if not waiting and all(seen) and policy.threshold:
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {facts}, and has not changed it since {_time(max(filter(None, seen)))}, when {policy.threshold} "
            "of the witnesses you trust had seen that log; that a person acted is the operator's word.",
            details,
        )
    if policy.threshold:
        fewest = min((len(one.witnesses) for one in covering), default=0)
        details += (f"{fewest} of the {policy.threshold} witnesses you want cosigned a checkpoint that covers it.",)
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {facts}, signed with the key you trust; no witness that you named shows since when, "
        "so the operator could have written the whole log anew.",
        details,
    )


def _seen(witnesses: Sequence[Cosignature], policy: Policy) -> int | None:
    """When as many witnesses as are wanted had cosigned (seconds since 1970), or None."""
    times = sorted(witness.time for witness in witnesses)
    return times[policy.threshold - 1] if 0 < policy.threshold <= len(times) else None


def _time(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return f"second {seconds} after 1970"


def _counted(events: int) -> str:
    return f"{events} event{'' if events == 1 else 's'}"
