"""The hosted thread: `/t/<site>/?url=…`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.pages import Page


def test_the_hosted_thread_shows_published_comments_with_their_replies(
    client: Any, publish: Any, thread_path: str
) -> None:
    first = publish(body="One **bold** word", author={"name": "Ada"})
    publish(body="An answer", parent=first["comment"]["id"], author={"name": "Grace"})

    page = client.get(thread_path)

    assert page.status_code == 200
    assert "<strong>bold</strong>" in page.text
    assert page.text.index("One <strong>") < page.text.index("An answer")
    assert page.text.count('<ol class="thread plain">') == 2, "the reply is a list inside its parent"
    assert "2 comments" in Page(page.text).text


def test_a_pending_comment_is_not_shown(client: Any, post: Any, thread_path: str) -> None:
    post(body="Not yet")

    assert "Not yet" not in client.get(thread_path).text


def test_reading_stores_nothing_and_asks_no_other_host(client: Any, publish: Any, site: Any, thread_path: str) -> None:
    publish(body="<https://elsewhere.test/picture.png>", author={"website": "https://ada.test/"})

    page = client.get(thread_path)

    assert "Set-Cookie" not in page.headers
    loaded = [a.get("src") or a.get("href") for tag, a in Page(page.text).elements if tag in ("script", "img", "link")]
    assert loaded and all(address.startswith("/static/") for address in loaded)


@pytest.mark.parametrize(
    "url",
    ["https://evil.test/news", "javascript:alert(1)", "//evil.test/", "https://example.org.evil.test/", "nonsense"],
)
def test_a_page_that_is_not_the_sites_is_not_found_and_never_a_link(client: Any, site: Any, url: str) -> None:
    for view in ("", "write"):
        answer = client.get(f"/t/{site.id}/{view}?url={quote(url, safe='')}")

        assert answer.status_code == 404
        assert url not in answer.text


def test_without_an_address_the_page_says_what_is_missing(client: Any, site: Any) -> None:
    answer = client.get(f"/t/{site.id}/")

    assert answer.status_code == 404
    assert "?url=https://" in Page(answer.text).text


def test_an_unknown_site_is_not_found(client: Any, site: Any) -> None:
    for path in ("/t/nobody/?url=https://example.org/", "/my/nobody/", "/my/nobody/receipt"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/t/", "/t/No_Site/?url=https://example.org/", "/my/", "/my/example/nothing"])
def test_what_is_not_there_is_a_page_for_people(client: Any, site: Any, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert Page(answer.text).named("main")


def test_a_link_to_one_comment_leads_to_it(client: Any, publish: Any, thread_path: str) -> None:
    ids = [publish(body=f"Number {n}")["comment"]["id"] for n in range(3)]

    page = client.get(f"{thread_path}&comment={ids[1]}")

    assert f'id="comment-{ids[1]}"' in page.text
    assert f"#comment-{ids[1]}" in page.text


def test_a_long_thread_is_read_page_by_page(client: Any, publish: Any, thread_path: str) -> None:
    for n in range(51):
        publish(body=f"Number {n}.")

    first = client.get(thread_path)
    more = next(a["href"] for a in Page(first.text).named("a") if "cursor=" in a["href"])
    second = client.get(more)

    assert "Number 0." in first.text and "Number 50." not in first.text
    assert "Number 50." in second.text and "Number 0." not in second.text


def test_the_words_are_those_of_the_language_the_reader_asks_for(client: Any, thread_path: str) -> None:
    german = client.get(thread_path, headers={"Accept-Language": "de-AT, en;q=0.5"})
    english = client.get(thread_path, headers={"Accept-Language": "tlh"})

    assert '<html lang="de"' in german.text and "Kommentar" in german.text
    assert '<html lang="en"' in english.text
    assert german.headers["Vary"] == "Accept-Language"


def test_a_page_with_a_key_of_its_owners_has_a_thread_of_its_own(client: Any, publish: Any, thread_path: str) -> None:
    publish(body="Under the key", key="story-7")

    assert "Under the key" in client.get(f"{thread_path}&key=story-7").text
    assert "Under the key" not in client.get(thread_path).text


def test_a_closed_thread_offers_no_form(client: Any, publish: Any, deps: Any, site: Any, thread_path: str) -> None:
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.close_thread import close_thread
    from tests.support.stored import thread_ids

    publish(body="The last word")
    close_thread(deps, CLI, site.id, thread_ids(deps.session, site.id)[0])

    page = client.get(thread_path)

    assert "The last word" in page.text
    assert "write" not in [a["href"].split("?")[0].rsplit("/", 1)[-1] for a in Page(page.text).named("a")]
