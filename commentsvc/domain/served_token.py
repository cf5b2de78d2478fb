"""The token that proves a notice was handed to a form: minted when the form opens, sent back with the comment.

It is `v1.<payload>.<mac>`, both base64url: the payload is JSON, the mac HMAC-SHA256 over a domain string and the
payload as sent. Nothing in it is secret or personal; that it is used for one comment only is the database's to see to,
by its nonce.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

from commentsvc.errors import TokenExpired, TokenInvalid

TOKEN_MAX = 8192  # characters; the longest page key and checkpoint fit with room to spare
_DOMAIN = b"commentsvc/served-notice/v1\x00"
_PREFIX = "v1."


class Checkpoint(TypedDict):
    """The log's state that the token carries: `root` is base64 of 32 bytes, as in a C2SP checkpoint."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class ServedToken:
    """What an opened token says. Times are aware UTC, in whole milliseconds."""

    site: str
    notice_sha256: str
    lang: str
    page_key: str
    issued_at: datetime
    expires_at: datetime
    nonce: str
    checkpoint: Checkpoint | None
    opened_at: datetime
    """When its form was opened: earlier than `issued_at` where it took the place of an older token."""


def mint(
    secret: bytes,
    *,
    site: str,
    notice_sha256: str,
    lang: str,
    page_key: str,
    issued_at: datetime,
    expires_at: datetime,
    nonce: str,
    checkpoint: Checkpoint | None,
    opened_at: datetime | None = None,
) -> str:
    """A token for one form. `nonce` is random (at least 128 bits); `checkpoint` is the site's latest, None before the
    first one; `opened_at` is when the form was opened, where that was before.
    """
    payload = {
        "s": site,
        "n": notice_sha256,
        "l": lang,
        "p": page_key,
        "i": _milliseconds(issued_at),
        "e": _milliseconds(expires_at),
        "x": nonce,
        "c": None if checkpoint is None else [checkpoint["origin"], checkpoint["size"], checkpoint["root"]],
    }
    if opened_at is not None:
        payload["o"] = _milliseconds(opened_at)
    encoded = _encode(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())
    token = f"{_PREFIX}{encoded}.{_mac(secret, encoded)}"
    if len(token) > TOKEN_MAX:
        raise ValueError("a token this long would not be accepted back")
    return token


def open_token(secret: bytes, token: str, *, site: str, now: datetime) -> ServedToken:
    """What `token` says, when this secret signed it for `site` and it has not expired.

    Raises `TokenInvalid` for anything forged, damaged or of another site, then `TokenExpired`.
    """
    opened = read_token(secret, token, site=site)
    if now >= opened.expires_at:
        raise TokenExpired("The form was open for too long. Please look at the notice once more and send again.")
    return opened


def read_token(secret: bytes, token: str, *, site: str) -> ServedToken:
    """What `token` says, when this secret signed it for `site`, be its time over or not. Raises `TokenInvalid`."""
    if len(token) > TOKEN_MAX or not token.isascii() or not token.startswith(_PREFIX):
        raise _invalid()
    encoded, dot, mac = token.removeprefix(_PREFIX).partition(".")
    if not dot or not hmac.compare_digest(_mac(secret, encoded), mac):
        raise _invalid()
    opened = _read(_decode(encoded))
    if opened.site != site:
        raise _invalid()
    return opened


def check_binding(token: ServedToken, notice_sha256: str, page_key: str) -> None:
    """Raise `TokenInvalid` unless `token` was minted for this notice and this page. One that was minted for no page in
    particular (an empty key) fits every page of its site.
    """
    if token.notice_sha256 != notice_sha256:
        raise TokenInvalid("This form was opened with another notice. Please load the form again.")
    if token.page_key and token.page_key != page_key:
        raise TokenInvalid("This form was opened on another page. Please load the form again.")


def _read(payload: Mapping[str, Any]) -> ServedToken:
    # The mac was right, so the payload is ours: only its version could surprise.
    checkpoint = payload["c"]
    return ServedToken(
        site=payload["s"],
        notice_sha256=payload["n"],
        lang=payload["l"],
        page_key=payload["p"],
        issued_at=_moment(payload["i"]),
        expires_at=_moment(payload["e"]),
        nonce=payload["x"],
        opened_at=_moment(payload.get("o", payload["i"])),
        checkpoint=None
        if checkpoint is None
        else {"origin": checkpoint[0], "size": checkpoint[1], "root": checkpoint[2]},
    )


def _mac(secret: bytes, encoded: str) -> str:
    return _encode(hmac.digest(secret, _DOMAIN + encoded.encode("ascii"), "sha256"))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(encoded: str) -> dict[str, Any]:
    try:
        payload = json.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (Base64Error, ValueError):
        raise _invalid() from None
    if not isinstance(payload, dict) or set(payload) - {"o"} != set("snlpiexc"):
        raise _invalid()
    return payload


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)


def _invalid() -> TokenInvalid:
    return TokenInvalid("This form's token is not one of ours. Please load the form again.")
