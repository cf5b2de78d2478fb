"""Check an RFC 3161 timestamp: an authority signed, at a time it names, that it had been shown these very bytes.

A TimeStampToken is a CMS SignedData (`ledger.signed_data`) around a TSTInfo (RFC 3161 2.4.2). What is not known is
refused. The time is believed only where a certificate that the verifier trusts leads to the signer's
(`ledger.certificate_path`); that none of them was revoked cannot be told offline.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from commentsvc.errors import TimestampError, UnknownAuthority
from commentsvc.ledger.certificate_path import CERTIFICATE_FAULTS, check_path, check_signer, read_authorities
from commentsvc.ledger.der import BOOLEAN, INTEGER, SEQUENCE, Der, read_der
from commentsvc.ledger.signed_data import check_signature, digest_of, hash_named, read_signed_data

MAX_TOKEN_BYTES = 100_000

_TST_INFO = "1.2.840.113549.1.9.16.1.4"


@dataclass(frozen=True)
class Timestamp:
    """`authority` (the subject of its certificate, RFC 4514) says that it had been shown the bytes at `at`, give or
    take `accuracy` where it says so. `nonce` is the request's, if it had one."""

    authority: str
    at: datetime
    accuracy: timedelta | None
    nonce: int | None


def verify_timestamp(token: bytes, message: bytes, authorities: Sequence[bytes]) -> Timestamp:
    """What the token (DER of a TimeStampToken) proves of `message`.

    `authorities` are PEM files: roots, or certificates between, or those of timestamp authorities themselves.

    Raises:
        UnknownAuthority: it fits together, but none of those certificates leads to the one that signed it.
        TimestampError: anything else is wrong with it.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise TimestampError("malformed: it is too large")
    trusted = [certificate for pem in authorities for certificate in read_authorities(pem)]
    signed = read_signed_data(token)
    if signed.content_type != _TST_INFO:
        raise TimestampError("malformed: this is no timestamp")
    signer = check_signature(signed, trusted)
    found = _tst_info(signed.content, message, signer)
    check_signer(signer, found.at)
    if not trusted:
        raise UnknownAuthority("no certificate of an authority was given")
    check_path(signer, signed.certificates, trusted, found.at)
    return found


def claimed_time(token: bytes) -> datetime:
    """When the token says it was made; nothing of it is checked. Raises `TimestampError` when it cannot be read."""
    parts = read_der(read_signed_data(token).content).parts()
    for _ in range(4):
        parts.take()
    return parts.take().time()


def _tst_info(content: bytes, message: bytes, signer: x509.Certificate) -> Timestamp:
    parts = read_der(content).parts()
    if parts.take().integer() != 1:
        raise TimestampError("malformed: it is of another version of RFC 3161")
    parts.take().oid()  # the authority's policy: its own affair
    imprint = parts.take(SEQUENCE).parts()
    hashed = digest_of(hash_named(imprint.take()), message)
    if not hmac.compare_digest(imprint.take().octets(), hashed):
        raise TimestampError("it was made of something else")
    imprint.end()
    parts.take().integer()
    at = parts.take().time()
    accuracy = parts.maybe(SEQUENCE)
    ordering = parts.maybe(BOOLEAN)
    nonce = parts.maybe(INTEGER)
    # `tsa` [0] names the signer once more; the signed attributes name its certificate by hash, which is what counts.
    parts.maybe(0xA0)
    _refuse_critical(parts.maybe(0xA1))
    parts.end()
    if ordering:
        ordering.boolean()
    try:
        authority = signer.subject.rfc4514_string()
    except CERTIFICATE_FAULTS as error:
        raise TimestampError("malformed: the name of its authority cannot be read") from error
    return Timestamp(authority, at, _accuracy(accuracy), nonce.integer() if nonce else None)


def _accuracy(element: Der | None) -> timedelta | None:
    if element is None:
        return None
    parts = element.parts()
    seconds, millis, micros = parts.maybe(INTEGER), parts.maybe(0x80), parts.maybe(0x81)
    parts.end()
    whole = seconds.integer() if seconds else 0
    thousandths = millis.integer(0x80) if millis else 0
    millionths = micros.integer(0x81) if micros else 0
    if not (0 <= whole < 10**9 and 0 <= thousandths < 1000 and 0 <= millionths < 1000):
        raise TimestampError("malformed: its accuracy makes no sense")
    return timedelta(seconds=whole, milliseconds=thousandths, microseconds=millionths)


def _refuse_critical(extensions: Der | None) -> None:
    """No extension is known here, so none may have to be understood."""
    if extensions is None:
        return
    for extension in extensions.parts(0xA1).rest():
        parts = extension.parts()
        parts.take().oid()
        critical = parts.maybe(BOOLEAN)
        if critical and critical.boolean():
            raise TimestampError("it has an extension that must be understood and is not known here")
