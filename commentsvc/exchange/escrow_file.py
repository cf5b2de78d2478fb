"""The file of a site's sealed proofs: JSON lines, first what it is, then the notices, then one sealed proof a line.

`{"schema": "commentsvc-escrow/1", "origin", "made_at"}`, `{"notice": sha256, "text"}`, `{"sealed": base64,
"expires_at"}`. The notices are public and not sealed; a proof names them by their hash.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from commentsvc.errors import EscrowError, ReceiptError
from commentsvc.ledger.encoding import from_base64, to_base64
from commentsvc.ledger.escrow import unseal
from commentsvc.ledger.receipt import Receipt, parse_receipt, strict_json

ESCROW_SCHEMA = "commentsvc-escrow/1"


def escrow_header(origin: str, made_at: str) -> bytes:
    """The first line; `origin` is the site's log's."""
    return _line({"schema": ESCROW_SCHEMA, "origin": origin, "made_at": made_at})


def notice_line(sha256: str, text: str) -> bytes:
    """The line of a notice."""
    return _line({"notice": sha256, "text": text})


def sealed_line(sealed: bytes, expires_at: str) -> bytes:
    """The line of a sealed proof."""
    return _line({"sealed": to_base64(sealed), "expires_at": expires_at})


def open_escrow(lines: Iterable[bytes], keys: Collection[X25519PrivateKey]) -> Iterator[Receipt | None]:
    """The receipt of every sealed proof in the file, with the notices it names; None for one that none of the
    keys opens. Raises `EscrowError` where the file is none of these."""
    notices: dict[str, str] = {}
    origin: str | None = None
    for line in lines:
        told = _told(line)
        if origin is None:
            if told.get("schema") != ESCROW_SCHEMA or not isinstance(told.get("origin"), str):
                raise EscrowError(f"this is not a {ESCROW_SCHEMA}")
            origin = told["origin"]
        elif "notice" in told:
            notices[str(told["notice"])] = str(told.get("text"))
        else:
            yield next(filter(None, (_opened(told, key, origin, notices) for key in keys)), None)


def _opened(told: dict[str, Any], key: X25519PrivateKey, origin: str, notices: dict[str, str]) -> Receipt | None:
    try:
        receipt = parse_receipt(unseal(from_base64(str(told.get("sealed"))), key, origin))
    except (EscrowError, ReceiptError, ValueError):
        return None
    named = {str(strict_json(event.snapshot)["record"].get("notice", {}).get("sha256")) for event in receipt.events}
    return replace(receipt, notices={name: notices[name] for name in sorted(named & notices.keys())})


def _told(line: bytes) -> dict[str, Any]:
    try:
        told = strict_json(line)
    except ReceiptError as error:
        raise EscrowError("a line of this file is not JSON") from error
    if not isinstance(told, dict):
        raise EscrowError("a line of this file is no object")
    return told


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
