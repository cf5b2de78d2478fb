"""What a notice says of the sealed proof that outlives an erasure: in every language, once, and with its number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commentsvc.domain.escrow_text import TEXTS, escrow_sentence
from commentsvc.domain.notice import default_manifest, validate_manifest
from commentsvc.domain.notice_change import compare_notices, purposes_apart
from commentsvc.domain.notice_escrow import ASKED_BEFORE, ESCROW_MONTHS, escrow_months, with_escrow
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import ValidationFailed
from tests.domain.test_notice import FACTS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_it_in_the_text_and_before_erasing_and_takes_it_back_again(lang: str) -> None:
    silent = default_manifest(FACTS, lang, 1)
    told = default_manifest(replace(FACTS, escrow_months=6), lang, 1)

    said = escrow_sentence(lang, 6)
    assert ESCROW_MONTHS not in silent and escrow_months(silent) == 0
    assert told[ESCROW_MONTHS] == 6
    assert told["text"].count(said) == 1
    assert [told["messages"][name].endswith(said) for name in ASKED_BEFORE] == [True, True]
    assert with_escrow(silent, 6) == told
    assert with_escrow(with_escrow(told, 12), 6) == told, "another number takes the sentence's place"
    assert with_escrow(told, 0) == silent
    assert len({escrow_sentence(lang, months) for months in range(1, 37)}) == 36
    assert not any("{" in escrow_sentence(lang, months) for months in range(1, 37))


def test_there_is_a_sentence_for_every_language_of_the_notices() -> None:
    assert set(TEXTS) == set(LANGUAGES)
    assert escrow_sentence("xx", 1) == escrow_sentence("en", 1)


def test_a_text_of_the_owners_own_gets_it_as_a_paragraph() -> None:
    own = default_manifest(FACTS, "en", 1) | {"text": "We keep what you write."}

    told = with_escrow(own, 6)

    assert told["text"] == f"We keep what you write.\n\n{escrow_sentence('en', 6)}"
    assert with_escrow(told, 0)["text"] == own["text"]


@pytest.mark.parametrize("months", [0, 37, True, "6"])
def test_a_number_out_of_bounds_is_refused(months: object) -> None:
    told = default_manifest(replace(FACTS, escrow_months=6), "en", 1) | {ESCROW_MONTHS: months}
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest(told)
    assert set(refused.value.fields) == {ESCROW_MONTHS}


def test_a_number_that_the_text_does_not_say_is_refused() -> None:
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest(default_manifest(FACTS, "en", 1) | {ESCROW_MONTHS: 6})
    assert set(refused.value.fields) == {ESCROW_MONTHS}


def test_a_change_of_it_is_material_and_two_languages_must_say_the_same() -> None:
    silent, told = default_manifest(FACTS, "en", 1), default_manifest(replace(FACTS, escrow_months=6), "en", 2)
    assert compare_notices(silent, told).material
    assert "says something else of what is kept after an erasure" in purposes_apart(silent, told)
