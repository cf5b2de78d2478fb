"""What the edges of one Flask application share: the parts `app.py` wired, and who is calling."""

from __future__ import annotations

import ipaddress

from flask import current_app, request

from commentsvc.usecases.deps import Deps, Visitor

EXTENSION = "commentsvc"


def current_deps() -> Deps:
    """The parts this application was wired with."""
    deps: Deps = current_app.extensions[EXTENSION]
    return deps


def visitor(*, hosted: bool = False) -> Visitor:
    """Who is calling. `remote_addr` already honours exactly as many proxies as the settings trust."""
    return visitor_of(request.remote_addr, request.headers.get("Origin"), hosted=hosted)


def visitor_of(peer: str | None, origin: str | None, *, hosted: bool = False) -> Visitor:
    """Who is calling from this address, which a proxy may have told."""
    return Visitor(address=counted_address(peer or ""), origin=origin, hosted=hosted)


def seen_from() -> str:
    """The caller's address cut to its /24 (IPv4) or /48 (IPv6), as audit lines keep it; empty where there is none."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    whole = mapped or address
    return str(ipaddress.ip_network((int(whole) >> 8 << 8, 24) if whole.version == 4 else (int(whole) >> 80 << 80, 48)))


def counted_address(peer: str) -> str:
    """What a limit counts a peer under: the IPv4 address, or the /64 of an IPv6 one, all of which is one subscriber's
    (RFC 6177). What is no address stays as it is."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or ipaddress.IPv6Network((int(address) >> 64 << 64, 64)).network_address
    return str(address)
