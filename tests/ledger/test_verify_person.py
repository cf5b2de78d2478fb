"""What a person took along: the signature under its list of files, its receipts, and whoever tampers with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256

import pytest

from commentsvc.errors import NoteError
from commentsvc.ledger.archive import PERSON_SCHEMA, SIGNATURE_NAME
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.manifest_note import ManifestNote, open_manifest_note, parse_manifest_note
from commentsvc.ledger.note import parse_note, sign_note
from commentsvc.ledger.verdict import Outcome

from .log_in_memory import NOTICE_NAME, ORIGIN, MemoryLog
from .packed import AT, evidence_of, zipped
from .test_verify_archive import OTHER_KEY, check

LOG = MemoryLog()
RECEIPT = LOG.receipt(LOG.event("given", AT, notice={"sha256": NOTICE_NAME})).as_json()
LINES = json.dumps(RECEIPT).encode() + b"\n"
NAME = "receipts/00001.jsonl"
BESIDE = {name: content for name, content in evidence_of(LOG).items() if not name.startswith("receipts/")}
FILES = BESIDE | {NAME: LINES, "comments.csv": b"comment\r\n"}


def signed(
    files: Mapping[str, bytes],
    note: Callable[[str], str] = lambda digest: ManifestNote(ORIGIN, digest, AT).sign(LOG.key),
    after: Mapping[str, bytes] | None = None,
) -> bytes:
    """An archive whose manifest is about `files` and signed; `after` is what it holds in the end."""
    named = {name: sha256(content).hexdigest() for name, content in files.items()}
    manifest = json.dumps({"schema": PERSON_SCHEMA, "origin": ORIGIN, "files": named}).encode()
    rest = [("manifest.json", manifest), (SIGNATURE_NAME, note(sha256(manifest).hexdigest()).encode())]
    return zipped([*(files if after is None else after).items(), *rest])


TAMPERED = [
    (signed(FILES, after=FILES | {"comments.csv": b"another\r\n"}), Outcome.ALTERED),
    (signed(FILES, after=FILES | {"more.txt": b"added"}), Outcome.ALTERED),
    (signed(FILES, after={name: FILES[name] for name in FILES if name != "comments.csv"}), Outcome.ALTERED),
    (signed(FILES | {NAME: LINES.replace(b"reader", b"server")}), Outcome.ALTERED),
    (signed(FILES | {NAME: LINES + LINES}), Outcome.MALFORMED),
    (signed(FILES | {NAME: LINES + b"{}\n"}), Outcome.MALFORMED),
    (signed(FILES | {f"notices/{NOTICE_NAME}": b"You agreed to more."}), Outcome.ALTERED),
    (signed(FILES, note=lambda _: ManifestNote(ORIGIN, "0" * 64, AT).sign(LOG.key)), Outcome.ALTERED),
    (signed(FILES, note=lambda digest: ManifestNote(ORIGIN, digest, AT).sign(OTHER_KEY)), Outcome.ALTERED),
    (signed(FILES, note=lambda _: LOG.checkpoint()), Outcome.MALFORMED),
    (zipped(list(FILES.items())), Outcome.MALFORMED),
]
"""Archives with which somebody did something, and what is said of each."""


def test_what_is_in_order_is_the_operators_word_and_its_notices_are_beside_the_receipts() -> None:
    verdict = check(signed(FILES))

    assert verdict.outcome is Outcome.OPERATORS_WORD, verdict.sentence
    assert verdict.details[0] == f"{ORIGIN} signed at {AT} that it handed out exactly these files."
    assert not [detail for detail in verdict.details if "its text is not here" in detail]
    assert [name for name, _ in verdict.files] == [f"{NAME}:1"]
    assert check(signed(FILES), Trust()).outcome is Outcome.SELF_ATTESTED


def test_without_a_receipt_the_signature_still_says_what_was_handed_out() -> None:
    without = {name: content for name, content in FILES.items() if name != NAME}

    assert check(signed(without)).outcome is Outcome.OPERATORS_WORD
    assert "It holds no receipt" in check(signed(without)).sentence
    assert check(signed(without), Trust()).outcome is Outcome.SELF_ATTESTED


@pytest.mark.parametrize(("data", "outcome"), TAMPERED)
def test_whatever_is_changed_afterwards_is_noticed(data: bytes, outcome: Outcome) -> None:
    assert check(data).outcome is outcome


def test_one_of_a_log_whose_key_is_not_trusted_is_unknown() -> None:
    verdict = check(signed(FILES), Trust([OTHER_KEY.vkey]))

    assert verdict.outcome is Outcome.UNKNOWN_KEY and LOG.key.vkey in verdict.sentence


def test_a_signature_of_a_manifest_passes_for_no_checkpoint_and_a_checkpoint_for_none() -> None:
    note = ManifestNote(ORIGIN, "a" * 64, AT).sign(LOG.key)

    assert (
        open_manifest_note(note, [LOG.key.verifier]) == parse_manifest_note(note) == ManifestNote(ORIGIN, "a" * 64, AT)
    )
    with pytest.raises(NoteError):
        parse_checkpoint(parse_note(note).text)
    with pytest.raises(NoteError):
        parse_manifest_note(LOG.checkpoint())
    with pytest.raises(NoteError):
        ManifestNote("another.test/log", "a" * 64, AT).sign(LOG.key)
    with pytest.raises(NoteError):
        ManifestNote(ORIGIN, "A" * 64, AT)
    longer = parse_note(note).text + "more\n"
    with pytest.raises(NoteError):
        parse_manifest_note(sign_note(longer, LOG.key))
