"""TimeStampTokens made by hand, right in everything that is not asked to be wrong: what no honest authority would sign.

`forge(message, signer)` is one that holds. Every keyword changes one part, and the whole is signed after that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.serialization import Encoding

from commentsvc.ledger.der import INTEGER, NULL, OCTET_STRING, OID, SEQUENCE, SET, write_der
from tests.support.tsa import Certifier

HASH_IDS = {
    "sha1": "1.3.14.3.2.26",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
NAMES_V1, NAMES_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *others = map(int, dotted.split("."))
    content = b""
    for number in (40 * first + second, *others):
        octets = [number & 0x7F]
        while number := number >> 7:
            octets.insert(0, number & 0x7F | 0x80)
        content += bytes(octets)
    return write_der(OID, content)


def integer(number: int) -> bytes:
    """A whole number."""
    return write_der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of encoded parts."""
    return write_der(SEQUENCE, b"".join(parts))


def algorithm(name: str) -> bytes:
    """The AlgorithmIdentifier of a hash."""
    return sequence(oid(HASH_IDS[name]), write_der(NULL, b""))


def tst_info(
    message: bytes,
    *,
    imprint: str = "sha256",
    at: datetime | str | None = None,
    version: int = 1,
    after_time: bytes = b"",
) -> bytes:
    """What is signed. `after_time` are the optional members, encoded."""
    time = at if isinstance(at, str) else (at or datetime.now(UTC)).strftime("%Y%m%d%H%M%SZ")
    return sequence(
        integer(version),
        oid("1.2.3.4.1"),
        sequence(algorithm(imprint), write_der(OCTET_STRING, hashlib.new(imprint, message).digest())),
        integer(7),
        write_der(0x18, time.encode()),
        after_time,
    )


def attribute(name: str, *values: bytes) -> bytes:
    """One signed attribute."""
    return sequence(oid(name), write_der(SET, b"".join(values)))


def names_by_hash(signer: Certifier, name: str = NAMES_V2) -> bytes:
    """SigningCertificate or SigningCertificateV2 with one entry."""
    how = "sha1" if name == NAMES_V1 else "sha256"
    hashed = hashlib.new(how, signer.certificate.public_bytes(Encoding.DER)).digest()
    return attribute(name, sequence(sequence(sequence(write_der(OCTET_STRING, hashed)))))


def forge(
    message: bytes,
    signer: Certifier,
    *,
    certificates: Sequence[Certifier] | None = None,
    digest: str = "sha256",
    named: Certifier | None = None,
    identified: Certifier | None = None,
    by_key: bool = False,
    content_type: str = TST_INFO,
    attributes: Sequence[bytes] | None = None,
    pss: int | None = None,
    signatures: int = 1,
    content: bytes | None = None,
    **told: Any,
) -> bytes:
    """A token. `named` stands in the signing-certificate attribute instead of the signer, `identified` in the signer
    identifier; `by_key` identifies by the key's identifier; `pss` is the salt's length of an RSASSA-PSS signature."""
    content = tst_info(message, **told) if content is None else content
    if attributes is None:
        attributes = [
            attribute(CONTENT_TYPE, oid(TST_INFO)),
            attribute(MESSAGE_DIGEST, write_der(OCTET_STRING, hashlib.new(digest, content).digest())),
            names_by_hash(named or signer),
        ]
    whole = b"".join(sorted(attributes))
    identifier, scheme, signature = _signed(signer, identified or signer, by_key, digest, pss, write_der(SET, whole))
    info = sequence(
        integer(3 if by_key else 1),
        identifier,
        algorithm(digest),
        write_der(0xA0, whole),
        scheme,
        write_der(OCTET_STRING, signature),
    )
    carried = [signer] if certificates is None else certificates
    return sequence(
        oid("1.2.840.113549.1.7.2"),
        write_der(
            0xA0,
            sequence(
                integer(3),
                write_der(SET, algorithm(digest)),
                sequence(oid(content_type), write_der(0xA0, write_der(OCTET_STRING, content))),
                write_der(0xA0, b"".join(one.certificate.public_bytes(Encoding.DER) for one in carried)),
                write_der(SET, info * signatures),
            ),
        ),
    )


def _signed(
    signer: Certifier, identified: Certifier, by_key: bool, digest: str, pss: int | None, signed: bytes
) -> tuple[bytes, bytes, bytes]:
    """SignerIdentifier, signature algorithm and signature."""
    certificate = identified.certificate
    identifier = sequence(certificate.issuer.public_bytes(), integer(certificate.serial_number))
    if by_key:
        identifier = write_der(0x80, _key_identifier(identified))
    hashed: hashes.HashAlgorithm = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }.get(
        digest,
        hashes.SHA1(),  # noqa: S303 - what is refused has to be made first
    )
    key = signer.key
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return identifier, sequence(oid("1.3.101.112")), key.sign(signed)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        number = {"sha1": "1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}[digest]
        return identifier, sequence(oid(f"1.2.840.10045.4.{number}")), key.sign(signed, ec.ECDSA(hashed))
    if pss is None:
        return (
            identifier,
            sequence(oid("1.2.840.113549.1.1.1"), write_der(NULL, b"")),
            key.sign(signed, padding.PKCS1v15(), hashed),
        )
    parameters = sequence(
        write_der(0xA0, algorithm(digest)),
        write_der(0xA1, sequence(oid("1.2.840.113549.1.1.8"), algorithm(digest))),
        write_der(0xA2, integer(pss)),
    )
    signature = key.sign(signed, padding.PSS(padding.MGF1(hashed), pss), hashed)
    return identifier, sequence(oid("1.2.840.113549.1.1.10"), parameters), signature


def _key_identifier(one: Certifier) -> bytes:
    from cryptography.x509 import SubjectKeyIdentifier

    found: bytes = one.certificate.extensions.get_extension_for_class(SubjectKeyIdentifier).value.digest
    return found
