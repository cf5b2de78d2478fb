"""Flags: what a reader can say is wrong with a comment, and under which code one visitor is counted once. Pure."""

from __future__ import annotations

import ipaddress
from datetime import date

from commentsvc.domain.derived import derive

WHYS = ("spam", "rude", "off-topic", "other")
"""What can be wrong with a comment. No words of a reader's own: a flag holds nothing personal and needs no reading."""


def flag_code(secret: bytes, site_id: str, comment_id: str, address: str, day: date) -> str:
    """The code of a visitor's flags on one comment on one day: keyed with a secret outside the database, of their
    address's /24 or /48 alone. Two comments or two days have nothing in common.
    """
    return derive(secret, "flag", site_id, comment_id, day.isoformat(), prefix_of(address))


def prefix_of(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one; what is no address stays as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
