"""Somebody with an authenticator app: what their phone shows, and how they sign in with it."""

from __future__ import annotations

import re
from typing import Any

import pyotp

from commentsvc import clock
from tests.support.pages import Page, submit

PASSWORD = "a long enough password"


class Phone:
    """The app on somebody's phone, once it has scanned the secret."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, ahead: int = 0) -> str:
        """What it shows now, or so many half minutes ahead."""
        return self._totp.generate_otp(int(clock.now().timestamp()) // 30 + ahead)

    def wrong(self) -> str:
        """Six digits that it does not show about now."""
        near = {self.code(ahead) for ahead in range(-3, 4)}
        return next(guess for guess in (f"{number:06}" for number in range(100)) if guess not in near)


def add_authenticator(browser: Any) -> tuple[Phone, list[str]]:
    """Add an authenticator to the account that is signed in; the phone, and the recovery codes that were shown."""
    opened = browser.get("/admin/account/authenticator")
    assert opened.status_code == 200, opened.get_data(as_text=True)
    markup = opened.get_data(as_text=True)
    shown = re.search(r'<code class="copy">([A-Z2-7 ]+)</code>', markup)
    assert shown
    phone = Phone(shown[1].replace(" ", ""))
    form = next(one for one in Page(markup).forms if one["action"].endswith("/authenticator"))
    added = browser.post(form["action"], data=form["fields"] | {"code": phone.code()})
    assert added.status_code in (200, 303), added.get_data(as_text=True)
    return phone, codes_on(added)


def codes_on(answer: Any) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", answer.get_data(as_text=True))


def password_step(browser: Any, email: str, **more: str) -> Any:
    """Send the right password."""
    return submit(browser, "/admin/sign-in", {"email": email, "password": PASSWORD, **more})


def code_step(browser: Any, code: str) -> Any:
    """Send a code at the second step."""
    opened = browser.get("/admin/sign-in/second")
    assert opened.status_code == 200, opened.location
    form = next(one for one in Page(opened.get_data(as_text=True)).forms if one["action"].endswith("/sign-in/second"))
    return browser.post(form["action"], data=form["fields"] | {"code": code})
