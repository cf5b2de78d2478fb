"""The statement of younger readers: in every language, at every age, and gone without a trace when it is turned off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commentsvc.domain.minor_text import TEXTS
from commentsvc.domain.minors import AGE_BY_COUNTRY, AGES, UNASKED, age_of_consent, unattested, with_minor
from commentsvc.domain.notice import default_manifest, manifest_bytes, public_notice, validate_manifest
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.errors import ValidationFailed
from tests.domain.test_consent import FACTS, MANIFEST, asked_of_minors, record


def test_every_member_state_has_an_age_that_it_may_have() -> None:
    assert len(AGE_BY_COUNTRY) == 27
    assert set(AGE_BY_COUNTRY.values()) <= set(AGES)
    assert (age_of_consent(" at "), age_of_consent("15"), age_of_consent("off")) == (14, 15, UNASKED)
    assert (age_of_consent("12"), age_of_consent("US"), age_of_consent("")) == (None, None, None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_turned_on_the_text_names_the_same_age_and_turned_off_it_is_what_it_was(lang: str) -> None:
    assert TEXTS[lang].unasked in words(lang).grounds["a"]
    before = default_manifest(FACTS, lang, 1)
    asked = with_minor(before, 14, rests_on_consent=True)
    validate_manifest(asked)
    assert "14" in asked["minor"]["label"]
    assert TEXTS[lang].asked.replace("{age}", "14") in asked["text"]
    assert TEXTS[lang].unasked not in asked["text"]
    older = with_minor(asked, 16, rests_on_consent=True)
    assert older == default_manifest(replace(FACTS, age_of_consent=16), lang, 1)
    assert manifest_bytes(with_minor(older, UNASKED, rests_on_consent=True)) == manifest_bytes(before)
    assert "minor" not in with_minor(asked, 14, rests_on_consent=False)


def test_the_owners_words_stay_as_long_as_the_age_does() -> None:
    asked = asked_of_minors()
    mine = {**asked, "minor": {**asked["minor"], "label": "I am old enough."}}
    assert with_minor(mine, 14, rests_on_consent=True)["minor"]["label"] == "I am old enough."
    assert with_minor(mine, 15, rests_on_consent=True)["minor"]["label"] == "I am 15 or older, or my parents agree."


@pytest.mark.parametrize(
    ("minor", "field"),
    [
        ("yes", "minor"),
        ({"threshold": 14}, "minor"),
        ({"threshold": 12}, "minor"),
        ({"threshold": True}, "minor"),
        ({"born": "2010-01-01"}, "minor"),
        ({"label": ""}, "minor.label"),
        ({"missing": "\u202egnihton"}, "minor.missing"),
    ],
)
def test_a_statement_that_is_not_whole_is_not_published(minor: Any, field: str) -> None:
    asked = asked_of_minors()
    told = {**asked["minor"], **minor} if isinstance(minor, dict) and minor != {"threshold": 14} else minor
    with pytest.raises(ValidationFailed) as refused:
        validate_manifest({**asked, "minor": told})
    assert set(refused.value.fields) == {field}


def test_a_form_is_shown_the_statement_and_a_record_says_that_it_was_made() -> None:
    asked = asked_of_minors()
    assert public_notice(asked, "")["minor"] == {
        "label": "I am 14 or older, or my parents agree.",
        "description": asked["minor"]["description"],
        "required": True,
    }
    assert "minor" not in public_notice(MANIFEST, "")
    assert unattested(asked, attested=False) == {"consent.minor": [asked["minor"]["missing"]]}
    assert unattested(asked, attested=True) == unattested(MANIFEST, attested=False) == {}
    told = record(manifest=asked)
    assert told["minor"] == {"threshold": 14, "attested": True, "guardian": "not-told-apart"}
    assert told["controls"][-1] == {"id": "minor", "label": asked["minor"]["label"], "default": False}
    assert told["asserted_by"]["minor"] == "reader"
    assert "minor" not in record()
