"""Reading a thread: order, pages, permalinks, placeholders, caching."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.models.comment import Comment
from commentsvc.models.search import SearchEntry
from tests.support.problems import assert_problem


def read(client: Any, site: Any, **query: Any) -> dict[str, Any]:
    response = client.get(site.comments_url, query_string={"page": site.page} | query)
    assert response.status_code == 200, response.get_data(as_text=True)
    answer: dict[str, Any] = response.get_json()
    return answer


def texts(comments: list[dict[str, Any]]) -> list[str]:
    return [comment["html"].replace("<p>", "").replace("</p>", "").strip() for comment in comments]


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {}


@pytest.fixture
def open_site(site, deps):
    """The site, publishing at once."""
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    change_site(deps, CLI, site.id, {"moderation": "after"})
    return site


def test_an_unknown_page_is_an_empty_thread(client, site):
    answer = read(client, site)
    assert answer["thread"] == {"key": "/news/a-story", "url": None, "title": None, "count": 0, "closed": False}
    assert (answer["comments"], answer["next"]) == ([], None)


def test_a_pending_comment_is_nobodys_but_its_authors(client, site, post):
    post(body="secret plan")
    response = client.get(site.comments_url, query_string={"page": site.page})
    assert b"secret plan" not in response.data
    assert response.get_json()["thread"]["count"] == 0


def test_what_a_stranger_says_of_the_page_is_not_shown_before_a_comment_is(client, site, post, decide):
    false = post(title="Buy pills", page=f"{site.page}?utm_content=pills")["comment"]["id"]
    hosted = client.get(f"/t/{site.id}/", query_string={"url": site.page}).get_data(as_text=True)

    assert read(client, site)["thread"]["title"] is None
    assert read(client, site)["thread"]["url"] is None
    assert "pills" not in hosted
    decide(false, "spam")
    honest = post(title="A story")["comment"]["id"]
    decide(honest, "publish")
    post(title="Buy pills")
    shown = read(client, site)["thread"]
    assert (shown["title"], shown["url"]) == ("A story", site.page)


def test_the_session_of_whoever_wrote_first_is_told_to_nobody(client, site, publish, deps):
    from tests.support.everything import tables_with

    publish(page=f"{site.page}?PHPSESSID=4711secret&mc_eid=4711secret&id=7")

    thread = read(client, site, page=f"{site.page}?id=7")["thread"]
    assert (thread["count"], thread["url"]) == (1, f"{site.page}?id=7")
    assert tables_with(deps.session.get_bind(), "4711secret") == []


def test_replies_are_nested_in_the_order_they_were_written(client, open_site, post):
    first = post(body="first")["comment"]["id"]
    second = post(body="second")["comment"]["id"]
    late = post(body="late answer", parent=first)["comment"]["id"]
    post(body="answer to the answer", parent=late)
    post(body="another", parent=second)

    answer = read(client, open_site)
    assert texts(answer["comments"]) == ["first", "second"]
    assert texts(answer["comments"][0]["replies"]) == ["late answer"]
    assert texts(answer["comments"][0]["replies"][0]["replies"]) == ["answer to the answer"]
    assert answer["comments"][0]["replies"][0]["parent"] == first
    assert answer["thread"]["count"] == 5
    assert texts(read(client, open_site, sort="newest")["comments"]) == ["second", "first"]


def test_an_answer_that_a_machine_with_a_slow_clock_stored_is_shown(client, open_site, post, deps):
    """Ids hold the time of the machine that made them: an answer's may lie before that of what it answers."""
    first = post(body="first")["comment"]["id"]
    reply = post(body="reply", parent=first)["comment"]["id"]
    answer = post(body="answer", parent=reply)["comment"]["id"]
    comment = deps.session.get(Comment, (open_site.id, uuid.UUID(answer)))
    deps.session.execute(sa.delete(SearchEntry).where(SearchEntry.comment_id == comment.id))
    comment.id = uuid.UUID(int=uuid.UUID(reply).int - (1 << 80))
    deps.session.commit()

    shown = read(client, open_site)["comments"][0]
    assert texts(shown["replies"]) == ["reply"]
    assert texts(shown["replies"][0]["replies"]) == ["answer"]


@pytest.mark.parametrize("sort", ["oldest", "newest"])
def test_pages_follow_each_other_without_gap_or_repetition(client, open_site, post, sort):
    for n in range(11):
        post(body=f"n{n}")
    wanted = [f"n{n}" for n in range(11)]
    if sort == "newest":
        wanted.reverse()
    seen, cursor = [], None
    while True:
        page = read(client, open_site, sort=sort, limit=4, **({"cursor": cursor} if cursor else {}))
        seen += texts(page["comments"])
        cursor = page["next"]
        if not cursor:
            break
    assert seen == wanted
    back = read(client, open_site, sort=sort, limit=4, cursor=page["prev"])
    assert texts(back["comments"]) == wanted[4:8]


@pytest.mark.parametrize("sort", ["oldest", "newest"])
def test_a_permalink_deep_in_a_long_thread_arrives(client, open_site, post, sort):
    tops = [post(body=f"n{n}")["comment"]["id"] for n in range(15)]
    reply = post(body="here", parent=tops[9])["comment"]["id"]
    page = read(client, open_site, sort=sort, limit=4, around=reply)
    ids = [comment["id"] for comment in page["comments"]]
    assert tops[9] in ids and len(ids) == 4
    assert page["comments"][ids.index(tops[9])]["replies"][0]["id"] == reply
    assert page["next"] and page["prev"]
    following = read(client, open_site, sort=sort, limit=4, cursor=page["next"])
    assert not {comment["id"] for comment in following["comments"]} & set(ids)


def test_a_permalink_to_what_is_not_public_is_not_found(client, site, post):
    hidden = post()["comment"]["id"]
    response = client.get(site.comments_url, query_string={"page": site.page, "around": hidden})
    assert_problem(response, 404, "not-found")


def test_many_replies_are_a_cursor_away(client, open_site, post, monkeypatch):
    monkeypatch.setattr("commentsvc.usecases.read_thread.REPLIES_SHOWN", 3)
    top = post(body="top")["comment"]["id"]
    replies = [post(body=f"r{n}", parent=top)["comment"]["id"] for n in range(8)]
    post(body="below another", parent=post(body="another top")["comment"]["id"])
    all_at_once = read(client, open_site)["comments"]
    monkeypatch.setattr("commentsvc.models.reading.FEW", 4)  # so the database picks the first ones
    assert read(client, open_site)["comments"] == all_at_once
    shown = all_at_once[0]
    assert texts(all_at_once[1]["replies"]) == ["below another"]
    assert texts(shown["replies"]) == ["r0", "r1", "r2"]
    assert shown["more_replies"] == 5
    more = read(client, open_site, cursor=shown["more_cursor"])
    assert texts(more["comments"]) == ["r3", "r4", "r5"]
    last = read(client, open_site, cursor=more["next"])
    assert texts(last["comments"]) == ["r6", "r7"] and last["next"] is None

    linked = read(client, open_site, around=replies[6])["comments"][0]
    assert texts(linked["replies"]) == ["r0", "r1", "r2", "r6"]
    assert linked["more_replies"] == 4


def test_a_comment_that_goes_leaves_a_placeholder_only_while_it_has_replies(client, open_site, post, decide):
    top = post(body="rude")["comment"]["id"]
    reply = post(body="kind", parent=top, author={"name": "Kind"})["comment"]["id"]
    decide(top, "remove")
    shown = read(client, open_site)["comments"][0]
    assert (shown["placeholder"], shown["html"], shown["author"]) == (True, "", {"name": None, "website": None})
    assert texts(shown["replies"]) == ["kind"]
    assert read(client, open_site)["thread"]["count"] == 1
    decide(reply, "remove")
    assert read(client, open_site)["comments"] == []
    decide(reply, "restore")
    assert texts(read(client, open_site)["comments"][0]["replies"]) == ["kind"]


def test_an_unchanged_thread_answers_304_and_a_changed_one_does_not(client, open_site, post):
    post()
    first = client.get(open_site.comments_url, query_string={"page": open_site.page})
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(open_site.comments_url, query_string={"page": open_site.page}, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(open_site.comments_url, query_string={"page": open_site.page, "limit": 1}, headers=tag)
    assert other.status_code == 200
    post(body="more")
    assert client.get(open_site.comments_url, query_string={"page": open_site.page}, headers=tag).status_code == 200


@pytest.mark.parametrize("what", ["remove", "edit", "erase"])
def test_every_visible_change_changes_the_etag(client, open_site, post, decide, what):
    answer = post()
    before = client.get(open_site.comments_url, query_string={"page": open_site.page}).headers["ETag"]
    url = f"{open_site.comments_url}/{answer['comment']['id']}"
    headers = open_site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"}
    if what == "remove":
        decide(answer["comment"]["id"], "remove")
    elif what == "edit":
        assert client.patch(url, json={"body": "New."}, headers=headers).status_code == 200
    else:
        assert client.delete(url, headers=headers).status_code == 200
    assert client.get(open_site.comments_url, query_string={"page": open_site.page}).headers["ETag"] != before


def test_counts_answer_by_exactly_what_was_asked(client, open_site, post):
    post()
    asked = [open_site.page, open_site.page + "/?utm_source=x#top", "/news/a-story", "/nowhere", "key:none"]
    counts = client.get(f"{open_site.url}/counts", query_string={"page": asked}).get_json()["counts"]
    assert counts == {asked[0]: 1, asked[1]: 1, asked[2]: 1, asked[3]: 0, asked[4]: 0}


def test_an_owners_key_is_a_namespace_of_its_own(client, open_site, post):
    post(key="/news/a-story", body="by key")
    post(body="by address")
    assert texts(read(client, open_site)["comments"]) == ["by address"]
    assert texts(read(client, open_site, page="key:/news/a-story")["comments"]) == ["by key"]


def test_threads_keep_their_pages_when_the_site_gets_a_second_host(client, open_site, post, deps):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site

    post(body="kept")
    change_site(deps, CLI, open_site.id, {"origins": [open_site.origin, "https://blog.example.org"]})
    assert texts(read(client, open_site)["comments"]) == ["kept"]
    assert read(client, open_site)["thread"]["key"] == "//example.org/news/a-story"
    assert read(client, open_site, page="https://blog.example.org/news/a-story")["comments"] == []


def test_public_json_holds_nothing_from_which_an_address_could_be_derived(client, open_site, post, deps):
    import hashlib

    post(author={"email": "ada@example.org"})
    text = json.dumps(read(client, open_site))
    assert "ada@example.org" not in text
    for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        assert digest(b"ada@example.org").hexdigest() not in text
    [comment] = read(client, open_site)["comments"]
    expected = "id parent author html created_at edited_at placeholder replies more_replies more_cursor"
    assert set(comment) == set(expected.split())
    assert set(comment["author"]) == {"name", "website"}


def test_one_request_asks_the_database_the_same_few_times_however_many_comments(app, client, open_site, post):
    from sqlalchemy import event

    from commentsvc.models import db

    def queries() -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine

        def count(_c: Any, _cu: Any, statement: str, *_r: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        read(client, open_site)
        event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    top = post()["comment"]["id"]
    few = queries()
    for _ in range(6):
        post(parent=top)
        post()
    assert queries() == few


@pytest.mark.parametrize(
    "query", [{"cursor": "garbage"}, {"limit": 0}, {"limit": 1000}, {"sort": "best"}, {"around": "x"}, {"who": "me"}]
)
def test_nonsense_in_the_query_is_named(client, site, query):
    response = client.get(site.comments_url, query_string={"page": site.page} | query)
    if query == {"cursor": "garbage"}:
        client.get(site.comments_url, query_string={"page": site.page})
        assert response.status_code in (200, 422)
    else:
        assert_problem(response, 422, "validation", next(iter(query)))
