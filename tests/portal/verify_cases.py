"""Files that both verifiers must judge alike, the one in Python and the one in the browser: one table."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.cosignature import Cosigner, with_cosignatures
from commentsvc.ledger.entry import commitment, leaf_data, parse_leaf
from commentsvc.ledger.key_change import KeyChange, LogKeys
from commentsvc.ledger.note import NoteSigner, sign_note
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptKeyChange, ReceiptPromise
from commentsvc.ledger.tlog_proof import TlogProof, parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from tests.ledger import naive
from tests.ledger.keys import fixed_key
from tests.ledger.log_in_memory import NOTICE, NOTICE_NAME, ORIGIN, MemoryLog

GIVEN = "2026-01-31T09:30:00.000Z"
LATER = "2026-01-31T09:45:00.000Z"
AT = 1_769_853_600  # 2026-01-31T10:00:00Z

ADA, BEN, EVE = (Cosigner(fixed_key(name)) for name in ("ada.example", "ben.example", "eve.example"))
ONE = f"witness ada {ADA.vkey}\nquorum ada\n"
TWO = f"# both\nwitness ada {ADA.vkey} https://ada.example\nwitness ben {BEN.vkey}\ngroup both all ada ben\nquorum both"


@dataclass(frozen=True)
class Case:
    """A file and what its reader had from elsewhere."""

    name: str
    data: bytes
    trust: Trust


def cases() -> list[Case]:
    """The whole table."""
    return [*_receipts(), *_malformed(), *_promised(), *_with_checkpoints(), *_witnessed(), *_key_changes(), *_logs()]


def damaged(number: int, seed: int) -> Iterator[Case]:
    """A good receipt with one byte, or a few, changed at random: `number` of them."""
    chance = random.Random(seed)  # noqa: S311  damage that comes back, not a secret
    for receipt in (RECEIPT, rotated()[0], _cosigned(RECEIPT, (ADA, AT))):
        whole = json.dumps(receipt.as_json(), ensure_ascii=False).encode()
        for turn in range(number // 3):
            data = bytearray(whole)
            for _ in range(chance.choice((1, 1, 1, 3))):
                data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
            yield Case(f"damaged {seed}/{turn}", bytes(data), Trust(keys=[KEY], policy=ONE))


def written(receipt: Receipt) -> bytes:
    """The file."""
    return json.dumps(receipt.as_json()).encode()


def two_events() -> tuple[MemoryLog, Receipt]:
    """A log in which a record was given and withdrawn, and its receipt."""
    log = MemoryLog()
    told: dict[str, Any] = {"notice": {"sha256": NOTICE_NAME}}
    first = log.event("given", GIVEN, **told)
    log.leaves += [bytes([7]) * 32] * 3
    second = log.event("withdrawn", LATER, previous=parse_leaf(first["leaf"].encode()).commitment, **told)
    return log, log.receipt(first, second, **{NOTICE_NAME: NOTICE})


LOG, RECEIPT = two_events()
KEY = LOG.key.vkey
FORK = MemoryLog(leaves=[*LOG.leaves[:-1], bytes(32)])
REWRITTEN = MemoryLog(leaves=[bytes(32), *LOG.leaves[1:]])
STRANGER = fixed_key("comments.test/other").vkey


def _with_event(number: int, **changes: object) -> Receipt:
    events = list(RECEIPT.events)
    events[number] = replace(events[number], **changes)  # type: ignore[arg-type]
    return replace(RECEIPT, events=tuple(events))


def _receipts() -> Iterator[Case]:
    first, second = RECEIPT.events
    assert first.promise and first.proof
    altered = {
        "good": RECEIPT,
        "snapshot": _with_event(0, snapshot=first.snapshot.replace("reader", "server")),
        "salt": _with_event(0, salt=bytes(32)),
        "short salt": _with_event(0, salt=bytes(31)),
        "no salt": _with_event(0, salt=None),
        "leaf of another": _with_event(0, leaf=second.leaf),
        "no leaf": _with_event(0, leaf="{}"),
        "leaf spelled otherwise": _with_event(0, leaf=first.leaf.replace(":", ": ")),
        "time": _with_event(0, at=LATER),
        "type": _with_event(0, type="renewed"),
        "hostile type": _with_event(0, type="given\x1b[2K\nProven: all is well.‮"),
        "record": replace(RECEIPT, record="another"),
        "promise of another": _with_event(0, promise=second.promise),
        "deadline": _with_event(0, promise=replace(first.promise, deadline=LATER)),
        "deadline before 1970": _with_event(0, promise=replace(first.promise, deadline="1969-12-31T23:59:59.999Z")),
        "signature": _with_event(0, promise=replace(first.promise, signature=bytes(64))),
        "short signature": _with_event(0, promise=replace(first.promise, signature=b"")),
        "first event gone": replace(RECEIPT, events=RECEIPT.events[1:]),
        "order": replace(RECEIPT, events=RECEIPT.events[::-1]),
        "twice": replace(RECEIPT, events=(first, *RECEIPT.events)),
        "notice": replace(RECEIPT, notices={NOTICE_NAME: "You agree to everything."}),
        "notice gone": replace(RECEIPT, notices={}),
        "proof of another": _with_event(0, proof=second.proof),
        "proof nowhere": _with_event(0, proof=None, promise=None),
        "proof of another size": _with_event(0, proof=first.proof.replace("\n10\n", "\n11\n")),
        "proof too long": _with_event(0, proof=_longer(first.proof)),
        "index too large": _with_event(0, proof=first.proof.replace("index 5", "index 99")),
        "promise only": _with_event(1, proof=None),
    }
    for name, receipt in altered.items():
        yield Case(name, written(receipt), Trust(keys=[KEY]))
        yield Case(f"{name}, self-attested", written(receipt), Trust())
    for keys in ([STRANGER], [STRANGER, KEY], ["nonsense"], [KEY[:-4] + "AAAA"], [ADA.vkey]):
        yield Case(f"keys {keys}", written(RECEIPT), Trust(keys=keys))
    for key in (fixed_key("other").vkey, ADA.vkey, "", "a b+00000000+AA=="):
        yield Case(f"own key {key}", written(replace(RECEIPT, key=key)), Trust(keys=[KEY]))
    for snapshot in ("[]", "1", '{"event":[]}', '{"event":{},"record":5}', "no JSON", '{"a":1,"a":2}', "1e400", "NaN"):
        sealed = leaf_data("given", commitment(bytes(32), snapshot.encode())).decode()
        odd = _with_event(0, snapshot=snapshot, salt=bytes(32), leaf=sealed)
        yield Case(f"snapshot {snapshot}", written(odd), Trust(keys=[KEY]))


def _longer(proof: str) -> str:
    parsed = parse_tlog_proof(proof)
    return replace(parsed, hashes=(*parsed.hashes, bytes(32))).encode()


def _malformed() -> Iterator[Case]:
    good = RECEIPT.as_json()
    text = json.dumps(good)
    event = good["events"][0]
    documents: list[bytes | object] = [
        b"", b" ", b"{}", b"[]", b"[" * 400, b"no receipt", b"\xff", b"{\xff}", b'{"schema":"commentsvc-receipt/1"}',
        b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.encode() + b"x", b"\x0b" + text.encode(),
        text.replace('"record":', '"record": "other", "record":').encode(),
        text.replace('"record":', '"\\u0072ecord": "other", "record":').encode(),
        text.replace('"given"', '"gi\tven"', 1).encode(), text.replace('"given"', '"gi\\xven"', 1).encode(),
        good | {"schema": "commentsvc-receipt/2"}, good | {"extra": 1}, good | {"events": []}, good | {"events": {}},
        good | {"events": ["x"]}, good | {"issued_at": "yesterday"}, good | {"issued_at": "it's\n\u202e\U0001f600" * 9},
        good | {"issued_at": 5}, good | {"notices": {"a": 1}}, good | {"notices": {"a": "\ud800"}},
        good | {"notices": []}, good | {"log": {"origin": "x"}}, good | {"log": []}, good | {"record": None},
        good | {"record": "\ud800"}, good | {"record": float("nan")}, good | {"timestamps": [{}]},
        good | {"timestamps": [{"size": 10.0, "token": ""}]}, good | {"timestamps": [{"size": 10, "token": "x"}]},
        good | {"timestamps": [{"size": True, "token": ""}]}, good | {"timestamps": None},
        good | {"log": good["log"] | {"key_changes": [{}]}}, good | {"log": good["log"] | {"key_changes": ["x"]}},
    ]  # fmt: skip
    for at in ("2026-02-29", "2024-02-29", "2026-13-01", "0000-01-01", "0001-01-01", "9999-12-31", "2026-00-10"):
        documents.append(good | {"issued_at": f"{at}T09:30:00.000Z"})
    for at in ("24:00:00.000Z", "23:59:60.000Z", "23:60:00.000Z", "09:30:00Z", "09:30:00.000z", "09:30:00.000+00:00"):
        documents.append(good | {"issued_at": f"2026-01-31T{at}"})
    changes: tuple[dict[str, object], ...] = (
        {"salt": "AAA"}, {"salt": "AA=="}, {"salt": "AB=="}, {"salt": 7}, {"snapshot": None}, {"extra": 1},
        {"promise": {"origin": "x"}}, {"promise": []}, {"proof": 1}, {"proof": ""}, {"leaf": None},
    )  # fmt: skip
    for change in changes:
        documents.append(good | {"events": [event | change]})
    for proof in _bad_proofs(str(event["proof"])):
        documents.append(good | {"events": [event | {"proof": proof}]})
    for number, document in enumerate(documents):
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        yield Case(f"malformed {number}", data, Trust(keys=[KEY]))


def _bad_proofs(proof: str) -> list[str]:
    head, note = proof.split("\n\n", 1)
    return [
        proof.replace("@v1", "@v2"), head, head + "\n\n", proof.replace("index 5", "index 05"),
        proof.replace("index 5", "index 18446744073709551616"), proof.replace("index 5", "extra AA==\nindex 5"),
        proof.replace("index 5", "extra A\nindex 5"), proof.replace("\n\n", "\nAA==\n\n", 1), proof.rstrip("\n"),
        proof.replace("\n\n", "\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 70 + "\n", 1),
        f"{head}\n\n{note.replace(ORIGIN, '', 1)}", f"{head}\n\n{note.replace('10', '010', 1)}",
        f"{head}\n\n{note.replace('10', '99999999999999999999', 1)}", f"{head}\n\n{note}\n", f"{head}\n\n{note}x\n",
        f"{head}\n\n{note}— {ORIGIN} !!!\n", f"{head}\n\n{note}— {ORIGIN} AAAA\n", f"{head}\n\n{note}— a+b AAAAAAA=\n",
        f"{head}\n\n{note}— {ORIGIN}\n", f"{head}\n\n{note}" + "— x AAAAAAA=\n" * 100,
        f"{head}\n\n{note}— it's\u00a0\"so\" AAAAAAA=\n", f"{head}\n\n{note}— x\u200by AAAAAAA=\n",
        f"{head}\n\n{note.replace('10', '10' + chr(9), 1)}",
    ]  # fmt: skip


def _promised() -> Iterator[Case]:
    for at in ("2026-01-31T10:00:00.000Z", "2026-02-01T09:30:00.000Z", "2026-02-01T09:30:00.001Z"):
        log = MemoryLog()
        waiting = log.receipt(log.event("given", GIVEN, integrate=False), issued_at=at)
        yield Case(f"promised, {at}", written(waiting), Trust(keys=[KEY], policy=ONE))
    log = MemoryLog()
    erased = log.receipt(log.event("erased", LATER, previous=bytes(32), erases="00" * 32))
    yield Case("erased", written(erased), Trust(keys=[KEY]))
    loose = log.receipt(log.event("given", GIVEN), log.event("withdrawn", LATER))
    yield Case("not chained", written(loose), Trust(keys=[KEY]))


def _with_checkpoints() -> Iterator[Case]:
    other = MemoryLog(key=fixed_key("elsewhere.test/example"))
    empty = Checkpoint(ORIGIN, 0, naive.mth([])).sign(LOG.key)
    for name, kept, proofs in (
        ("not compared", [LOG.checkpoint(3), LOG.checkpoint(7), LOG.checkpoint(2)], [LOG.consistency(7, 10)]),
        ("compared", [LOG.checkpoint(3)], [LOG.consistency(3, 10)]),
        ("power of two", [LOG.checkpoint(4)], [LOG.consistency(4, 10)]),
        ("the same", [LOG.checkpoint()], [LOG.consistency(10, 10)]),
        ("from nothing", [empty], ['{"from":0,"to":10,"proof":[]}']),
        ("split", [FORK.checkpoint()], []),
        ("rewritten", [REWRITTEN.checkpoint(3)], [REWRITTEN.consistency(3, 10)]),
        ("proof cut", [LOG.checkpoint(3)], ['{"from":3,"to":10,"proof":[]}']),
        ("proof backwards", [LOG.checkpoint(3)], ['{"from":10,"to":3,"proof":[]}']),
        ("proof of other sizes", [LOG.checkpoint(3)], [LOG.consistency(4, 9)]),
        ("of another log", [other.checkpoint()], []),
        ("no note", ["nonsense"], []),
        ("larger", [MemoryLog(leaves=[*LOG.leaves, bytes(32)]).checkpoint()], []),
        ("odd answer", [LOG.checkpoint(3)], ['{"from":1,"to":"2","proof":[]}']),
        ("odd hash", [LOG.checkpoint(3)], ['{"from":3,"to":10,"proof":["AA=="]}']),
        ("odd number", [LOG.checkpoint(3)], ['{"from":3.0,"to":10,"proof":[]}']),
        ("no object", [LOG.checkpoint(3)], ["[]"]),
    ):
        trust = Trust(keys=[KEY], checkpoints=kept, consistency=proofs)
        yield Case(f"receipt: {name}", written(RECEIPT), trust)
        yield Case(f"log: {name}", LOG.checkpoint().encode(), trust)
        yield Case(f"receipt: {name}, self-attested", written(RECEIPT), replace(trust, keys=[]))


def _cosigned_note(note: str, *times: tuple[Cosigner, int]) -> str:
    body = note[: note.index("\n\n") + 1]
    return with_cosignatures(note, [who.cosign(body, at).line() for who, at in times])


def _cosigned(receipt: Receipt, *times: tuple[Cosigner, int]) -> Receipt:
    events = []
    for event in receipt.events:
        proof = parse_tlog_proof(event.proof or "")
        note = _cosigned_note(proof.checkpoint, *times)
        events.append(replace(event, proof=replace(proof, checkpoint=note).encode()))
    return replace(receipt, events=tuple(events))


COSIGNED = _cosigned(RECEIPT, (ADA, AT), (BEN, AT + 60))


def _witnessed() -> Iterator[Case]:
    for name, seen in (
        ("both", COSIGNED),
        ("one", _cosigned(RECEIPT, (ADA, AT))),
        ("a stranger", _cosigned(RECEIPT, (ADA, AT), (EVE, AT))),
        ("one twice", _cosigned(RECEIPT, (ADA, AT), (ADA, AT + 1))),
        ("at the end of the calendar", _cosigned(RECEIPT, (ADA, 253402300799), (BEN, 253402300800))),
        ("beyond any calendar", _cosigned(RECEIPT, (ADA, 2**62), (BEN, 2**63 - 1))),
        ("only one of two events", replace(COSIGNED, events=(COSIGNED.events[0], RECEIPT.events[1]))),
    ):
        for policy in (ONE, TWO, f"witness a {ADA.vkey}\nquorum none"):
            yield Case(f"witnessed by {name}", written(seen), Trust(keys=[KEY], policy=policy))
        yield Case(f"witnessed by {name}, self-attested", written(seen), Trust(policy=ONE))
    stolen = ADA.cosign(LOG.checkpoint(3).split("\n\n")[0] + "\n", AT).line()
    proof = parse_tlog_proof(RECEIPT.events[0].proof or "")
    forged = replace(proof, checkpoint=with_cosignatures(proof.checkpoint, [stolen])).encode()
    yield Case("cosignature stolen", written(_with_event(0, proof=forged)), Trust(keys=[KEY], policy=ONE))
    for policy in _odd_policies():
        yield Case(f"policy {policy!r}", written(COSIGNED), Trust(keys=[KEY], policy=policy))


def _odd_policies() -> list[str]:
    ada, ben = f"witness ada {ADA.vkey}", f"witness ben {BEN.vkey}"
    return [
        "witness", ada, f"{ada}\nquorum ben", f"{ada}\nquorum ada\n{ben}", f"{ada}\n{ada}\nquorum ada",
        f"{ada}\nwitness bis {ADA.vkey}\ngroup g all ada bis\nquorum g", f"{ada}\n{ben}\ngroup g 3 ada ben\nquorum g",
        f"{ada}\n{ben}\ngroup g 2 ada ben # two\r\n\u2028\tquorum\u00a0g", f"{ada}\ngroup g some ada\nquorum g",
        f"{ada}\ngroup g any it's\nquorum g", f"{ada}\ngroup g any ada\ngroup h any ada\nquorum h",
        f"witness none {ADA.vkey}\nquorum none", f"witness ada {KEY}\nquorum ada", "log x\nquorum none",
        f"{ada} a b\nquorum ada", "quorum", "quorum none", f"{ada}\n{ben}\ngroup g any ada ben\nquorum g",
    ]  # fmt: skip


def _successor(number: int) -> NoteSigner:
    return NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def _change(log: MemoryLog, new: NoteSigner, reason: str, *signers: NoteSigner) -> ReceiptKeyChange:
    """Append the entry that announces `new`, under a checkpoint by `signers`, and let `new` sign from now on."""
    snapshot = KeyChange(ORIGIN, log.key.vkey, new.vkey, reason, GIVEN).snapshot()
    data = leaf_data("key", commitment(bytes([9]) * 32, snapshot))
    log.leaves.append(leaf_hash(data))
    size = len(log.leaves)
    note = sign_note(Checkpoint(ORIGIN, size, naive.mth(log.leaves)).body(), *signers)
    proof = TlogProof(size - 1, tuple(naive.path(size - 1, log.leaves)), note)
    log.key = new
    return ReceiptKeyChange(snapshot.decode(), bytes([9]) * 32, data.decode(), proof.encode())


def rotated(reason: str = "rotated", *, both: bool = True) -> tuple[Receipt, ReceiptKeyChange, MemoryLog]:
    log, old, new = MemoryLog(), fixed_key(ORIGIN), _successor(1)
    first = log.event("given", GIVEN)
    change = _change(log, new, reason, *((old, new) if both else (new,)))
    second = log.event("renewed", LATER, previous=parse_leaf(first["leaf"].encode()).commitment)
    return replace(log.receipt(first, second), key_changes=(change,)), change, log


def log_keys(change: ReceiptKeyChange) -> str:
    """What `…/log/keys` would answer after this one change."""
    return json.dumps(LogKeys(ORIGIN, _successor(1).vkey, (change,)).as_json())


def _key_changes() -> Iterator[Case]:
    receipt, change, log = rotated()
    lost, lost_change, _ = rotated("lost", both=False)
    unsigned, _, _ = rotated(both=False)
    unknown, _, _ = rotated("sold")
    again = _change(log, _successor(2), "rotated", _successor(1), _successor(2))
    back = _change(log, _successor(1), "rotated", _successor(2), _successor(1))
    answer, lost_answer = log_keys(change), log_keys(lost_change)
    for name, file in (
        ("rotated", receipt),
        ("rotated, change missing", replace(receipt, key_changes=())),
        ("rotated, twice", replace(receipt, key_changes=(change, change))),
        ("rotated to another", replace(receipt, key_changes=(change, again))),
        ("rotated, out of order", replace(receipt, key_changes=(again, change))),
        ("rotated, with a gap", replace(receipt, key_changes=(change, back))),
        ("rotated back", replace(receipt, key_changes=(change, again, back))),
        ("change altered", replace(receipt, key_changes=(replace(change, salt=bytes(32)),))),
        ("change spelled otherwise", replace(receipt, key_changes=(replace(change, snapshot=change.snapshot + " "),))),
        ("change with a proof of an event", replace(receipt, key_changes=(_with_proof(change, receipt.events[0]),))),
        ("lost", lost),
        ("rotated, not signed by both", unsigned),
        ("changed in an unknown way", unknown),
        ("of today's key, signed with the old", replace(RECEIPT, key_changes=(change,), key=receipt.key)),
    ):
        for keys in ([KEY], [receipt.key], [KEY, receipt.key], [STRANGER], []):
            yield Case(f"{name}, {len(keys)} keys", written(file), Trust(keys=keys))
        yield Case(f"{name}, with log/keys", written(file), Trust(keys=[KEY], key_changes=[answer]))
        yield Case(f"{name}, with log/keys of a lost one", written(file), Trust(keys=[KEY], key_changes=[lost_answer]))
    newest = log.checkpoint()
    for note in (newest, LOG.checkpoint(), Checkpoint(ORIGIN, 20, bytes(32)).sign(fixed_key(ORIGIN))):
        for kept in ([], [LOG.checkpoint(3)]):
            for answers in ([], [answer], [lost_answer], ["{}"], [answer.replace(ORIGIN, "x", 1)]):
                trust = Trust(keys=[KEY], checkpoints=kept, key_changes=answers)
                yield Case("log after a change", note.encode(), trust)


def _with_proof(change: ReceiptKeyChange, event: ReceiptEvent) -> ReceiptKeyChange:
    return replace(change, proof=event.proof or "")


def _logs() -> Iterator[Case]:
    newest = _cosigned_note(LOG.checkpoint(), (ADA, AT), (BEN, AT + 60))
    for policy in ("", ONE, TWO, "nonsense"):
        for keys in ([KEY], [], [STRANGER]):
            yield Case("log", newest.encode(), Trust(keys=keys, policy=policy))
    yield Case("log of a smaller size", LOG.checkpoint(3).encode(), Trust(keys=[KEY], checkpoints=[LOG.checkpoint()]))
    yield Case("log, not UTF-8", b"\xff" + newest.encode(), Trust(keys=[KEY]))
    yield Case("log, altered", LOG.checkpoint().replace("\n10\n", "\n11\n").encode(), Trust(keys=[KEY]))
    late = ReceiptPromise(ORIGIN, bytes(32), LATER, bytes(64))
    odd = replace(RECEIPT, events=(replace(RECEIPT.events[0], promise=late), RECEIPT.events[1]))
    yield Case("promise of nothing", written(odd), Trust(keys=[KEY]))
