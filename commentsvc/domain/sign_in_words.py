"""How somebody signed in, what happened to an account, and which browser it was, in plain words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

HOW: Mapping[str, str] = {
    "password": "password",
    "password+code": "password and code",
    "password+passkey": "password and passkey",
    "password+recovery": "password and recovery code",
    "passkey": "passkey",
    "organisation": "organisation",
    "organisation+code": "organisation and code",
    "organisation+passkey": "organisation and passkey",
    "organisation+recovery": "organisation and recovery code",
    "": "",
}
"""Every way to sign in, as a session and an account's history name it."""

HAPPENED: Mapping[str, str] = {
    "sign-in": "Signed in",
    "authenticator.add": "Added an authenticator app",
    "authenticator.remove": "Removed the authenticator app",
    "passkey.add": "Added a passkey",
    "passkey.remove": "Removed a passkey",
    "recovery-codes.make": "Made new recovery codes",
    "factors.reset": "Reset the second factors",
    "password.change": "Changed the password",
    "password.reset": "Set a new password",
    "organisation.link": "Linked the organisation",
    "sessions.end": "Ended sessions",
    "disable": "Shut the account out",
    "enable": "Let the account in again",
}
"""Everything that is written into an account's history."""

_BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"CriOS/|Chrome/|Chromium/", "Chrome"),
    (r"Version/\S+ .*Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "a Mac"),
    (r"Linux|X11", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """The family of browser and system, such as `Firefox on Windows`. No version is kept: a person knows their browser
    without it, and nobody else shall."""
    seen = user_agent[:500]
    browser = next((name for pattern, name in _BROWSERS if re.search(pattern, seen)), "A browser")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, seen)), "")
    return f"{browser} on {system}" if system else browser if browser != "A browser" else "Another program"
