"""The code of a second step: from an authenticator (RFC 6238), or a recovery code. Each works once."""

from __future__ import annotations

import hmac
import re
import secrets
import uuid

import pyotp

from commentsvc.clock import now
from commentsvc.domain.at_rest import seal, unseal
from commentsvc.domain.derived import derive
from commentsvc.models.factor import Authenticator, put_recovery_codes, take_recovery_code, use_time_step
from commentsvc.usecases.deps import Deps

PERIOD = 30
DRIFT = (0, -1, 1)
"""Time steps that are tried: a phone's clock may be half a minute off."""
CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 16


def new_secret() -> str:
    """The secret of a new authenticator: 160 random bits in base32."""
    return pyotp.random_base32()


def seal_secret(deps: Deps, account_id: uuid.UUID, secret: str) -> bytes:
    """The secret as it is stored."""
    return seal(deps.settings.secret, "authenticator", str(account_id), secret.encode())


def matching_step(secret: str, code: str) -> int | None:
    """The time step whose code this is, about now; every one is compared, and in constant time."""
    current, totp = int(now().timestamp()) // PERIOD, pyotp.TOTP(secret, interval=PERIOD)
    found = [
        current + drift
        for drift in DRIFT
        if hmac.compare_digest(totp.generate_otp(current + drift).encode(), code.encode())
    ]
    return found[0] if found else None


def take_code(deps: Deps, account_id: uuid.UUID, typed: str) -> str:
    """Use up what was typed, inside the caller's transaction: `code` or `recovery` for what it was, empty if wrong."""
    code = re.sub(r"[\s-]", "", typed[:100]).lower()
    if re.fullmatch(r"[0-9]{6}", code):
        return "code" if _take_authenticator_code(deps, account_id, code) else ""
    if len(code) == _LENGTH and take_recovery_code(deps.session, account_id, _hashed(deps, account_id, code)):
        return "recovery"
    return ""


def make_recovery_codes(deps: Deps, account_id: uuid.UUID) -> list[str]:
    """New codes instead of the old ones, inside the caller's transaction; to be shown once. About 79 bits each."""
    bare = ["".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(CODES)]
    put_recovery_codes(deps.session, account_id, [_hashed(deps, account_id, code) for code in bare])
    return ["-".join(code[at : at + 4] for at in range(0, _LENGTH, 4)) for code in bare]


def _take_authenticator_code(deps: Deps, account_id: uuid.UUID, code: str) -> bool:
    found = deps.session.get(Authenticator, account_id, populate_existing=True)
    secret = unseal(deps.settings.secret, "authenticator", str(account_id), found.sealed) if found else None
    step = matching_step(secret.decode(), code) if secret else None
    return step is not None and use_time_step(deps.session, account_id, step)


def _hashed(deps: Deps, account_id: uuid.UUID, code: str) -> str:
    return derive(deps.settings.secret, "recovery-code", str(account_id), code)
