"""The reader's receipt: `/my/<site>/receipt`."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.ledger.receipt import parse_receipt
from tests.portal.conftest import receipt_in
from tests.support.pages import Page, submit


@pytest.fixture
def receipt(post: Any) -> dict[str, str]:
    """The receipt of a comment that was just posted."""
    found: dict[str, str] = post(body="Take this back", author={"name": "Ada Byron"})["receipt"]
    return found


@pytest.fixture
def path(site: Any) -> str:
    """Where it is shown."""
    return f"/my/{site.id}/receipt"


def test_the_link_of_a_receipt_keeps_its_secret_out_of_what_a_server_sees(receipt: dict[str, str], path: str) -> None:
    address, _, fragment = receipt["url"].partition("#")

    assert address == f"http://comments.test{path}"
    assert fragment == f"{receipt['id']}.{receipt['secret']}"


@pytest.mark.parametrize(
    "form", ["{url}", "{id}.{secret}", "Number: {id}\nSecret: {secret}\n", '"id":"{id}","secret":"{secret}"']
)
def test_a_receipt_opens_in_whatever_form_it_was_kept(
    client: Any, receipt: dict[str, str], path: str, form: str
) -> None:
    kept = form.replace("{id}", receipt["id"]).replace("{secret}", receipt["secret"]).replace("{url}", receipt["url"])

    answer = submit(client, path, {"receipt": kept})

    text = Page(answer.text).text
    assert answer.status_code == 200
    assert "You agreed" in text and "waiting to be checked" in text
    assert receipt["id"] in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_receipt_of_the_hosted_form_opens_too(client: Any, send: Any, path: str) -> None:
    assert submit(client, path, {"receipt": receipt_in(send())}).status_code == 200


def test_the_receipt_links_the_exact_notice(client: Any, receipt: dict[str, str], path: str) -> None:
    page = Page(submit(client, path, {"receipt": receipt["url"]}).text)

    notice = next(a["href"] for a in page.named("a") if "/notices/" in a["href"])
    assert client.get(notice).status_code == 200


def test_looking_changes_nothing(client: Any, receipt: dict[str, str], path: str, site: Any, stored: Any) -> None:
    before = stored(site)

    client.get(path)
    submit(client, path, {"receipt": receipt["url"]})

    assert stored(site) == before


@pytest.mark.parametrize("wrong", ["secret", "id"])
def test_a_wrong_number_or_secret_is_answered_alike(
    client: Any, receipt: dict[str, str], path: str, wrong: str
) -> None:
    other = {"secret": "A" * 43, "id": "00000000-0000-4000-8000-000000000000"}
    kept = receipt | {wrong: other[wrong]}

    answer = submit(client, path, {"receipt": f"{kept['id']}.{kept['secret']}"})

    assert answer.status_code == 404
    assert "There is no receipt with this number and secret." in answer.text


def test_nonsense_is_said_to_be_nonsense(client: Any, site: Any, path: str) -> None:
    answer = submit(client, path, {"receipt": "hello"})

    assert answer.status_code == 422
    assert "hello" in answer.text


def test_a_receipt_of_another_site_does_not_open_here(client: Any, post: Any, other_site: Any, path: str) -> None:
    theirs = post(at=other_site)["receipt"]

    assert submit(client, path, {"receipt": theirs["url"]}).status_code == 404


def test_withdrawing_erases_the_comment_and_the_receipt_says_so(
    client: Any, publish: Any, path: str, site: Any
) -> None:
    receipt = publish(body="Take this back", author={"name": "Ada Byron"})["receipt"]
    shown = Page(submit(client, path, {"receipt": receipt["url"]}).text)
    form = next(form for form in shown.forms if form["fields"].get("purpose") == "publish")

    answer = client.post(form["action"], data=form["fields"])

    text = Page(answer.text).text
    assert answer.status_code == 200
    assert "your comment is erased" in text and "You took something back" in text
    assert "Ada Byron" not in answer.text
    thread = client.get(site.comments_url, query_string={"page": site.page})
    assert "Take this back" not in thread.text


def test_a_receipt_is_shown_saved_and_withdrawn_where_cookies_are_blocked(
    app: Any, receipt: dict[str, str], path: str
) -> None:
    """The notice says that only the form for a comment sets one."""
    blocked = app.test_client(use_cookies=False)
    opened = submit(blocked, path, {"receipt": receipt["url"]})
    forms = {form["action"].rsplit("/", 1)[1]: form for form in Page(opened.text).forms}
    saved = blocked.post(forms["file"]["action"], data=forms["file"]["fields"])
    withdrawn = blocked.post(forms["withdraw"]["action"], data=forms["withdraw"]["fields"])

    for answer in (blocked.get(path), opened, saved, withdrawn):
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert "your comment is erased" in withdrawn.text


def test_without_the_secret_nothing_is_withdrawn(
    client: Any, receipt: dict[str, str], path: str, site: Any, stored: Any
) -> None:
    before = stored(site)

    for text in ("", receipt["id"], f"{receipt['id']}.{'A' * 43}"):
        answer = client.post(f"{path}/withdraw", data={"receipt": text, "purpose": "publish"})
        assert answer.status_code in (404, 422)
    assert stored(site) == before


def test_a_get_never_withdraws(client: Any, receipt: dict[str, str], path: str, site: Any, stored: Any) -> None:
    before = stored(site)

    answer = client.get(f"{path}/withdraw", query_string={"receipt": f"{receipt['id']}.{receipt['secret']}"})

    assert answer.status_code == 404
    assert stored(site) == before


def test_withdrawing_twice_says_that_nothing_is_left(client: Any, receipt: dict[str, str], path: str) -> None:
    shown = Page(submit(client, path, {"receipt": receipt["url"]}).text)
    form = next(form for form in shown.forms if form["fields"].get("purpose") == "publish")
    client.post(form["action"], data=form["fields"])

    again = client.post(form["action"], data=form["fields"])

    assert again.status_code == 410
    assert "erased" in Page(again.text).text


def test_the_landing_page_names_whom_to_write_to(client: Any, site: Any) -> None:
    text = Page(client.get(f"/my/{site.id}/").text).text

    assert f"privacy@{site.id}.org" in text


def test_the_root_page_says_what_this_is_and_links_nowhere_else(client: Any) -> None:
    page = Page(client.get("/").text)

    assert "comment service" in page.text
    assert all(a["href"].startswith(("/", "#")) for a in page.named("a"))


def test_the_evidence_is_saved_as_a_file_by_a_button(client: Any, receipt: dict[str, str], path: str) -> None:
    shown = Page(submit(client, path, {"receipt": receipt["url"]}).text)
    form = next(form for form in shown.forms if form["action"].endswith("/file"))

    answer = client.post(form["action"], data=form["fields"])

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="receipt-example-')
    assert answer.headers["Cache-Control"] == "no-store"
    assert parse_receipt(answer.data).record == receipt["id"]
    assert receipt["secret"] not in answer.text


def test_the_file_needs_the_secret(client: Any, receipt: dict[str, str], path: str) -> None:
    answer = client.post(f"{path}/file", data={"receipt": f"{receipt['id']}.{'A' * 43}"})

    assert answer.status_code == 404
