"""Timestamps: what OpenSSL signs holds, what is wrong with one is found, and OpenSSL agrees."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.errors import TimestampError, UnknownAuthority
from commentsvc.ledger.timestamp import claimed_time, verify_timestamp
from tests.support import forged_token as forged
from tests.support.forged_token import forge
from tests.support.tsa import TIMESTAMPING, Authority, Certifier, certify

pytestmark = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")

BODY = b"comments.test/example\n5\nq1pT0FVvp7Nq2nJXHmMwzYH8Zyl/8LxJ8vh0bqkFQqM=\n"
ROOT = certify("Test Root", ca=True)
TSA = certify("tsa.test", ROOT, usage=TIMESTAMPING)
RSA = certify("rsa.test", ROOT, usage=TIMESTAMPING, key="rsa")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tsa")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder / "main", RSA, root=ROOT)


def verified(token: bytes, message: bytes = BODY, root: Certifier = ROOT) -> Any:
    return verify_timestamp(token, message, [root.pem])


def holds(token: bytes, message: bytes = BODY, root: Certifier = ROOT) -> bool:
    try:
        verified(token, message, root)
    except TimestampError:
        return False
    return True


def test_a_token_of_openssl_holds_and_says_who_and_when(authority: Authority) -> None:
    found = verified(authority.stamp(BODY))

    assert found.authority == "CN=rsa.test"
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert found.accuracy == timedelta(seconds=1, milliseconds=500)
    assert isinstance(found.nonce, int)


@pytest.mark.parametrize("imprint", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize(
    "how",
    [{}, {"digest": "sha512"}, {"named_by": "sha1"}, {"named_by": "sha512"}, {"chain": "yes"}, {"ordering": "no"}],
)
def test_tokens_of_openssl_hold_however_it_was_set_up(folder: Path, imprint: str, how: dict[str, str]) -> None:
    made = Authority(folder / "how", TSA, root=ROOT, **how)
    token = made.stamp(BODY, imprint)

    assert holds(token)
    assert made.openssl_accepts(token, BODY)
    assert not holds(token, BODY + b"x")


def test_a_path_over_others_holds_when_they_come_with_the_token(folder: Path) -> None:
    upper = certify("Upper", ROOT, ca=True)
    lower = certify("Lower", upper, ca=True, path_length=0, key="rsa")
    signer = certify("deep.test", lower, usage=TIMESTAMPING)
    made = Authority(folder / "deep", signer, (lower, upper), ROOT)
    token = made.stamp(BODY)

    assert holds(token)
    assert made.openssl_accepts(token, BODY)
    assert holds(token, root=lower), "whoever trusts one between needs no root"
    assert holds(token, root=signer), "or the authority itself"


def test_whoever_trusts_another_root_or_none_is_told_that_the_authority_is_unknown() -> None:
    token = forge(BODY, TSA)
    stranger = certify("Test Root", ca=True)

    with pytest.raises(UnknownAuthority):
        verified(token, root=stranger)
    with pytest.raises(UnknownAuthority):
        verify_timestamp(token, BODY, [])
    assert verify_timestamp(token, BODY, [stranger.pem + ROOT.pem]).authority == "CN=tsa.test"


def test_a_file_that_holds_no_certificate_is_refused() -> None:
    with pytest.raises(TimestampError, match="PEM"):
        verify_timestamp(forge(BODY, TSA), BODY, [b"hello"])


GOOD: dict[str, Any] = {
    "by hand": {},
    "of yesterday": {"at": datetime.now(UTC) - timedelta(hours=23)},
    "to the millisecond": {"at": datetime.now(UTC).strftime("%Y%m%d%H%M%S.125Z")},
    "with sha512": {"imprint": "sha512", "digest": "sha384"},
    "with the root": {"certificates": [ROOT, TSA]},
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD.keys())
def test_a_token_made_by_hand_holds_and_openssl_agrees(authority: Authority, changes: dict[str, Any]) -> None:
    token = forge(BODY, TSA, **changes)

    assert holds(token)
    assert authority.openssl_accepts(token, BODY)


@pytest.mark.parametrize("salt", [0, 32, 20])
def test_rsa_pss_holds(salt: int) -> None:
    assert holds(forge(BODY, RSA, pss=salt))


def test_a_signer_named_by_its_key_holds() -> None:
    assert holds(forge(BODY, TSA, by_key=True))


def test_ed25519_holds() -> None:
    assert holds(forge(BODY, certify("ed.test", ROOT, usage=TIMESTAMPING, key="ed25519")))


def test_what_the_token_claims_can_be_told_without_believing_it() -> None:
    assert claimed_time(forge(BODY, TSA, at="20260131093000Z")) == datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


CONTENT = forged.tst_info(BODY)


def without(name: str) -> list[bytes]:
    """The signed attributes but one."""
    digest = forged.write_der(4, hashlib.sha256(CONTENT).digest())
    whole = {
        "content type": forged.attribute(forged.CONTENT_TYPE, forged.oid(forged.TST_INFO)),
        "digest": forged.attribute(forged.MESSAGE_DIGEST, digest),
        "certificate": forged.names_by_hash(TSA),
    }
    return [value for key, value in whole.items() if key != name]


CLIENT = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
BOTH = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CLIENT_AUTH])
NOT_A_CA = certify("not a ca", ROOT, issues=True)
NO_SIGNING_CA = certify("no signing", ROOT, ca=True, signs=False)
SHALLOW = certify("shallow", ROOT, ca=True, path_length=0)
TOO_DEEP = certify("too deep", SHALLOW, ca=True)
OLD_CA = certify("old", ROOT, ca=True, days=(-400, -30))
WEB_CA = certify("web", ROOT, ca=True, usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]))
NARROW = certify(
    "narrow",
    ROOT,
    ca=True,
    more=((x509.NameConstraints(permitted_subtrees=[x509.DNSName("a.test")], excluded_subtrees=None), True),),
)
BAD_SIGNERS: dict[str, tuple[Certifier, tuple[Certifier, ...]]] = {
    "without the purpose": (certify("a.test", ROOT), ()),
    "for something else": (certify("a.test", ROOT, usage=CLIENT), ()),
    "for something else as well": (certify("a.test", ROOT, usage=BOTH), ()),
    "with a purpose that is not critical": (certify("a.test", ROOT, usage=TIMESTAMPING, critical=False), ()),
    "whose key may not sign": (certify("a.test", ROOT, usage=TIMESTAMPING, signs=False), ()),
    "not valid any more": (certify("a.test", ROOT, usage=TIMESTAMPING, days=(-30, -2)), ()),
    "not valid yet": (certify("a.test", ROOT, usage=TIMESTAMPING, days=(2, 30)), ()),
    "with a weak key": (certify("a.test", ROOT, usage=TIMESTAMPING, key="weak-rsa"), ()),
    "of one who may not issue": (certify("a.test", NOT_A_CA, usage=TIMESTAMPING), (NOT_A_CA,)),
    "of one whose key may not": (certify("a.test", NO_SIGNING_CA, usage=TIMESTAMPING), (NO_SIGNING_CA,)),
    "too deep": (certify("a.test", TOO_DEEP, usage=TIMESTAMPING), (TOO_DEEP, SHALLOW)),
    "of one not valid any more": (certify("a.test", OLD_CA, usage=TIMESTAMPING), (OLD_CA,)),
    "of one for web sites": (certify("a.test", WEB_CA, usage=TIMESTAMPING), (WEB_CA,)),
    "of one with constraints that are not looked at": (certify("a.test", NARROW, usage=TIMESTAMPING), (NARROW,)),
    "by itself": (certify("a.test", usage=TIMESTAMPING), ()),
}


@pytest.mark.parametrize(("signer", "between"), BAD_SIGNERS.values(), ids=BAD_SIGNERS.keys())
def test_a_signer_who_may_not_is_refused(signer: Certifier, between: tuple[Certifier, ...]) -> None:
    assert not holds(forge(BODY, signer, certificates=[signer, *between]))


AGREED = [
    name
    for name in BAD_SIGNERS
    # OpenSSL 3.0 looks at fewer of these: what an issuer is for, constraints, short keys.
    if name not in ("of one with constraints that are not looked at", "with a weak key", "of one for web sites")
]


@pytest.mark.parametrize("name", AGREED)
def test_openssl_refuses_those_signers_too(authority: Authority, name: str) -> None:
    signer, between = BAD_SIGNERS[name]

    assert not authority.openssl_accepts(forge(BODY, signer, certificates=[signer, *between]), BODY)


SUBSTITUTE = certify("tsa.test", ROOT, usage=TIMESTAMPING)
BAD_TOKENS: dict[str, bytes] = {
    "of another message": forge(b"something else", TSA),
    "with a weak imprint": forge(BODY, TSA, imprint="sha1"),
    "with a weak digest": forge(BODY, TSA, digest="sha1"),
    "of another kind": forge(BODY, TSA, content_type="1.2.840.113549.1.7.1"),
    "that names another certificate": forge(BODY, TSA, named=SUBSTITUTE),
    "that identifies another": forge(BODY, TSA, identified=SUBSTITUTE, certificates=[SUBSTITUTE]),
    "without its certificate": forge(BODY, TSA, certificates=[ROOT]),
    "signed by another key": forge(BODY, Certifier(TSA.certificate, SUBSTITUTE.key)),
    "with two signers": forge(BODY, TSA, signatures=2),
    "without a signer": forge(BODY, TSA, signatures=0),
    "of another version": forge(BODY, TSA, version=2),
    "with a time of no calendar": forge(BODY, TSA, at="20260231093000Z"),
    "with a local time": forge(BODY, TSA, at="20260131093000+0100"),
    "with a time that ends in nought": forge(BODY, TSA, at="20260131093000.10Z"),
    "with more at its end": forge(BODY, TSA) + b"\x05\x00",
    "with more inside": forge(BODY, TSA, after_time=b"\x05\x00"),
    "with an accuracy of a thousand thousandths": forge(
        BODY, TSA, after_time=forged.sequence(forged.write_der(0x80, b"\x03\xe8"))
    ),
    "with an extension that must be understood": forge(
        BODY,
        TSA,
        after_time=forged.write_der(
            0xA1, forged.sequence(forged.oid("1.2.3"), b"\x01\x01\xff", forged.write_der(4, b"\x05\x00"))
        ),
    ),
    **{
        f"without the signed {name}": forge(BODY, TSA, attributes=without(name), content=CONTENT)
        for name in ("content type", "digest", "certificate")
    },
    "whose signed kind is another": forge(
        BODY,
        TSA,
        attributes=[
            *without("content type"),
            forged.attribute(forged.CONTENT_TYPE, forged.oid("1.2.840.113549.1.7.1")),
        ],
        content=CONTENT,
    ),
    "with an attribute twice": forge(
        BODY, TSA, attributes=[*without(""), forged.names_by_hash(SUBSTITUTE)], content=CONTENT
    ),
    "empty": b"",
    "a number": b"\x02\x01\x05",
    "too large": forge(BODY, TSA, certificates=[TSA] * 400),
    "with a crowd of certificates": forge(BODY, TSA, certificates=[TSA] * 21),
}


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_a_token_with_something_wrong_is_refused(token: bytes) -> None:
    with pytest.raises(TimestampError):
        verified(token)


def test_a_token_over_all_attributes_holds_so_that_leaving_one_out_is_what_is_refused() -> None:
    assert holds(forge(BODY, TSA, attributes=without("nothing"), content=CONTENT))


NOT_OPENSSLS = {
    # OpenSSL 3.0 lets these pass: weak hashes, other spellings of a time, and what nobody signed.
    "with a time of no calendar",
    "with a local time",
    "without the signed content type",
    "whose signed kind is another",
    "with a weak imprint",
    "with a weak digest",
    "with an extension that must be understood",
    "with a crowd of certificates",
    "too large",
    "with more at its end",
    "with an accuracy of a thousand thousandths",
    "with a time that ends in nought",
    "with an attribute twice",
}


@pytest.mark.parametrize("name", [name for name in BAD_TOKENS if name not in NOT_OPENSSLS])
def test_openssl_refuses_those_tokens_too(authority: Authority, name: str) -> None:
    assert not authority.openssl_accepts(BAD_TOKENS[name], BODY)


def test_no_flipped_bit_gives_a_token_another_meaning(authority: Authority) -> None:
    token = authority.stamp(BODY)
    honest = verified(token)
    kept = 0
    for place in range(len(token)):
        for bit in range(8):
            damaged = bytearray(token)
            damaged[place] ^= 1 << bit
            try:
                found = verified(bytes(damaged))
            except TimestampError:
                continue
            assert found == honest, f"byte {place}, bit {bit}"
            kept += 1
    assert kept < 8 * len(token) * 0.5, "most of it counts"


def test_what_openssl_refuses_of_a_damaged_token_is_refused_or_does_not_count(authority: Authority) -> None:
    token = authority.stamp(BODY)
    honest = verified(token)
    chance = random.Random(20260131)  # noqa: S311 - a test's
    accepted = 0
    for _ in range(60):
        damaged = bytearray(token)
        damaged[chance.randrange(len(token))] ^= 1 << chance.randrange(8)
        theirs = authority.openssl_accepts(bytes(damaged), BODY)
        accepted += theirs
        if holds(bytes(damaged)):
            assert verified(bytes(damaged)) == honest
    assert accepted < 60


@given(st.binary(max_size=200))
def test_nothing_but_a_refusal_comes_of_any_bytes(data: bytes) -> None:
    with pytest.raises(TimestampError):
        verify_timestamp(data, BODY, [ROOT.pem])


@given(st.data())
def test_nothing_but_a_refusal_comes_of_cutting_and_joining(data: Any) -> None:
    token = CUT
    start, end = sorted((data.draw(st.integers(0, len(token))), data.draw(st.integers(0, len(token)))))
    changed = token[:start] + data.draw(st.binary(max_size=6)) + token[end:]
    try:
        found = verified(changed)
    except TimestampError:
        return
    assert found == verified(token)


CUT = forge(BODY, TSA, at=datetime.now(UTC))
