"""Checkpoints: the body, the signed note, and a public log's sixteen of them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import NoteError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from commentsvc.ledger.key import new_key
from commentsvc.ledger.note import NoteVerifier, sign_note

from . import naive
from .keys import fixed_key
from .vectors import public, public_files

ROOT = base64.b64encode(bytes(32)).decode()
OWN = [
    {"desc": "own: valid", "body": f"log.example/a\n0\n{ROOT}\n", "wantErr": False},
    {"desc": "own: leading zero", "body": f"log.example/a\n01\n{ROOT}\n", "wantErr": True},
    {"desc": "own: plus sign", "body": f"log.example/a\n+1\n{ROOT}\n", "wantErr": True},
    {"desc": "own: size beyond 64 bits", "body": f"log.example/a\n{2**64}\n{ROOT}\n", "wantErr": True},
    {"desc": "own: Arabic digits", "body": f"log.example/a\n\u0661\n{ROOT}\n", "wantErr": True},
    {"desc": "own: no root", "body": "log.example/a\n1\n\n", "wantErr": True},
    {"desc": "own: empty extension line", "body": f"log.example/a\n1\n{ROOT}\n\nx\n", "wantErr": True},
]
KEY = fixed_key("log.example/a")


def expectation(case: dict) -> dict:
    """C2SP forbids empty extension lines, which the Go parser of the vectors lets pass: we hold with C2SP."""
    return {**case, "wantErr": case["wantErr"] or case["desc"].startswith("trailing newlines")}


@pytest.mark.parametrize(
    "case", [*OWN, *map(expectation, public("notes/checkpoint_body.json"))], ids=lambda case: case["desc"]
)
def test_checkpoint_bodies(case):
    if case["wantErr"]:
        with pytest.raises(NoteError):
            parse_checkpoint(case["body"])
    else:
        assert parse_checkpoint(case["body"]).body() == case["body"]


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


@given(LINES, st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=3))
@settings(deadline=None)
def test_parsing_a_body_gives_the_same_checkpoint(origin, size, root, extensions):
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))

    assert parse_checkpoint(checkpoint.body()) == checkpoint


def test_a_signed_checkpoint_opens_for_its_origin_only():
    checkpoint = Checkpoint("log.example/a", 7, naive.mth(naive.leaves(7)))
    note = checkpoint.sign(KEY)

    assert open_checkpoint(note, "log.example/a", [KEY.verifier]) == checkpoint
    with pytest.raises(NoteError, match="not of log.example/b"):
        open_checkpoint(note, "log.example/b", [KEY.verifier])
    with pytest.raises(NoteError):
        open_checkpoint(note, "log.example/a", [new_key("log.example/a").verifier])
    with pytest.raises(NoteError):
        open_checkpoint(note.replace("\n7\n", "\n8\n"), "log.example/a", [KEY.verifier])


def test_a_signed_text_that_is_no_checkpoint_is_refused():
    with pytest.raises(NoteError):
        open_checkpoint(sign_note("log.example/a\nhello\n", KEY), "log.example/a", [KEY.verifier])


@pytest.mark.parametrize(
    "values",
    [("", 0, bytes(32)), ("a\nb", 0, bytes(32)), ("a", -1, bytes(32)), ("a", 2**64, bytes(32)), ("a", 0, b"")],
)
def test_a_checkpoint_that_could_not_be_written_cannot_be_made(values):
    with pytest.raises(NoteError):
        Checkpoint(*values)


def test_all_checkpoints_of_the_public_log_open_with_its_key():
    meta = public("tile-log/META.json")
    opened = [
        open_checkpoint(file.read_bytes(), meta["origin"], [NoteVerifier.parse(meta["vkey"])])
        for file in public_files("tile-log/checkpoint.*")
    ]
    own = open_checkpoint(Checkpoint("log.example/a", 0, bytes(32)).sign(KEY), "log.example/a", [KEY.verifier])

    assert sorted(checkpoint.size for checkpoint in opened) == list(range(16 if meta else 0))
    assert own.size == 0
