"""The secret a caller sends in `Authorization: Bearer …`; never in a URL (law 11)."""

from __future__ import annotations

from flask import request


def bearer_secret() -> str | None:
    """The bearer secret, or None when there is none."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and secret.strip() else None
