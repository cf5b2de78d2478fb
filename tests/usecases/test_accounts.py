"""Accounts, memberships, sessions and tokens, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.errors import Forbidden, NotAuthorised, NotFound, RateLimited, ValidationFailed
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.add_token import add_token
from commentsvc.usecases.change_password import change_password, reset_password
from commentsvc.usecases.deps import Actor, Visitor
from commentsvc.usecases.disable_account import disable_account
from commentsvc.usecases.find_session import actor_of, find_session, sites_of
from commentsvc.usecases.find_token import find_token
from commentsvc.usecases.revoke_token import revoke_token
from commentsvc.usecases.set_membership import set_membership
from commentsvc.usecases.sign_in import sign_in
from commentsvc.usecases.sign_out import sign_out

PASSWORD = "a long enough password"
HERE = Visitor(address="203.0.113.7")
OWNER = Actor("account:x", "Olga", "example", frozenset({"moderate", "export", "subjects", "admin"}))
MODERATOR = Actor("account:y", "Mia", "example", frozenset({"moderate"}))


def test_the_first_account_signs_in_with_the_password_that_was_made_for_it(deps: Any) -> None:
    made = add_account(deps, CLI, AccountDraft("Ada@Example.ORG", instance_admin=True))
    assert made.password is not None
    opened = sign_in(deps, HERE, "ada@example.org", made.password)
    who = find_session(deps, opened.token)
    assert who is not None
    assert (who.account.email, who.account.name) == ("ada@example.org", "ada")
    actor = actor_of(deps, who.account)
    assert (actor.site_id, actor.ref) == (None, f"account:{made.account.id}")
    sign_out(deps, opened.token)
    assert find_session(deps, opened.token) is None


def test_an_address_has_one_account_whatever_its_case(deps: Any) -> None:
    add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True))
    with pytest.raises(ValidationFailed) as refused:
        add_account(deps, CLI, AccountDraft("ADA@example.org", password=PASSWORD, instance_admin=True))
    assert "email" in refused.value.fields


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AccountDraft("no address", password=PASSWORD), "email"),
        (AccountDraft("a@example.org", password="short"), "password"),
        (AccountDraft("a@example.org", password="x" * 1001), "password"),
        (AccountDraft("a@example.org", password="aaaaaaaaaaaaaaa"), "password"),
        (AccountDraft("a@example.org", password=PASSWORD, site_id="example", role="king"), "role"),
    ],
)
def test_a_bad_draft_adds_nobody(deps: Any, site: Any, draft: AccountDraft, field: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        add_account(deps, CLI, draft)
    assert list(refused.value.fields) == [field]


def test_an_admin_of_a_site_adds_members_there_and_nowhere_else(deps: Any, site: Any, other_site: Any) -> None:
    made = add_account(deps, OWNER, AccountDraft("mia@example.org", site_id="example", role="moderator"))
    actor = actor_of(deps, made.account, "example")
    assert (actor.site_id, actor.scopes) == ("example", frozenset({"moderate"}))
    assert [(found.id, role) for found, role in sites_of(deps, made.account)] == [("example", "moderator")]
    for place in ("other", "no-such", None):
        with pytest.raises(NotFound):
            actor_of(deps, made.account, place)
    draft = AccountDraft("eve@example.org", site_id="other", role="moderator")
    with pytest.raises(NotFound):
        add_account(deps, OWNER, draft)
    with pytest.raises(Forbidden):
        add_account(deps, MODERATOR, AccountDraft("eve@example.org", site_id="example", role="admin"))
    for grab in (AccountDraft("eve@example.org", instance_admin=True), AccountDraft("eve@example.org")):
        with pytest.raises(Forbidden):
            add_account(deps, OWNER, grab)
    with pytest.raises(Forbidden):
        add_account(deps, OWNER, AccountDraft("eve@example.org", instance_admin=True, site_id="example", role="admin"))


def test_a_role_is_changed_and_taken_away(deps: Any, site: Any) -> None:
    made = add_account(deps, CLI, AccountDraft("mia@example.org", site_id="example", role="moderator"))
    set_membership(deps, OWNER, "example", "mia@example.org", "admin")
    assert "admin" in actor_of(deps, made.account, "example").scopes
    set_membership(deps, OWNER, "example", "mia@example.org", None)
    with pytest.raises(NotFound):
        actor_of(deps, made.account, "example")
    with pytest.raises(NotFound):
        set_membership(deps, OWNER, "example", "nobody@example.org", "admin")
    with pytest.raises(Forbidden):
        set_membership(deps, MODERATOR, "example", "mia@example.org", "admin")


def test_a_new_password_ends_the_other_sessions_and_a_disabled_account_all(deps: Any) -> None:
    made = add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True))
    first, second = (sign_in(deps, HERE, "ada@example.org", PASSWORD).token for _ in range(2))
    change_password(deps, HERE, made.account.id, PASSWORD, "another long password", first)
    assert find_session(deps, first) is not None
    assert find_session(deps, second) is None
    assert reset_password(deps, "ada@example.org", "a third long password") is None
    assert find_session(deps, first) is None
    generated = reset_password(deps, "ada@example.org")
    assert generated is not None
    token = sign_in(deps, HERE, "ada@example.org", generated).token
    disable_account(deps, "ada@example.org")
    assert find_session(deps, token) is None
    with pytest.raises(NotAuthorised):
        sign_in(deps, HERE, "ada@example.org", generated)
    disable_account(deps, "ada@example.org", disabled=False)
    sign_in(deps, HERE, "ada@example.org", generated)


def test_a_hash_made_with_older_parameters_is_made_anew_at_the_sign_in(deps: Any) -> None:
    from argon2 import PasswordHasher

    from commentsvc.models.account import Account

    made = add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True))
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    deps.session.get(Account, made.account.id).password_hash = old
    deps.session.commit()
    sign_in(deps, HERE, "ada@example.org", PASSWORD)
    assert deps.session.get(Account, made.account.id).password_hash != old
    sign_in(deps, HERE, "ada@example.org", PASSWORD)


def test_guesses_sent_at_once_are_all_counted(deps: Any) -> None:
    """The account is counted before the slow look at the password, so a burst cannot slip through side by side."""
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace

    from sqlalchemy.orm import Session

    add_account(deps, CLI, AccountDraft("ada@example.org", password=PASSWORD, instance_admin=True))
    allowed = deps.settings.signin_failures

    def guess(number: int) -> str:
        with Session(deps.session.get_bind()) as session:
            try:
                sign_in(replace(deps, session=session), Visitor(f"198.51.100.{number}"), "ada@example.org", "wrong")
            except (NotAuthorised, RateLimited) as problem:
                return problem.slug
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(allowed + 10)))
    assert answers.count("not-authorised") == allowed
    assert answers.count("rate-limited") == 10


def test_a_token_lives_until_it_is_revoked_or_ends(deps: Any, site: Any, later: Any) -> None:
    made = add_token(deps, OWNER, "example", name="Nightly", scopes=["export"], days=30)
    actor = find_token(deps, made.secret)
    assert (actor.site_id, actor.scopes, actor.name) == ("example", frozenset({"export"}), "Nightly")
    revoke_token(deps, OWNER, "example", made.token.id)
    with pytest.raises(NotAuthorised):
        find_token(deps, made.secret)
    short = add_token(deps, OWNER, "example", name="Short", scopes=["export"], days=1)
    later(days=2)
    with pytest.raises(NotAuthorised):
        find_token(deps, short.secret)


def test_only_an_admin_of_the_site_makes_tokens(deps: Any, site: Any, other_site: Any) -> None:
    with pytest.raises(Forbidden):
        add_token(deps, MODERATOR, "example", name="x", scopes=["moderate"])
    with pytest.raises(NotFound):
        add_token(deps, OWNER, "other", name="x", scopes=["moderate"])
    for fault in ({"name": "", "scopes": ["export"]}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["root"]}):
        with pytest.raises(ValidationFailed):
            add_token(deps, OWNER, "example", **fault)


def test_shutting_out_and_letting_in_stand_in_the_trail_of_the_accounts_sites(deps: Any, site: Any) -> None:
    add_account(deps, CLI, AccountDraft("mia@example.org", site_id="example", role="moderator"))
    for disabled in (True, True, False, False):  # what it was already is no act
        disable_account(deps, "mia@example.org", disabled=disabled)
    acts = deps.session.execute(sa.text("SELECT action, actor, entry FROM audit_event ORDER BY id")).all()
    assert [(action, actor) for action, actor, _ in acts[-2:]] == [
        ("account.disable", "cli"),
        ("account.enable", "cli"),
    ]
    assert all(entry for *_, entry in acts[-2:])
    history = deps.session.scalars(sa.text("SELECT what FROM account_event ORDER BY id")).all()
    assert history == ["disable", "enable"]
