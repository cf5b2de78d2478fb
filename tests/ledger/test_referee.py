"""Somebody else's implementation judges ours, and ours judges theirs: trees, proofs, tiles, signed notes.

Go's `golang.org/x/mod/sumdb` is where C2SP's notes and tiles come from. It shares no line with us.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from commentsvc.errors import NoteError, ProofError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint
from commentsvc.ledger.note import NoteVerifier, open_note, sign_note
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.tree import consistency_proof, inclusion_proof, leaf_hash, root

from .keys import fixed_key
from .naive import StoredTiles
from .referee import Referee, build, unpacked

COUNT = 300
ENTRIES = [f"entry {number}".encode() for number in range(COUNT)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
TILES = StoredTiles(LEAVES)
ROOTS = [root(TILES, size) for size in range(COUNT + 1)]
SIZES = [*range(1, 34), 63, 64, 65, 127, 128, 129, 255, 256, 257, COUNT]
ORIGIN = "log.example/site"
KEY = fixed_key(ORIGIN)


@pytest.fixture(scope="module")
def referee(pytestconfig: pytest.Config) -> Referee:
    return build(pytestconfig.cache.mkdir("referee"))


def refused(question: dict[str, Any]) -> bool:
    """What we say to the same question."""
    try:
        if question["ask"] == "inclusion":
            verify_inclusion(question["leaf"], question["index"], question["size"], question["proof"], question["root"])
        else:
            verify_consistency(
                question["old"], question["size"], question["oldRoot"], question["root"], question["proof"]
            )
    except ProofError:
        return True
    return False


def inclusion(index: int, size: int) -> dict[str, Any]:
    proof = inclusion_proof(TILES, index, size)
    return {
        "ask": "inclusion", "leaf": LEAVES[index], "index": index, "size": size, "proof": proof, "root": ROOTS[size]
    }  # fmt: skip


def consistency(old: int, size: int) -> dict[str, Any]:
    proof = consistency_proof(TILES, old, size)
    return {
        "ask": "consistency", "old": old, "size": size, "oldRoot": ROOTS[old], "root": ROOTS[size], "proof": proof
    }  # fmt: skip


def test_the_referee_finds_every_one_of_our_proofs_right(referee: Referee) -> None:
    asked = [inclusion(index, size) for size in SIZES for index in range(size)]
    asked += [consistency(old, size) for size in SIZES for old in range(1, size + 1)]

    told = referee.ask(asked)

    assert len(told) == len(asked) > 4_000
    assert [answer for answer in told if not answer["ok"]] == []


def test_the_referee_builds_the_same_trees_proofs_and_tiles(referee: Referee) -> None:
    for size in (1, 2, 7, 8, 255, 256, COUNT):
        [told] = referee.ask([{"ask": "tree", "leaves": ENTRIES[:size]}])

        assert unpacked(told["roots"]) == ROOTS[1 : size + 1]
        proofs = [unpacked(proof) for proof in told["proofs"]]
        assert proofs[:size] == [inclusion_proof(TILES, index, size) for index in range(size)]
        assert proofs[size:] == [consistency_proof(TILES, old, size) for old in range(1, size + 1)]
        assert base64.b64decode(told["tile"]) == b"".join(LEAVES[: min(size, 256)])


def broken(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The question with each thing it rests on made wrong, one at a time."""
    for name in ("leaf", "root", "oldRoot"):
        if name in question:
            yield question | {name: flipped(question[name])}
    for place in range(len(question["proof"])):
        proof = list(question["proof"])
        yield question | {"proof": [*proof[:place], flipped(proof[place]), *proof[place + 1 :]]}
        yield question | {"proof": proof[:place] + proof[place + 1 :]}
        yield question | {"proof": [*proof[:place], proof[place], *proof[place:]]}
    yield question | {"proof": [*question["proof"], bytes(32)]}


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


def test_both_refuse_whatever_is_wrong(referee: Referee) -> None:
    right = [inclusion(index, size) for size in (1, 2, 5, 8, 13, 64, 257) for index in {0, size // 2, size - 1}]
    right += [consistency(old, size) for size in (2, 5, 8, 13, 64, 257) for old in {1, size // 2, size - 1}]
    wrong = [change for question in right for change in broken(question)]
    wrong += [inclusion(3, 8) | {"index": index} for index in (0, 2, 4, 7)]
    wrong += [consistency(3, 8) | {"old": old} for old in (2, 4, 7)]

    told = referee.ask(wrong)

    assert len(told) == len(wrong) > 300
    assert [answer for answer in told if answer["ok"]] == []
    assert [question for question in wrong if not refused(question)] == []


def test_the_referee_opens_our_checkpoints_and_passes_over_a_witness_it_does_not_know(referee: Referee) -> None:
    text = Checkpoint(ORIGIN, COUNT, ROOTS[COUNT]).body()
    signed = sign_note(text, KEY, fixed_key("witness.example"))

    [told] = referee.ask([{"ask": "open", "text": signed, "keys": [KEY.verifier.vkey]}])

    assert told["ok"], told
    assert told["text"] == text
    assert (told["verified"], told["unverified"]) == ([ORIGIN], ["witness.example"])


def test_we_open_what_the_referee_signed(referee: Referee) -> None:
    text = Checkpoint(ORIGIN, COUNT, ROOTS[COUNT]).body()

    [told] = referee.ask([{"ask": "sign", "name": ORIGIN, "text": text}])

    opened = open_checkpoint(told["text"], ORIGIN, [NoteVerifier.parse(told["key"])])
    assert (opened.size, opened.root) == (COUNT, ROOTS[COUNT])


def disturbed(signed: str) -> Iterator[str]:
    """The note with something about it changed, from harmless to fatal."""
    text, _, lines = signed.rpartition("\n\n")
    yield signed
    yield signed.rstrip("\n")
    yield signed + "\n"
    yield signed.replace("\n\n", "\n", 1)
    yield signed.replace("\n\n", "\n\n\n", 1)
    yield signed.replace(str(COUNT), str(COUNT + 1))
    yield signed.replace("\u2014 ", "- ")
    yield signed.replace("\u2014 ", "\u2014")
    yield signed.replace("\u2014 ", "\u2014  ")
    yield signed.replace("\n", "\r\n")
    yield text + "\n\n" + lines + lines
    yield text + "\n\n" + lines + "x\n"
    yield text + "\n\n" + lines + "\u2014 other.example AAAAAA==\n"
    yield text + "\n\n" + lines + "\u2014 other.example AAAA\n"
    yield text + "\n\n" + lines + "\u2014 other example AAAAAAAA\n"
    yield text + "\n\n" + "".join(f"\u2014 o{number}.example AAAAAAAA\n" for number in range(15)) + lines
    yield text + "\x07\n\n" + lines
    yield text + "\n\n" + lines[:-6] + "AAAA=\n"
    yield "\n\n" + lines
    yield ""


def test_both_open_the_same_notes_and_refuse_the_same(referee: Referee) -> None:
    notes = list(disturbed(sign_note(Checkpoint(ORIGIN, COUNT, ROOTS[COUNT]).body(), KEY)))
    key = KEY.verifier.vkey

    told = [answer["ok"] for answer in referee.ask({"ask": "open", "text": note, "keys": [key]} for note in notes)]

    ours = []
    for note in notes:
        try:
            ours.append(bool(open_note(note, [NoteVerifier.parse(key)]).verified))
        except NoteError:
            ours.append(False)
    assert ours == told
    assert True in told and False in told
