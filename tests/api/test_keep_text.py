"""An author may have everything erased but the published text: it stays where it is and is nobody's."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from tests.support.everything import tables_with
from tests.support.problems import assert_problem
from tests.support.sites import bearer
from tests.usecases.log_entries import fresh, integrate_all

AUTHOR = {"name": "Xochiquetzal", "email": "xochi@example.net", "website": "https://xochi.test"}


@pytest.fixture
def published(publish: Any) -> dict[str, Any]:
    """A published comment, as its author was answered."""
    answer: dict[str, Any] = publish(body="A text that others answered.", author=AUTHOR)
    return answer


@pytest.fixture(params=["edit token", "receipt"])
def leave(request: pytest.FixtureRequest, client: Any, site: Any) -> Any:
    """`leave(posted)`: its author has all but the text erased, in one of the two ways; the answer."""

    def by_token(posted: dict[str, Any]) -> Any:
        url = f"{site.comments_url}/{posted['comment']['id']}?keep_text=true"
        return client.delete(url, headers=site.headers() | bearer(posted["edit_token"]))

    def by_receipt(posted: dict[str, Any]) -> Any:
        change = {"type": "withdrawn", "purpose": "publish", "keep_text": True}
        url = f"{site.url}/consents/{posted['receipt']['id']}/events"
        return client.post(url, json=change, headers=site.headers() | bearer(posted["receipt"]["secret"]))

    return by_token if request.param == "edit token" else by_receipt


def thread(client: Any, site: Any) -> dict[str, Any]:
    """The page as everybody reads it."""
    found: dict[str, Any] = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    return found


def test_the_text_stays_and_nothing_says_whose_it_was(
    client: Any, site: Any, deps: Any, published: Any, publish: Any, leave: Any
) -> None:
    publish(parent=published["comment"]["id"], body="An answer.")
    assert leave(published).status_code == 200

    [shown] = thread(client, site)["comments"]
    assert "others answered" in shown["html"] and not shown["placeholder"]
    assert shown["author"] == {"name": None, "website": None}
    assert "An answer." in shown["replies"][0]["html"]
    engine = deps.session.get_bind()
    assert [tables_with(engine, trace) for trace in ("Xochi", "xochi.test")] == [[], []]
    with engine.connect() as connection:
        person = sa.text("SELECT subject_id, author_name, lang FROM comment WHERE record_id = :record")
        record = {"record": published["receipt"]["id"].replace("-", "")}
        if engine.dialect.name == "postgresql":
            record = {"record": published["receipt"]["id"]}
        assert tuple(connection.execute(person, record).one()) == (None, "", "")


def test_the_receipt_of_the_erasure_shows_what_its_author_chose(
    client: Any, site: Any, deps: Any, published: Any, leave: Any
) -> None:
    told = leave(published).get_json()["receipt"]
    integrate_all(deps, site.id)

    held = published["receipt"]
    answer = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
    [event] = answer.get_json()["events"]
    record = json.loads(event["snapshot"])["record"]
    assert set(record) == {"record_id", "erases", "text_kept"} and record["text_kept"] is True
    assert (told["event"], told["promise"]["leaf"]) == ("erased", event["promise"]["leaf"])
    key = answer.get_json()["log"]["key"]
    assert verify_receipt(answer.data, Trust(keys=[key])).outcome is Outcome.OPERATORS_WORD


def test_what_stayed_is_nobodys_any_more_and_the_log_goes_on_saying_erased(
    client: Any, site: Any, published: Any, leave: Any
) -> None:
    assert leave(published).status_code == 200

    url, author = f"{site.comments_url}/{published['comment']['id']}", bearer(published["edit_token"])
    assert_problem(client.get(url, headers=author), 410, "gone")
    assert_problem(client.patch(url, json={"body": "Mine again."}, headers=site.headers() | author), 410, "gone")
    assert_problem(client.delete(url, headers=site.headers() | author), 410, "gone")
    assert_problem(leave(published), 410, "gone")
    held = published["receipt"]
    consent = client.get(f"{site.url}/consents/{held['id']}", headers=bearer(held["secret"])).get_json()["consent"]
    assert (consent["state"], consent["comment"]["status"]) == ("erased", "published")
    assert client.get(url).get_json()["comment"]["author"] == {"name": None, "website": None}


def test_a_moderator_can_still_take_it_down(client: Any, site: Any, published: Any, leave: Any, decide: Any) -> None:
    assert leave(published).status_code == 200

    assert decide(published["comment"]["id"], "remove")["outcome"] == "done"
    assert thread(client, site)["comments"] == []


def test_moderators_see_that_it_has_no_author_and_no_record_any_more(published: Any, leave: Any, admin: Any) -> None:
    assert leave(published).status_code == 200

    page = admin.get(f"/admin/example/comments/{published['comment']['id']}")
    assert page.status_code == 200
    assert "others answered" in page.text and "Xochi" not in page.text
    assert "What the reader chose was erased at their wish" in page.text


def test_a_text_that_was_not_published_cannot_stay_and_nothing_is_erased(
    client: Any, site: Any, post: Any, leave: Any, stored: Any
) -> None:
    posted = post(author=AUTHOR)
    before = stored(site)

    assert_problem(leave(posted), 409, "conflict")

    assert stored(site) == before
    mine = client.get(f"{site.comments_url}/{posted['comment']['id']}", headers=bearer(posted["edit_token"]))
    assert mine.get_json()["comment"]["author"]["name"] == "Xochiquetzal"


def test_only_what_erases_can_leave_a_text(client: Any, site: Any, publish: Any) -> None:
    posted = publish(purposes={"publish": True, "remember-me": True})
    change = {"type": "withdrawn", "purpose": "remember-me", "keep_text": True}
    url = f"{site.url}/consents/{posted['receipt']['id']}/events"

    answer = client.post(url, json=change, headers=site.headers() | bearer(posted["receipt"]["secret"]))

    assert_problem(answer, 422, "validation", "keep_text")


def test_a_stranger_can_leave_nobodys_text_behind(
    client: Any, site: Any, other_site: Any, published: Any, deps: Any
) -> None:
    url = f"{site.comments_url}/{published['comment']['id']}?keep_text=true"
    for who in ({}, bearer("x"), site.operator(), other_site.operator()):
        assert client.delete(url, headers=site.headers() | who).status_code == 401
    foreign = url.replace("/example/", "/other/")
    answer = client.delete(foreign, headers=other_site.headers() | bearer(published["edit_token"]))
    assert_problem(answer, 404, "not-found")
    with fresh(deps).session as session:
        assert session.execute(sa.text("SELECT author_name FROM comment")).scalar_one() == "Xochiquetzal"
