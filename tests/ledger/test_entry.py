"""Salts, commitments and leaf data."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import LedgerError
from commentsvc.ledger.entry import ENTRY_TYPES, Leaf, commitment, leaf_data, new_salt, parse_leaf

C = bytes(range(32))


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104 by hand, for keys of up to 64 bytes."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
@settings(deadline=None)
def test_the_commitment_is_the_documented_hmac(salt, snapshot):
    assert commitment(salt, snapshot) == hmac_sha256(salt, b"consent-commit/v1" + snapshot)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_salt_of_another_length_is_refused(length):
    with pytest.raises(LedgerError, match="salt"):
        commitment(bytes(length), b"{}")


def test_salts_are_32_bytes_and_never_the_same():
    salts = {new_salt() for _ in range(100)}

    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}


def test_leaf_data_is_exactly_these_bytes():
    expected = '{"c":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","type":"given","v":1}'

    assert leaf_data("given", C) == expected.encode()


@pytest.mark.parametrize("type_", sorted(ENTRY_TYPES))
def test_every_type_survives_the_round_trip(type_):
    assert parse_leaf(leaf_data(type_, C)) == Leaf(type_, C)


@pytest.mark.parametrize(("type_", "value"), [("published", C), ("", C), ("given", C[:31]), ("given", C + b"\0")])
def test_an_unknown_type_or_a_commitment_of_another_length_is_refused(type_, value):
    with pytest.raises(LedgerError):
        leaf_data(type_, value)


B64 = base64.b64encode(C).decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        f'{{"type":"given","c":"{B64}","v":1}}',
        f'{{"c": "{B64}","type":"given","v":1}}',
        f'{{"c":"{B64}","type":"given","v":1}}\n',
        f'{{"c":"{B64}","type":"given","v":2}}',
        f'{{"c":"{B64}","type":"given","v":true}}',
        f'{{"at":"2026-01-01","c":"{B64}","type":"given","v":1}}',
        f'{{"c":"{B64}","type":"unheard-of","v":1}}',
        f'{{"c":"{B64}","type":[],"v":1}}',
        f'{{"c":"{B64.rstrip("=")}","type":"given","v":1}}',
        f'{{"c":"{B64[:-2]}9=","type":"given","v":1}}',
        '{"c":7,"type":"given","v":1}',
        '{"type":"given","v":1}',
        "[" * 100_000,
    ],
)
def test_bytes_that_leaf_data_would_not_have_written_are_refused(data):
    with pytest.raises(LedgerError):
        parse_leaf(data.encode() if isinstance(data, str) else data)
