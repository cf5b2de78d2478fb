"""Codes by which comments that say the same, or link to the same, are found again without keeping what they say.

All are keyed: who has only the database can neither read them nor try texts against them. Pure.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Collection
from struct import unpack
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from commentsvc.domain.derived import site_key

SHORTEST = 30
"""Letters a text must have to be compared: everybody may say "I agree"."""

HASHES = 8
ALIKE = 6
"""So many of the `HASHES` codes of two texts must be equal: about three quarters of what both say is then the same."""

_SHINGLE = 5
_FILL = bytes(16 - 2 * _SHINGLE)
_MARKS = tuple(number * 2**64 // HASHES for number in range(HASHES))
_ciphers, _MOST_CIPHERS = threading.local(), 200
_EACH_BLOCK = ECB()  # noqa: S305  # nothing is encrypted that anybody reads again
_LINK = re.compile(r'<a [^>]*?href="([^"]+)"')


def fingerprint_key(secret: bytes, site_id: str) -> bytes:
    """The key of all codes of a site; derived from the instance secret, which is not in the database."""
    return site_key(secret, "fingerprint", site_id)


def plain(text: str) -> str:
    """What of a text counts when two are compared: letters and digits, in one case, however they were typed."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def text_code(key: bytes, text: str) -> str:
    """The code of exactly this `plain` text."""
    return _code(key, "text", text)


def near_codes(key: bytes, text: str) -> frozenset[str]:
    """`HASHES` codes of this `plain` text, most of which a nearly equal one has too (MinHash over runs of letters).

    A keyed hash puts each run on a ring. A code is the first point at or behind one of as many marks, which stand at
    equal distances: two texts agree in it if that first one of all their runs is in both.
    """
    ring = sorted(_points(key, text))
    firsts = [ring[bisect_left(ring, mark) % len(ring)] for mark in _MARKS]
    return frozenset(f"{first:016x}{number:016x}" for number, first in enumerate(firsts))


def link_code(key: bytes, domain: str) -> str:
    """The code of a linked domain."""
    return _code(key, "link", domain)


def range_code(key: bytes, address: str) -> str | None:
    """The code of the /24 or /48 that an address is in; None for what is no address."""
    try:
        found = ipaddress.ip_address(address.split("/")[0])
    except ValueError:
        return None
    if found.version == 4:
        return _code(key, "range", f"{found}".rpartition(".")[0] + ".0/24")
    return _code(key, "range", f"{ipaddress.IPv6Address(int(found) >> 80 << 80)}/48")


def linked_domains(html: str, own: Collection[str]) -> frozenset[str]:
    """The hosts that cleaned `html` links to, without `www.` and without those of the site's `own` origins."""
    links = _LINK.findall(html)
    ours = {_host(origin) for origin in own} if links else ()
    return frozenset(host for link in links if (host := _host(link)) and host not in ours)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("*.")
    except ValueError:
        return ""


def _points(key: bytes, text: str) -> tuple[int, ...]:
    """A number of 64 bits for each run of `text`. A run is a block of the cipher, which scatters them all in one call:
    that is what the mode of operation is wanted for here that hides no repetition."""
    letters = text.ljust(_SHINGLE).encode("utf-16-be")
    ends = len(letters) - 2 * _SHINGLE + 1
    runs = _FILL.join([letters[at : at + 2 * _SHINGLE] for at in range(0, ends, 2)]) + _FILL
    scattered = _scatter(key)(runs)
    return unpack(f">{len(scattered) // 8}Q", scattered)[::2]


def _scatter(key: bytes) -> Callable[[bytes], bytes]:
    """The cipher under a key made of this one. To make one costs ten times what one use of it does; each thread
    has its own."""
    made: dict[bytes, Callable[[bytes], bytes]] | None = getattr(_ciphers, "made", None)
    if made is None or len(made) > _MOST_CIPHERS:
        made = _ciphers.made = {}
    if key not in made:
        cipher = Cipher(AES(hmac.digest(key, b"near", "sha256")[:16]), _EACH_BLOCK)
        made[key] = cipher.encryptor().update
    return made[key]


def _code(key: bytes, kind: str, value: str) -> str:
    return hmac.digest(key, f"{kind}\0{value}".encode(), "sha256").hex()[:32]
