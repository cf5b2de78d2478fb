"""What an author does with the edit token, and what a stranger cannot."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.problems import assert_problem
from tests.support.sites import bearer


@pytest.fixture
def own(site, post):
    """A comment with its path and its author's headers."""
    answer = post(body="My *quetzals*.", author={"name": "Ada Byron", "email": "ada@example.org"})
    return answer, f"{site.comments_url}/{answer['comment']['id']}", site.headers() | bearer(answer["edit_token"])


def test_the_author_sees_a_pending_comment_and_its_source(client, own):
    answer, url, headers = own
    seen = client.get(url, headers=headers).get_json()
    assert seen["comment"]["status"] == "pending"
    assert seen["comment"]["body"] == "My *quetzals*."
    assert seen["edit_until"] == answer["edit_until"]


def test_without_the_token_a_pending_comment_does_not_exist(client, own):
    _, url, _ = own
    assert_problem(client.get(url), 404, "not-found")


def test_another_comments_token_opens_nothing(client, site, own, post):
    _, url, _ = own
    foreign = site.headers() | bearer(post()["edit_token"])
    assert_problem(client.get(url, headers=foreign), 401, "not-authorised")
    assert_problem(client.patch(url, json={"body": "x"}, headers=foreign), 401, "not-authorised")
    assert_problem(client.delete(url, headers=foreign), 401, "not-authorised")
    assert_problem(client.patch(url, json={"body": "x"}, headers=site.headers()), 401, "not-authorised")
    assert_problem(client.delete(url, headers=site.headers()), 401, "not-authorised")


def test_a_comment_of_one_site_is_not_found_on_another(client, other_site, own):
    answer, _, _ = own
    url = f"{other_site.comments_url}/{answer['comment']['id']}"
    headers = other_site.headers() | bearer(answer["edit_token"])
    assert_problem(client.get(url, headers=headers), 404, "not-found")
    assert_problem(client.delete(url, headers=headers), 404, "not-found")


def test_an_edit_of_a_published_comment_is_moderated_again(client, own, decide):
    answer, url, headers = own
    decide(answer["comment"]["id"], "publish")
    edited = client.patch(url, json={"body": "Other.", "author": {"website": "https://ada.test"}}, headers=headers)
    comment = edited.get_json()["comment"]
    assert (comment["status"], comment["body"]) == ("pending", "Other.")
    assert comment["edited_at"] and comment["author"] == {"name": "Ada Byron", "website": "https://ada.test/"}
    assert_problem(client.get(url), 404, "not-found")


def test_an_edit_is_checked_like_a_new_comment(client, own):
    _, url, headers = own
    problem = client.patch(url, json={"body": " ", "author": {"website": "javascript:x"}}, headers=headers)
    assert_problem(problem, 422, "validation", "body", "author.website")


def test_what_a_moderator_refused_cannot_be_edited_back(client, own, decide):
    answer, url, headers = own
    decide(answer["comment"]["id"], "reject")
    assert_problem(client.patch(url, json={"body": "Please."}, headers=headers), 409, "conflict")


@pytest.mark.parametrize("waits", ["put back by a moderator", "under another name"])
def test_an_edit_publishes_nothing_that_waits_for_a_moderator(client, site, publish, post, decide, waits):
    author = {"name": "Ada", "email": "ada@example.org"}
    for _ in range(3):
        publish(author=author)
    answer = post(author=author)
    assert answer["comment"]["status"] == "published", "by now she is trusted"
    url, headers = f"{site.comments_url}/{answer['comment']['id']}", site.headers() | bearer(answer["edit_token"])
    if waits == "put back by a moderator":
        for action in ("spam", "restore"):
            decide(answer["comment"]["id"], action)
    else:
        client.patch(url, json={"author": {"name": "The Editor"}}, headers=headers)

    for change in ({"author": {"name": "Ada"}}, {"body": "Something else."}):
        edited = client.patch(url, json=change, headers=headers)
        assert edited.get_json()["comment"]["status"] == "pending"


def test_the_window_closes(client, own, later):
    _, url, headers = own
    later(minutes=16)
    assert_problem(client.patch(url, json={"body": "Late."}, headers=headers), 403, "edit-window-closed")
    assert_problem(client.delete(url, headers=headers), 403, "edit-window-closed")
    assert client.get(url, headers=headers).status_code == 200


def test_a_write_from_another_origin_is_refused_even_with_the_token(client, own):
    _, url, headers = own
    foreign = headers | {"Origin": "https://evil.test"}
    assert_problem(client.delete(url, headers=foreign), 403, "origin-not-allowed")


def test_deleting_erases_everything_about_the_author_and_keeps_the_proof(client, site, own, deps, publish, stored):
    answer, url, headers = own
    stub_before = _rows(deps, "SELECT id, kind, commitment, entry FROM consent_record")
    assert client.delete(url, headers=headers).status_code == 200

    assert_problem(client.get(url, headers=headers), 410, "gone")
    assert _rows(deps, "SELECT id, kind, commitment, entry FROM consent_record") == stub_before
    events = [row[0] for row in _rows(deps, "SELECT type FROM consent_event ORDER BY id")]
    assert events == ["given", "erased"]
    assert _rows(deps, "SELECT count(*) FROM record_salt")[0][0] == 1, "only the erased event's own salt is left"
    assert _rows(deps, "SELECT count(*) FROM subject")[0][0] == 0
    everything = _everything(deps)
    for trace in ("Ada Byron", "quetzals", "ada@example.org", answer["comment"]["html"].strip()):
        assert trace not in everything, trace


def test_erasing_one_comment_leaves_the_authors_other_one_whole(client, site, own, post, deps):
    answer, url, headers = own
    other = post(body="Stays.", author={"name": "Ada Byron", "email": "ada@example.org"})
    assert client.delete(url, headers=headers).status_code == 200
    assert _rows(deps, "SELECT count(*) FROM subject")[0][0] == 1
    receipt = client.get(f"{site.url}/consents/{other['receipt']['id']}", headers=bearer(other["receipt"]["secret"]))
    assert receipt.get_json()["consent"]["state"] == "given"


def test_replies_stay_readable_under_a_neutral_placeholder(client, site, own, decide, publish):
    answer, url, headers = own
    decide(answer["comment"]["id"], "publish")
    publish(parent=answer["comment"]["id"], body="An answer.")
    assert client.delete(url, headers=headers).status_code == 200
    [top] = client.get(site.comments_url, query_string={"page": site.page}).get_json()["comments"]
    assert top["placeholder"] and top["author"]["name"] is None
    assert "An answer." in top["replies"][0]["html"]


def test_a_page_loses_its_title_with_its_last_comment_and_keeps_it_as_long_as_anybody_elses_is_there(
    client, site, post, deps
):
    first, second = (post(title="Letters to the editor") for _ in range(2))
    titles = []
    for answer in (first, second):
        url = f"{site.comments_url}/{answer['comment']['id']}"
        assert client.delete(url, headers=site.headers() | bearer(answer["edit_token"])).status_code == 200
        titles.append(_rows(deps, "SELECT title FROM thread")[0][0])
    assert titles == ["Letters to the editor", None]


def test_an_erased_comment_cannot_be_brought_back(client, own, decide):
    answer, url, headers = own
    client.delete(url, headers=headers)
    for action in ("publish", "restore", "undo"):
        assert decide(answer["comment"]["id"], action)["outcome"] != "done"


def _rows(deps, query):
    with deps.session.get_bind().connect() as connection:
        return connection.execute(sa.text(query)).all()


def _everything(deps) -> str:
    with deps.session.get_bind().connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [tuple(row) for table in tables for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))]  # noqa: S608
    return " ".join(
        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
        for row in rows
        for value in row
    )
