"""A witness's word on a checkpoint: "I saw this, then, and it fits what I saw before" (C2SP tlog-cosignature)."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.errors import NoteError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.note import (
    COSIGNATURE_V1,
    ED25519,
    NoteSignature,
    NoteSigner,
    NoteVerifier,
    cosigned_at,
    open_note,
    parse_note,
)
from commentsvc.ledger.witness_policy import Policy

MAX_COSIGNATURE_LINE = 1000
_MAX_TIME = 2**63 - 1


class Cosigner:
    """A witness's key. The same 32 secret bytes as the `NoteSigner` it is made of, under key type 0x04.

    Its signatures never pass for those of a log: they are over another text, and the key id is another.
    """

    def __init__(self, key: NoteSigner) -> None:
        self._key = key
        self.verifier = NoteVerifier(key.name, key.verifier.public_key, COSIGNATURE_V1)

    def __repr__(self) -> str:
        return f"<Cosigner {self.vkey}>"

    @property
    def vkey(self) -> str:
        """The public half, what the site and the verifiers are given."""
        return self.verifier.vkey

    def cosign(self, body: str, time: int) -> NoteSignature:
        """This witness's cosignature/v1 over the checkpoint `body`, at `time` (whole seconds since 1970, above 0).

        Raises `NoteError` unless `body` is a checkpoint. Whether it fits what was seen before is the caller's to check
        and to have written down already.
        """
        parse_checkpoint(body)
        if type(time) is not int or not 0 < time <= _MAX_TIME:
            raise NoteError("the time of a cosignature is whole seconds since 1970")
        message = f"cosignature/v1\ntime {time}\n".encode() + body.encode()
        signature = time.to_bytes(8, "big") + self._key.sign_bytes(message)
        return NoteSignature(self.verifier.name, self.verifier.key_id, signature)


@dataclass(frozen=True)
class Cosignature:
    """A cosignature that holds: who, and when by the witness's clock (seconds since 1970)."""

    name: str
    time: int


@dataclass(frozen=True)
class Cosigned:
    """A checkpoint that is signed by its log, and the witnesses of the policy that cosigned it."""

    checkpoint: Checkpoint
    witnesses: tuple[Cosignature, ...]


def cosigned(note: str | bytes, origin: str, log_key: NoteVerifier, policy: Policy) -> Cosigned:
    """The checkpoint in `note`, signed by the log and by as many witnesses as `policy` wants.

    Raises `NoteError` when it is not this log's, when fewer cosigned, or when a signature under a known name and key id
    does not hold. Signatures of strangers count for nothing.
    """
    if log_key.algorithm != ED25519:
        raise NoteError("a log's key has the type 0x01; this one is a witness's")
    checkpoint = open_checkpoint(note, origin, [log_key])
    found = witnesses_of(note, policy)
    if len(found) < policy.threshold:
        raise NoteError(f"{len(found)} of the {policy.threshold} witnesses that are wanted cosigned this checkpoint")
    return Cosigned(checkpoint, found)


def witnesses_of(note: str | bytes, policy: Policy) -> tuple[Cosignature, ...]:
    """Which witnesses of `policy` cosigned the note, in the note's order. Raises `NoteError` for a bad signature."""
    known = {(witness.name, witness.key_id) for witness in policy.witnesses}
    if not any((line.name, line.key_id) in known for line in parse_note(note).signatures):
        return ()
    opened = open_note(note, policy.witnesses)
    return tuple(Cosignature(line.name, cosigned_at(line.signature)) for line in opened.verified)


def read_cosignature(line: str, body: str, witness: NoteVerifier) -> NoteSignature:
    """The cosignature in one signature line (with its newline), checked against the checkpoint `body`.

    Raises `NoteError` unless it is exactly one line, of this witness, over this body.
    """
    if len(line) > MAX_COSIGNATURE_LINE:
        raise NoteError("the signature line is too long")
    signatures = parse_note(f"{body}\n{line}").signatures
    if len(signatures) != 1 or signatures[0].line() != line:
        raise NoteError("this is not one signature line")
    if witness.algorithm != COSIGNATURE_V1:
        raise NoteError("this key is not a witness's")
    [signature] = signatures
    if (signature.name, signature.key_id) != (witness.name, witness.key_id):
        raise NoteError("this cosignature is by another key")
    witness.verify(body, signature.signature)
    return signature


def with_cosignatures(note: str, lines: list[str]) -> str:
    """The signed note with these signature lines under its own."""
    return parse_note(note).encode() + "".join(lines)
