"""The readers' own pages in every language: complete, in its own words, and in its own direction."""

from __future__ import annotations

from dataclasses import asdict
from pkgutil import iter_modules
from string import Formatter
from typing import Any

import pytest

from commentsvc.domain.languages import direction
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.ledger.entry import CONSENT_EVENT_TYPES
from commentsvc.portal import page_texts
from commentsvc.portal.page_texts import page_text
from tests.portal.conftest import receipt_in
from tests.support.pages import Page, submit
from tests.support.sites import make_site

OTHERS = [lang for lang in LANGUAGES if lang != "en"]


def flat(lang: str) -> dict[str, str]:
    """Every sentence of a language by its name."""
    found: dict[str, str] = {}
    for name, value in asdict(page_text(lang)).items():
        found |= {name: value} if isinstance(value, str) else {f"{name}.{key}": text for key, text in value.items()}
    return found


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_of_the_notices_has_its_pages() -> None:
    assert {module.name for module in iter_modules(page_texts.__path__)} == set(LANGUAGES)


@pytest.mark.parametrize("lang", OTHERS)
def test_no_sentence_is_missing_empty_or_left_in_english(lang: str) -> None:
    english, theirs = flat("en"), flat(lang)

    assert theirs.keys() == english.keys()
    assert {name: braces(text) for name, text in theirs.items()} == {n: braces(text) for n, text in english.items()}
    assert all(text.strip() == text and text for text in theirs.values())
    assert {name for name, text in theirs.items() if text == english[name]} <= {"copy_page"}, "Page is French too"
    assert {name: len(text) for name, text in theirs.items() if len(text) > 2 * len(english[name]) + 20} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_and_every_event_has_a_word(lang: str) -> None:
    text = page_text(lang)

    assert set(text.statuses) == set(Status) | {"kept"}
    assert set(text.events) == CONSENT_EVENT_TYPES


@pytest.fixture
def site(deps: Any) -> Any:
    """A ready site `example` with a notice in every language there is."""
    return make_site(deps, "example", "https://example.org", languages=("en", *OTHERS))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reader_meets_one_language_from_the_form_to_the_erased_receipt(
    client: Any, site: Any, send: Any, thread_path: str, lang: str
) -> None:
    own, english = page_text(lang), page_text("en")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = f"{lang}-XX, {lang};q=0.9, en;q=0.5"
    posted = send()
    mine = client.get(f"/my/{site.id}/")
    opened = submit(client, f"/my/{site.id}/receipt", {"receipt": receipt_in(posted)})
    form = next(form for form in Page(opened.text).forms if form["action"].endswith("/withdraw"))
    withdrawn = client.post(form["action"], data=form["fields"])

    for answer, told in (
        (client.get(thread_path), own.mine),
        (posted, own.copy_link),
        (mine, own.without_receipt_text.partition("{")[0].strip()),
        (opened, own.erased_at_once),
        (opened, own.events["given"]),
        (opened, own.statuses["pending"]),
        (withdrawn, own.withdrawn_and_erased),
        (withdrawn, own.events["erased"]),
    ):
        page = Page(answer.text)
        [root] = page.named("html")
        assert (root["lang"], root["dir"]) == (lang, direction(lang))
        assert told in page.text
        if lang != "en":
            left = [text for text in vars(english).values() if isinstance(text, str) and len(text) > 12]
            assert [text for text in left if text in page.text] == []


def test_the_receipt_speaks_the_language_the_form_spoke_whatever_the_browser_asks_for(
    client: Any, send: Any, write_path: str, site: Any
) -> None:
    posted = send(at=f"{write_path}&lang=ar")
    opened = submit(client, f"/my/{site.id}/receipt", {"receipt": receipt_in(posted)})
    form = next(form for form in Page(opened.text).forms if form["action"].endswith("/withdraw"))
    erased = client.post(form["action"], data=form["fields"])

    for answer in (posted, opened, erased):
        assert '<html lang="ar" dir="rtl">' in answer.text


def test_what_an_owner_typed_is_never_markup_in_a_sentence(deps: Any, client: Any) -> None:
    name = "<b>Bold</b> {contact}"
    site = make_site(deps, "bold", "https://bold.test", name=name, controller_name=name)

    text = client.get(f"/my/{site.id}/").text

    assert "<b>" not in text and "{contact}" in text
