"""Where somebody is signed in: each session is named so that they know it again, and ends when they say so."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from commentsvc.domain.sign_in_words import browser_name
from tests.console.browsing import form_of, press, text
from tests.support.factors import password_step

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile Safari/537.36"


def signed_in_from(app: Any, agent: str, address: str) -> Any:
    browser = app.test_client()
    browser.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    password_step(browser, "olga@example.org")
    return browser


def test_a_session_says_browser_network_and_times_and_no_more(owner: Any, app: Any, deps: Any, later: Any) -> None:
    phone = signed_in_from(app, SAFARI, "203.0.113.77")
    later(minutes=30)
    phone.get("/admin/example/queue")
    seen = text(owner.get("/admin/account"))
    assert "Safari on iPhone" in seen
    assert "203.0.113.0/24" in seen
    rows = repr(deps.session.execute(sa.text("SELECT * FROM console_session")).all())
    rows += repr(deps.session.execute(sa.text("SELECT * FROM account_event")).all())
    assert "203.0.113.77" not in rows
    assert "18_1" not in rows


def test_one_session_is_ended_and_its_cookie_is_worth_nothing(owner: Any, app: Any) -> None:
    laptop, thief = signed_in_from(app, FIREFOX, "203.0.113.5"), app.test_client()
    phone = signed_in_from(app, SAFARI, "203.0.113.77")
    thief.set_cookie("commentsvc_console", laptop.get_cookie("commentsvc_console", path="/admin").value, path="/admin")
    assert thief.get("/admin/example/queue").status_code == 200
    from commentsvc.usecases.find_session import token_hash

    named = token_hash(laptop.get_cookie("commentsvc_console", path="/admin").value)
    done = press(owner, "/admin/account", {"session": named}, action="/account/sessions")
    assert "1 other session ended." in text(done)
    assert thief.get("/admin/example/queue").status_code == 302
    assert phone.get("/admin/example/queue").status_code == 200
    assert owner.get("/admin/example/queue").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(owner: Any, moderator: Any) -> None:
    from commentsvc.usecases.find_session import token_hash

    hers = token_hash(moderator.get_cookie("commentsvc_console", path="/admin").value)
    form = form_of(owner, "/admin/account")
    token = dict(form.fields)["csrf_token"]
    owner.post("/admin/account/sessions", data={"csrf_token": token, "session": hers})
    assert moderator.get("/admin/example/queue").status_code == 200


def test_browsers_are_named_by_family_and_nothing_else() -> None:
    assert [browser_name(agent) for agent in (FIREFOX, SAFARI, CHROME, CHROME + " Edg/143.0", "curl/8", "")] == [
        "Firefox on Windows",
        "Safari on iPhone",
        "Chrome on Android",
        "Edge on Android",
        "Another program",
        "Another program",
    ]
    assert len(browser_name("<script>" * 1000 + "Firefox/1 Windows")) < 60
