"""Sign what webhooks are told, as Standard Webhooks wants it: id, time and body under HMAC-SHA256, with one signature a
valid secret. No I/O, no clock.

The public library makes the signatures; this is where secrets get their form, and where two are put side by side.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64decode
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"


def webhook_secret(derived: str) -> str:
    """The secret as receivers keep it, from 43 base64url characters (`domain.derived`): 32 bytes, `whsec_…`."""
    return PREFIX + b64encode(urlsafe_b64decode(derived + "=")).decode("ascii")


def signed_headers(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp`, `webhook-signature` for this body; the newest secret's signature first."""
    text = body.decode("utf-8")
    signatures = [Webhook(secret).sign(message_id, at, text) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
