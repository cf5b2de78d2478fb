"""Read an http(s) address strictly, and write it in one form. No request is ever made from here.

Strict on purpose: what browsers quietly repair (backslashes, tabs inside, missing slashes, credentials, odd number
forms of IPv4) is refused, because two readers of the same text must never see two hosts.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote

import idna

ADDRESS_MAX = 4096  # characters; longer than any address bar is good for, short enough to parse without a thought
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SHAPE = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?\Z", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]@]*)(?::([0-9]{0,5}))?\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = ":@!$&'()*+,;="
_NORMAL = re.compile(r"[A-Za-z0-9\-._~/:@!$&'()*+,;=]*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class BadAddress(ValueError):
    """The text is not an address we accept. The message is one sentence for the person who typed it."""


@dataclass(frozen=True)
class WebAddress:
    """An http(s) address in parts. `host` is lower-case ASCII (IDNA A-labels; IPv6 in brackets), `port` is None when
    it is the scheme's own, `path` begins with `/`, `query` is without its `?` (None: there was none). The fragment is
    gone; percent-encoding is in the one form `percent_normal` gives.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: str | None

    @property
    def authority(self) -> str:
        """`host`, with `:port` when the port is not the scheme's own."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """`scheme://authority`, as a browser sends it in `Origin` (RFC 6454 6.2)."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}" + ("" if self.query is None else f"?{self.query}")


def parse_address(text: str) -> WebAddress:
    """Read `text`, an absolute http or https address, or raise `BadAddress`."""
    text = text.strip(" \t\r\n")
    if len(text) > ADDRESS_MAX:
        raise BadAddress(f"This address is longer than {ADDRESS_MAX} characters.")
    if _FORBIDDEN.search(text):
        raise BadAddress("An address has no spaces, backslashes or control characters.")
    shape = _SHAPE.match(text)
    if shape is None:
        raise BadAddress("This is not a full address that begins with https:// or http://.")
    scheme, authority, path, query = shape.groups()
    scheme = scheme.lower()
    if "@" in authority:
        raise BadAddress("An address with a user name or password in it is not accepted.")
    split = _AUTHORITY.match(authority)
    if split is None:
        raise BadAddress("The host of this address cannot be read.")
    return WebAddress(
        scheme=scheme,
        host=parse_host(split[1]),
        port=_port(split[2], scheme),
        path=percent_normal(path or "/", "/:@!$&'()*+,;="),
        query=None if query is None else percent_normal(query, "/?:@!$&'()*+,;="),
    )


def parse_host(text: str) -> str:
    """A host name or IP address in lower-case ASCII (UTS 46 + IDNA 2008), or raise `BadAddress`."""
    if text.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(text.strip('[]')).compressed}]"
        except ValueError:
            raise BadAddress("The host of this address is not an IPv6 address.") from None
    name = _ascii_host(text).removesuffix(".")
    labels = name.split(".")
    if not name or len(name) > 253 or not all(_LABEL.match(label) for label in labels):
        raise BadAddress("The host of this address is not a valid name.")
    # A last label that begins with a digit is IPv4 to a browser, in any of its odd forms: only the plain one passes.
    if labels[-1][0].isdigit():
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise BadAddress("The host of this address is not an IPv4 address.") from None
    return name


def percent_normal(text: str, keep: str) -> str:
    """RFC 3986 6.2.2: unreserved characters plain, hex upper-case, everything outside `keep` and unreserved encoded.

    Idempotent. Raises `BadAddress` for text that has no UTF-8 form.
    """

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    if keep.startswith("/") and keep.endswith(_KEPT) and _NORMAL.fullmatch(text):
        return text
    text = _TRIPLET.sub(one, _STRAY_PERCENT.sub("%25", text))
    try:
        return quote(text, safe=keep + "%")
    except UnicodeEncodeError:
        raise BadAddress("This address has characters that are not valid Unicode.") from None


def _ascii_host(text: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text) > 253:
        raise BadAddress("The host of this address is too long.")
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise BadAddress("The host of this address is not a valid international name.") from None


def _port(text: str | None, scheme: str) -> int | None:
    if not text:
        return None
    port = int(text)
    if not 0 < port < 65536:
        raise BadAddress("The port of this address is not between 1 and 65535.")
    return None if port == _DEFAULT_PORTS[scheme] else port
