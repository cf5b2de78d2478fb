"""Secrets and pseudonyms that are computed again when needed instead of being stored (HMAC-SHA256, RFC 2104)."""

from __future__ import annotations

import functools
import hmac
from base64 import urlsafe_b64encode

from commentsvc.domain.contact import normalise_email

_DERIVE = b"commentsvc/derive/v1"
_PSEUDONYM = b"commentsvc/pseudonym/v1"
SECRET_MIN = 16  # bytes; a shorter key is a mistake in the settings, not a choice


def derive(secret: bytes, purpose: str, *parts: str) -> str:
    """A secret of 43 base64url characters (256 bits) for `purpose` and exactly these `parts`, in this order.

    Every part is framed by its length, so that ("ab", "c") and ("a", "bc") have nothing to do with each other. Give
    each kind of secret its own `purpose`, such as `edit-token` or `receipt`.
    """
    return _mac(secret, _DERIVE, purpose, *parts)


@functools.lru_cache(maxsize=1000)
def site_key(secret: bytes, purpose: str, site_id: str) -> bytes:
    """What is derived for a whole site, and asked for by each of its posts. It is no person's, so it is kept."""
    return derive(secret, purpose, site_id).encode()


def pseudonym(key: bytes, email: str) -> str:
    """The code by which one person's comments on a site are found again: keyed with the site's own `key`, so that it
    tells nothing to who has only the database, and differs from site to site. 43 base64url characters.
    """
    return _mac(key, _PSEUDONYM, normalise_email(email))


def _mac(key: bytes, domain: bytes, *parts: str) -> str:
    if len(key) < SECRET_MIN:
        raise ValueError(f"a key has at least {SECRET_MIN} bytes")
    encoded = [domain, *(part.encode() for part in parts)]
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
    return urlsafe_b64encode(hmac.digest(key, framed, "sha256")).rstrip(b"=").decode("ascii")
