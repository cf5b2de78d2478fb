"""What changes how somebody signs in asks for a fresh proof itself, whoever calls it."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.errors import Forbidden, NotAuthorised
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.add_authenticator import add_authenticator, offer_authenticator
from commentsvc.usecases.add_passkey import add_passkey, offer_adding
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.find_session import find_session
from commentsvc.usecases.prove_again import prove_with_password
from commentsvc.usecases.remove_factor import remove_factor, renew_recovery_codes
from commentsvc.usecases.sign_in import sign_in

PASSWORD = "a long enough password"
HERE = Visitor("203.0.113.7")


def test_without_one_nothing_is_offered_added_taken_or_made_anew(deps: Any, later: Any) -> None:
    add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True))
    who = find_session(deps, sign_in(deps, HERE, "ada@example.org", PASSWORD).token)
    assert who is not None
    setup = offer_authenticator(deps, who).setup
    later(minutes=11)
    for act in (
        lambda: offer_authenticator(deps, who),
        lambda: add_authenticator(deps, HERE, who, setup, "123456"),
        lambda: offer_adding(deps, who),
        lambda: add_passkey(deps, HERE, who, None, "{}", ""),
        lambda: remove_factor(deps, HERE, who),
        lambda: renew_recovery_codes(deps, HERE, who),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotAuthorised):
        prove_with_password(deps, HERE, who, "wrong", "")
    prove_with_password(deps, HERE, who, PASSWORD, "")
    again = find_session(deps, who.token)
    assert again is not None
    assert offer_authenticator(deps, again).secret
