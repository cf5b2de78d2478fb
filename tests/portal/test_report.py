"""Reporting a comment without JavaScript, seeing what became of it, and an author's reasons on the receipt."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.domain.content import StatementDraft
from commentsvc.domain.content_texts import content_text
from commentsvc.domain.languages import direction
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.usecases.access import CLI
from commentsvc.usecases.decide_report import ReportDecision, decide_report
from commentsvc.usecases.list_reports import list_reports
from tests.support.pages import Page, submit
from tests.support.visits import come_in

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {site} %s"
FILLED = {"why": "The third word is a lie", "good_faith": "yes"}


@pytest.fixture
def comment(publish: Callable[..., Any]) -> dict[str, Any]:
    """A public comment's receipt and id, as its author was answered."""
    answer: dict[str, Any] = publish(author={"name": HOSTILE[:40]}, body=HOSTILE)
    return answer


@pytest.fixture
def path(site: Any, comment: Any) -> str:
    """Where it is reported."""
    return f"/t/{site.id}/report?comment={comment['comment']['id']}"


def test_a_reader_reports_a_comment_from_the_thread_and_sees_the_answer(
    client: Any, deps: Any, site: Any, comment: Any, path: str, thread_path: str
) -> None:
    thread = client.get(thread_path).text
    assert f"/t/{site.id}/report?comment={comment['comment']['id']}" in thread
    opened = client.get(path).text
    assert "checked" not in opened
    assert "Months until your report is erased" in opened
    assert site.page in opened

    answer = submit(client, path, FILLED | {"name": HOSTILE, "why": HOSTILE})

    assert answer.status_code == 201
    assert "It is also sent" not in answer.text, "no address was given, and there is no mail"
    [link] = re.findall(r"http://comments\.test/t/example/report/outcome#[\w.-]+", answer.text)[:1]
    outcome = f"/t/{site.id}/report/outcome"
    shown = submit(client, outcome, {"receipt": link})
    assert "It has not been decided yet." in shown.text
    [report] = list_reports(deps, CLI, site.id).waiting
    assert report.why == HOSTILE
    decide_report(
        deps, CLI, site.id, report.id, ReportDecision("remove", HOSTILE, StatementDraft("illegal", HOSTILE, HOSTILE))
    )
    told = submit(client, outcome, {"receipt": link})
    assert "The comment is not public any more." in told.text
    mine = client.post(f"/my/{site.id}/receipt", data={"receipt": comment["receipt"]["url"]})
    assert "Why your comment is not public" in mine.text
    assert "Somebody reported it." in mine.text
    for answer in (shown, told, mine):
        assert "<script>" not in answer.text
        assert "<img" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(client: Any, path: str) -> None:
    answer = submit(client, path, {"why": " ", "email": "a:;", "name": "Xolotl"})

    assert answer.status_code == 422
    for words in ("need_why", "need_faith", "bad_email"):
        assert getattr(content_text("en"), words) in answer.text
    assert "Xolotl" in answer.text
    assert client.post(path, data=FILLED).status_code == 400, "a form of another page is not taken"


def test_the_page_tells_nothing_of_comments_that_are_not_public(
    client: Any, deps: Any, site: Any, other_site: Any, post: Any, comment: Any
) -> None:
    hidden, which = post()["comment"]["id"], comment["comment"]["id"]
    nothing = [
        client.get(f"/t/{where}/report{query}")
        for where, query in (
            (site.id, f"?comment={hidden}"),
            (site.id, f"?comment={uuid.uuid4()}"),
            (site.id, "?comment=nonsense"),
            (site.id, ""),
        )
    ]
    assert {answer.status_code for answer in nothing} == {404}
    assert len({answer.text for answer in nothing}) == 1
    assert client.get(f"/t/{other_site.id}/report?comment={which}").status_code == 404
    outcome = f"/t/{site.id}/report/outcome"
    for typed in ("nonsense", f"{uuid.uuid4()}.{'x' * 43}"):
        answer = client.post(outcome, data={"receipt": typed})
        assert answer.status_code in (404, 422)
        assert content_text("en").unknown in answer.text


def test_every_language_has_the_page_and_the_reasons_in_its_own_words(
    client: Any, deps: Any, site: Any, comment: Any, path: str
) -> None:
    english = content_text("en")
    for lang in LANGUAGES:
        text = content_text(lang)
        shown = Page(client.get(f"{path}&lang={lang}").text)
        [root] = shown.named("html")
        assert (root["lang"], root["dir"]) == (lang, direction(lang))
        assert text.why in shown.text
        if lang != "en":
            assert english.good_faith not in shown.text
            assert english.report_title not in shown.text


def test_the_api_takes_reports_and_tells_their_sender(client: Any, site: Any, other_site: Any, comment: Any) -> None:
    body = {"comment": comment["comment"]["id"], "why": "The third word", "good_faith": True}
    url = f"{site.url}/reports"
    sent = client.post(url, json=body, headers=site.headers())
    assert sent.status_code == 201, sent.text
    one, secret = sent.json["report"]["id"], sent.json["secret"]
    assert sent.json["url"].endswith(f"#{one}.{secret}")

    led = client.get(f"{url}?comment={body['comment']}")
    assert (led.status_code, led.headers["Location"]) == (
        303,
        f"/t/example/report?comment={body['comment']}",
    )
    assert client.get(f"{url}?comment=//evil.test").status_code == 422

    def read(at: str, opener: str) -> Any:
        return client.get(f"{at}/reports/{one}", headers={"Authorization": f"Bearer {opener}"})

    assert read(site.url, secret).json["report"]["state"] == "open"
    assert read(site.url, "x" * 43).status_code == 404
    assert read(other_site.url, secret).status_code == 404
    assert client.post(url, json=body, headers={"Origin": "https://evil.test"}).status_code == 403
    assert client.post(url, json=body).status_code == 403
    assert client.post(url, json=body | {"good_faith": False}, headers=site.headers()).status_code == 422
    assert client.post(url, json=body | {"state": "acted"}, headers=site.headers()).status_code == 422
    gone = client.post(url, json=body | {"comment": str(uuid.uuid4())}, headers=site.headers())
    assert gone.status_code == 404


def test_an_author_is_told_the_reasons_with_the_edit_token_only(
    client: Any, site: Any, comment: Any, decide: Any
) -> None:
    which = comment["comment"]["id"]
    statement = {"ground": "rules", "rule": "Be kind", "facts": "The third word"}
    assert decide(which, "remove", reason="internal note", statement=statement)["outcome"] == "done"
    url = f"{site.comments_url}/{which}"

    told = client.get(url, headers={"Authorization": f"Bearer {comment['edit_token']}"}).json

    assert told["statement"]["ground"] == "rules"
    assert any("Be kind" in paragraph for paragraph in told["statement"]["text"])
    assert "internal note" not in str(told)
    assert client.get(url).status_code == 404
    come_in(client, site, comment["receipt"]["url"])
    mine = client.get(f"/my/{site.id}/comment/{which}").text
    assert "Why your comment is not public" in mine
    assert "Be kind" in mine
    assert "internal note" not in mine
    wrong = {"decisions": [{"comment": which, "action": "restore", "statement": statement}]}
    refused = client.post(f"{site.url}/moderation/decisions", json=wrong, headers=site.operator())
    assert refused.status_code == 422
