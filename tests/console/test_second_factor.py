"""A second factor: no code works twice, nobody guesses one, and half a sign-in opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.console.browsing import press, text
from tests.support.factors import PASSWORD, Phone, add_authenticator, code_step, codes_on, password_step

MAIL = "olga@example.org"


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"signin_failures": 4, "signin_lock_minutes": 15}


@pytest.fixture
def protected(owner: Any, later: Any) -> tuple[Phone, list[str]]:
    """Olga's phone and recovery codes; the code that set it up is over."""
    found = add_authenticator(owner)
    later(minutes=1)
    return found


def test_a_password_alone_opens_nothing_and_its_code_does(
    app: Any, protected: tuple[Phone, list[str]], deps: Any
) -> None:
    phone, _ = protected
    browser = app.test_client()
    half = password_step(browser, MAIL, next="/admin/example/queue?status=spam")
    assert half.location == "/admin/sign-in/second"
    assert browser.get_cookie("commentsvc_console", path="/admin") is None
    for page in ("/admin/", "/admin/account", "/admin/example/queue", "/admin/account/authenticator"):
        assert browser.get(page).location.startswith("/admin/sign-in"), page
    stolen = browser.get_cookie("commentsvc_step", path="/admin").value
    browser.set_cookie("commentsvc_console", stolen, path="/admin")  # the step's cookie is no session either
    assert browser.get("/admin/example/queue").location.startswith("/admin/sign-in?")
    browser.delete_cookie("commentsvc_console", path="/admin")

    whole = code_step(browser, phone.code())
    assert (whole.status_code, whole.location) == (303, "/admin/example/queue?status=spam")
    assert browser.get("/admin/example/queue").status_code == 200
    assert browser.get_cookie("commentsvc_step", path="/admin") is None
    acts = deps.session.scalars(sa.text("SELECT action FROM audit_event ORDER BY id")).all()
    assert acts[-2:] == ["account.authenticator.add", "account.sign-in"]


def test_the_same_code_is_refused_the_second_time_and_so_is_an_older_one(
    app: Any, protected: tuple[Phone, list[str]]
) -> None:
    phone, _ = protected
    seen = phone.code()
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        password_step(browser, MAIL)
    assert code_step(first, seen).status_code == 303
    for replayed in (seen, phone.code(-1)):
        assert "not right, or it was used already" in text(code_step(second, replayed))
    assert code_step(second, phone.code(1)).status_code == 303


def test_guessing_codes_ends_at_the_account_from_whatever_address(app: Any, protected: tuple[Phone, list[str]]) -> None:
    phone, _ = protected
    statuses = []
    for number in range(6):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        password_step(browser, MAIL)  # right each time: it does not forgive the codes
        statuses.append(code_step(browser, phone.wrong()).status_code)
    assert statuses == [422, 422, 422, 422, 429, 429]
    owner_elsewhere = app.test_client()
    owner_elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    password_step(owner_elsewhere, MAIL)
    locked = code_step(owner_elsewhere, phone.code())
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60


def test_the_persons_own_sign_ins_do_not_forgive_what_somebody_with_their_password_guesses(
    app: Any, protected: tuple[Phone, list[str]], later: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("commentsvc.usecases.throttle.CODES_PER_DAY", 8)
    phone, _ = protected
    statuses = []
    for number in range(9):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        password_step(browser, MAIL)
        right = number in (2, 5)
        later(minutes=2)
        statuses.append(code_step(browser, phone.code() if right else phone.wrong()).status_code)
    assert statuses == [422, 422, 303, 422, 422, 303, 422, 422, 429]


def test_guessing_codes_ends_at_the_address_too(app: Any, protected: tuple[Phone, list[str]], sign_in: Any) -> None:
    phone, _ = protected
    add_authenticator(sign_in("mia@example.org", site_id="example", role="moderator"))
    browser = app.test_client()
    password_step(browser, MAIL)
    for _ in range(2):
        code_step(browser, phone.wrong())
    password_step(browser, "mia@example.org")
    for _ in range(2):
        code_step(browser, phone.wrong())
    assert password_step(browser, "nobody@example.org").status_code == 429


def test_one_step_is_not_tried_more_than_five_times(make_app: Any, protected: tuple[Phone, list[str]]) -> None:
    phone, _ = protected
    browser = make_app(signin_failures=100).test_client()
    password_step(browser, MAIL)
    for _ in range(5):
        assert code_step(browser, phone.wrong()).status_code == 422
    over = code_step(browser, phone.code())
    assert "sign in from the start" in text(over)
    assert "sign in from the start" in text(browser.get("/admin/sign-in/second"))


def test_a_step_of_one_person_is_not_finished_with_the_code_of_another(
    app: Any, protected: tuple[Phone, list[str]], sign_in: Any, later: Any
) -> None:
    hers, codes = add_authenticator(sign_in("mia@example.org", site_id="example", role="moderator"))
    later(minutes=1)
    browser = app.test_client()
    password_step(browser, MAIL)
    assert code_step(browser, hers.code()).status_code == 422
    assert code_step(browser, codes[0]).status_code == 422
    browser.delete_cookie("commentsvc_step", path="/admin")
    assert "sign in from the start" in text(browser.get("/admin/sign-in/second"))


def test_a_step_ends_after_ten_minutes_and_with_a_new_password(
    app: Any, deps: Any, protected: tuple[Phone, list[str]], later: Any
) -> None:
    from commentsvc.usecases.change_password import reset_password

    browser = app.test_client()
    password_step(browser, MAIL)
    later(minutes=11)
    assert "sign in from the start" in text(browser.get("/admin/sign-in/second"))
    password_step(browser, MAIL)
    reset_password(deps, MAIL)
    assert "sign in from the start" in text(browser.get("/admin/sign-in/second"))


def test_a_recovery_code_signs_in_once_and_is_not_stored(
    app: Any, deps: Any, protected: tuple[Phone, list[str]]
) -> None:
    _, codes = protected
    assert len(set(codes)) == 10
    rows = repr(deps.session.execute(sa.text("SELECT * FROM recovery_code")).all())
    assert not any(code in rows or code.replace("-", "") in rows for code in codes)
    deps.session.rollback()
    browser, again = app.test_client(), app.test_client()
    for one in (browser, again):
        password_step(one, MAIL)
    assert code_step(browser, f" {codes[0].upper()} ").status_code == 303
    assert "9 of 10 left" in text(browser.get("/admin/account"))
    assert code_step(again, codes[0]).status_code == 422


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(owner: Any, app: Any, later: Any) -> None:
    _, old = add_authenticator(owner)
    assert codes_on(owner.get("/admin/account")) == []
    shown = press(owner, "/admin/account", action="/recovery-codes")
    new = codes_on(shown)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert "download=" in text(shown)
    browser = app.test_client()
    password_step(browser, MAIL)
    assert code_step(browser, old[1]).status_code == 422
    assert code_step(browser, new[1]).status_code == 303


def test_the_secret_of_an_authenticator_is_not_readable_in_the_database(owner: Any, deps: Any, client: Any) -> None:
    from base64 import b32decode

    from commentsvc.models.factor import Authenticator
    from commentsvc.usecases.second_factor import seal_secret

    phone, _ = add_authenticator(owner)
    secret = phone._totp.secret
    row = deps.session.scalars(sa.select(Authenticator)).one()
    assert secret.encode() not in row.sealed
    assert b32decode(secret) not in row.sealed
    assert row.sealed != seal_secret(deps, row.account_id, secret), "each sealing has a nonce of its own"


def test_a_secret_that_is_moved_to_another_account_opens_nothing_there(
    app: Any, deps: Any, protected: tuple[Phone, list[str]], sign_in: Any, later: Any
) -> None:
    from commentsvc.models.database import writing
    from commentsvc.models.factor import Authenticator

    hers, _ = add_authenticator(sign_in("mia@example.org", site_id="example", role="moderator"))
    later(minutes=1)
    with writing(deps.session) as session:
        first, second = session.scalars(sa.select(Authenticator)).all()
        first.sealed, second.sealed = second.sealed, first.sealed
    browser = app.test_client()
    password_step(browser, MAIL)
    assert code_step(browser, hers.code()).status_code == 422


def test_without_a_fresh_proof_no_factor_is_added_or_taken(
    owner: Any, app: Any, protected: tuple[Phone, list[str]], later: Any
) -> None:
    phone, _ = protected
    later(minutes=11)
    asked = owner.get("/admin/account/authenticator")
    assert asked.location == "/admin/account/prove?next=/admin/account/authenticator"
    for act in ("/authenticator/removed", "/recovery-codes"):
        assert "Is it you?" in text(press(owner, "/admin/account", action=act))
    for given in ({"password": PASSWORD}, {"password": "wrong", "code": phone.code()}):
        assert press(owner, asked.location, given, action="/prove").status_code == 422
    assert "10 of 10 left" in text(owner.get("/admin/account"))
    proved = press(owner, asked.location, {"password": PASSWORD, "code": phone.code(1)}, action="/prove")
    assert "Add an authenticator app" in text(proved)
    assert "The authenticator app is removed." in text(press(owner, "/admin/account", action="/authenticator/removed"))
    assert password_step(app.test_client(), MAIL).location == "/admin/"


def test_a_stolen_session_is_no_place_to_guess_the_proof(owner: Any, later: Any) -> None:
    later(minutes=11)
    guesses = [press(owner, "/admin/account/prove", {"password": "wrong"}, action="/prove") for _ in range(5)]
    assert [one.status_code for one in guesses] == [422, 422, 422, 422, 429]


def test_an_offered_secret_is_worth_nothing_in_another_session(owner: Any, sign_in: Any) -> None:
    from tests.console.browsing import form_of

    mine = dict(form_of(owner, "/admin/account/authenticator").fields)["setup"]
    other = sign_in("mia@example.org", site_id="example", role="moderator")
    moved = press(other, "/admin/account/authenticator", {"setup": mine, "code": "123456"})
    assert moved.status_code == 401
    assert "begin again" in text(moved)


def test_adding_a_factor_ends_the_sessions_that_never_showed_one(owner: Any, app: Any) -> None:
    other = app.test_client()
    password_step(other, MAIL)
    add_authenticator(owner)
    assert owner.get("/admin/example/queue").status_code == 200
    assert other.get("/admin/example/queue").status_code == 302


def test_a_held_form_comes_through_the_second_step(app: Any, owner: Any, protected: tuple[Phone, list[str]]) -> None:
    from tests.support.pages import Page

    phone, _ = protected
    fields = Page(text(owner.get("/admin/example/tokens"))).forms[-1]["fields"]
    owner.delete_cookie("commentsvc_console", path="/admin")
    kept = owner.post("/admin/example/tokens", data=fields | {"name": "nightly export"})
    sign_in_form = next(one for one in Page(text(kept)).forms if one["action"] == "/admin/sign-in")
    second = owner.post("/admin/sign-in", data=sign_in_form["fields"] | {"email": MAIL, "password": PASSWORD})
    code_form = next(one for one in Page(text(second)).forms if one["action"] == "/admin/sign-in/second")
    done = owner.post("/admin/sign-in/second", data=code_form["fields"] | {"code": phone.code()})
    assert "You are signed in again" in text(done)
    assert "nightly export" in text(done)


def test_a_site_that_asks_for_a_second_factor_leads_to_setting_one_up(
    owner: Any, moderator: Any, deps: Any, site: Any
) -> None:
    add_authenticator(owner)
    page = "/admin/example/sign-in"
    assert "mia@example.org" in text(owner.get(page))
    assert "Saved." in text(press(owner, page, {"second_factor": "y"}, action=page))
    assert owner.get("/admin/example/queue").status_code == 200
    led = moderator.get("/admin/example/queue")
    assert led.location == "/admin/account#second-factor"
    assert "asks everybody who works on it for a second factor" in text(moderator.get("/admin/account"))
    add_authenticator(moderator)
    assert moderator.get("/admin/example/queue").status_code == 200
    assert "Every member has one." in text(owner.get(page))
    press(moderator, "/admin/account", action="/authenticator/removed")
    assert moderator.get("/admin/example/queue").location == "/admin/account#second-factor"
    acts = deps.session.scalars(sa.text("SELECT action FROM audit_event")).all()
    assert "sign-in.change" in acts


def test_only_an_admin_of_the_site_sees_and_changes_what_it_asks(owner: Any, moderator: Any, foreigner: Any) -> None:
    assert moderator.get("/admin/example/sign-in").status_code == 403
    assert foreigner.get("/admin/example/sign-in").status_code == 404
    from tests.console.browsing import form_of

    token = dict(form_of(foreigner, "/admin/other/sign-in").fields)["csrf_token"]
    asked = {"csrf_token": token, "second_factor": "y"}
    assert foreigner.post("/admin/example/sign-in", data=asked).status_code == 404


def test_an_administrator_resets_factors_and_it_is_written_down(
    app: Any, admin: Any, owner: Any, deps: Any, protected: tuple[Phone, list[str]]
) -> None:
    assert "olga@example.org" in text(admin.get("/admin/accounts"))
    done = press(admin, "/admin/accounts", {"email": MAIL}, action="/accounts/reset")
    assert "signs in with the password alone again" in text(done)
    assert owner.get("/admin/example/queue").status_code == 302
    assert password_step(app.test_client(), MAIL).location == "/admin/"
    event = deps.session.execute(sa.text("SELECT actor_name FROM account_event WHERE what = 'factors.reset'")).one()
    assert event == ("admin",)
    act = deps.session.execute(
        sa.text("SELECT actor_name, seen_from FROM audit_event WHERE action LIKE '%.reset'")
    ).one()
    assert act == ("admin", "127.0.0.0/24")


def test_nobody_else_resets_factors(owner: Any, moderator: Any, client: Any) -> None:
    from tests.console.browsing import form_of

    for browser in (owner, moderator):
        assert browser.get("/admin/accounts").status_code in (403, 404)
        token = dict(form_of(browser, "/admin/account").fields)["csrf_token"]
        refused = browser.post("/admin/accounts/reset", data={"csrf_token": token, "email": MAIL})
        assert refused.status_code in (403, 404)
    assert client.get("/admin/accounts").status_code == 302
