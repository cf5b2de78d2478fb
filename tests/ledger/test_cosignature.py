"""Cosignatures: made and checked as C2SP says, and counted by a policy."""

from __future__ import annotations

import base64

import pytest

from commentsvc.errors import NoteError
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.cosignature import (
    Cosigned,
    Cosigner,
    cosigned,
    read_cosignature,
    with_cosignatures,
    witnesses_of,
)
from commentsvc.ledger.key import decode_key
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.ledger.witness_policy import MAX_WITNESSES, Policy, parse_policy
from tests.ledger import ed25519_by_the_book as book
from tests.ledger.keys import fixed_key
from tests.ledger.vectors import public

# The test keys transparency-dev/formats publishes, also where the vectors are absent.
WIT1 = "PRIVATE+KEY+Wit1+55ee4561+AeadRiG7XM4XiieCHzD8lxysXMwcViy5nYsoXURWGrlE"
GO = public("notes/cosignature_v1.json", {"witness_test_keys": {}, "vkeys_ok": []})
LOG = fixed_key("log.example/one")
ADA, BEN, EVE = (Cosigner(fixed_key(name)) for name in ("ada.example", "ben.example", "eve.example"))
CHECKPOINT = Checkpoint(LOG.name, 7, bytes(range(32)))
BODY = CHECKPOINT.body()
AT = 1_700_000_000
BOTH = Policy(2, (ADA.verifier, BEN.verifier))


def note(*cosigners: Cosigner) -> str:
    return with_cosignatures(CHECKPOINT.sign(LOG), [who.cosign(BODY, AT).line() for who in cosigners])


def test_a_cosignature_is_what_an_implementation_by_the_book_makes() -> None:
    key = decode_key(WIT1)
    made = Cosigner(key).cosign(BODY, AT)

    root = base64.b64encode(bytes(range(32)))
    message = b"cosignature/v1\ntime 1700000000\nlog.example/one\n7\n" + root + b"\n"
    assert made.signature == AT.to_bytes(8, "big") + book.sign(key.seed(), message)
    assert Cosigner(key).verifier.public_key == book.public_key(key.seed())


@pytest.mark.parametrize("name", sorted(GO["witness_test_keys"].keys() - {"note"}) or ["Wit1"])
def test_a_published_witness_key_signs_under_its_own_type_and_key_id(name: str) -> None:
    vkey, skey = GO["witness_test_keys"].get(name, ["Wit1+55ee4561+AVhZSmQj9+SoL+p/nN0Hh76xXmF7QcHfytUrI1XfSClk", WIT1])
    key = decode_key(skey)
    witness = Cosigner(key)

    assert key.vkey == vkey
    assert witness.vkey != vkey and NoteVerifier.parse(witness.vkey) == witness.verifier
    assert cosigned(note(witness), LOG.name, LOG.verifier, Policy(1, (witness.verifier,))).witnesses[0].name == name


@pytest.mark.parametrize("vkey", [vkey for vkey in GO["vkeys_ok"] if "+B" in vkey] or [ADA.vkey])
def test_published_keys_of_witnesses_may_stand_in_a_policy(vkey: str) -> None:
    assert parse_policy(f"witness w {vkey}\nquorum w").threshold == 1


def test_as_many_witnesses_as_wanted_are_enough_and_one_fewer_is_not() -> None:
    assert cosigned(note(EVE, ADA, BEN), LOG.name, LOG.verifier, BOTH) == Cosigned(
        CHECKPOINT, witnesses_of(note(ADA, BEN), BOTH)
    )
    for short in (note(), note(ADA), note(ADA, ADA), note(ADA, EVE)):
        with pytest.raises(NoteError, match="of the 2 witnesses"):
            cosigned(short, LOG.name, LOG.verifier, BOTH)
    assert cosigned(note(), LOG.name, LOG.verifier, Policy(0, ())).witnesses == ()


def test_witnesses_without_the_log_are_nothing() -> None:
    unsigned = BODY + "\n" + ADA.cosign(BODY, AT).line() + BEN.cosign(BODY, AT).line()

    with pytest.raises(NoteError, match="no known key"):
        cosigned(unsigned, LOG.name, LOG.verifier, BOTH)
    with pytest.raises(NoteError, match="not of"):
        cosigned(note(ADA, BEN), "another.example/log", LOG.verifier, BOTH)


def test_a_cosignature_of_another_size_root_or_time_is_refused() -> None:
    good = ADA.cosign(BODY, AT)
    other = Checkpoint(LOG.name, 8, CHECKPOINT.root).body()
    later = good.line().replace(
        base64.b64encode(good.key_id + good.signature).decode(),
        base64.b64encode(good.key_id + (AT + 1).to_bytes(8, "big") + good.signature[8:]).decode(),
    )

    assert read_cosignature(good.line(), BODY, ADA.verifier) == good
    for line, body in ((good.line(), other), (later, BODY)):
        with pytest.raises(NoteError, match="is wrong"):
            read_cosignature(line, body, ADA.verifier)
    with pytest.raises(NoteError, match="is wrong"):
        cosigned(with_cosignatures(CHECKPOINT.sign(LOG), [later]), LOG.name, LOG.verifier, BOTH)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        ADA.cosign(BODY, AT).line().rstrip("\n"),
        ADA.cosign(BODY, AT).line() * 2,
        ADA.cosign(BODY, AT).line() + BEN.cosign(BODY, AT).line(),
        "\n" + ADA.cosign(BODY, AT).line(),
        BODY + "\n" + ADA.cosign(BODY, AT).line(),
        BEN.cosign(BODY, AT).line(),
        fixed_key("ada.example").sign(BODY).line(),
        "— ada.example " + "A" * 2000 + "\n",
    ],
)
def test_what_is_not_one_line_of_this_witness_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        read_cosignature(line, BODY, ADA.verifier)


def test_a_log_key_is_no_witness_key_and_the_other_way_round() -> None:
    with pytest.raises(NoteError, match="0x04"):
        Policy(1, (LOG.verifier,))
    with pytest.raises(NoteError, match="not a witness"):
        read_cosignature(ADA.cosign(BODY, AT).line(), BODY, fixed_key("ada.example").verifier)
    with pytest.raises(NoteError, match="0x01"):
        cosigned(note(ADA), LOG.name, ADA.verifier, Policy(0, ()))


@pytest.mark.parametrize("time", [0, -1, 2**63, 1.5, True])
def test_a_time_that_is_none_is_not_signed(time: int) -> None:
    with pytest.raises(NoteError, match="time"):
        ADA.cosign(BODY, time)


def test_only_checkpoints_are_cosigned() -> None:
    with pytest.raises(NoteError):
        ADA.cosign("I owe Eve\n100\n", AT)


def test_cosignatures_stand_under_the_logs_signature() -> None:
    signatures = parse_note(note(ADA, BEN)).signatures

    assert [line.name for line in signatures] == [LOG.name, "ada.example", "ben.example"]


POLICY = f"""# two of three
witness ada {ADA.vkey} https://ada.example/
witness ben {BEN.vkey}   # no address

witness eve {EVE.vkey}
group friends 2 ada ben eve
quorum friends
"""


def test_a_policy_is_read_from_its_text() -> None:
    everybody = (ADA.verifier, BEN.verifier, EVE.verifier)

    assert parse_policy(POLICY) == Policy(2, everybody)
    assert parse_policy(POLICY.replace("friends 2", "friends any")).threshold == 1
    assert parse_policy(POLICY.replace("friends 2", "friends all")).threshold == 3
    assert parse_policy(POLICY.replace("quorum friends", "quorum ben")) == Policy(1, (BEN.verifier,))
    assert parse_policy(POLICY.replace("quorum friends", "quorum none")) == Policy(0, everybody)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("quorum friends\n", ""), "no `quorum`"),
        (("friends 2", "friends 4"), "line 6"),
        (("friends 2", "friends 0"), "line 6"),
        (("friends 2", "friends two"), "line 6"),
        (("2 ada ben eve", "2 ada ada"), "counts once"),
        (("2 ada ben eve", "2 ada bob"), "bob"),
        (("2 ada ben eve", "2"), "line 6"),
        (("quorum friends", "quorum strangers"), "strangers"),
        (("witness eve", "witness ada"), "taken"),
        (("witness eve", "witness none"), "taken"),
        (("witness eve", f"log {LOG.vkey}\nwitness eve"), "line 5"),
        (("quorum friends", "quorum friends\nquorum none"), "line 8"),
        (("quorum friends", "group more any ada\nquorum more"), "line 7"),
        ((EVE.vkey, EVE.vkey[:-4] + "AAAA"), "line 5"),
        ((EVE.vkey, LOG.vkey), "0x04"),
    ],
)
def test_a_policy_that_could_be_misread_is_refused(change: tuple[str, str], says: str) -> None:
    with pytest.raises(NoteError, match=says):
        parse_policy(POLICY.replace(*change))


def test_a_policy_has_a_bound() -> None:
    many = tuple(Cosigner(fixed_key(f"w{n}.example")).verifier for n in range(MAX_WITNESSES + 1))

    with pytest.raises(NoteError, match="at most"):
        Policy(1, many)
