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
"""So many of the `HASHES` numbers of two texts must be equal: about three quarters of what both say is then equal."""

_SHINGLE, _BLOCK = 5, 16
_BANDS = ((0, 3), (3, 6), (6, 8))
_DIGITS = 8
_MARKS = tuple(number * 2**64 // HASHES for number in range(HASHES))
_ciphers, _MOST_CIPHERS = threading.local(), 200
_EACH_BLOCK = ECB()  # noqa: S305  # nothing is encrypted that anybody reads again
_WORD = re.compile(r"\w+")
_LINK = re.compile(r'<a [^>]*?href="([^"]+)"')


def fingerprint_key(secret: bytes, site_id: str) -> bytes:
    """The key of all codes of a site; derived from the instance secret, which is not in the database."""
    return site_key(secret, "fingerprint", site_id)


def plain(text: str) -> str:
    """What of a text counts when two are compared: letters and digits, in one case, however they were typed."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(folded))


def text_code(key: bytes, text: str) -> str:
    """The code of exactly this `plain` text."""
    return _code(key, "text", text)


def near_codes(key: bytes, text: str) -> tuple[str, ...]:
    """The codes of this `plain` text of which a nearly equal one has at least one too (MinHash over runs of letters).

    A keyed hash puts each run on a ring. A number of the text is the first point at or behind one of `HASHES` marks,
    which stand at equal distances: two texts agree in it if that first one of all their runs is in both. Several
    numbers are one code. There is a code more than numbers in which two texts may differ that are `are_alike`, so one
    of the codes is the same in both.
    """
    ring = sorted(_points(key, text))
    digits = [f"{ring[bisect_left(ring, mark) % len(ring)] & 0xFFFFFFFF:0{_DIGITS}x}" for mark in _MARKS]
    return tuple(f"{band}{''.join(digits[first:end])}" for band, (first, end) in enumerate(_BANDS))


def are_alike(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two texts with these `near_codes` say nearly the same."""
    return len(_numbers(one) & _numbers(other)) >= ALIKE


def _numbers(codes: Collection[str]) -> set[tuple[str, int, str]]:
    """The numbers in these codes, each with its place."""
    return {(code[0], at, code[at : at + _DIGITS]) for code in codes for at in range(1, len(code), _DIGITS)}


def link_code(key: bytes, domain: str) -> str:
    """The code of a linked domain."""
    return _code(key, "link", domain)


def range_code(key: bytes, address: str) -> str | None:
    """The code of the /24 or /48 that an address is in; None for what is no address."""
    bare = address.partition("/")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    if found.version == 4:  # of which there is one spelling
        return _code(key, "range", bare.rpartition(".")[0] + ".0/24")
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
    many = len(letters) // 2 - _SHINGLE + 1
    runs = bytearray(_BLOCK * many)
    for place in range(2 * _SHINGLE):  # one byte of each run at a time
        runs[place::_BLOCK] = letters[place : place + 2 * many : 2]
    return unpack(f">{2 * many}Q", _scatter(key)(runs))[::2]


def _scatter(key: bytes) -> Callable[[bytes | bytearray], bytes]:
    """The cipher under a key made of this one. To make one costs ten times what one use of it does; each thread
    has its own."""
    made: dict[bytes, Callable[[bytes | bytearray], bytes]] | None = getattr(_ciphers, "made", None)
    if made is None or len(made) > _MOST_CIPHERS:
        made = _ciphers.made = {}
    if key not in made:
        cipher = Cipher(AES(hmac.digest(key, b"near", "sha256")[:16]), _EACH_BLOCK)
        made[key] = cipher.encryptor().update
    return made[key]


def _code(key: bytes, kind: str, value: str) -> str:
    return hmac.digest(key, f"{kind}\0{value}".encode(), "sha256").hex()[:32]
