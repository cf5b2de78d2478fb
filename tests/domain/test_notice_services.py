"""A notice that names spam services says so in its own language, and says nothing once they are off."""

from __future__ import annotations

import pytest

from commentsvc.domain.notice import default_manifest, validate_manifest
from commentsvc.domain.notice_change import compare_notices
from commentsvc.domain.notice_services import CHECKED_BY, checked_by, with_services
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.service_text import TEXTS
from commentsvc.errors import ValidationFailed
from tests.domain.test_notice_escrow import FACTS

NAMES = ["Akismet (Automattic Inc., USA)", "Local scorer, Oslo"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_names_them_as_recipients_and_in_its_text(lang: str) -> None:
    silent = default_manifest(FACTS, lang, 1)
    told = with_services(silent, NAMES)

    validate_manifest(told)
    assert checked_by(told) == NAMES
    assert told["purposes"][0]["recipients"][-2:] == NAMES
    assert ", ".join(NAMES) in told["text"]
    assert told["text"].rpartition("\n\n## ")[2] == silent["text"].rpartition("\n\n## ")[2], "the way back stays last"
    assert with_services(told, NAMES) == told
    assert with_services(told, NAMES[:1]) == with_services(silent, NAMES[:1])
    assert with_services(told, []) == silent
    assert compare_notices(silent, told).material
    assert set(TEXTS) == set(LANGUAGES)
    assert "{names}" in TEXTS[lang].sentence
    assert lang == "en" or TEXTS[lang] != TEXTS["en"]


def test_a_notice_cannot_hide_whom_it_names() -> None:
    told = with_services(default_manifest(FACTS, "en", 1), NAMES)
    for wrong in ({"text": "Nothing to see."}, {CHECKED_BY: []}, {CHECKED_BY: "Akismet"}, {CHECKED_BY: [""]}):
        with pytest.raises(ValidationFailed) as refused:
            validate_manifest(told | wrong)
        assert CHECKED_BY in refused.value.fields


def test_words_of_the_owners_own_stay() -> None:
    own = default_manifest(FACTS, "en", 1) | {"text": "We keep what you write."}
    told = with_services(own, NAMES)

    assert told["text"].startswith("We keep what you write.\n\n## Who else checks for spam\n")
    assert with_services(told, [])["text"] == own["text"]
