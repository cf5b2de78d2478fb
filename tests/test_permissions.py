"""Every door of the console and the API, tried by everybody: what happens is what the one table says, cell by cell.

The doors are found in the URL map, so that a new one without a row in `domain/permissions.py` fails here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule

from commentsvc.domain.permissions import (
    ANYBODY,
    DOORS,
    INSTALLATION,
    READER,
    ROLES,
    SCOPES,
    SIGNED_IN,
    TOKEN_SCOPES,
    holds,
    may_give,
    needed,
)
from commentsvc.models.notice import notice_in_force
from tests.console.browsing import form_of
from tests.support.sites import bearer
from tests.support.stored import thread_ids

READERS = {"static", "portal", "documentation", "healthz", "readyz", "metrics", "gpc"}
"""Blueprints and endpoints for readers, programs and monitors: nobody works behind them."""
NOWHERE = uuid.UUID("018f0000-0000-7000-8000-000000000000")
LETS_PASS, SHUT, HIDDEN, ASKS_WHO = "lets pass", "403", "404", "asks who"

Door = tuple[Rule, str]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Who may do what is the same on every database."""
    return sqlite_database


def doors(app: Any) -> Iterator[Door]:
    """Every rule of the URL map behind which operators or members may work, once for each of its methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in READERS and not rule.endpoint.startswith("asset-"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def test_every_door_has_a_row_and_every_row_a_door(app: Any) -> None:
    found = {(rule.endpoint, method) for rule, method in doors(app)}
    without_row = sorted(f"{m} {e}" for e, m in found if e not in DOORS and f"{m} {e}" not in DOORS)
    endpoints = {endpoint for endpoint, _ in found} | {f"{method} {endpoint}" for endpoint, method in found}

    assert without_row == [], "say in domain/permissions.py who may enter"
    assert sorted(DOORS.keys() - endpoints) == [], "no page and no call has this name"
    words = {*SCOPES, ANYBODY, READER, SIGNED_IN, INSTALLATION}
    assert [row for row in DOORS.values() if not set(row.split("|")) <= words] == []


@pytest.fixture
def address(deps: Any, site: Any, publish: Callable[..., Any]) -> Callable[[Rule], str]:
    """`address(rule)`: the path of a door of the site `example`, about what exists there where that can be."""
    comment = publish()["comment"]["id"]
    thread = thread_ids(deps.session, site.id)[0]
    known = {
        "site": site.id,
        "comment": comment,
        "thread": str(thread),
        "lang": "en",
        "sha256": notice_in_force(deps.session, site.id, "en").sha256,
        "name": "record",
        "ending": "md",
    }
    deps.session.rollback()
    return lambda rule: re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda part: known.get(part[1], str(NOWHERE)), rule.rule)


class Browser:
    """Somebody at the console: what they hold there, and what happens when they try a door."""

    def __init__(self, client: Any, scopes: frozenset[str] | None, elsewhere: bool = False) -> None:
        self.client, self.scopes, self.elsewhere = client, scopes, elsewhere
        page = "/admin/account" if scopes is not None else "/admin/sign-in"
        self._token = dict(form_of(client, page).fields)["csrf_token"]

    def should(self, needs: tuple[str, ...], of_a_site: bool, everywhere: bool) -> str:
        """What the table says."""
        if needs == (ANYBODY,):
            return LETS_PASS
        if self.scopes is None:
            return ASKS_WHO
        if needs == (SIGNED_IN,):
            return LETS_PASS
        if needs == (INSTALLATION,):
            return LETS_PASS if everywhere else SHUT
        if self.elsewhere and of_a_site:
            return HIDDEN
        return LETS_PASS if any(holds(self.scopes, scope) for scope in needs) else SHUT

    def tries(self, path: str, method: str) -> str:
        """What happens."""
        data = {"csrf_token": self._token} if method == "POST" else None
        answer = self.client.open(path, method=method, data=data)
        body = answer.get_data(as_text=True)
        if (answer.location or "").startswith("/admin/sign-in") or "Your session had ended." in body:
            return ASKS_WHO
        if answer.status_code == 404 and "or it is not yours to see" in body:
            return HIDDEN
        if answer.status_code == 403 or answer.status_code >= 500:
            return str(answer.status_code)
        assert answer.status_code != 400, f"the form was not taken: {body}"
        return LETS_PASS


ROLES_TRIED = [*ROLES, "stranger", "owner elsewhere", "administrator"]
DESTRUCTIVE = {"console.sign_out", "console.nowhere"}
"""Doors for all that are tried elsewhere: the first ends the session that the others are tried in."""


@pytest.mark.parametrize("who", ROLES_TRIED)
def test_every_page_lets_in_whom_the_table_names(
    who: str, app: Any, client: Any, admin: Any, sign_in: Any, site: Any, other_site: Any, address: Any
) -> None:
    if who == "stranger":
        browser = Browser(client, None)
    elif who == "administrator":
        browser = Browser(admin, frozenset(SCOPES))
    elif who == "owner elsewhere":
        browser = Browser(sign_in("o@example.org", site_id=other_site.id, role="owner"), ROLES["owner"], True)
    else:
        browser = Browser(sign_in("m@example.org", site_id=site.id, role=who), ROLES[who])
    wrong = []
    for rule, method in doors(app):
        if rule.endpoint.startswith("console.") and rule.endpoint not in DESTRUCTIVE:
            needs = needed(rule.endpoint, method)
            should = browser.should(needs, "site" in rule.arguments, everywhere=who == "administrator")
            happens = browser.tries(address(rule), method)
            if should != happens:
                wrong.append(f"{method} {rule.rule}: {should} in the table, {happens} at the door")

    assert wrong == []


TOKENS_TRIED = [*TOKEN_SCOPES, "no token", "a wrong token", "a token of another site"]


@pytest.mark.parametrize("who", TOKENS_TRIED)
def test_every_call_lets_in_the_tokens_that_the_table_names(
    who: str, app: Any, client: Any, site: Any, other_site: Any, operator_token: Any, address: Any
) -> None:
    others = {
        "no token": {},
        "a wrong token": bearer("cst_" + "x" * 43),
        "a token of another site": other_site.operator(),
    }
    headers = others[who] if who in others else bearer(operator_token(who))
    wrong, tried = [], 0
    for rule, method in doors(app):
        needs = needed(rule.endpoint, method)
        if rule.rule.startswith("/api/") and not set(needs) & {ANYBODY, READER}:
            tried += 1
            if who == "a token of another site":
                should = HIDDEN
            elif who in others:
                should = "401"
            else:
                should = LETS_PASS if any(holds({who}, scope) for scope in needs) else SHUT
            happens = called(client, address(rule), method, headers)
            if should != happens:
                wrong.append(f"{method} {rule.rule}: {should} in the table, {happens} at the door")

    assert wrong == []
    assert tried >= 10


def called(client: Any, path: str, method: str, headers: dict[str, str]) -> str:
    """What a call without a useful body is answered."""
    answer = client.open(path, method=method, headers=headers, json=None if method == "GET" else {})
    if answer.status_code == 404 and "There is no site with this key." in answer.get_data(as_text=True):
        return HIDDEN
    if answer.status_code in (401, 403) or answer.status_code >= 500:
        return str(answer.status_code)
    return LETS_PASS


def test_an_operators_token_is_asked_for_only_where_the_table_says(app: Any, client: Any) -> None:
    spec = client.get("/openapi.json").get_json()
    told = {
        (path, method.upper())
        for path, entry in spec["paths"].items()
        for method, call in entry.items()
        if method in ("get", "post", "put", "patch", "delete") and {"operator": []} in call.get("security", [])
    }
    listed = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method)
        for rule, method in doors(app)
        if rule.rule.startswith("/api/") and not set(needed(rule.endpoint, method)) & {ANYBODY, READER}
    }
    assert told == listed


@pytest.mark.parametrize(
    ("who", "before", "after", "may"),
    [
        ("owner", "admin", "owner", True),
        ("owner", "owner", None, True),
        ("admin", "moderator", "admin", True),
        ("admin", "admin", "owner", False),
        ("admin", "owner", "admin", False),
        ("admin", "owner", None, False),
        ("admin", None, "owner", False),
        ("moderator", None, "moderator", False),
        ("dpo", "moderator", None, False),
    ],
)
def test_only_owners_touch_ownership_and_only_admins_touch_people(
    who: str, before: str | None, after: str | None, may: bool
) -> None:
    assert may_give(ROLES[who], before, after) is may
