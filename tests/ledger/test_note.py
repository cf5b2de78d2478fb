"""Signed notes, verifier keys and cosignatures."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import NoteError
from commentsvc.ledger.key import decode_key, encode_key, new_key
from commentsvc.ledger.note import (
    COSIGNATURE_V1,
    MAX_SIGNATURES,
    Note,
    NoteSignature,
    NoteSigner,
    NoteVerifier,
    cosigned_at,
    open_note,
    parse_note,
    sign_note,
)

from .keys import fixed_key
from .vectors import public

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SPEC_EXAMPLE = {
    "desc": "C2SP signed-note.md example",
    "vkeys": ["example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"],
    "note": "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONnc"
    "AlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
    "ok": True,
}
GO = public("notes/signed_note.json", {"cases": [], "bad_vkeys": [], "sign": None})
COSIGNED = public("notes/cosignature_v1.json", {"cosignature_v1_time": [], "vkeys_ok": [], "witness_test_keys": {}})
ALICE, BOB = fixed_key("alice.example"), fixed_key("bob.example")
TEXT = "A text\n\nwith a blank line — and an em dash\n"


def signed(count: int) -> str:
    """A note by Alice with `count` signatures, hers last."""
    strangers = tuple(NoteSignature(f"key{n}.example", bytes(4), bytes(64)) for n in range(count - 1))
    return Note(TEXT, (*strangers, ALICE.sign(TEXT))).encode()


@pytest.mark.parametrize("case", [SPEC_EXAMPLE, *GO["cases"]], ids=lambda case: case["desc"])
def test_note_vectors(case):
    note = case["note"] if "note" in case else base64.b64decode(case["note_b64"])
    verifiers = [NoteVerifier.parse(vkey) for vkey in case["vkeys"]]

    if case["ok"]:
        opened = open_note(note, verifiers)
        assert [signature.name for signature in opened.verified] == case.get("verified", ["example.com/foo"])
    else:
        with pytest.raises(NoteError):
            open_note(note, verifiers)


def test_signing_gives_the_bytes_that_other_implementations_give():
    case = GO["sign"] or {
        "skey": "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "text": "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
        "want_note": "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
        "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
    }

    assert sign_note(case["text"], decode_key(case["skey"])) == case["want_note"]


@pytest.mark.parametrize("vkey", [PETER, ALICE.vkey, *SPEC_EXAMPLE["vkeys"], *COSIGNED["vkeys_ok"]])
def test_a_verifier_key_survives_the_round_trip(vkey):
    assert NoteVerifier.parse(vkey).vkey == vkey


@pytest.mark.parametrize(
    "vkey",
    [
        *GO["bad_vkeys"],
        "",
        "PeterNeumann",
        PETER + "A",
        PETER + "\n",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("PeterNeumann", "Peter+Neumann"),
        PETER.replace("PeterNeumann", ""),
        PETER.replace("+AR", "+ZR"),
    ],
)
def test_a_verifier_key_that_is_not_one_is_refused(vkey):
    with pytest.raises(NoteError):
        NoteVerifier.parse(vkey)


def test_unknown_keys_are_ignored_and_reported():
    opened = open_note(sign_note(TEXT, ALICE, BOB), [BOB.verifier])

    assert opened.text == TEXT
    assert [s.name for s in opened.verified] == ["bob.example"]
    assert [s.name for s in opened.unverified] == ["alice.example"]


def test_a_key_of_the_same_name_but_another_id_is_unknown():
    namesake = new_key("alice.example")

    with pytest.raises(NoteError, match="no known key"):
        open_note(sign_note(TEXT, ALICE), [namesake.verifier])


def test_one_bad_signature_of_a_known_key_rejects_a_note_that_another_known_key_signed():
    good = ALICE.sign(TEXT)
    bad = NoteSignature(BOB.name, BOB.verifier.key_id, bytes(64))
    note = Note(TEXT, (good, bad)).encode()

    assert open_note(note, [ALICE.verifier]).verified == (good,)
    with pytest.raises(NoteError, match="bob.example"):
        open_note(note, [ALICE.verifier, BOB.verifier])


@pytest.mark.parametrize("order", [1, -1])
def test_a_second_and_bad_signature_of_the_same_key_rejects_the_note(order):
    lines = (ALICE.sign(TEXT), NoteSignature(ALICE.name, ALICE.verifier.key_id, bytes(64)))

    with pytest.raises(NoteError):
        open_note(Note(TEXT, lines[::order]).encode(), [ALICE.verifier])


@pytest.mark.parametrize("count", [1, 16, MAX_SIGNATURES])
def test_sixteen_signatures_and_up_to_the_cap_are_read(count):
    opened = open_note(signed(count), [ALICE.verifier])

    assert (len(opened.verified), len(opened.unverified)) == (1, count - 1)


def test_more_signatures_than_the_cap_are_not_read():
    with pytest.raises(NoteError, match="more than"):
        open_note(signed(MAX_SIGNATURES + 1), [ALICE.verifier])


@given(st.integers(0, len(sign_note(TEXT, ALICE).encode()) - 1), st.integers(1, 255))
@settings(deadline=None, max_examples=300)
def test_a_damaged_byte_anywhere_makes_the_note_unbelievable(at, mask):
    note = bytearray(sign_note(TEXT, ALICE).encode())
    note[at] ^= mask

    with pytest.raises(NoteError):
        open_note(bytes(note), [ALICE.verifier])


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n")).map(lambda text: text + "\n")
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"], exclude_characters="+"), min_size=1)


@given(TEXTS, st.lists(st.tuples(NAMES, st.binary(min_size=5, max_size=80)), min_size=1, max_size=5))
@settings(deadline=None)
def test_decoding_what_was_encoded_gives_the_same_note(text, lines):
    note = Note(text, tuple(NoteSignature(name, data[:4], data[4:]) for name, data in lines))

    assert parse_note(note.encode()) == note
    assert parse_note(note.encode().encode()) == note


@pytest.mark.parametrize("text", ["", "no newline", "bell\a\n", "tab\there\n", "return\r\n", "\ud800\n"])
def test_what_may_not_be_a_notes_text_is_not_signed(text):
    with pytest.raises(NoteError):
        sign_note(text, ALICE)


def test_a_note_needs_a_signature():
    with pytest.raises(NoteError):
        sign_note(TEXT)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00"])
def test_a_key_has_a_name_without_spaces_and_plus_signs(name):
    with pytest.raises(NoteError):
        NoteSigner(name, Ed25519PrivateKey.generate())


@pytest.mark.parametrize("case", COSIGNED["cosignature_v1_time"] or [{"sig_b64": "AAAAAAAA", "wantErr": True}])
def test_the_time_of_a_cosignature(case):
    signature = base64.b64decode(case["sig_b64"])[4:]

    if case.get("wantErr"):
        with pytest.raises(NoteError):
            cosigned_at(signature)
    else:
        assert cosigned_at(signature) == case["unix"]


WITNESSES = {
    **COSIGNED["witness_test_keys"],
    "own": [ALICE.vkey, encode_key(ALICE)],
}
WITNESSES.pop("note", None)


@pytest.mark.parametrize(("vkey", "skey"), WITNESSES.values())
def test_the_two_halves_of_a_key_belong_together(vkey, skey):
    assert decode_key(skey).vkey == vkey


def test_a_cosignature_covers_its_time():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    witness = NoteVerifier("witness.example", private.public_key().public_bytes_raw(), COSIGNATURE_V1)
    raw = private.sign(b"cosignature/v1\ntime 1700000000\n" + TEXT.encode())
    cosignature = NoteSignature(witness.name, witness.key_id, (1_700_000_000).to_bytes(8, "big") + raw)
    later = NoteSignature(witness.name, witness.key_id, (1_700_000_001).to_bytes(8, "big") + raw)

    opened = open_note(Note(TEXT, (ALICE.sign(TEXT), cosignature)).encode(), [ALICE.verifier, witness])
    assert [s.name for s in opened.verified] == ["alice.example", "witness.example"]
    with pytest.raises(NoteError):
        open_note(Note(TEXT, (ALICE.sign(TEXT), later)).encode(), [ALICE.verifier, witness])


def test_a_plain_signature_does_not_pass_for_a_cosignature_key():
    witness = NoteVerifier(ALICE.name, ALICE.verifier.public_key, COSIGNATURE_V1)

    assert witness.key_id != ALICE.verifier.key_id
    with pytest.raises(NoteError, match="no known key"):
        open_note(sign_note(TEXT, ALICE), [witness])
