"""The months that a notice promises: one number, and a sentence in every language that says the same."""

from __future__ import annotations

import pytest

from commentsvc.domain.notice import default_manifest, validate_manifest
from commentsvc.domain.notice_retention import MOST_MONTHS, kept_sentence, record_months, with_record_months
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import ValidationFailed
from tests.domain.test_notice import FACTS


@pytest.fixture(params=LANGUAGES)
def manifest(request):
    """A default notice that promises twelve months, in each language."""
    return default_manifest(FACTS, request.param, 1)


def test_every_number_can_be_read_from_the_text_alone(manifest):
    for months in range(MOST_MONTHS + 1):
        told = with_record_months(manifest, months)
        assert told["record_months"] == months
        assert kept_sentence(manifest["lang"], months) in told["text"]
        assert kept_sentence(manifest["lang"], months) in told["purposes"][0]["retention"]
        without = {name: value for name, value in told.items() if name != "record_months"}
        assert record_months(without) == months
        validate_manifest(told)


def test_changing_the_number_there_and_back_gives_the_same_notice(manifest):
    assert with_record_months(with_record_months(manifest, 3), 12) == manifest


def test_an_owners_own_words_are_left_alone():
    manifest = {**default_manifest(FACTS, "en", 1), "text": "Kept for as long as we like."}
    told = with_record_months(manifest, 6)

    assert told["text"] == manifest["text"]
    assert record_months(told) == 6
    assert record_months({name: value for name, value in told.items() if name != "record_months"}) is None


@pytest.mark.parametrize("months", [-1, 37, True, 1.5, "12", None, 6])
def test_a_number_that_the_text_contradicts_or_that_is_none_is_refused(months):
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest({**default_manifest(FACTS, "en", 1), "record_months": months})
    assert set(refused.value.fields) == {"record_months"}
