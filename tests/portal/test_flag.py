"""Flagging a comment without JavaScript, in every language."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from pkgutil import iter_modules
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.domain.flags import WHYS
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.models.flag import CommentFlag
from commentsvc.portal import flag_texts
from commentsvc.portal.flag_texts import flag_text
from tests.support.pages import Page, submit

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {site} %s"


@pytest.fixture
def path(site: Any, publish: Any) -> str:
    """Where a comment made to be ugly is flagged."""
    comment = publish(author={"name": HOSTILE[:40]}, body=HOSTILE)["comment"]["id"]
    return f"/t/{site.id}/flag?comment={comment}"


def flags(deps: Any) -> list[str]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(CommentFlag.why)))


def test_a_reader_flags_a_comment_from_the_thread(client: Any, deps: Any, path: str, thread_path: str) -> None:
    assert path.replace("&", "&amp;") in client.get(thread_path).text
    opened = client.get(path).text
    assert "checked" not in opened
    assert "&lt;script&gt;" in opened
    assert "<script>" not in opened
    assert "<img" not in opened

    answer = submit(client, path, {"why": "rude"})

    assert answer.status_code == 200
    assert flag_text("en").done in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert submit(client, path, {"why": "spam"}).text == answer.text
    assert flags(deps) == ["rude"]


def test_another_page_cannot_flag_through_a_reader(client: Any, deps: Any, path: str) -> None:
    assert client.post(path, data={"why": "rude"}).status_code == 400
    assert flags(deps) == []


def test_what_is_not_public_is_met_with_one_answer(client: Any, site: Any, other_site: Any, post: Any, path: str):
    hidden = post()["comment"]["id"]
    foreign = path.replace(f"/{site.id}/", f"/{other_site.id}/")
    for where in (f"/t/{site.id}/flag?comment={hidden}", f"/t/{site.id}/flag?comment={uuid.uuid4()}", foreign):
        answer = client.get(where)
        assert (answer.status_code, flag_text("en").not_here in answer.text) == (404, True)
    assert client.get(f"/t/{site.id}/flag?comment='\"><b>").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_words(client: Any, path: str, lang: str) -> None:
    text, english = flag_text(lang), flag_text("en")

    assert all(said.strip() == said and said for said in asdict(text).values())
    assert [name for name, said in asdict(text).items() if said.count("{site}") != (name == "intro")] == []
    if lang != "en":
        same = {name for name, said in asdict(text).items() if said == getattr(english, name)}
        assert same <= {"send"}
    assert {text.said(why) for why in WHYS} == {text.spam, text.rude, text.off_topic, text.other}
    shown = client.get(f"{path}&lang={lang}").text
    assert Page(shown).named("html")[0]["lang"] == lang
    assert text.why in Page(shown).text


def test_there_is_one_module_a_language() -> None:
    assert {module.name for module in iter_modules(flag_texts.__path__)} == set(LANGUAGES)
