"""The link in a moderator's mail: signed for one action on one comment, as it was, for one member, for some days. Pure.

Nothing is stored for it until it is used. What it says can be read by its holder; only its signature is a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from commentsvc.domain.derived import derive

_PURPOSE = "moderate-by-mail"
_LONGEST = 300


@dataclass(frozen=True)
class MailLink:
    """What a link may do. `status` and `edited_at` are the comment's as the mail showed it."""

    account_id: uuid.UUID
    comment_id: uuid.UUID
    action: str
    status: str
    edited_at: datetime | None
    expires_at: datetime


def write_link(secret: bytes, site_id: str, link: MailLink) -> str:
    """The link's secret part, for the fragment of an address."""
    said = ".".join(
        (
            link.account_id.hex,
            link.comment_id.hex,
            link.action,
            link.status,
            str(_milliseconds(link.edited_at)) if link.edited_at else "never",
            str(int(link.expires_at.timestamp())),
        )
    )
    return f"{said}.{derive(secret, _PURPOSE, site_id, said)}"


def read_link(secret: bytes, site_id: str, text: str) -> MailLink | None:
    """What the link may do on this site, expired or not; None: nobody here wrote it."""
    said, _, signature = text.strip().rpartition(".")
    if len(text) > _LONGEST or not text.isascii():
        return None
    if not hmac.compare_digest(signature.encode(), derive(secret, _PURPOSE, site_id, said).encode()):
        return None
    account, comment, action, status, edited, expires = said.split(".")
    edited_at = None if edited == "never" else datetime.fromtimestamp(int(edited) / 1000, UTC)
    return MailLink(
        uuid.UUID(account), uuid.UUID(comment), action, status, edited_at, datetime.fromtimestamp(int(expires), UTC)
    )


def link_digest(text: str) -> str:
    """What is kept of a link that was used: its SHA-256 in hex."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
