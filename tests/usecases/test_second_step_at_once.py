"""A code that is sent twice at the same moment, on both databases: it works once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from commentsvc import clock
from commentsvc.clock import now
from commentsvc.errors import NotAuthorised, Problem
from commentsvc.models.account import ConsoleSession
from commentsvc.models.database import writing
from commentsvc.models.factor import Authenticator, factors_of
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.second_factor import make_recovery_codes, new_secret, seal_secret
from commentsvc.usecases.sign_in import sign_in
from commentsvc.usecases.take_second_step import take_second_step

from .log_entries import fresh

PASSWORD = "a long enough password"
HERE = Visitor("203.0.113.7", browser="Firefox on Linux", seen_from="203.0.113.0/24")


@pytest.fixture
def secrets(deps: Any, site: Any) -> tuple[str, list[str]]:
    """The authenticator's secret and the recovery codes of Olga, who works on the site."""
    draft = AccountDraft("olga@example.org", password=PASSWORD, site_id=site.id, role="admin")
    account_id, secret = add_account(deps, CLI, draft).account.id, new_secret()
    with writing(deps.session) as session:
        sealed = seal_secret(deps, account_id, secret)
        session.add(Authenticator(account_id=account_id, sealed=sealed, last_step=0, created_at=now()))
        return secret, make_recovery_codes(deps, account_id)


def at_once(deps: Any, code: str, times: int = 4) -> list[str]:
    """What comes of sending one code in several sign-ins at the same moment."""
    steps = [sign_in(deps, HERE, "olga@example.org", PASSWORD).token for _ in range(times)]
    came: list[str] = []
    together = threading.Barrier(times)

    def run(step: str) -> None:
        its = fresh(deps)
        with its.session:
            together.wait(180)
            try:
                take_second_step(its, HERE, step, code)
            except Problem as problem:
                came.append(type(problem).__name__)
            else:
                came.append("in")

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    return sorted(came)


@pytest.mark.parametrize("kind", ["authenticator", "recovery"])
def test_one_code_sent_four_times_at_once_signs_in_once(deps: Any, secrets: tuple[str, list[str]], kind: str) -> None:
    secret, codes = secrets
    code = pyotp.TOTP(secret).at(clock.now()) if kind == "authenticator" else codes[0]

    assert at_once(deps, code) == ["NotAuthorised"] * 3 + ["in"]

    with fresh(deps).session as session:
        [opened] = session.query(ConsoleSession).all()
        assert (opened.second_factor, opened.browser, opened.seen_from) == (True, "Firefox on Linux", "203.0.113.0/24")
        assert factors_of(session, opened.account_id).codes_left == (10 if kind == "authenticator" else 9)


def test_another_instance_secret_opens_no_authenticator(
    deps: Any, secrets: tuple[str, list[str]], make_app: Callable[..., Any]
) -> None:
    from dataclasses import replace

    elsewhere = replace(deps, settings=make_app(secret_key="x" * 40).extensions["commentsvc"].settings)
    step = sign_in(elsewhere, HERE, "olga@example.org", PASSWORD).token
    for code in (pyotp.TOTP(secrets[0]).at(clock.now()), secrets[1][0]):
        with pytest.raises(NotAuthorised):
            take_second_step(elsewhere, HERE, step, code)
