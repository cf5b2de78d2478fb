"""Signing in and out: throttled, silent about who exists, safe against stolen and rewritten addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.browsing import press, text
from tests.support.pages import submit

PASSWORD = "a long enough password"


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"signin_failures": 3, "signin_lock_minutes": 15, "session_hours": 2}


@pytest.fixture
def olga(deps: Any, site: Any) -> str:
    """The address of an account nobody is signed in to."""
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.add_account import AccountDraft, add_account

    add_account(deps, CLI, AccountDraft("olga@example.org", "Olga", PASSWORD, site_id=site.id, role="admin"))
    return "olga@example.org"


def attempt(browser: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
    return submit(browser, "/admin/sign-in", {"email": email, "password": password, **more})


def test_the_right_password_opens_the_console(client: Any, olga: str) -> None:
    answer = attempt(client, " OLGA@example.org ")
    assert (answer.status_code, answer.location) == (303, "/admin/")
    assert client.get("/admin/example/queue").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Any, olga: str) -> None:
    cookie = next(one for one in attempt(client, olga).headers.getlist("Set-Cookie") if "commentsvc_console=" in one)
    for part in ("HttpOnly", "SameSite=Lax", "Path=/admin", "Expires="):
        assert part in cookie
    assert "Domain=" not in cookie
    assert len(cookie.split("=", 1)[1].split(";")[0]) == 43  # 32 random bytes


def test_over_https_the_cookie_never_travels_in_clear(make_app: Any, olga: str) -> None:
    browser = make_app(public_url="https://comments.test").test_client()
    answer = attempt(browser, olga)
    assert answer.status_code == 303
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_behind_a_proxy_that_speaks_https_the_sign_in_form_is_taken(make_app: Any, olga: str) -> None:
    browser = make_app(public_url="https://comments.test", trusted_proxies=1).test_client()
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    browser.environ_base |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in proxied.items()}
    page = browser.get("/admin/sign-in")
    assert page.headers["Referrer-Policy"] == "same-origin"  # so that browsers send the Referer Flask-WTF asks for
    browser.environ_base["HTTP_REFERER"] = "https://localhost/admin/sign-in"
    assert attempt(browser, olga).status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [("olga@example.org", "not the password"), ("nobody@example.org", PASSWORD), ("not an address", PASSWORD)],
)
def test_whoever_is_refused_reads_the_same(client: Any, olga: str, email: str, password: str) -> None:
    answer = attempt(client, email, password)
    assert answer.status_code == 422
    assert "That address and password do not belong together." in text(answer)
    assert "Set-Cookie" not in answer.headers or "commentsvc_console" not in answer.headers["Set-Cookie"]


def test_a_disabled_account_reads_the_same_and_its_session_ended(client: Any, deps: Any, olga: str) -> None:
    from commentsvc.usecases.disable_account import disable_account

    attempt(client, olga)
    disable_account(deps, olga)
    assert client.get("/admin/example/queue").location.startswith("/admin/sign-in")
    answer = attempt(client, olga)
    assert answer.status_code == 422
    assert "do not belong together" in text(answer)


def test_an_unknown_account_costs_as_much_work_as_a_known_one(monkeypatch: Any, client: Any, olga: str) -> None:
    from commentsvc.usecases import passwords

    hashed: list[str] = []
    verify = passwords._HASHER.verify

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            hashed.append(stored[:30])
            return bool(verify(stored, password))

    passwords._nobody()
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    attempt(client, olga, "wrong password")
    attempt(client, "nobody@example.org", "wrong password")
    assert len(hashed) == 2
    assert hashed[0] == hashed[1]  # same algorithm, same parameters


def test_isso_after_some_failures_an_account_waits_even_with_the_right_password(
    client: Any, app: Any, olga: str, later: Any
) -> None:
    for number in range(3):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"  # another address each time
        assert attempt(browser, olga, "wrong").status_code == 422
    locked = attempt(client, olga)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60
    assert "Please try again in 15 minutes." in text(locked)
    later(minutes=16)
    assert attempt(client, olga).status_code == 303


def test_an_account_that_does_not_exist_waits_just_the_same(client: Any, app: Any) -> None:
    for number in range(3):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        attempt(browser, "nobody@example.org", "wrong")
    assert attempt(client, "nobody@example.org").status_code == 429


def test_after_some_failures_an_address_waits_whatever_accounts_it_tries(client: Any, app: Any, olga: str) -> None:
    for number in range(3):
        attempt(client, f"guess{number}@example.org", "wrong")
    assert attempt(client, olga).status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert attempt(elsewhere, olga).status_code == 303


def test_isso_a_forged_forwarded_for_does_not_widen_the_limit(client: Any, olga: str) -> None:
    for number in range(3):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        attempt(client, f"guess{number}@example.org", "wrong")
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.200"
    assert attempt(client, olga).status_code == 429


def test_signing_in_again_and_again_with_the_right_password_never_locks(app: Any, olga: str) -> None:
    for _ in range(5):
        assert attempt(app.test_client(), olga).status_code == 303


def test_an_old_session_ends_by_itself(client: Any, olga: str, later: Any) -> None:
    attempt(client, olga)
    later(hours=2, minutes=1)
    assert client.get("/admin/example/queue").location.startswith("/admin/sign-in")


def test_a_session_that_was_signed_out_is_worth_nothing_to_a_thief(client: Any, app: Any, olga: str) -> None:
    attempt(client, olga)
    stolen = client.get_cookie("commentsvc_console", path="/admin").value
    press(client, "/admin/account", action="/sign-out")
    thief = app.test_client()
    thief.set_cookie("commentsvc_console", stolen, path="/admin")
    assert thief.get("/admin/example/queue").status_code == 302


def test_changing_the_password_ends_every_other_session(client: Any, app: Any, olga: str) -> None:
    other = app.test_client()
    attempt(client, olga)
    attempt(other, olga)
    changed = press(
        client, "/admin/account", {"current": PASSWORD, "new": "another long password"}, action="/admin/account"
    )
    assert "Your password is changed." in text(changed)
    assert client.get("/admin/example/queue").status_code == 200
    assert other.get("/admin/example/queue").status_code == 302
    assert attempt(other, olga).status_code == 422
    assert attempt(other, olga, "another long password").status_code == 303


def test_signing_out_everywhere_else_leaves_only_this_browser(client: Any, app: Any, olga: str) -> None:
    other = app.test_client()
    attempt(client, olga)
    attempt(other, olga)
    assert "1 other session ended." in text(press(client, "/admin/account", action="/account/sessions"))
    assert client.get("/admin/example/queue").status_code == 200
    assert other.get("/admin/example/queue").status_code == 302


def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(client: Any, app: Any, olga: str) -> None:
    attempt(client, olga)
    for current, new, message in (
        (PASSWORD, "short", "Please use at least 12 characters"),
        (PASSWORD, "olga@example.org", "too easy to guess"),
        ("wrong", "another long password", "This is not your current password."),
    ):
        answer = press(client, "/admin/account", {"current": current, "new": new}, action="/admin/account")
        assert answer.status_code == 422
        assert message in text(answer)
    assert attempt(app.test_client(), olga).status_code == 303


def test_a_stolen_session_is_no_place_to_guess_the_password(client: Any, olga: str) -> None:
    attempt(client, olga)
    guess = {"current": "wrong", "new": "another long password"}
    answers = [press(client, "/admin/account", guess, action="/admin/account").status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]


def test_signing_in_ends_the_session_the_browser_held_before(client: Any, app: Any, olga: str) -> None:
    attempt(client, olga)
    before = client.get_cookie("commentsvc_console", path="/admin").value
    planted = app.test_client()
    page = planted.get("/admin/sign-in")
    planted.set_cookie("commentsvc_console", before, path="/admin")
    from tests.support.pages import Page

    fields = Page(text(page)).forms[0]["fields"]
    planted.post("/admin/sign-in", data=fields | {"email": olga, "password": PASSWORD})
    assert planted.get_cookie("commentsvc_console", path="/admin").value != before
    assert client.get("/admin/example/queue").status_code == 302


def test_nothing_secret_of_a_session_or_password_is_stored(client: Any, deps: Any, olga: str) -> None:
    import sqlalchemy as sa

    attempt(client, olga)
    cookie = client.get_cookie("commentsvc_console", path="/admin").value
    rows = deps.session.execute(sa.text("SELECT * FROM console_session")).all()
    rows += deps.session.execute(sa.text("SELECT * FROM account")).all()
    assert cookie not in repr(rows)
    assert PASSWORD not in repr(rows)
    assert "$argon2id$" in repr(rows)


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/admin/",
    "///evil.example",
    "/\\evil.example",
    "/admin/../../evil",
    "/admin\\@evil.example",
    "javascript:alert(1)",
    "/administrator",
    "/admin//evil.example",
    "https:/admin/",
    "/admin/\r\nX-Injected: 1",
    "",
)


def test_remark42_the_way_back_after_signing_in_never_leaves_the_console(client: Any, app: Any, olga: str) -> None:
    for target in ELSEWHERE:
        assert attempt(app.test_client(), olga, next=target).location == "/admin/", target
    attempt(client, olga)
    for target in ELSEWHERE:
        assert client.get("/admin/sign-in", query_string={"next": target}).location == "/admin/", target


def test_after_signing_in_one_is_where_one_wanted_to_be(client: Any, olga: str) -> None:
    asked = client.get("/admin/example/queue?status=spam&q=shop").location
    page = client.get(asked)
    from tests.support.pages import Page

    fields = Page(text(page)).forms[0]["fields"]
    answer = client.post("/admin/sign-in", data=fields | {"email": olga, "password": PASSWORD})
    assert answer.location == "/admin/example/queue?status=spam&q=shop"


def test_a_get_signs_nobody_out(client: Any, olga: str) -> None:
    attempt(client, olga)
    assert client.get("/admin/sign-out", follow_redirects=True).status_code == 404
    assert client.get("/admin/example/queue").status_code == 200
