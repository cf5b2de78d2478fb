"""A person's copy speaks every language there is a default notice in, with the same placeholders and the same names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from commentsvc.domain.bundle_texts import _MODULES, bundle_text
from commentsvc.domain.consent import EventType
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.usecases.person_sections import SECTIONS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_says_everything_that_english_says(lang: str) -> None:
    english, here = dict(_texts(asdict(bundle_text("en")))), dict(_texts(asdict(bundle_text(lang))))

    assert here.keys() == english.keys()
    for name, text in here.items():
        assert text.strip() == text and text, name
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[name])), name
    same = [name for name, text in here.items() if text == english[name]]
    assert lang == "en" or len(same) < 20, same


def test_there_is_a_text_for_every_language_and_every_word_that_the_code_uses() -> None:
    text = bundle_text("en")

    assert {name for name in _MODULES if len(name) <= 5} == set(LANGUAGES)
    assert set(text.statuses) == {status.value for status in Status}
    assert set(text.events) == {event.value for event in EventType}
    assert [section.name for section in SECTIONS if not hasattr(text, section.name)] == []


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, f"{name}.{key}")
    else:
        yield name, value
