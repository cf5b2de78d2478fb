"""Check what a receipt claims. No I/O, no clock, no network: read this file and what it imports, and audit us.

A record is what its salted commitment says, and an entry is in the log when a checkpoint signed by a key *you* had
beforehand covers it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

from commentsvc.errors import LedgerError, NoteError, ProofError, ReceiptError
from commentsvc.ledger.believe import (
    Trust,
    compare,
    open_believed,
    parse_consistency,
    time_text,
    trusted_witnesses,
)
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.cosignature import Cosigned
from commentsvc.ledger.entry import Leaf, opens_to, parse_leaf
from commentsvc.ledger.key_change import KeyRing
from commentsvc.ledger.note import ED25519, NoteVerifier
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.proof import verify_inclusion
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptPromise, moment_ms, parse_receipt, strict_json
from commentsvc.ledger.sighting import Sighting, Stamps, by_authorities, by_witnesses, earliest
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.witness_policy import Policy

_NO_TRUST = Trust()


def verify_receipt(receipt: bytes | str, trust: Trust = _NO_TRUST, beside: Collection[str] = ()) -> Verdict:
    """Check the file of a receipt (`ledger.receipt`). Never raises for what is in the files. `beside` names the notices
    whose texts came with it, and which the caller checks.

    Without `trust.keys` the receipt's own key is used and the outcome is at best `SELF_ATTESTED`; without witnesses
    or timestamp authorities that are trusted it is at best `OPERATORS_WORD`; where both are given, either will do.
    """
    try:
        found = parse_receipt(receipt)
        ring = _receipt_ring(found, trust)
        wanted = trust.wanted()
        proven = [_check_event(found, event, ring, wanted) for event in found.events]
        details = [*_check_chain(found), *_check_notices(found, beside)]
        covering = [cosigned for cosigned in proven if cosigned is not None]
        kept = [open_believed(note, ring) for note in trust.checkpoints]
        given = [one.checkpoint for one in covering]
        details += compare(given, kept, map(parse_consistency, trust.consistency), ring.checkpoints())
        stamps = {one.size: _stamps(found, one, trust) for one in given}
        details += [detail for size in sorted(stamps) for detail in stamps[size].details]
        seen = [earliest((by_witnesses(one.witnesses, wanted), *stamps[one.checkpoint.size].seen)) for one in covering]
        return _summary(found, covering, seen, wanted, self_attested=not trust.keys, details=tuple(details))
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def _receipt_ring(receipt: Receipt, trust: Trust) -> KeyRing:
    """The keys of the receipt's log that are believed; without any that were had beforehand, its own."""
    key = NoteVerifier.parse(receipt.key)
    if key.algorithm != ED25519 or key.name != receipt.origin:
        raise ReceiptError("the receipt's key is not named after its log")
    ring = trust.ring_of(receipt.origin, receipt.key, receipt.key_changes)
    if key not in ring.keys:
        raise Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: the receipt is of the log {receipt.origin} with the key {receipt.key}, which is none of "
            f"those you trust, so nothing in it counts.{ring.why_unknown()}",
        )
    return ring


def _check_event(receipt: Receipt, event: ReceiptEvent, ring: KeyRing, policy: Policy) -> Cosigned | None:
    """The believed checkpoint that covers the event and who cosigned it, or None while it is only promised."""
    name = f"the event `{event.type}` of {event.at}"
    _check_record(receipt, event, _leaf(event, name), name)
    leaf = leaf_hash(event.leaf.encode())
    if event.promise is not None:
        if event.promise.leaf != leaf or event.promise.origin != receipt.origin:
            raise Found(Outcome.ALTERED, f"Altered: the promise that comes with {name} was made for something else.")
        if not any(_promised(key, event.promise) for key in ring.keys):
            raise Found(Outcome.ALTERED, f"Altered: the promise for {name} is not signed by the log's key.")
    if event.proof is not None:
        return _check_proof(event.proof, leaf, ring, policy, name)
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


def _promised(key: NoteVerifier, promise: ReceiptPromise) -> bool:
    try:
        verify_promise(key, promise.origin, promise.leaf, moment_ms(promise.deadline), promise.signature)
    except NoteError:
        return False
    return True


def _leaf(event: ReceiptEvent, name: str) -> Leaf:
    try:
        return parse_leaf(event.leaf.encode())
    except LedgerError as error:
        raise Found(Outcome.ALTERED, f"Altered: the log entry of {name} is none that this log writes.") from error


def _check_record(receipt: Receipt, event: ReceiptEvent, leaf: Leaf, name: str) -> None:
    """The snapshot is what the leaf commits to, and the receipt says of it what it says itself."""
    if event.salt is None:
        raise Found(Outcome.ALTERED, f"Altered: the salt of {name} is gone, so nothing shows what was committed to.")
    if not opens_to(leaf, event.salt, event.snapshot.encode()):
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


def _check_proof(text: str, leaf: bytes, ring: KeyRing, policy: Policy, name: str) -> Cosigned:
    proof = parse_tlog_proof(text)
    checkpoint = open_believed(proof.checkpoint, ring)
    try:
        verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Found(
            Outcome.NOT_IN_LOG,
            f"Not in the log: the proof for {name} does not lead to the checkpoint it came with ({error}).",
        ) from error
    return Cosigned(checkpoint, trusted_witnesses(proof.checkpoint, policy))


def _stamps(receipt: Receipt, checkpoint: Checkpoint, trust: Trust) -> Stamps:
    """What the receipt's timestamps say of a believed checkpoint."""
    tokens = [stamp.token for stamp in receipt.timestamps if stamp.size == checkpoint.size]
    return by_authorities(checkpoint, tokens, trust.authorities)


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


def _check_notices(receipt: Receipt, beside: Collection[str]) -> list[str]:
    for name, text in receipt.notices.items():
        if sha256(text.encode()).hexdigest() != name:
            raise Found(Outcome.ALTERED, f"Altered: the text of the notice {name} is another than was agreed to.")
    named = set()
    for event in receipt.events:
        notice = _part(_part(strict_json(event.snapshot), "record"), "notice")
        named |= {str(notice["sha256"])} if "sha256" in notice else set()
    absent = sorted(named - set(receipt.notices) - set(beside))
    return [f"The notice {name} is named by its hash; its text is not here." for name in absent]


def _summary(
    receipt: Receipt,
    covering: Sequence[Cosigned],
    sightings: Sequence[Sighting | None],
    policy: Policy,
    *,
    self_attested: bool,
    details: tuple[str, ...],
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
    seen = [sighting for sighting in sightings if sighting is not None]
    others = " and ".join(dict.fromkeys(sighting.who for sighting in seen))
    if policy.threshold:
        fewest = min((len(one.witnesses) for one in covering), default=0)
        details += (f"{fewest} of the {policy.threshold} witnesses you want cosigned a checkpoint that covers it.",)
    if seen and not waiting and len(seen) == held:
        since = time_text(max(sighting.time for sighting in seen))
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {facts}, and has not changed it since {since}, when {others} had seen that log; that a person "
            "acted is the operator's word.",
            details,
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {facts}, signed with the key you trust; no witness and no timestamp authority that you "
        "named shows since when, so the operator could have written the whole log anew.",
        details,
    )


def _counted(events: int) -> str:
    return f"{events} event{'' if events == 1 else 's'}"
