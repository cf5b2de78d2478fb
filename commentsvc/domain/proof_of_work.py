"""ALTCHA's proof of work, version 2 of its protocol: a challenge that a browser answers by calculating. Pure.

The challenge names a nonce, a salt, and the first bytes of a key that PBKDF2 derives from nonce and a counter; whoever
finds the counter has worked for it. All of it is signed, so nothing has to be stored until it comes back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commentsvc.errors import CanonicalError
from commentsvc.ledger.canonical import canonical

ALGORITHM = "PBKDF2/SHA-256"
COUNTERS = 100
"""The counter is below this: no reader waits longer than so many derivations, and half on average."""

PREFIX = 8  # bytes of the derived key that the challenge tells
LONGEST = 4096  # characters of a solution

Json = dict[str, Any]


def make_challenge(key: bytes, form: str, cost: int, expires_at: datetime) -> Json:
    """A challenge for the form that `form` names, worth `cost` iterations a try: `{"parameters", "signature"}`."""
    nonce, salt = secrets.token_bytes(16), secrets.token_bytes(16)
    parameters: Json = {
        "algorithm": ALGORITHM,
        "cost": cost,
        "keyLength": 32,
        "keyPrefix": _derive(nonce, salt, cost, secrets.randbelow(COUNTERS))[:PREFIX].hex(),
        "nonce": nonce.hex(),
        "salt": salt.hex(),
        "expiresAt": int(expires_at.timestamp()),
        "data": {"form": form},
    }
    return {"parameters": parameters, "signature": _sign(key, parameters)}


def is_solved(key: bytes, form: str, solution: str, now: datetime) -> bool:
    """Whether `solution` (ALTCHA's payload: base64 of JSON) solves a challenge that this `key` signed for this `form`
    and that has not expired."""
    try:
        told: Any = json.loads(b64decode(solution, validate=True)) if len(solution) <= LONGEST else None
        parameters, counter = told["challenge"]["parameters"], told["solution"]["counter"]
        if not hmac.compare_digest(_sign(key, parameters), told["challenge"]["signature"]):
            return False
        if parameters["data"] != {"form": form} or now.timestamp() >= parameters["expiresAt"]:
            return False
        if type(counter) is not int or not 0 <= counter < 2**32:
            return False
        nonce, salt = bytes.fromhex(parameters["nonce"]), bytes.fromhex(parameters["salt"])
        derived = _derive(nonce, salt, parameters["cost"], counter)
        return derived.hex().startswith(parameters["keyPrefix"]) and derived.hex() == told["solution"]["derivedKey"]
    except (ValueError, TypeError, KeyError, RecursionError, CanonicalError):
        return False


def _derive(nonce: bytes, salt: bytes, cost: int, counter: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", nonce + counter.to_bytes(4, "big"), salt, cost, 32)


def _sign(key: bytes, parameters: Mapping[str, Any]) -> str:
    return hmac.new(key, canonical(parameters), hashlib.sha256).hexdigest()
