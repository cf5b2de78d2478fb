"""What address a webhook may have. The one way out judges it again, by what its name leads to, at every attempt."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

URL_MAX = 900


def target_problem(url: str, exceptions: Collection[tuple[str, int]]) -> str | None:
    """What is wrong with it, in one sentence; None: nothing. `exceptions` are the hosts and ports that the operator of
    the service allowed to be asked without TLS."""
    if len(url) > URL_MAX or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return f"Please give an address of at most {URL_MAX} plain characters, without spaces."
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return "Please give an address that begins with https://."
    if not parts.hostname or "@" in parts.netloc or "#" in url:
        return "Please give an address with a host, and without a user, a password or a fragment."
    if parts.scheme != "https" and (parts.hostname, port) not in exceptions:
        return "Please give an address that begins with https://."
    return None
