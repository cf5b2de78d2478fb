"""What changed between two versions, and whether it is more than wording."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.domain.notice import CONSENT_BASIS, default_manifest
from commentsvc.domain.notice_change import compare_notices, mark_words, purposes_apart, shortened
from commentsvc.domain.notice_fields import changes_of, fields_of, with_basis
from commentsvc.domain.notice_texts import LANGUAGES
from tests.domain.test_notice import FACTS

CONTRACT = "eu-gdpr:A6-1-b"


def joined(pieces: list[tuple[Any, str]], without: str) -> str:
    return "".join(text for mark, text in pieces if mark != without)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "new"),
        ("old", ""),
        ("One two three.", "One 2 three."),
        ("First.\n\nSecond.\n", "First.\n\nBetween.\n\nSecond!\n"),
        ("公開する前に", "公開したあとに"),
        ("قبل النشر", "بعد النشر"),
        ("<b>a</b>", "<i>a</i>"),
        ("same", "same"),
    ],
)
def test_marked_words_are_both_texts_and_nothing_else(before: str, after: str) -> None:
    pieces = mark_words(before, after)
    assert joined(pieces, "added") == before
    assert joined(pieces, "removed") == after


def test_one_word_of_a_sentence_is_marked_and_the_rest_is_not() -> None:
    assert mark_words("You may comment.", "You can comment.") == [
        ("same", "You "),
        ("removed", "may"),
        ("added", "can"),
        ("same", " comment."),
    ]
    assert ("same", "公開") in mark_words("公開前", "公開後")  # scripts without spaces are compared sign by sign


def test_what_stayed_far_from_a_change_is_left_out_and_a_short_text_is_not() -> None:
    far = "word " * 200
    short = shortened([("same", far), ("added", "new"), ("same", far), ("removed", "old"), ("same", far)])
    assert all(len(text) < 300 for _, text in short)
    assert short[0][1].startswith(" … ")
    assert short[4][1].endswith(" … ")
    assert [text for mark, text in short if mark != "same"] == ["new", "old"]
    assert shortened([("same", "a few words "), ("added", "new")]) == [("same", "a few words "), ("added", "new")]


def test_a_title_and_a_label_are_wording() -> None:
    before = default_manifest(FACTS, "en", 1)
    after = copy.deepcopy(before) | {"title": "Another title", "version": 2}
    after["purposes"][0]["label"] = "Yes, publish this."
    change = compare_notices(before, after)
    assert [field.name for field in change.fields] == ["title", "publish.label"]
    assert not change.material
    assert compare_notices(before, before).fields == []


def _offer_less(manifest: dict[str, Any]) -> None:
    manifest["purposes"].pop()


def _of_purpose(part: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["purposes"][0].update({part: value})


@pytest.mark.parametrize(
    ("alter", "reason"),
    [
        (_offer_less, "remember-me is no longer offered"),
        (_of_purpose("basis", CONTRACT), "another basis"),
        (_of_purpose("recipients", ["an advertiser"]), "other recipients"),
        (_of_purpose("personal_data", ["shoe size"]), "other data"),
        (_of_purpose("retention", "For ever."), "another time that data are kept"),
        (lambda manifest: manifest.update(record_months=36), "kept for another time"),
        (lambda manifest: manifest["controller"].update(name="Somebody else"), "controller’s facts are others"),
    ],
)
def test_what_readers_agreed_to_is_material(alter: Callable[[dict[str, Any]], None], reason: str) -> None:
    before = default_manifest(FACTS, "en", 1)
    after = copy.deepcopy(before)
    alter(after)
    change = compare_notices(before, after)
    assert change.material
    assert len(change.reasons) == 1
    assert reason in change.reasons[0]
    if alter is _offer_less:
        assert "The purpose remember-me is new." in compare_notices(after, before).reasons


def test_our_texts_offer_the_same_in_every_language_and_a_difference_is_said() -> None:
    english = default_manifest(FACTS, "en", 1)
    for lang in LANGUAGES:
        assert purposes_apart(default_manifest(FACTS, lang, 1), english) == [], lang
    german = default_manifest(FACTS, "de", 1)
    german["purposes"][0]["recipients"].append("Werbepartner")
    german["purposes"].pop()
    german["controller"]["name"] = "Other"
    told = "; ".join(purposes_apart(german, english))
    assert "does not offer remember-me" in told
    assert "recipients of publish" in told
    assert "another controller" in told
    assert "also offers remember-me" in "; ".join(purposes_apart(english, german))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_notice_is_the_same_after_its_fields_were_taken_out_and_put_back(lang: str) -> None:
    manifest = default_manifest(FACTS, lang, 1)
    changes = changes_of(manifest, fields_of(manifest), [item["id"] for item in manifest["purposes"]])
    assert {**manifest, **changes} == manifest


def test_another_basis_brings_our_words_for_it_and_leaves_the_owners_alone() -> None:
    consent = fields_of(default_manifest(FACTS, "en", 1, CONSENT_BASIS))
    contract = fields_of(default_manifest(FACTS, "en", 1, CONTRACT))
    moved = with_basis({**consent, "summary": "My own summary."}, consent, contract, CONTRACT)
    assert moved["publish.label"] == contract["publish.label"] != consent["publish.label"]
    assert moved["summary"] == "My own summary."
    assert moved["publish.basis"] == CONTRACT
