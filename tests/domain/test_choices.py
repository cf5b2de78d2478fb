"""The cookie notice: whole in every language, and refused where it would not leave the reader free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commentsvc.domain import consent as rules
from commentsvc.domain.choice_texts import CHOICE_LANGUAGES, choice_words
from commentsvc.domain.choices import KNOWN, default_choices, public_choices, validate_choices
from commentsvc.domain.notice import SiteFacts, manifest_bytes, parse_manifest
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.errors import ValidationFailed

FACTS = SiteFacts(
    site="example",
    name="Example",
    controller_name="The Example Times",
    controller_address="Street 1\nTown",
    controller_contact="privacy@example.org",
    privacy_url="https://example.org/privacy",
    jurisdiction="EU",
    authority="",
    retention_months=0,
    languages=("en",),
)
ALL = [{"id": name} for name in KNOWN]
OWN = {"label": "x", "description": "x", "personal_data": ["x"]}


def test_the_cookie_notice_speaks_every_language_that_the_notice_of_comments_does():
    assert CHOICE_LANGUAGES == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_whole_and_names_the_controller_the_rights_and_the_signal(lang):
    notice = default_choices(FACTS, lang, 1, ALL)
    text = notice["text"]
    assert "{" not in text + notice["summary"] + notice["withdrawal_method"] + notice["kept"]
    assert "The Example Times" in text and "The Example Times" in notice["summary"]
    assert "https://example.org/privacy" in text and "Global Privacy Control" in text
    assert "77" in text.rpartition("## ")[2], "the last section is about rights"
    assert text.count("## ") == 6
    assert "12" in default_choices(replace(FACTS, retention_months=12), lang, 1, ALL)["kept"]
    longer, shorter = sorted(len(notice["buttons"][name]) for name in ("accept", "refuse"))[::-1]
    assert longer - shorter <= 6, "one button must not outweigh the other by its words"
    if lang != "en":
        own, english = choice_words(lang), choice_words("en")
        assert own.messages.gpc != english.messages.gpc and own.text != english.text
        assert notice["labels"]["receipt"] == words(lang).labels["receipt"]


def test_an_owner_says_only_what_is_theirs_and_the_rest_is_said_in_our_words():
    own = {"id": "heat-maps", "label": "Heat maps", "description": "Where you point.", "personal_data": ["clicks"]}
    statistics = {"id": "statistics", "recipients": ["Counters Ltd"]}
    first, second = default_choices(FACTS, "de", 1, [statistics, own])["purposes"]
    assert (first["label"], first["recipients"]) == ("Statistik", ["Counters Ltd"])
    assert second["retention"] == first["retention"] == choice_words("de").retention
    assert [purpose["default"] or purpose["required"] for purpose in (first, second)] == [False, False]


@pytest.mark.parametrize(
    ("purposes", "field"),
    [
        ([], "purposes"),
        ([{"id": "publish", **OWN}], "purposes"),
        ([{"id": "remember-me", **OWN}], "purposes"),
        ([{"id": "Statistics"}], "purposes"),
        ([{"id": "a" * 80, **OWN}], "purposes"),
        ([{"id": "statistics"}, {"id": "statistics"}], "purposes"),
        ([{"id": "statistics", "default": True}], "purposes.statistics.default"),
        ([{"id": "statistics", "required": True}], "purposes.statistics.required"),
        ([{"id": "statistics", "basis": "eu-gdpr:A6-1-f"}], "purposes.statistics.basis"),
        ([{"id": "unknown"}], "purposes.unknown.label"),
        ([{"id": "statistics", "recipients": "Counters Ltd"}], "purposes.statistics.recipients"),
        ([{"id": "statistics", "label": "Sta\u202etistics"}], "purposes.statistics.label"),
        ([{"id": f"p{number}", **OWN} for number in range(13)], "purposes"),
    ],
)  # fmt: skip
def test_what_would_not_leave_the_reader_free_cannot_be_published(purposes, field):
    with pytest.raises(ValidationFailed) as refused:
        default_choices(FACTS, "en", 1, purposes)
    assert field in refused.value.fields


def test_a_notice_without_one_of_its_words_is_refused():
    notice = default_choices(FACTS, "en", 1, ALL)
    del notice["buttons"]["refuse"]
    with pytest.raises(ValidationFailed) as refused:
        validate_choices(notice)
    assert list(refused.value.fields) == ["buttons.refuse"]


def test_what_a_page_is_told_is_what_was_archived():
    notice = default_choices(FACTS, "ar", 1, ALL)
    shown = public_choices(parse_manifest(manifest_bytes(notice)), "f" * 64)
    assert (shown["dir"], shown["sha256"]) == ("rtl", "f" * 64)
    assert all(shown[name] == notice[name] for name in ("title", "text", "kept", "labels", "buttons", "messages"))


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([("given", {"a": True, "b": True})], "given"),
        ([("given", {"a": True, "b": True}), ("withdrawn", {"a": True, "b": False})], "given"),
        ([("given", {"a": True, "b": False}), ("withdrawn", {"a": False, "b": False})], "withdrawn"),
        ([("given", {"a": True}), ("withdrawn", {"a": False}), ("given", {"a": True})], "given"),
        ([("given", {"a": True}), ("expired", {"a": False}), ("erased", {})], "erased"),
    ],
)
def test_a_choice_stands_while_any_of_its_purposes_does(events, state):
    assert rules.state_after(events) == state
    assert rules.state_of_event("choice", *events[-1]) == state
