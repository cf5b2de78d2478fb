"""The site's log key as it is kept."""

from __future__ import annotations

import pytest

from commentsvc.errors import NoteError
from commentsvc.ledger.key import decode_key, encode_key, new_key
from commentsvc.ledger.note import open_note, sign_note

from .keys import fixed_key

KEY = fixed_key("comments.example/example")
SKEY = encode_key(KEY)


def test_a_key_survives_being_kept():
    kept = decode_key(SKEY)

    assert kept.vkey == KEY.vkey
    assert encode_key(kept) == SKEY
    assert open_note(sign_note("hello\n", kept), [KEY.verifier]).text == "hello\n"


def test_every_key_is_new():
    assert new_key("a").vkey != new_key("a").vkey


def test_showing_a_signer_shows_the_public_half_only():
    secret = SKEY.rpartition("+")[2]

    assert secret not in repr(KEY)
    assert KEY.vkey in repr(KEY)


@pytest.mark.parametrize(
    "skey",
    [
        "",
        KEY.vkey,
        SKEY + "\n",
        SKEY[:-1],
        SKEY.replace("PRIVATE+KEY+", "PRIVATE KEY "),
        SKEY.replace("comments.example", "comments.invalid"),
        "PRIVATE+KEY+a+00000000+" + SKEY.rpartition("+")[2],
        "PRIVATE+KEY+PeterNeumann+c74f20a3+BIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
    ],
)
def test_a_damaged_key_is_refused_without_being_repeated(skey):
    with pytest.raises(NoteError) as caught:
        decode_key(skey)

    assert SKEY.rpartition("+")[2] not in str(caught.value)


@pytest.mark.parametrize("origin", ["", "with space", "with+plus"])
def test_a_key_is_named_after_an_origin_that_can_name_a_key(origin):
    with pytest.raises(NoteError):
        new_key(origin)
