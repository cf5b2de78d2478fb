"""On the receipt's page a reader may leave the text of a published comment where it is; told before, not ticked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.pages import Page, submit


@pytest.fixture
def path(site: Any) -> str:
    """Where a receipt is shown."""
    return f"/my/{site.id}/receipt"


def shown(client: Any, site: Any) -> list[dict[str, Any]]:
    """The comments of the page, as everybody reads them."""
    found: list[dict[str, Any]] = client.get(site.comments_url, query_string={"page": site.page}).get_json()["comments"]
    return found


def test_it_is_offered_unticked_with_its_consequences_and_only_for_a_published_comment(
    client: Any, path: str, post: Any, publish: Any
) -> None:
    waiting = Page(submit(client, path, {"receipt": post()["receipt"]["url"]}).text)
    assert "keep_text" not in [box.get("name") for box in waiting.named("input")]

    page = Page(submit(client, path, {"receipt": publish()["receipt"]["url"]}).text)
    [box] = [box for box in page.named("input") if box.get("name") == "keep_text"]
    assert (box["type"], "checked" in box) == ("checkbox", False)
    assert box["aria-describedby"] == "keep-text-hint"
    assert "cannot change it or have it taken down" in page.text


def test_ticked_it_leaves_the_text_and_says_so(client: Any, site: Any, path: str, publish: Any) -> None:
    receipt = publish(body="Stays here.", author={"name": "Ada Byron"})["receipt"]
    sent = {"receipt": receipt["url"], "purpose": "publish", "keep_text": "yes"}

    answer = client.post(f"{path}/withdraw", data=sent)

    text = Page(answer.text).text
    assert answer.status_code == 200
    assert "Your text stays" in text and "its text stays, without you" in text and "Ada Byron" not in text
    [comment] = shown(client, site)
    assert "Stays here." in comment["html"] and comment["author"]["name"] is None
    hosted = client.get(f"/t/{site.id}/", query_string={"url": site.page}).text
    assert "Stays here." in hosted and "Guest" in hosted and "Ada Byron" not in hosted


def test_left_alone_it_erases_the_text_too(client: Any, site: Any, path: str, publish: Any) -> None:
    receipt = publish()["receipt"]

    answer = client.post(f"{path}/withdraw", data={"receipt": receipt["url"], "purpose": "publish"})

    assert "your comment is erased" in Page(answer.text).text
    assert shown(client, site) == []


def test_the_receipt_of_the_erasure_can_be_saved_there(client: Any, path: str, publish: Any) -> None:
    receipt = publish()["receipt"]
    page = Page(client.post(f"{path}/withdraw", data={"receipt": receipt["url"], "purpose": "publish"}).text)

    assert f"{path}/file" in [form.get("action") for form in page.named("form")]
    saved = client.post(f"{path}/file", data={"receipt": receipt["url"]}).get_json()
    assert [event["type"] for event in saved["events"]] == ["erased"] and saved["events"][0]["promise"]
