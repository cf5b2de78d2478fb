"""Which web origins may write to a site: exact origins, and `https://*.example.org` by whole labels.

A wildcard stands for one or more labels in front; the bare domain is not one of them and is listed beside it when
wanted. `null` (sandboxed frames, files) is never allowed, because anybody can be `null`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from commentsvc.domain.web_address import BadAddress, WebAddress, parse_address
from commentsvc.errors import ValidationFailed

_WILDCARD = re.compile(r"(https?://)\*\.", re.IGNORECASE)
_IP_HOST = re.compile(r"\[|[0-9.]+\Z")


def origin_of(url: str) -> str:
    """The origin of a page's address, `https://example.org[:port]`: lower-case, IDNA A-labels, no default port.

    Raises `ValidationFailed` on the field `page.url`.
    """
    try:
        return parse_address(url).origin
    except BadAddress as problem:
        raise ValidationFailed(fields={"page.url": [str(problem)]}) from None


def origin_allowed(origin: str | None, allowed: Sequence[str]) -> bool:
    """Whether the value of an `Origin` header is one of `allowed` (origins and patterns as `parse_origin_pattern`
    gives them). None, `null` and anything that is more than an origin are not.
    """
    if origin is None or "*" in origin:
        return False
    if origin in allowed and _normal(origin) == origin:
        return True
    try:
        address = parse_address(origin)
    except BadAddress:
        return False
    # An Origin header has no path; the text must be all origin, so that nothing rides behind it.
    if not _is_bare(origin):
        return False
    return any(_matches(address, pattern) for pattern in allowed)


def parse_origin_pattern(text: str) -> str:
    """The stored form of an origin (`https://example.org`) or a pattern (`https://*.example.org`).

    A single slash at the end, as copied from an address bar, is forgiven. Raises `ValidationFailed` on the field
    `origin`, with a message that says what to write instead.
    """
    text = text.strip()
    if text.lower() == "null":
        raise _bad("The origin null cannot be allowed: any sandboxed page has it.")
    if "://" not in text:
        raise _bad("Begin with the scheme, for example https://example.org.")
    bare = text.removesuffix("/")
    if not _is_bare(bare):
        raise _bad("An origin ends after the host: write https://example.org, without path, query or fragment.")
    wildcard = _WILDCARD.match(bare)
    try:
        address = parse_address(wildcard[1] + bare[wildcard.end() :] if wildcard else bare)
    except BadAddress as problem:
        if "*" in text:
            raise _bad("A star stands only for whole labels in front: https://*.example.org.") from None
        raise _bad(str(problem)) from None
    if wildcard is None:
        return address.origin
    if "." not in address.host or _IP_HOST.match(address.host):
        raise _bad("After the star there must be a domain of your own: https://*.example.org.")
    return f"{address.scheme}://*.{address.authority}"


@functools.lru_cache(maxsize=1024)
def _normal(pattern: str) -> str | None:
    """What `parse_origin_pattern` makes of one of a site's origins; None where that refuses it."""
    try:
        return parse_origin_pattern(pattern)
    except ValidationFailed:
        return None


def _matches(address: WebAddress, pattern: str) -> bool:
    if (normal := _normal(pattern)) is None:
        return False
    pattern = normal
    scheme, wildcard, authority = pattern.partition("://*.")
    if not wildcard:
        return address.origin == pattern
    return address.scheme == scheme and address.authority.endswith("." + authority) and not _IP_HOST.match(address.host)


def _is_bare(text: str) -> bool:
    rest = text.split("://", 1)[-1]
    return not any(mark in rest for mark in "/?#") and text == text.strip()


def _bad(message: str) -> ValidationFailed:
    return ValidationFailed(fields={"origin": [message]})
