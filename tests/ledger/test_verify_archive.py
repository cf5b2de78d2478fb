"""Archives: what is in order is said to be, and every kind of damage and of hostile zip ends with its own outcome."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commentsvc.ledger.archive import EVIDENCE_SCHEMA, LOG_SCHEMA, Archive
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import NoteSigner, parse_note
from commentsvc.ledger.verdict import GRAVITY, Outcome, Verdict
from commentsvc.ledger.verify_archive import verify_archive

from . import naive
from .keys import fixed_key
from .log_in_memory import NOTICE, NOTICE_NAME, ORIGIN, RECORD, MemoryLog
from .packed import AT, evidence_of, forged, log_files, written, zipped

OTHER_KEY = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
LOG = MemoryLog()
RECEIPT = LOG.receipt(LOG.event("given", AT), **{NOTICE_NAME: NOTICE}).as_json()
FILES = evidence_of(LOG, RECEIPT)
RECEIPT_NAME = f"receipts/{RECORD}.json"
TRUST = Trust(keys=[LOG.key.vkey])


def check(data: bytes, trust: Trust = TRUST) -> Verdict:
    return verify_archive(io.BytesIO(data), trust)


def told(verdict: Verdict, name: str) -> Outcome:
    """What is said of one file."""
    return dict(verdict.files)[name].outcome


def test_evidence_that_is_in_order_is_the_operators_word() -> None:
    verdict = check(written(EVIDENCE_SCHEMA, FILES))

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert verdict.sentence.startswith(
        "Operator's word only: 1 receipt in this archive, each exactly what was recorded"
    )
    assert told(verdict, RECEIPT_NAME) is Outcome.OPERATORS_WORD
    assert verdict.as_json()["files"][0]["file"] == RECEIPT_NAME


def test_with_keys_from_the_archive_alone_it_is_self_attested() -> None:
    verdict = check(written(EVIDENCE_SCHEMA, FILES), Trust())

    assert verdict.outcome is Outcome.SELF_ATTESTED
    assert any(LOG.key.vkey in detail for detail in verdict.details)


def test_with_enough_witnesses_it_is_proven() -> None:
    ada = Cosigner(fixed_key("ada.example"))
    receipt = json.loads(json.dumps(RECEIPT))
    note = LOG.checkpoint()
    signed = note + ada.cosign(parse_note(note).text, 1_800_000_000).line()
    receipt["events"][0]["proof"] = receipt["events"][0]["proof"].replace(note, signed)
    policy = f"witness ada {ada.vkey}\nquorum ada\n"

    verdict = check(written(EVIDENCE_SCHEMA, evidence_of(LOG, receipt)), Trust([LOG.key.vkey], policy=policy))

    assert verdict.outcome is Outcome.PROVEN, verdict.sentence


def test_another_key_than_the_logs_is_unknown() -> None:
    assert check(written(EVIDENCE_SCHEMA, FILES), Trust([OTHER_KEY.vkey])).outcome is Outcome.UNKNOWN_KEY


def test_a_checkpoint_that_was_kept_shows_another_log_of_that_size_though_no_receipt_is_under_it() -> None:
    log = MemoryLog(leaves=[*LOG.leaves, bytes(32)])
    files = evidence_of(log, RECEIPT)
    kept = MemoryLog(leaves=[*LOG.leaves, bytes([1]) * 32]).checkpoint()

    verdict = check(written(EVIDENCE_SCHEMA, files), Trust(TRUST.keys, [kept]))

    assert check(written(EVIDENCE_SCHEMA, files), Trust(TRUST.keys, [log.checkpoint()])).outcome in GRAVITY[:2]
    assert verdict.outcome is Outcome.SPLIT_VIEW, verdict.sentence
    assert told(verdict, "log/checkpoint") is Outcome.SPLIT_VIEW


@pytest.mark.parametrize("trust", [Trust(), Trust([LOG.key.vkey, fixed_key("comments.test/other").vkey])])
def test_a_good_receipt_of_another_log_does_not_pass_for_one_of_the_archives(trust: Trust) -> None:
    other = MemoryLog(key=fixed_key("comments.test/other"))
    receipt = other.receipt(other.event("given", AT), **{NOTICE_NAME: NOTICE}).as_json()

    verdict = check(written(EVIDENCE_SCHEMA, evidence_of(LOG, receipt)), trust)

    assert verdict.outcome is Outcome.ALTERED, verdict.sentence
    assert "is of the log comments.test/other" in verdict.sentence


def changed_receipt(**changes: Any) -> bytes:
    return json.dumps(json.loads(json.dumps(RECEIPT)) | changes).encode()


ALTERED_RECEIPT = json.dumps(RECEIPT).replace("reader", "server").encode()
BROKEN: dict[str, tuple[dict[str, bytes], Outcome, str]] = {
    "a changed receipt": ({RECEIPT_NAME: ALTERED_RECEIPT}, Outcome.ALTERED, RECEIPT_NAME),
    "a receipt that is none": ({RECEIPT_NAME: b"{}"}, Outcome.MALFORMED, RECEIPT_NAME),
    "a receipt without proof or promise": (
        {RECEIPT_NAME: changed_receipt(events=[RECEIPT["events"][0] | {"proof": None, "promise": None}])},
        Outcome.NOT_IN_LOG,
        RECEIPT_NAME,
    ),
    "a receipt under another's number": (
        {RECEIPT_NAME: b"", "receipts/another.json": FILES[RECEIPT_NAME]},
        Outcome.ALTERED,
        "receipts/another.json",
    ),
    "another notice": ({f"notices/{NOTICE_NAME}": b"You agree to all."}, Outcome.ALTERED, f"notices/{NOTICE_NAME}"),
    "a second log of the same size": (
        {"log/checkpoint": MemoryLog(leaves=[*LOG.leaves[:-1], naive.leaf(b"x")]).checkpoint().encode()},
        Outcome.SPLIT_VIEW,
        "log/checkpoint",
    ),
    "a checkpoint of another key": (
        {"log/checkpoint": MemoryLog(OTHER_KEY, LOG.leaves).checkpoint().encode()},
        Outcome.UNKNOWN_KEY,
        "log/checkpoint",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_found_though_the_manifest_agrees(what: str) -> None:
    changes, outcome, name = BROKEN[what]
    files = {name: content for name, content in (FILES | changes).items() if content}

    verdict = check(forged(EVIDENCE_SCHEMA, files))

    assert (verdict.outcome, told(verdict, name)) == (outcome, outcome), verdict.sentence
    assert name in verdict.sentence


def test_one_bad_receipt_among_good_ones_decides_and_is_named() -> None:
    log = MemoryLog()
    others = {}
    for number in range(3):
        receipt = log.receipt(log.event("given", AT, number=number)).as_json()
        others[f"receipts/{number}.json"] = json.dumps(receipt).encode()
    verdict = check(forged(EVIDENCE_SCHEMA, evidence_of(log, RECEIPT) | others))

    assert verdict.outcome is Outcome.ALTERED
    assert told(verdict, RECEIPT_NAME) is not Outcome.ALTERED
    assert "3 files are not in order in this archive of 4 receipts" in verdict.sentence


@pytest.mark.parametrize(
    ("files", "manifest", "name"),
    [
        (FILES, FILES | {"receipts/lost.json": b"{}"}, "receipts/lost.json"),
        (FILES | {"more.txt": b"Trust me."}, FILES, "more.txt"),
        (FILES | {RECEIPT_NAME: ALTERED_RECEIPT}, FILES, RECEIPT_NAME),
        (FILES | {"inner.zip": zipped([("a", b"b")])}, FILES, "inner.zip"),
        (FILES | {"README.txt": b"another"}, FILES | {"README.txt": b"one"}, "README.txt"),
    ],
)
def test_a_file_that_the_manifest_does_not_bear_out_is_named(files: Any, manifest: Any, name: str) -> None:
    verdict = check(forged(EVIDENCE_SCHEMA, files, manifest))

    assert (verdict.outcome, told(verdict, name)) == (Outcome.ALTERED, Outcome.ALTERED), verdict.sentence
    assert name in verdict.sentence


def test_a_zip_within_the_archive_is_compared_and_never_opened() -> None:
    bomb = zipped([("a", b"0" * 5_000_000)] * 1)

    assert check(forged(EVIDENCE_SCHEMA, FILES | {"inner.zip": bomb})).outcome is Outcome.OPERATORS_WORD


def manifest_of(files: dict[str, str]) -> bytes:
    return json.dumps({"schema": EVIDENCE_SCHEMA, "files": files}).encode()


def twice() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([("a", b"1"), ("a", b"2"), ("manifest.json", manifest_of({}))])


def encrypted() -> bytes:
    data = bytearray(forged(EVIDENCE_SCHEMA, FILES))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def lying_about_size() -> bytes:
    data = bytearray(forged(EVIDENCE_SCHEMA, FILES))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (3).to_bytes(4, "little")
    return bytes(data)


def overlapping(content: bytes) -> bytes:
    """Many names for one content: small to send, large to read."""
    inner = zipped([("a", content)])
    end = inner.rindex(b"PK\x05\x06")
    start = inner.index(b"PK\x01\x02")
    entry = inner[start:end]
    entries = b"".join(entry[:46] + b"%c" % n + entry[47:] for n in range(ord("A"), ord("z") + 1) if chr(n).isalpha())
    count = len(entries) // len(entry)
    tail = inner[end : end + 8] + count.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    return inner[:start] + entries + tail + start.to_bytes(4, "little") + b"\0\0"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "no zip": lambda: b"PK\x03\x04 and then nothing",
    "no manifest": lambda: zipped(list(FILES.items())),
    "a manifest that is no JSON": lambda: zipped([("manifest.json", b"{")]),
    "a manifest of something else": lambda: zipped([("manifest.json", b'{"schema": "another/1", "files": {}}')]),
    "a manifest that names a file twice": lambda: zipped(
        [("manifest.json", b'{"schema": "%s", "files": {"a": "", "a": ""}}' % EVIDENCE_SCHEMA.encode())]
    ),
    "a manifest with a list": lambda: zipped(
        [("manifest.json", json.dumps({"schema": EVIDENCE_SCHEMA, "files": ["a"]}).encode())]
    ),
    "no receipt": lambda: forged(EVIDENCE_SCHEMA, {}),
    "a way out of the folder": lambda: zipped([("../../etc/passwd", b"x"), ("manifest.json", manifest_of({}))]),
    "an absolute path": lambda: zipped([("/etc/passwd", b"x"), ("manifest.json", manifest_of({}))]),
    "a path of another system": lambda: zipped([("a\\b", b"x"), ("manifest.json", manifest_of({}))]),
    "a name with a line break": lambda: zipped([("a\nProven: all", b"x"), ("manifest.json", manifest_of({}))]),
    "a name with a hidden end": lambda: zipped([("a_b", b"x"), ("manifest.json", manifest_of({}))]).replace(
        b"a_b", b"a\0b"
    ),
    "a name in the manifest that leads out": lambda: zipped([("manifest.json", manifest_of({"../x": "0" * 64}))]),
    "one name twice": twice,
    "a password": encrypted,
    "a size that is a lie": lying_about_size,
    "a bomb": lambda: forged(EVIDENCE_SCHEMA, FILES | {f"b{n}": b"0" * 15_000_000 for n in range(8)}),
    "many names for one bomb": lambda: overlapping(b"0" * 19_000_000),
    "many names for one small content": lambda: overlapping(b"".join(naive.leaves(1500))),
    "half an archive": lambda: forged(EVIDENCE_SCHEMA, FILES)[:400],
}


WHY = {
    "no manifest": "manifest.json is missing",
    "no receipt": "no receipt",
    "a way out of the folder": "may not name a file",
    "a name with a hidden end": "may not name a file",
    "one name twice": "is there twice",
    "a password": "packed in a way that is not read",
    "a bomb": "far more than its size",
    "many names for one bomb": "far more than its size",
    "many names for one small content": "far more than its size",
}
"""What each of these is refused for, so that no other reason stands in for it."""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_zip_is_malformed_and_shows_nothing(what: str) -> None:
    verdict = check(HOSTILE[what]())

    assert verdict.outcome is Outcome.MALFORMED, verdict.sentence
    assert verdict.sentence.startswith("Malformed") and "\n" not in verdict.sentence
    assert WHY.get(what, "") in verdict.sentence


def test_any_damaged_byte_ends_with_a_verdict_and_never_with_a_good_one_for_what_was_damaged() -> None:
    data = forged(EVIDENCE_SCHEMA, FILES)
    good = check(data).as_json()
    for at in range(0, len(data), 37):
        damaged = data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]
        verdict = check(damaged)
        assert verdict.outcome not in (Outcome.PROVEN, Outcome.SELF_ATTESTED)
        if verdict.outcome is Outcome.OPERATORS_WORD:  # a date, a flag: nothing that was said changed
            assert verdict.as_json()["files"] == good["files"]


def test_what_is_packed_otherwise_than_we_pack_is_not_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as packing:
        packing.writestr("manifest.json", manifest_of({}))

    assert check(target.getvalue()).outcome is Outcome.MALFORMED


def test_no_file_of_an_archive_is_read_whole_to_be_compared() -> None:
    read = Archive(io.BytesIO(written(EVIDENCE_SCHEMA, FILES)))

    assert read.under("receipts/") == [RECEIPT_NAME]
    assert list(read.lines("log/checkpoint"))[0] == ORIGIN.encode()


def test_every_outcome_has_its_gravity() -> None:
    assert set(GRAVITY) == set(Outcome)


# ---- a whole log

GROWN = MemoryLog(leaves=naive.leaves(600))
LOG_TRUST = Trust(keys=[GROWN.key.vkey])
OTHER = MemoryLog(leaves=[naive.leaf(b"another"), *GROWN.leaves[1:]])


def test_a_log_begins_with_every_checkpoint_that_was_kept_and_no_proof_is_needed() -> None:
    kept = [GROWN.checkpoint(size) for size in (1, 255, 256, 417, 600)]

    verdict = check(written(LOG_SCHEMA, log_files(GROWN, 100, 417)), Trust(LOG_TRUST.keys, kept))

    assert verdict.outcome is Outcome.PROVEN, verdict.sentence
    assert "begins with every log you kept a checkpoint of" in verdict.sentence


def test_a_log_alone_is_the_operators_word_and_without_a_key_self_attested() -> None:
    data = written(LOG_SCHEMA, log_files(GROWN, 100))

    assert check(data, LOG_TRUST).outcome is Outcome.OPERATORS_WORD
    assert check(data, Trust()).outcome is Outcome.SELF_ATTESTED
    assert check(data, Trust([OTHER_KEY.vkey])).outcome is Outcome.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("kept", "outcome"),
    [
        (OTHER.checkpoint(300), Outcome.LOG_REWRITTEN),
        (OTHER.checkpoint(100), Outcome.SPLIT_VIEW),
        (OTHER.checkpoint(600), Outcome.SPLIT_VIEW),
        (MemoryLog(leaves=naive.leaves(601)).checkpoint(), Outcome.ROLLED_BACK),
        (MemoryLog(OTHER_KEY, GROWN.leaves).checkpoint(), Outcome.UNKNOWN_KEY),
        ("nonsense", Outcome.MALFORMED),
    ],
)
def test_a_log_that_is_not_the_one_that_was_seen_is_found_out(kept: str, outcome: Outcome) -> None:
    verdict = check(written(LOG_SCHEMA, log_files(GROWN, 100)), Trust(LOG_TRUST.keys, [kept]))

    assert verdict.outcome is outcome, verdict.sentence


def damaged_log(**changes: bytes | None) -> bytes:
    files = log_files(GROWN, 100) | {name.replace("__", "/"): content for name, content in changes.items()}
    return forged(LOG_SCHEMA, {name: content for name, content in files.items() if content is not None})


TILE = log_files(GROWN)["tile/0/000"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tile/0/000", TILE[::-1], "own checkpoint of 100"),
        ("tile/0/000", TILE[:-32], "not 256 hashes"),
        ("tile/0/000", None, "tile/0/000 is missing"),
        ("tile/0/002.p/88", bytes(88 * 32), "own checkpoint of 600"),
        ("tile/1/000.p/2", bytes(64), "does not follow"),
        ("tile/0/003", TILE, "is no tile of a log of 600"),
        ("log/checkpoints.jsonl", json.dumps(GROWN.checkpoint(100)).encode(), "newest checkpoint is not among"),
        (
            "log/checkpoints.jsonl",
            b"\n".join(json.dumps(GROWN.checkpoint(size)).encode() for size in (200, 100, 600)),
            "not in the order",
        ),
        (
            "log/checkpoints.jsonl",
            b"\n".join(json.dumps(log.checkpoint(size)).encode() for log, size in ((OTHER, 100), (GROWN, 600))),
            "own checkpoint of 100",
        ),
    ],
)
def test_a_damaged_log_is_altered_and_says_where(name: str, content: bytes | None, said: str) -> None:
    verdict = check(damaged_log(**{name: content}), LOG_TRUST)

    assert verdict.outcome is Outcome.ALTERED, verdict.sentence
    assert said in verdict.sentence


def test_a_log_that_says_it_is_endless_takes_no_time() -> None:
    from commentsvc.ledger.checkpoint import Checkpoint

    note = Checkpoint(ORIGIN, 2**62, bytes(32)).sign(GROWN.key)
    lines = json.dumps(note).encode() + b"\n"

    verdict = check(damaged_log(**{"log/checkpoint": note.encode(), "log/checkpoints.jsonl": lines}), LOG_TRUST)

    assert verdict.outcome is Outcome.ALTERED
    assert "missing" in verdict.sentence
