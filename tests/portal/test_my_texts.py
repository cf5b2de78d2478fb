""" "My data" and its mails in every language: complete, in their own words."""

from __future__ import annotations

from dataclasses import asdict
from pkgutil import iter_modules
from string import Formatter
from typing import Any

import pytest

from commentsvc.domain import reader_letters
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.reader_letters import reader_letter
from commentsvc.domain.request import Kind, State
from commentsvc.portal import my_texts
from commentsvc.portal.my_texts import my_text
from commentsvc.portal.page_texts import page_text
from tests.support.pages import Page
from tests.support.sites import make_site
from tests.support.visits import come_in

OTHERS = [lang for lang in LANGUAGES if lang != "en"]
ALIKE = {"open", "states.open", "page_of"}
"""Sentences that may be the same as in English."""


def flat(told: Any) -> dict[str, str]:
    """Every sentence by its name."""
    found: dict[str, str] = {}
    for name, value in asdict(told).items():
        found |= {name: value} if isinstance(value, str) else {f"{name}.{key}": text for key, text in value.items()}
    return found


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_of_the_notices_has_its_words() -> None:
    for package in (my_texts, reader_letters):
        assert {module.name for module in iter_modules(package.__path__)} == set(LANGUAGES)


@pytest.mark.parametrize("lang", OTHERS)
def test_no_sentence_is_missing_empty_or_left_in_english(lang: str) -> None:
    for english, theirs in (
        (flat(my_text("en")), flat(my_text(lang))),
        (flat(reader_letter("en")), flat(reader_letter(lang))),
    ):
        assert theirs.keys() == english.keys()
        assert {name: braces(text) for name, text in theirs.items()} == {n: braces(t) for n, t in english.items()}
        assert all(text.strip() == text and text for text in theirs.values())
        assert {name for name, text in theirs.items() if text == english[name]} <= ALIKE
        assert {name for name, text in theirs.items() if len(text) > 2 * len(english[name]) + 20} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_and_state_of_a_request_has_a_word(lang: str) -> None:
    text = my_text(lang)

    assert set(text.kinds) == set(Kind) and set(text.states) == set(State)
    assert set(page_text(lang).statuses) >= set(Status)


def test_a_whole_visit_speaks_arabic_from_right_to_left(client: Any, deps: Any, post: Any) -> None:
    site = make_site(deps, "bayan", "https://bayan.test", languages=("en", "ar"))
    posted = post(at=site, lang="ar")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ar"
    door = client.get(f"/my/{site.id}/")
    come_in(client, site, posted["receipt"]["url"])
    english = [text for text in flat(my_text("en")).values() if len(text) > 12 and "{" not in text]

    paths = ("", "requests", "erase", f"comment/{posted['comment']['id']}")
    for answer in (door, *(client.get(f"/my/{site.id}/{path}") for path in paths)):
        assert answer.status_code == 200 and '<html lang="ar" dir="rtl">' in answer.text
        assert [text for text in english if text in Page(answer.text).text] == []
