"""No process keeps what another would miss: each step of what people do is answered by the other machine."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import Client

from tests.deploy.machines import browser, machine
from tests.support.databases import SECRET, PostgresTemplate
from tests.support.pages import submit
from tests.support.server import RunningServer, wait_until
from tests.support.sites import SiteUnderTest, make_draft, make_site

PASSWORD = "a long enough password"
NOTICES = 40


@dataclass
class Pair:
    """Both machines, a browser that meets them in turn, and the sites."""

    one: RunningServer
    other: RunningServer
    client: Client
    site: SiteUnderTest
    second_site: SiteUnderTest

    def each(self, path: str) -> list[Any]:
        """What each machine answers to a read."""
        return [browser(server).get(path) for server in (self.one, self.other)]

    def thread(self) -> list[str]:
        """The thread as each shows it."""
        path = f"{self.site.comments_url}?page={self.site.page}"
        return [answer.get_data(as_text=True) for answer in self.each(path)]


@pytest.fixture(scope="module")
def pair(
    postgres_template: PostgresTemplate, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """One PostgreSQL and one Valkey for two machines, each with a worker of its own."""
    from commentsvc.app import create_app
    from commentsvc.models import db
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.add_account import AccountDraft, add_account

    folder = tmp_path_factory.mktemp("pair")
    with postgres_template.copy() as url:
        shared = {"database_url": url, "secret_key": SECRET}
        app = create_app({**shared, "data_dir": folder / "first"})
        with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
            deps = replace(app.extensions["commentsvc"], session=session)
            sites = [make_site(deps, name, f"https://{name}.org") for name in ("example", "other")]
            add_account(
                deps, CLI, AccountDraft("mia@example.org", password=PASSWORD, site_id="example", role="moderator")
            )
            db.engine.dispose()
        keys, more = folder / "first" / "keys", {"redis_url": valkey_url, "checkpoint_seconds": 1}
        servers: list[RunningServer] = []
        try:
            for name in ("one", "other"):
                servers.append(machine(folder / name, keys, **shared, **more, notices_per_minute=NOTICES))
            yield Pair(*servers, browser(*servers), *sites)
        finally:
            for server in servers:
                server.close()


def post(pair: Pair, body: str, key: str | None = None) -> tuple[dict[str, Any], Any]:
    """The draft, whose form one machine served, and the other's answer to it."""
    draft = make_draft(pair.client, pair.site, body=body)
    headers = pair.site.headers() | ({"Idempotency-Key": key} if key else {})
    return draft, pair.client.post(pair.site.comments_url, json=draft, headers=headers)


def test_a_form_opened_at_one_is_posted_at_the_other_once_and_a_retry_gets_the_same_answer(pair: Pair) -> None:
    key = secrets.token_urlsafe(24)
    draft, posted = post(pair, "Hello.", key)
    assert posted.status_code == 201, posted.get_data(as_text=True)

    again = [
        browser(server).post(pair.site.comments_url, json=draft, headers=pair.site.headers() | {"Idempotency-Key": key})
        for server in (pair.one, pair.other)
    ]
    assert [answer.get_json() for answer in again] == [posted.get_json()] * 2
    spent = [
        browser(server).post(pair.site.comments_url, json=draft, headers=pair.site.headers())
        for server in (pair.one, pair.other)
    ]
    assert [answer.get_json()["slug"] for answer in spent] == ["token-used"] * 2
    token = {"Authorization": f"Bearer {posted.get_json()['edit_token']}"}
    own = f"{pair.site.comments_url}/{posted.get_json()['comment']['id']}"
    assert [browser(server).get(own, headers=token).status_code for server in (pair.one, pair.other)] == [200, 200]


def test_who_signs_in_at_one_decides_at_the_other_and_both_show_it(pair: Pair) -> None:
    comment = post(pair, "A word to look for: nightingale.")[1].get_json()["comment"]["id"]
    assert submit(pair.client, "/admin/sign-in", {"email": "mia@example.org", "password": PASSWORD}).status_code == 303
    for _ in range(2):
        assert "nightingale" in pair.client.get("/admin/example/queue").get_data(as_text=True)

    for action, shown in (("publish", True), ("remove", False)):
        decided = pair.client.post(
            f"{pair.site.url}/moderation/decisions",
            json={"decisions": [{"comment": comment, "action": action}]},
            headers=pair.site.operator(),
        )
        assert decided.get_json()["outcomes"][0]["outcome"] == "done"
        wait_until(
            lambda shown=shown: all(("nightingale" in thread) is shown for thread in pair.thread()),
            f"both machines know: {action}",
        )
    tags = {answer.headers["ETag"] for answer in pair.each(f"{pair.site.comments_url}?page={pair.site.page}")}
    assert len(tags) == 1, "a browser is answered 304 by whichever it meets"


def test_both_integrate_and_there_is_one_log(pair: Pair) -> None:
    for number in range(6):
        assert post(pair, f"Number {number}.")[1].status_code == 201
    receipts: list[str] = []

    def settled() -> bool:
        receipts[:] = [answer.get_data(as_text=True) for answer in pair.each(f"{pair.site.url}/log/checkpoint")]
        return receipts[0] == receipts[1] and int(receipts[0].split("\n")[1]) >= 6

    wait_until(settled, "both show one checkpoint that has everything")


def test_limits_and_failed_sign_ins_are_counted_together(pair: Pair) -> None:
    asked = f"{pair.second_site.url}/notice?lang=en&page={pair.second_site.page}"
    statuses = [pair.client.get(asked).status_code for _ in range(NOTICES + 4)]
    assert statuses == [200] * NOTICES + [429] * 4

    stranger = browser(pair.one, pair.other)
    answers = [
        submit(stranger, "/admin/sign-in", {"email": "nobody@example.org", "password": "wrong"}) for _ in range(12)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [429, 429], "the eleventh is held back wherever it comes"
