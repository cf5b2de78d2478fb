"""Read and check the CMS SignedData of a timestamp (RFC 5652 5): one signer, signed attributes, strong hashes only.

Nothing is believed of the content before `check_signature` has found the certificate whose key signed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from commentsvc.errors import TimestampError
from commentsvc.ledger.certificate_path import CERTIFICATE_FAULTS
from commentsvc.ledger.der import INTEGER, NULL, OCTET_STRING, SEQUENCE, SET, Der, DerParts, read_der, write_der

HASHES = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
"""The hashes that count, by object identifier."""
MAX_CERTIFICATES = 20

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_RSA, _RSA_PSS, _MGF1 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
_RSA_WITH = {
    "1.2.840.113549.1.1.11": hashes.SHA256(),
    "1.2.840.113549.1.1.12": hashes.SHA384(),
    "1.2.840.113549.1.1.13": hashes.SHA512(),
}
_ECDSA_WITH = {
    "1.2.840.10045.4.3.2": hashes.SHA256(),
    "1.2.840.10045.4.3.3": hashes.SHA384(),
    "1.2.840.10045.4.3.4": hashes.SHA512(),
}
_ED25519 = "1.3.101.112"


@dataclass(frozen=True)
class SignerInfo:
    """Who signed (`identifier`, as it stands there), what (`attributes` by object identifier), and how."""

    identifier: Der
    digest: hashes.HashAlgorithm
    attributes: dict[str, Der]
    signed: bytes
    algorithm: Der
    signature: bytes


@dataclass(frozen=True)
class SignedData:
    """`content` of the kind `content_type`, its one signer, and the certificates that came with it."""

    content_type: str
    content: bytes
    certificates: tuple[x509.Certificate, ...]
    signer: SignerInfo


def read_signed_data(data: bytes) -> SignedData:
    """A SignedData from DER, believing nothing. Raises `TimestampError`."""
    outer = read_der(data).parts()
    if outer.take().oid() != _SIGNED_DATA:
        raise TimestampError("malformed: this is no CMS SignedData")
    signed = read_der(outer.take(0xA0).content).parts()
    outer.end()
    signed.take(INTEGER)
    signed.take(SET)
    content = signed.take(SEQUENCE).parts()
    content_type = content.take().oid()
    text = read_der(content.take(0xA0).content).octets()
    content.end()
    certificates = signed.maybe(0xA0)
    signed.maybe(0xA1)  # revocation lists are as old as the token: they are not looked at
    signers = signed.take(SET).parts(SET).rest()
    signed.end()
    if len(signers) != 1:
        raise TimestampError("malformed: a timestamp has exactly one signer")
    return SignedData(content_type, text, _certificates(certificates), _signer_info(signers[0]))


def check_signature(signed: SignedData, trusted: Iterable[x509.Certificate] = ()) -> x509.Certificate:
    """The certificate whose key signed the content; it came with it, or is one of the `trusted`.

    Raises `TimestampError` unless signature and signed attributes hold and name that certificate (RFC 5816).
    """
    info = signed.signer
    if info.attributes[_CONTENT_TYPE].oid() != signed.content_type:
        raise TimestampError("what was signed is of another kind")
    if info.attributes[_MESSAGE_DIGEST].octets() != digest_of(info.digest, signed.content):
        raise TimestampError("its content is not what was signed")
    for certificate in dict.fromkeys((*signed.certificates, *trusted)):
        if _is_named(info.identifier, certificate):
            _check_named_hash(info, certificate)
            _verify(info, certificate)
            return certificate
    raise TimestampError("the certificate of its signer is missing")


def digest_of(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    """The hash of `data`."""
    return hashlib.new(algorithm.name, data).digest()


def hash_named(identifier: Der) -> hashes.HashAlgorithm:
    """The hash an AlgorithmIdentifier names. Raises `TimestampError` for one that is weak or unknown."""
    parts = identifier.parts()
    found = HASHES.get(parts.take().oid())
    _no_parameters(parts)
    if found is None:
        raise TimestampError("it rests on a hash other than SHA-256, SHA-384 and SHA-512")
    return found


def _certificates(element: Der | None) -> tuple[x509.Certificate, ...]:
    """The X.509 ones; other kinds carry other tags and are no use here."""
    found = [one.raw for one in DerParts(element.content).rest() if one.tag == SEQUENCE] if element else []
    if len(found) > MAX_CERTIFICATES:
        raise TimestampError("malformed: it carries too many certificates")
    try:
        return tuple(map(x509.load_der_x509_certificate, found))
    except CERTIFICATE_FAULTS as error:
        raise TimestampError("malformed: a certificate in it cannot be read") from error


def _signer_info(element: Der) -> SignerInfo:
    parts = element.parts()
    parts.take(INTEGER)
    identifier = parts.take()
    digest = hash_named(parts.take())
    attributes = parts.take(0xA0).content
    algorithm = parts.take(SEQUENCE)
    signature = parts.take().octets()
    parts.maybe(0xA1)  # unsigned attributes say nothing that counts
    parts.end()
    # What is signed is the DER of the SET, whatever order it came in (RFC 5652 5.4).
    elements = DerParts(attributes).rest()
    signed = write_der(SET, b"".join(sorted(one.raw for one in elements)))
    return SignerInfo(identifier, digest, _attributes(elements), signed, algorithm, signature)


def _attributes(elements: list[Der]) -> dict[str, Der]:
    """Each attribute's one value. Those we ask for must be there, and none twice."""
    found: dict[str, Der] = {}
    for element in elements:
        parts = element.parts()
        name, values = parts.take().oid(), parts.take(SET).parts(SET).rest()
        parts.end()
        if name in found or len(values) != 1:
            raise TimestampError("malformed: a signed attribute is there twice, or has not one value")
        found[name] = values[0]
    if not {_CONTENT_TYPE, _MESSAGE_DIGEST} <= set(found) or not {_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2} & set(
        found
    ):
        raise TimestampError("malformed: a signed attribute that RFC 3161 asks for is missing")
    return found


def _is_named(identifier: Der, certificate: x509.Certificate) -> bool:
    """Whether this is the SignerIdentifier of the certificate: issuer and number, or the key's identifier."""
    try:
        if identifier.tag == 0x80:
            extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            return extension.value.digest == identifier.content
        parts = identifier.parts()
        issuer, number = parts.take(SEQUENCE).raw, parts.take().integer()
        parts.end()
        return (issuer, number) == (certificate.issuer.public_bytes(), certificate.serial_number)
    except CERTIFICATE_FAULTS:
        return False


def _check_named_hash(info: SignerInfo, certificate: x509.Certificate) -> None:
    """SigningCertificate(V2), first entry: the signature names its certificate by hash (RFC 5035, RFC 5816)."""
    raw = certificate.public_bytes(Encoding.DER)
    expected: list[tuple[bytes, bytes]] = []
    if info.attributes.get(_SIGNING_CERTIFICATE_V2):
        first = _first_named(info.attributes[_SIGNING_CERTIFICATE_V2])
        algorithm = first.maybe(SEQUENCE)
        hashed = digest_of(hash_named(algorithm) if algorithm else hashes.SHA256(), raw)
        expected.append((first.take().octets(), hashed))
    if info.attributes.get(_SIGNING_CERTIFICATE):
        # RFC 3161 knew SHA-1 only; to cheat here takes a second certificate of an authority under one hash.
        first = _first_named(info.attributes[_SIGNING_CERTIFICATE])
        expected.append((first.take(OCTET_STRING).content, hashlib.sha1(raw, usedforsecurity=False).digest()))
    if any(named != hashed for named, hashed in expected):
        raise TimestampError("it names another certificate than the one whose key signed it")


def _first_named(attribute: Der) -> DerParts:
    return attribute.parts().take(SEQUENCE).parts().take(SEQUENCE).parts()


def _verify(info: SignerInfo, certificate: x509.Certificate) -> None:
    parts = info.algorithm.parts()
    name = parts.take().oid()
    try:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey) and name == _RSA_PSS:
            scheme, hashed = _pss(parts.take(SEQUENCE))
            key.verify(info.signature, info.signed, scheme, hashed)
        elif isinstance(key, rsa.RSAPublicKey) and (name == _RSA or name in _RSA_WITH):
            _no_parameters(parts)
            key.verify(info.signature, info.signed, padding.PKCS1v15(), _RSA_WITH.get(name, info.digest))
        elif isinstance(key, ec.EllipticCurvePublicKey) and name in _ECDSA_WITH:
            _no_parameters(parts)
            key.verify(info.signature, info.signed, ec.ECDSA(_ECDSA_WITH[name]))
        elif isinstance(key, ed25519.Ed25519PublicKey) and name == _ED25519:
            _no_parameters(parts)
            key.verify(info.signature, info.signed)
        else:
            raise TimestampError("it is signed in a way that is not known here")
    except InvalidSignature as error:
        raise TimestampError("its signature is wrong") from error
    except CERTIFICATE_FAULTS as error:
        raise TimestampError("its signature cannot be checked") from error


def _pss(parameters: Der) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    """RSASSA-PSS-params (RFC 4055 3.1). The defaults are SHA-1, so hash and mask must be there."""
    parts = parameters.parts()
    hashed = hash_named(read_der(parts.take(0xA0).content))
    mask = read_der(parts.take(0xA1).content).parts()
    if mask.take().oid() != _MGF1 or hash_named(mask.take()).name != hashed.name:
        raise TimestampError("it is signed in a way that is not known here")
    length = parts.maybe(0xA2)
    parts.maybe(0xA3)
    parts.end()
    salt = read_der(length.content).integer() if length else 20
    if not 0 <= salt <= 512:
        raise TimestampError("it is signed in a way that is not known here")
    return padding.PSS(padding.MGF1(hashed), salt), hashed


def _no_parameters(parts: DerParts) -> None:
    """Nothing, or NULL."""
    parts.maybe(NULL)
    parts.end()
