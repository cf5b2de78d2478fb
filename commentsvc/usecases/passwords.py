"""How passwords are checked and kept: argon2id (RFC 9106), one policy, and one cost for every wrong answer."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from commentsvc.errors import ValidationFailed

MINIMUM = 12
MAXIMUM = 1000
"""Longer input is refused before it is hashed, so that hashing cannot be made to cost more."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's parameters (19 MiB, two passes, one lane): several sign-ins at once must not starve a small machine."""


def check_password(password: str, email: str = "", field: str = "password") -> None:
    """Raise `ValidationFailed` (under `field`) unless the password is long enough and not the address itself."""
    message = ""
    if len(password) < MINIMUM:
        message = f"Please use at least {MINIMUM} characters; a few unrelated words are easy to remember."
    elif len(password) > MAXIMUM:
        message = f"Please use at most {MAXIMUM} characters."
    elif len(set(password)) < 5 or (email and password.casefold() == email.casefold()):
        message = "This password is too easy to guess."
    if message:
        raise ValidationFailed(message, fields={field: [message]})


def generate_password() -> str:
    """A random password of about 95 bits in four groups that can be read out."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def hash_password(password: str) -> str:
    """The argon2id hash to store, with its parameters and salt inside."""
    return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long for `None` (no such account) as for a wrong password."""
    candidate = password if len(password) <= MAXIMUM else ""
    try:
        _HASHER.verify(stored or _nobody(), candidate)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None and candidate == password


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
