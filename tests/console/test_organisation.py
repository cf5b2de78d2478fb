"""Signing in by an organisation: only its right answer, only for whom there is an account, and back to nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from joserfc.jwk import RSAKey

from commentsvc.usecases.access import CLI
from commentsvc.usecases.require_second_factor import require_second_factor
from tests.console.browsing import form_of, press, text
from tests.support.factors import add_authenticator, code_step
from tests.support.organisation import SECRET, Provider, serving
from tests.support.pages import Page, submit


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The organisation, answering on loopback."""
    with serving() as found:
        yield found


@pytest.fixture
def overrides(provider: Provider) -> dict[str, Any]:
    return provider.settings()


@pytest.fixture
def olga(deps: Any, site: Any) -> str:
    """The address of an account nobody is signed in to."""
    from commentsvc.usecases.add_account import AccountDraft, add_account

    add_account(deps, CLI, AccountDraft("olga@example.org", "Olga", None, site_id=site.id, role="admin"))
    return "olga@example.org"


def leave(browser: Any, target: str = "", **more: str) -> str:
    """Press the button on the sign-in page; the address the browser is taken to."""
    form = form_of(browser, f"/admin/sign-in?next={target}", action="/organisation")
    answer = browser.post(form.action, data=dict(form.fields) | more)
    assert answer.status_code == 200, text(answer)
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert "Location" not in answer.headers
    return str(address)


def come_back(browser: Any, provider: Provider, address: str) -> Any:
    """Sign in there, and come back with what the provider sends along."""
    parts = urlsplit(provider.sign_in(address))
    assert f"{parts.scheme}://{parts.netloc}" == "http://comments.test"
    return browser.get(f"{parts.path}?{parts.query}")


def attempt(app: Any, provider: Provider, target: str = "") -> Any:
    """All the way in a new browser."""
    browser = app.test_client()
    return come_back(browser, provider, leave(browser, target))


def test_who_has_an_account_comes_in_and_is_known_again_by_subject(
    app: Any, provider: Provider, olga: str, deps: Any
) -> None:
    browser = app.test_client()
    back = come_back(browser, provider, leave(browser, "/admin/example/queue?status=spam"))
    assert (back.status_code, back.location) == (303, "/admin/example/queue?status=spam")
    assert browser.get("/admin/example/queue").status_code == 200
    assert "Linked with" in text(browser.get("/admin/account"))
    provider.email = "olga.new@example.org"
    provider.claims = {"email_verified": False}
    assert attempt(app, provider).location == "/admin/"
    rows = deps.session.execute(sa.text("SELECT issuer, subject FROM identity")).all()
    assert rows == [(provider.url, "olga-at-work")]
    acts = deps.session.scalars(sa.text("SELECT action FROM audit_event ORDER BY id")).all()
    assert acts[-3:] == ["account.organisation.link", "account.sign-in", "account.sign-in"]


def test_no_account_comes_into_being(app: Any, provider: Provider, olga: str, deps: Any) -> None:
    provider.email, provider.subject = "stranger@example.org", "stranger"
    refused = attempt(app, provider)
    assert refused.status_code == 422
    assert "Nobody who works here has your address" in text(refused)
    assert deps.session.scalar(sa.text("SELECT count(*) FROM account")) == 1
    assert deps.session.scalar(sa.text("SELECT count(*) FROM identity")) == 0


def test_who_was_invited_comes_in_without_the_link_once_the_address_is_verified(
    app: Any, provider: Provider, olga: str, deps: Any, site: Any
) -> None:
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.invite_member import invite_member

    invite_member(deps, CLI, site.id, "mia@example.org", "moderator")
    provider.email, provider.subject = "mia@example.org", "mia-at-work"
    provider.claims = {"email_verified": False}
    assert attempt(app, provider).status_code == 422
    provider.claims = {}
    browser = app.test_client()
    assert come_back(browser, provider, leave(browser, "/admin/example/queue")).status_code == 303
    assert browser.get("/admin/example/queue").status_code == 200
    assert browser.get("/admin/example/settings").status_code == 403
    deps.session.rollback()
    assert deps.session.scalar(sa.text("SELECT count(*) FROM invitation")) == 0
    for password in ("", "anything at all"):
        refused = submit(app.test_client(), "/admin/sign-in", {"email": "mia@example.org", "password": password})
        assert refused.status_code == 422


def signed_with(provider: Provider, secret: bytes) -> None:
    """From now on it signs as if both sides knew a secret."""
    provider.header.update(alg="HS256")
    provider.signed_by = secret


WRONG: dict[str, Callable[[Provider], None]] = {
    "another issuer": lambda one: one.claims.update(iss="http://evil.test"),
    "another audience": lambda one: one.claims.update(aud="somebody-else"),
    "several audiences and no authorised party": lambda one: one.claims.update(
        aud=["commentsvc", "other"], azp="other"
    ),
    "another nonce": lambda one: one.claims.update(nonce="replayed"),
    "no nonce": lambda one: one.claims.update(nonce=None),
    "expired": lambda one: one.claims.update(exp=1_700_000_000),
    "no end": lambda one: one.claims.update(exp=None),
    "from the future": lambda one: one.claims.update(iat=4_000_000_000),
    "no subject": lambda one: one.claims.update(sub=None),
    "no signature": lambda one: one.header.update(alg="none"),
    "signed with the public key as a secret": lambda one: signed_with(one, one.key.as_pem(private=False)),
    "signed with the client's secret": lambda one: signed_with(one, SECRET.encode()),
    "signed by another key": lambda one: setattr(one, "signed_by", RSAKey.generate_key(2048)),
    "a key that nobody published": lambda one: one.header.update(kid="unknown"),
}


def test_a_wrong_answer_is_refused_whatever_is_wrong_with_it(
    app: Any, provider: Provider, olga: str, caplog: Any
) -> None:
    for name, spoil in WRONG.items():
        provider.claims, provider.header, provider.signed_by = {}, {}, None
        spoil(provider)
        with caplog.at_level(logging.WARNING):
            refused = attempt(app, provider)
        assert refused.status_code == 422, name
        assert "answer was not accepted" in text(refused), name
        assert not any("commentsvc_console=" in one for one in refused.headers.getlist("Set-Cookie")), name
    provider.claims, provider.header, provider.signed_by = {}, {}, None
    assert attempt(app, provider).status_code == 303, "the right answer is still taken"


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}])
def test_an_address_that_is_not_verified_links_nobody(
    app: Any, provider: Provider, olga: str, said: dict[str, Any]
) -> None:
    provider.claims = said
    assert "Nobody who works here has your address" in text(attempt(app, provider))


def test_an_address_that_went_to_somebody_else_opens_nothing(app: Any, provider: Provider, olga: str) -> None:
    assert attempt(app, provider).status_code == 303
    provider.subject = "the new olga"
    assert "Nobody who works here has your address" in text(attempt(app, provider))


def test_a_disabled_account_stays_out(app: Any, provider: Provider, olga: str, deps: Any) -> None:
    from commentsvc.usecases.disable_account import disable_account

    assert attempt(app, provider).status_code == 303
    disable_account(deps, olga)
    assert attempt(app, provider).status_code == 422


def test_an_answer_is_worth_something_only_in_the_browser_that_asked_and_only_once(
    app: Any, provider: Provider, olga: str
) -> None:
    browser, victim = app.test_client(), app.test_client()
    address = leave(browser)
    assert "sign in from the start" in text(come_back(victim, provider, address))  # nobody is signed in as an attacker
    leave(victim)
    assert "answer was not accepted" in text(come_back(victim, provider, address))  # another state
    parts = urlsplit(provider.sign_in(address))
    assert browser.get(f"{parts.path}?{parts.query}").status_code == 303
    assert browser.get(f"{parts.path}?{parts.query}").status_code == 422
    assert provider.codes == {}, "the code was redeemed"


def test_an_answer_that_comes_too_late_or_names_another_issuer_is_refused(
    app: Any, provider: Provider, olga: str, later: Any
) -> None:
    browser = app.test_client()
    address = leave(browser)
    later(minutes=11)
    assert come_back(browser, provider, address).status_code == 422
    parts = urlsplit(provider.sign_in(leave(browser)))
    mixed_up = parts.query.replace("iss=", "iss=http%3A%2F%2Fevil.test&was=")
    assert browser.get(f"{parts.path}?{mixed_up}").status_code == 422
    assert browser.get("/admin/sign-in/organisation/back?error=access_denied").status_code == 422


def test_remark42_the_way_back_never_leaves_the_console(app: Any, provider: Provider, olga: str) -> None:
    for target in ("https://evil.example/", "//evil.example/admin/", "/admin//evil", "/admin/..//evil", "javascript:1"):
        browser = app.test_client()
        form = form_of(browser, "/admin/sign-in", action="/organisation")
        answer = browser.post(form.action, data=dict(form.fields) | {"next": target})
        address = answer.headers["Refresh"].removeprefix("0; url=")
        assert come_back(browser, provider, address).location == "/admin/", target


def test_a_second_factor_is_asked_after_the_organisation_unless_it_asked_for_several(
    app: Any, provider: Provider, sign_in: Any, site: Any, later: Any
) -> None:
    phone, _ = add_authenticator(sign_in("olga@example.org", site_id=site.id, role="admin"))
    later(minutes=1)
    browser = app.test_client()
    half = come_back(browser, provider, leave(browser, "/admin/example/tokens"))
    assert half.location == "/admin/sign-in/second"
    assert browser.get("/admin/example/queue").status_code == 302
    assert code_step(browser, phone.code()).location == "/admin/example/tokens"
    provider.claims = {"amr": ["pwd", "otp", "mfa"]}
    assert attempt(app, provider, "/admin/example/tokens").location == "/admin/example/tokens"


def test_a_factor_that_is_taken_away_no_longer_counts_for_who_came_by_the_organisation(
    app: Any, provider: Provider, olga: str, deps: Any
) -> None:
    browser = app.test_client()
    come_back(browser, provider, leave(browser))
    require_second_factor(deps, CLI, "example", True)
    assert browser.get("/admin/example/queue").status_code == 303
    add_authenticator(browser)
    assert browser.get("/admin/example/queue").status_code == 200
    press(browser, "/admin/account", {}, action="/authenticator/removed")
    assert browser.get("/admin/example/queue").status_code == 303


def test_an_address_beside_the_token_counts_only_for_the_same_person(app: Any, provider: Provider, olga: str) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"email": "olga@example.org", "email_verified": True, "sub": "somebody else"}
    assert attempt(app, provider).status_code == 422
    provider.userinfo["sub"] = provider.subject
    assert attempt(app, provider).status_code == 303


def test_new_keys_of_the_provider_are_fetched_and_its_other_way_to_take_a_secret_is_known(
    app: Any, provider: Provider, olga: str, later: Any
) -> None:
    assert attempt(app, provider).status_code == 303
    provider.key = RSAKey.generate_key(2048, parameters={"kid": "second"})
    provider.header = {"kid": "second"}
    provider.auth_methods = ["client_secret_post"]
    assert attempt(app, provider).status_code == 422, "it was asked less than a minute ago"
    later(minutes=2)
    assert attempt(app, provider).status_code == 303
    assert attempt(app, provider).status_code == 303
    assert "client_secret" in provider.asked[-1][1]


def test_a_provider_that_calls_itself_otherwise_or_does_not_answer_is_said_so(
    app: Any, provider: Provider, olga: str
) -> None:
    provider.calls_itself = "http://evil.test"
    form = form_of(app.test_client(), "/admin/sign-in", action="/organisation")
    browser = app.test_client()
    fields = dict(form_of(browser, "/admin/sign-in", action="/organisation").fields)
    answer = browser.post(form.action, data=fields)
    assert answer.status_code == 422
    assert "cannot be reached" in text(answer)


def test_a_factor_is_changed_after_the_organisation_asked_its_person_again(
    app: Any, provider: Provider, olga: str, later: Any
) -> None:
    browser = app.test_client()
    come_back(browser, provider, leave(browser))
    later(minutes=11)
    asked = browser.get("/admin/account/authenticator").location
    form = form_of(browser, asked, action="/organisation")
    answer = browser.post(form.action, data=dict(form.fields))
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert "prompt=login" in address
    assert "max_age=0" in address
    provider.claims = {"auth_time": 1_700_000_000}
    assert come_back(browser, provider, address).status_code == 422
    answer = browser.post(form.action, data=dict(form_of(browser, asked, action="/organisation").fields))
    provider.claims = {}
    back = come_back(browser, provider, answer.headers["Refresh"].removeprefix("0; url="))
    assert back.location == "/admin/account/authenticator"
    assert browser.get(back.location).status_code == 200


def test_passwords_may_be_turned_off(make_app: Any, provider: Provider, olga: str, deps: Any) -> None:
    app = make_app(**provider.settings(), password_sign_in=False)
    browser = app.test_client()
    page = Page(text(browser.get("/admin/sign-in")))
    assert not any(one.get("type") == "password" for one in page.named("input"))
    token = page.forms[0]["fields"]["csrf_token"]
    refused = browser.post("/admin/sign-in", data={"csrf_token": token, "email": olga, "password": "anything at all"})
    assert refused.status_code == 403
    assert come_back(browser, provider, leave(browser)).status_code == 303
    assert "Change your password" not in text(browser.get("/admin/account"))


def test_without_an_organisation_there_is_no_such_door(make_app: Any) -> None:
    browser = make_app().test_client()
    assert "organisation" not in text(browser.get("/admin/sign-in"))
    refused = submit(browser, "/admin/sign-in", {"email": "x@example.org", "password": "y"})
    token = Page(text(refused)).forms[0]["fields"]["csrf_token"]
    assert browser.post("/admin/sign-in/organisation", data={"csrf_token": token}).status_code == 422
