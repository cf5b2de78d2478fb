"""What an author learns of a comment that only a machine called spam: that it waits, wherever they look."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

import pytest

from commentsvc.models.comment import Comment
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.find_rule import RuleDraft
from commentsvc.usecases.learn_decisions import taught_by
from tests.support.pages import Page
from tests.support.visits import come_in, form_to

BAD = "A casino is what this town needs."


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is answered is the same on both."""
    return sqlite_database


@pytest.fixture(autouse=True)
def casino(deps: Any, site: Any) -> None:
    """A rule of the site calls every casino spam."""
    rule = add_rule(deps, CLI, site.id, RuleDraft("Gambling", "words", "spam", {"words": ["casino"]}))
    change_rule(deps, CLI, site.id, rule.id, RuleChange(enabled=True), seen=rule.version)


def status_of(deps: Any, site: Any, answer: Any) -> str:
    deps.session.rollback()
    comment = deps.session.get(Comment, (site.id, uuid.UUID(answer["comment"]["id"])), populate_existing=True)
    return str(comment.status)


def test_an_approved_comment_that_is_edited_into_spam_waits_as_far_as_its_author_knows(
    deps: Any, site: Any, client: Any, publish: Any, decide: Any
) -> None:
    posted = publish(body="The town needs a library.")
    own = site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"}
    url = f"{site.comments_url}/{posted['comment']['id']}"

    changed = client.patch(url, json={"body": BAD}, headers=own)

    assert status_of(deps, site, posted) == "spam"
    assert changed.json["comment"]["status"] == client.get(url, headers=own).json["comment"]["status"] == "pending"
    assert client.patch(url, json={"body": "A library."}, headers=own).status_code == 200, "like what waits"
    assert status_of(deps, site, posted) == "spam", "until a moderator has looked"
    assert decide(posted["comment"]["id"], "reject")["outcome"] == "done"
    assert client.get(url, headers=own).json["comment"]["status"] == "rejected"


def test_a_publishing_that_is_taken_back_leaves_the_author_where_they_were_before_it(
    deps: Any, site: Any, client: Any, post: Any, decide: Any
) -> None:
    posted = post(body=BAD)
    own = site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"}
    for action in ("publish", "undo"):
        assert decide(posted["comment"]["id"], action)["outcome"] == "done"

    assert status_of(deps, site, posted) == "spam"
    told = client.get(f"{site.comments_url}/{posted['comment']['id']}", headers=own).json
    assert told["comment"]["status"] == "pending"
    comment = deps.session.get(Comment, (site.id, uuid.UUID(posted["comment"]["id"])))
    assert taught_by(comment) is None, "nobody's decision stands, so that there is none to learn from"


def test_neither_a_readers_own_pages_nor_their_copy_tell_what_a_machine_found(
    deps: Any, site: Any, app: Any, post: Any, decide: Any
) -> None:
    posted = post(body=BAD)
    assert status_of(deps, site, posted) == "spam"
    browser, path = app.test_client(), f"/my/{site.id}/comment/{posted['comment']['id']}"
    assert come_in(browser, site, posted["receipt"]["url"]).status_code == 303

    for page in (f"/my/{site.id}/", path):
        shown = browser.get(page).text
        assert "status pending" in shown and "status spam" not in shown
    fixed = form_to(browser.get(path), "/correct")
    answer = browser.post(fixed["action"], data=fixed["fields"] | {"body": "No " + BAD})
    assert answer.status_code == 200
    waits = Page(answer.text).text
    assert status_of(deps, site, posted) == "spam"
    honest = post(body="A library is what this town needs.")
    come_in(browser, site, honest["receipt"]["url"])
    other = form_to(browser.get(f"/my/{site.id}/comment/{honest['comment']['id']}"), "/correct")
    said = Page(browser.post(other["action"], data=other["fields"] | {"body": "A library!"}).text).text
    assert waits.split()[:40] == said.split()[:40], "the very sentence that follows every change"

    copied = copy_of(browser, site)
    assert {(one["status"], *one["held_for"]) for one in copied} == {("pending",)}
    assert decide(posted["comment"]["id"], "reject")["outcome"] == "done"
    assert ("rejected", "words") in {(one["status"], *one["held_for"]) for one in copy_of(browser, site)}


def copy_of(browser: Any, site: Any) -> list[dict[str, Any]]:
    form = form_to(browser.get(f"/my/{site.id}/"), "/bundle")
    files = zipfile.ZipFile(io.BytesIO(browser.post(form["action"], data=form["fields"]).data))
    [name] = [name for name in files.namelist() if name.endswith("export.json")]
    comments: list[dict[str, Any]] = json.loads(files.read(name))["comments"]
    return comments
