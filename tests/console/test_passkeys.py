"""Passkeys: what a forged or repeated answer gets, and how people use real ones in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from tests.console.browsing import form_of, press, text
from tests.support.authenticator import PRESENT, SoftPasskey
from tests.support.demo import free_port
from tests.support.factors import PASSWORD, codes_on, password_step
from tests.support.looks import beside, violations
from tests.support.organisation import Provider, serving

MAIL = "olga@example.org"


@pytest.fixture(scope="module")
def port() -> int:
    """Where the browser finds the application."""
    return free_port()


@pytest.fixture
def overrides(port: int) -> dict[str, Any]:
    return {"public_url": f"http://localhost:{port}", "signin_failures": 100}


def options(browser: Any, page: str, action: str) -> Any:
    """What the page's script is told to ask, and the fields of its form."""
    form = form_of(browser, page, action)
    asked = browser.post(f"{form.action}/options", data=dict(form.fields))
    assert asked.status_code == 200, text(asked)
    return form, asked.get_json(force=True)


def answer(browser: Any, page: str, action: str, say: Callable[[Any], str]) -> Any:
    """Press the button, and have `say` answer for the passkey."""
    form, asked = options(browser, page, action)
    return browser.post(form.action, data=dict(form.fields) | {"credential": say(asked), "name": "My key"})


@pytest.fixture
def passkey(owner: Any, port: int) -> SoftPasskey:
    """Olga's passkey, added to her account."""
    made = SoftPasskey(f"http://localhost:{port}", "localhost")
    added = answer(owner, "/admin/account/passkey", "/account/passkey", made.create)
    assert len(codes_on(added)) == 10
    assert "My key" in text(owner.get("/admin/account"))
    return made


def enter(app: Any, passkey: SoftPasskey) -> Any:
    """Try to sign in with the passkey alone, in a new browser."""
    return answer(app.test_client(), "/admin/sign-in", "/sign-in/passkey", passkey.get)


def test_a_passkey_alone_signs_in_and_the_same_answer_never_again(app: Any, passkey: SoftPasskey) -> None:
    browser = app.test_client()
    form, asked = options(browser, "/admin/sign-in?next=/admin/example/tokens", "/sign-in/passkey")
    passkey.count = 2
    said = dict(form.fields) | {"credential": passkey.get(asked)}
    step = browser.get_cookie("commentsvc_step", path="/admin").value
    back = browser.post(form.action, data=said)
    assert (back.status_code, back.location) == (303, "/admin/example/tokens")
    assert browser.get("/admin/example/queue").status_code == 200

    thief = app.test_client()
    form = form_of(thief, "/admin/sign-in", "/sign-in/passkey")
    thief.set_cookie("commentsvc_step", step, path="/admin")
    again = thief.post(form.action, data=dict(form.fields) | {"credential": said["credential"]})
    assert again.status_code == 422
    assert thief.get("/admin/example/queue").status_code == 302


def test_what_a_passkey_should_not_say_opens_nothing(app: Any, passkey: SoftPasskey) -> None:
    passkey.count = 5
    assert enter(app, passkey).status_code == 303
    wrong = {
        "another origin": replace(passkey, count=6, origin="https://localhost.evil.test"),
        "another host": replace(passkey, count=6, host="evil.test"),
        "nobody recognised": replace(passkey, count=6, flags=PRESENT),
        "nobody there": replace(passkey, count=6, flags=0),
        "a copy that counts from before": replace(passkey, count=5),
        "another key": SoftPasskey(passkey.origin, passkey.host, count=6, user=passkey.user, id=passkey.id),
        "a key nobody has": SoftPasskey(passkey.origin, passkey.host, count=6, user=passkey.user),
        "another person": replace(passkey, count=6, user=b"somebody else..."),
    }
    for name, spoilt in wrong.items():
        refused = enter(app, spoilt)
        assert refused.status_code == 422, name
        assert "not accepted" in text(refused), name
    for junk in ("", "{}", "[]", "null", '{"id": "x"}', "x" * 50_000, '{"response": 1}'):
        assert (
            answer(app.test_client(), "/admin/sign-in", "/sign-in/passkey", lambda _, said=junk: said).status_code
            == 422
        )
    passkey.count = 6
    assert enter(app, passkey).status_code == 303


def test_an_answer_without_end_is_refused_like_any_other(app: Any, owner: Any) -> None:
    endless = "[" * 19_000
    assert answer(app.test_client(), "/admin/sign-in", "/sign-in/passkey", lambda _: endless).status_code == 422
    assert answer(owner, "/admin/account/passkey", "/account/passkey", lambda _: endless).status_code == 422


def test_an_answer_to_another_question_is_refused(app: Any, passkey: SoftPasskey) -> None:
    browser, other = app.test_client(), app.test_client()
    _, asked = options(other, "/admin/sign-in", "/sign-in/passkey")
    passkey.count = 2
    assert answer(browser, "/admin/sign-in", "/sign-in/passkey", lambda _: passkey.get(asked)).status_code == 422


def test_a_passkey_is_a_second_step_for_its_own_person_only(
    app: Any, passkey: SoftPasskey, sign_in: Any, port: int
) -> None:
    mia = sign_in("mia@example.org", site_id="example", role="moderator")
    hers = SoftPasskey(f"http://localhost:{port}", "localhost")
    answer(mia, "/admin/account/passkey", "/account/passkey", hers.create)
    browser = app.test_client()
    password_step(browser, MAIL)
    assert answer(browser, "/admin/sign-in/second", "/second/passkey", hers.get).status_code == 422
    passkey.count = 2
    assert answer(browser, "/admin/sign-in/second", "/second/passkey", passkey.get).location == "/admin/"


def test_one_passkey_is_not_added_twice_or_without_a_question(
    owner: Any, sign_in: Any, passkey: SoftPasskey, later: Any
) -> None:
    mia = sign_in("mia@example.org", site_id="example", role="moderator")
    stolen = answer(mia, "/admin/account/passkey", "/account/passkey", passkey.create)
    assert stolen.status_code == 422
    fresh = SoftPasskey(passkey.origin, passkey.host)
    form, asked = options(owner, "/admin/account/passkey", "/account/passkey")
    said = dict(form.fields) | {"credential": fresh.create(asked)}
    assert mia.post(form.action, data=said).status_code in (400, 422)
    assert owner.post(form.action, data=said).status_code == 303
    assert owner.post(form.action, data=said).status_code == 422


def test_a_passkey_that_was_removed_opens_nothing(app: Any, owner: Any, passkey: SoftPasskey) -> None:
    assert "The passkey is removed." in text(press(owner, "/admin/account", action="/removed"))
    passkey.count = 2
    assert enter(app, passkey).status_code == 422
    assert password_step(app.test_client(), MAIL).location == "/admin/"


def test_a_passkey_proves_again_who_one_is(owner: Any, passkey: SoftPasskey, later: Any) -> None:
    later(minutes=11)
    asked = owner.get("/admin/account/passkey").location
    passkey.count = 2
    passkey.flags = PRESENT
    assert answer(owner, asked, "/prove/passkey", passkey.get).status_code == 422
    passkey.flags |= 4
    passkey.count = 3
    assert answer(owner, asked, "/prove/passkey", passkey.get).location == "/admin/account/passkey"


def test_where_browsers_make_no_passkeys_none_is_offered(make_app: Any, owner: Any) -> None:
    browser = make_app(public_url="http://127.0.0.1:8420").test_client()
    assert "passkey" not in text(browser.get("/admin/sign-in"))


@pytest.fixture
def organisation() -> Iterator[Provider]:
    """The organisation, on another site than the console: 127.0.0.1 and localhost are two."""
    with serving() as found:
        yield found


@pytest.fixture
def tab(
    browser: Browser, make_app: Any, organisation: Provider, overrides: dict[str, Any], port: int
) -> Iterator[Page]:
    """A tab whose device makes passkeys; any script error fails the test."""
    import threading

    server = make_server("127.0.0.1", port, make_app(**overrides, **organisation.settings()), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    thrown: list[str] = []
    context: BrowserContext = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 800})
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.on("pageerror", lambda error: thrown.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert thrown == []


def sign_out(tab: Page) -> None:
    """By the menu, on a page of a site."""
    tab.get_by_role("button", name="Menu").click()
    tab.get_by_role("button", name="Sign out", exact=True).click()


def test_in_a_browser_one_adds_a_passkey_and_comes_in_by_it_by_code_and_by_the_organisation(
    tab: Page, owner: Any, port: int, app: Any
) -> None:
    start = f"http://localhost:{port}/admin"

    def with_password() -> None:
        tab.goto(f"{start}/sign-in")
        tab.get_by_label("E-mail").fill(MAIL)
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Sign in", exact=True).click()

    def fits() -> None:
        assert violations(tab) == []
        assert beside(tab) == 0

    with_password()
    expect(tab.get_by_role("heading", name="Queue")).to_be_visible()
    tab.goto(f"{start}/account")
    fits()
    tab.get_by_role("link", name="Add", exact=True).last.click()
    tab.get_by_label("Name").fill("Work phone")
    fits()
    tab.get_by_role("button", name="Make a passkey").click()
    expect(tab.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    fits()
    codes = tab.locator("#codes").inner_text().split()
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Save as a file").click()
    assert codes[3] in saved.value.path().read_text()
    tab.get_by_role("link", name="I have kept them").click()
    expect(tab.get_by_text("Work phone").first).to_be_visible()
    fits()
    tab.get_by_role("link", name="Add", exact=True).first.click()
    expect(tab.get_by_role("img", name="QR code")).to_be_visible()
    fits()
    tab.get_by_role("button", name="Sign out", exact=True).click()
    fits()

    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.get_by_role("heading", name="Queue")).to_be_visible()
    sign_out(tab)
    with_password()
    expect(tab.get_by_role("heading", name="One more step")).to_be_visible()
    fits()
    tab.get_by_role("button", name="Use a passkey").click()
    expect(tab.get_by_role("heading", name="Queue")).to_be_visible()
    sign_out(tab)

    tab.get_by_role("button", name="Sign in with the Example Times").click()
    expect(tab.get_by_role("heading", name="One more step")).to_be_visible()
    tab.get_by_label("Code").fill(codes[0])
    tab.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("heading", name="Queue")).to_be_visible()
    tab.goto(f"{start}/account")
    expect(tab.get_by_text("9 of 10 left")).to_be_visible()
    expect(tab.get_by_text("by organisation and recovery code").first).to_be_visible()
    fits()
