"""From the certificate that signed a timestamp to one that the verifier trusts (RFC 5280 6.1, as far as it is needed).

Who is trusted is the caller's choice: a root, anything between, or the signing certificate itself. Whether one was
revoked cannot be told offline. Names and policies are not constrained: a certificate that asks for that is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from commentsvc.errors import TimestampError, UnknownAuthority

MAX_PATH = 6
MIN_RSA_BITS = 2048
STRONG_HASHES = ("sha256", "sha384", "sha512")
CERTIFICATE_FAULTS = (
    ValueError,
    TypeError,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
    InvalidSignature,
)
"""What `cryptography` raises for certificates that are not as they should be."""

_UNDERSTOOD = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.CERTIFICATE_POLICIES,
}
_CURVES = ("secp256r1", "secp384r1", "secp521r1")


def read_authorities(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises `TimestampError` when there is none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except CERTIFICATE_FAULTS as error:
        raise TimestampError("this is not a PEM file with certificates") from error


def check_signer(signer: x509.Certificate, at: datetime) -> None:
    """The certificate may sign timestamps, and nothing else, at that time (RFC 3161 2.3). Raises `TimestampError`."""
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
            raise TimestampError("the certificate that signed the timestamp is not for timestamps only")
        may_sign = _key_usage(signer, "digital_signature") or _key_usage(signer, "content_commitment")
        if not may_sign or not _is_sound(signer, at):
            raise TimestampError("the certificate that signed the timestamp did not hold at that time")
    except CERTIFICATE_FAULTS as error:
        raise TimestampError("the certificate that signed the timestamp is not as RFC 3161 wants it") from error


def check_path(
    signer: x509.Certificate,
    between: Sequence[x509.Certificate],
    trusted: Sequence[x509.Certificate],
    at: datetime,
) -> None:
    """Raise `UnknownAuthority` unless a path of certificates that held at that time leads from `signer` to a `trusted`
    one; those `between` came with the timestamp and are believed as far as they are signed."""
    ends = [signer]
    seen = {signer}
    for below in range(MAX_PATH):
        if any(end in trusted for end in ends):
            return
        above = [
            issuer
            for issuer in dict.fromkeys((*trusted, *between))
            if issuer not in seen and any(_issued(issuer, end, below, at) for end in ends)
        ]
        seen.update(above)
        ends = above
    raise UnknownAuthority("no certificate that you trust leads to the one that signed the timestamp")


def _issued(issuer: x509.Certificate, subject: x509.Certificate, below: int, at: datetime) -> bool:
    """Whether `issuer` may sign certificates, with `below` others under it before the last, and signed this one."""
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not constraints.ca or (constraints.path_length is not None and constraints.path_length < below):
            return False
        hashed = subject.signature_hash_algorithm
        if hashed is not None and hashed.name not in STRONG_HASHES:
            return False
        if not _key_usage(issuer, "key_cert_sign") or not _for_timestamps(issuer) or not _is_sound(issuer, at):
            return False
        subject.verify_directly_issued_by(issuer)
    except CERTIFICATE_FAULTS:
        return False
    return True


def _is_sound(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether it held at that time, its key is strong, and it asks for nothing that is not looked at here."""
    if any(extension.critical and extension.oid not in _UNDERSTOOD for extension in certificate.extensions):
        return False
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc and _is_strong(certificate)


def _is_strong(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= MIN_RSA_BITS
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.name in _CURVES
    return isinstance(key, ed25519.Ed25519PublicKey)


def _key_usage(certificate: x509.Certificate, purpose: str) -> bool:
    """Whether the key is for `purpose`; a certificate that does not say may do all."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(getattr(usage, purpose))


def _for_timestamps(issuer: x509.Certificate) -> bool:
    """Whether those below may be for timestamps; an issuer that does not say may issue all."""
    try:
        allowed = issuer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool({ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(allowed))
