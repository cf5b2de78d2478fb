"""How often somebody may guess: counted for the account and for the address, in windows of their own."""

from __future__ import annotations

from commentsvc.errors import RateLimited
from commentsvc.usecases.deps import Deps, Visitor

_ADDRESS = "signin-address"
CODES_PER_DAY = 100
"""Codes of six digits that are tried for one account within a day: a chance of one in three thousand."""


def hold_back(deps: Deps, visitor: Visitor, name: str, account_key: str) -> None:
    """Count a try under `name` for the account, before what was typed is looked at, so that guesses sent at once count
    too. Raises `RateLimited` once there were too many, or too many failures from the address."""
    wait = deps.limits.blocked(_ADDRESS, visitor.address, *_window(deps))
    if wait is None:
        wait = deps.limits.hit(f"{name}-account", account_key, *_window(deps))
    if wait is not None:
        minutes = -(-wait // 60)
        raise RateLimited(
            f"Too many attempts. Please try again in {minutes} minute{'' if minutes == 1 else 's'}.", retry_after=wait
        )


def hold_back_for_the_day(deps: Deps, name: str, account_key: str) -> None:
    """Count a code that is tried for the account; no right one makes the others forgotten, because who guesses knows
    the password already and may wait for its person's own sign-ins. Raises `RateLimited`."""
    if wait := deps.limits.hit(f"{name}-day", account_key, CODES_PER_DAY, 86_400):
        raise RateLimited("Too many codes were tried today. Use a passkey, or come back tomorrow.", retry_after=wait)


def count_failure(deps: Deps, visitor: Visitor) -> None:
    """Something was wrong: it counts for the address."""
    deps.limits.hit(_ADDRESS, visitor.address, *_window(deps))


def clear_account(deps: Deps, name: str, account_key: str) -> None:
    """It was right: what was counted for the account is forgotten."""
    deps.limits.clear(f"{name}-account", account_key, *_window(deps))


def _window(deps: Deps) -> tuple[int, int]:
    return deps.settings.signin_failures, deps.settings.signin_lock_minutes * 60
