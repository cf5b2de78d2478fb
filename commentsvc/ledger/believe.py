"""What a verifier believes: what it had beforehand, checkpoints under keys it knows, and what others saw of them.

Nothing in a file is believed because it says so: a checkpoint counts when a key you had signed it, and the log is the
one you saw before when a consistency proof leads from your checkpoint to the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commentsvc.errors import NoteError, ProofError, ReceiptError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.cosignature import Cosignature, witnesses_of
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.key_change import KeyRing, OpenedChange, believe_keys, open_history, open_log_keys
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.ledger.proof import verify_consistency
from commentsvc.ledger.receipt import ReceiptKeyChange, strict_json
from commentsvc.ledger.verdict import Found, Outcome
from commentsvc.ledger.witness_policy import Policy, parse_policy


@dataclass(frozen=True)
class Trust:
    """What the verifier had from elsewhere than the file that is checked; every part may be empty.

    `keys` are verifier keys (vkeys) of logs, `checkpoints` signed notes that were kept, `consistency` answers of
    `…/log/consistency` that connect those with the file's. `policy` says which witnesses are trusted and how many must
    have cosigned (`ledger.witness_policy`). `key_changes` are answers of `…/log/keys`: they are proven by the keys, and
    lead from one key of a log to the next (`ledger.key_change`). `authorities` are PEM files with certificates that the
    timestamps of authorities may lead to (`ledger.timestamp`).
    """

    keys: Sequence[str] = ()
    checkpoints: Sequence[str] = ()
    consistency: Sequence[bytes | str] = ()
    policy: str = ""
    key_changes: Sequence[bytes | str] = ()
    authorities: Sequence[bytes] = ()

    def log_keys(self) -> tuple[NoteVerifier, ...]:
        """The keys, parsed. Raises `NoteError`."""
        return tuple(map(NoteVerifier.parse, self.keys))

    def ring(self) -> KeyRing:
        """The keys, and those that `key_changes` lead to. Raises `LedgerError` and `Found`."""
        return believe_keys(self.log_keys(), self.opened_changes())

    def ring_of(self, origin: str, key: str, changes: Sequence[ReceiptKeyChange]) -> KeyRing:
        """The keys of the log `origin` that are believed: those that were had beforehand and what they lead to; without
        any, the vkey `key` that came with `changes`. Raises `LedgerError` and `Found`."""
        opened = (*open_history(origin, key, changes), *self.opened_changes())
        return believe_keys(self.log_keys() or [NoteVerifier.parse(key)], opened).of(origin)

    def opened_changes(self) -> tuple[OpenedChange, ...]:
        """What is in `key_changes`, checked as far as that takes no trust. Raises as `open_log_keys` does."""
        return tuple(change for answer in self.key_changes for change in open_log_keys(answer))

    def wanted(self) -> Policy:
        """The policy, parsed; it wants nobody where none was given. Raises `NoteError`."""
        return parse_policy(self.policy) if self.policy else Policy(0, ())


@dataclass(frozen=True)
class ConsistencyProof:
    """The log of size `new` begins with that of size `old`, by `hashes`."""

    old: int
    new: int
    hashes: tuple[bytes, ...]


def parse_consistency(data: bytes | str) -> ConsistencyProof:
    """The answer of `…/log/consistency`. Raises `ReceiptError`."""
    value = strict_json(data)
    try:
        if set(value) != {"from", "to", "proof"} or type(value["from"]) is not int or type(value["to"]) is not int:
            raise ValueError
        if not isinstance(value["proof"], list):
            raise ValueError
        return ConsistencyProof(value["from"], value["to"], tuple(map(from_base64, value["proof"])))
    except (ValueError, TypeError, AttributeError) as error:
        raise ReceiptError("this is not an answer of log/consistency") from error


def open_believed(note: str, ring: KeyRing) -> Checkpoint:
    """The checkpoint in a note, believed by a key of `ring` that is named after its log and signed for its size."""
    parsed = parse_note(note)
    claimed = parse_checkpoint(parsed.text)
    known = ring.signing(claimed.origin, claimed.size)
    signers = {(line.name, line.key_id) for line in parsed.signatures}
    if not any((key.name, key.key_id) in signers for key in known):
        about = ring.of(claimed.origin)
        if any((key.name, key.key_id) in signers for key in about.keys):
            raise Found(
                Outcome.UNKNOWN_KEY,
                f"Unknown key: a checkpoint of {claimed.origin} of {claimed.size} entries is signed by a key that this "
                "log used at other sizes only. Somebody may sign with a key that was given up.",
            )
        raise Found(
            Outcome.UNKNOWN_KEY,
            f"Unknown key: a checkpoint of {claimed.origin} is not signed by the key of the log it should be of."
            f"{about.why_unknown()}",
        )
    try:
        return open_checkpoint(note, claimed.origin, known)
    except NoteError as error:
        raise Found(
            Outcome.ALTERED, f"Altered: the signature under a checkpoint of {claimed.origin} is wrong."
        ) from error


def trusted_witnesses(note: str, policy: Policy) -> tuple[Cosignature, ...]:
    """Who of the policy cosigned the note. Raises `Found` (altered) for a cosignature that does not hold."""
    try:
        return witnesses_of(note, policy)
    except NoteError as error:
        raise Found(Outcome.ALTERED, f"Altered: a witness's signature does not hold ({error}).") from error


def compare(
    given: Sequence[Checkpoint],
    kept: Sequence[Checkpoint],
    consistency: Iterable[ConsistencyProof],
    others: Sequence[Checkpoint] = (),
) -> list[str]:
    """Check every kept checkpoint against every given one; returns a sentence for each that cannot be compared.

    `others` are checkpoints of the same log that may not contradict those either, but need not be connected.
    """
    roots: dict[int, bytes] = {}
    for checkpoint in (*given, *kept, *others):
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


def seen_at(witnesses: Sequence[Cosignature], policy: Policy) -> int | None:
    """When as many witnesses as are wanted had cosigned (seconds since 1970), or None."""
    times = sorted(witness.time for witness in witnesses)
    return times[policy.threshold - 1] if 0 < policy.threshold <= len(times) else None


def time_text(seconds: int) -> str:
    """Seconds since 1970 as a time in UTC, whatever number a file says."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return f"second {seconds} after 1970"
