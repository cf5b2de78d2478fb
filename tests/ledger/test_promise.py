"""The promise that a leaf will be in the log by a time."""

from __future__ import annotations

import pytest

from commentsvc.errors import NoteError
from commentsvc.ledger.key import new_key
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.promise import promise_text, sign_promise, verify_promise
from commentsvc.ledger.tree import leaf_hash

from .keys import fixed_key

KEY = fixed_key("log.example/a")
LEAF = leaf_hash(b"entry")
PROMISE = sign_promise(KEY, "log.example/a", LEAF, 1_800_000_000_000)


def test_a_promise_verifies_for_exactly_what_was_promised():
    assert len(PROMISE) == 64
    verify_promise(KEY.verifier, "log.example/a", LEAF, 1_800_000_000_000, PROMISE)


@pytest.mark.parametrize(
    ("key", "origin", "leaf", "deadline", "signature"),
    [
        (new_key("log.example/a").verifier, "log.example/a", LEAF, 1_800_000_000_000, PROMISE),
        (KEY.verifier, "log.example/b", LEAF, 1_800_000_000_000, PROMISE),
        (KEY.verifier, "log.example/a", leaf_hash(b"other"), 1_800_000_000_000, PROMISE),
        (KEY.verifier, "log.example/a", LEAF, 1_800_000_000_001, PROMISE),
        (KEY.verifier, "log.example/a", LEAF, 1_800_000_000_000, bytes([PROMISE[0] ^ 1]) + PROMISE[1:]),
        (KEY.verifier, "log.example/a", LEAF, 1_800_000_000_000, PROMISE[:-1]),
        (KEY.verifier, "log.example/a", LEAF, 1_800_000_000_000, b""),
    ],
)
def test_any_other_value_breaks_it(key, origin, leaf, deadline, signature):
    with pytest.raises(NoteError):
        verify_promise(key, origin, leaf, deadline, signature)


@pytest.mark.parametrize(
    ("origin", "leaf", "deadline"),
    [
        ("", LEAF, 0),
        ("two\nlines", LEAF, 0),
        ("log.example/a", LEAF[:31], 0),
        ("log.example/a", LEAF, -1),
        ("log.example/a", LEAF, 1.5),
        ("log.example/a", LEAF, True),
        ("log.example/a", LEAF, 2**53),
    ],
)
def test_what_cannot_be_promised_is_refused(origin, leaf, deadline):
    with pytest.raises(NoteError):
        sign_promise(KEY, origin, leaf, deadline)


def test_a_promise_is_never_a_notes_text_so_neither_signature_passes_for_the_other():
    text = promise_text("log.example/a", LEAF, 5)

    assert text.startswith(b"commentsvc-promise/v1\x00log.example/a\n")
    with pytest.raises(NoteError, match="control"):
        KEY.sign(text.decode())
    with pytest.raises(NoteError):
        parse_note(text + b"\n\xe2\x80\x94 log.example/a AAAAAAAAAAA=\n")
