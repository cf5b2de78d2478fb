"""Sealing to a key whose private half is elsewhere."""

from __future__ import annotations

import os

import pytest

from commentsvc.errors import EscrowError
from commentsvc.ledger import escrow
from commentsvc.ledger.escrow import (
    STEP,
    decode_private,
    decode_public,
    encode_private,
    encode_public,
    new_escrow_key,
    seal,
    unseal,
)

SITE = "comments.example.org/log/example"


@pytest.mark.parametrize("length", [0, 1, STEP - 4, STEP, 5 * STEP, 40 * STEP])
def test_whoever_has_the_private_key_reads_what_was_sealed_and_its_length_is_a_step(length: int) -> None:
    key = new_escrow_key()
    proof = os.urandom(length)

    sealed = seal(proof, encode_public(key.public_key()), SITE)

    assert unseal(sealed, key, SITE) == proof
    assert proof not in sealed or not proof or length == 1
    steps = {STEP, STEP * 2, STEP * 4, STEP * 8}
    padded = len(sealed) - 32 - 16
    assert padded in steps or padded % (STEP * 16) == 0
    assert seal(proof, encode_public(key.public_key()), SITE) != sealed


def test_keys_have_one_spelling_each_and_none_is_taken_for_the_other() -> None:
    key = new_escrow_key()
    private, public = encode_private(key), encode_public(key.public_key())

    assert encode_private(decode_private(private)) == private
    assert encode_public(decode_public(public)) == public
    for wrong in (public, private + "\n", private[:-1], private[:-2] + "!=", "", "PRIVATE+escrow+x25519+" + "=" * 44):
        with pytest.raises(EscrowError) as refused:
            decode_private(wrong)
        assert private[-20:] not in str(refused.value)
    with pytest.raises(EscrowError):
        decode_public(private)


def test_what_would_not_end_when_it_is_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_escrow_key()
    sealed = seal(b"a" * 10_000, encode_public(key.public_key()), SITE)
    monkeypatch.setattr(escrow, "MAX_RECEIPT_BYTES", 9_999)

    with pytest.raises(EscrowError):
        unseal(sealed, key, SITE)
