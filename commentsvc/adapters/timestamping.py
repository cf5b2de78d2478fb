"""Ask a timestamp authority (RFC 3161) to sign that it saw something. `NoTimestamps` is the null twin.

What comes back is checked twice: by the library that made the request, as its protocol wants it, and by
`ledger.timestamp`, since what our own verifier would refuse is no use in a receipt.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography.x509 import load_pem_x509_certificates

from commentsvc.adapters.outbound import Answer, OutboundClient
from commentsvc.clock import now
from commentsvc.errors import OutboundError, OutboundFailed, SettingsError, TimestampError
from commentsvc.ledger.certificate_path import read_authorities
from commentsvc.ledger.der import SEQUENCE, Der, DerParts, read_der, write_der
from commentsvc.ledger.timestamp import MAX_TOKEN_BYTES, verify_timestamp
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Stamped, TimestampAuthority

_GRANTED = bytes.fromhex("3003020100")
"""PKIStatusInfo: granted."""
QUERY = "application/timestamp-query"
REST = timedelta(minutes=1)
"""How long an authority that did not answer is left alone, so that a worker with many sites does not wait for each."""
CLOCK_SKEW = timedelta(minutes=10)
"""How far the authority's clock and ours may differ: beyond it, one of them is wrong and somebody should look."""


class Outbound(Protocol):
    """The one outbound client."""

    def post(self, url: str, body: bytes, media_type: str) -> Answer:
        """Send `body`. Raises `OutboundError`."""


def build(settings: Settings) -> TimestampAuthority:
    """What the settings ask for. Raises `SettingsError` when the file with the roots cannot be used."""
    if not settings.tsa_url:
        return NoTimestamps()
    path = Path(settings.tsa_roots)
    try:
        roots = path.read_bytes()
        read_authorities(roots)
    except OSError as error:
        raise SettingsError(f"COMMENTSVC_TSA_ROOTS: {path} cannot be read: {error.strerror}.") from error
    except TimestampError as error:
        raise SettingsError(f"COMMENTSVC_TSA_ROOTS: {path}: {error}.") from error
    return Timestamps(settings.tsa_url, roots, OutboundClient(settings.outbound_allowed, max_bytes=MAX_TOKEN_BYTES))


class NoTimestamps:
    """The null twin: asks nobody."""

    url = ""

    def stamp(self, message: bytes) -> Stamped:
        """Always `OutboundError`."""
        raise OutboundError("no timestamp authority is set")


class Timestamps:
    """The authority at `url`, trusted as far as its answers lead to one of `roots` (PEM). May be shared by threads."""

    def __init__(self, url: str, roots: bytes, outbound: Outbound) -> None:
        self.url = url
        self._roots = roots
        self._outbound = outbound
        self._left_alone: tuple[datetime, str] | None = None

    def stamp(self, message: bytes) -> Stamped:
        """A token over SHA-256 of `message`, which is all that is sent, with a nonce. Raises `OutboundError` when there
        is no answer, `TimestampError` when it is not the one that was asked for."""
        if self._left_alone and now() < self._left_alone[0]:
            raise OutboundFailed(f"{self._left_alone[1]}; it is left alone for a minute")
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # loaded only where there is an authority

        request = (
            TimestampRequestBuilder(cert_req=True).data(message).hash_algorithm(HashAlgorithm.SHA256).nonce().build()
        )
        try:
            answer = self._outbound.post(self.url, request.as_bytes(), QUERY)
        except OutboundFailed as error:
            self._left_alone = (now() + REST, str(error))
            raise
        self._left_alone = None
        if answer.status != 200:
            raise TimestampError(f"the authority answered with {answer.status} and no timestamp")
        return self._checked(answer.body, message, request.nonce)

    def _checked(self, body: bytes, message: bytes, nonce: int | None) -> Stamped:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

        token = _token(body)
        try:
            reply = decode_timestamp_response(write_der(SEQUENCE, _GRANTED + _in_order(token)))
            verifier = VerifierBuilder(roots=load_pem_x509_certificates(self._roots), nonce=nonce).build()
            verifier.verify_message(reply, message)
        except (VerificationError, ValueError) as error:
            raise TimestampError(f"the authority's answer is refused: {str(error)[:200]}") from error
        found = verify_timestamp(token.raw, message, [self._roots])
        if found.nonce != nonce:
            raise TimestampError("the authority answered another request")
        if abs(found.at - now()) > CLOCK_SKEW:
            raise TimestampError("the authority's clock and this machine's differ by more than ten minutes")
        return Stamped(token.raw, found.at)


def _token(body: bytes) -> Der:
    """The token in a TimeStampResp (RFC 3161 2.4.2). Raises `TimestampError` unless it was granted."""
    parts = read_der(body).parts()
    status = parts.take(SEQUENCE).parts().take().integer()
    if status not in (0, 1):
        raise TimestampError(f"the authority refused the request (PKIStatus {status})")
    token = parts.take(SEQUENCE)
    parts.end()
    return token


def _in_order(token: Der) -> bytes:
    """The token with its certificates, which nobody signs, in the order DER asks for: authorities that run OpenSSL send
    them in another, and the library would refuse that."""
    outer = token.parts()
    kind, signed = outer.take(), read_der(outer.take(0xA0).content).parts().rest()
    sorted_ = [
        write_der(0xA0, b"".join(sorted(one.raw for one in DerParts(part.content).rest())))
        if part.tag == 0xA0
        else part.raw
        for part in signed
    ]
    return write_der(SEQUENCE, kind.raw + write_der(0xA0, write_der(SEQUENCE, b"".join(sorted_))))
