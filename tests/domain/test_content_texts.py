"""The words of statements and reports: complete in every language, and each with a word for every case."""

from __future__ import annotations

from dataclasses import asdict
from pkgutil import iter_modules
from string import Formatter

from commentsvc.domain import content_texts
from commentsvc.domain.content import GROUNDS, HIDDEN, MEANS, STATES
from commentsvc.domain.content_texts import content_text
from commentsvc.domain.notice_texts import LANGUAGES


def _flat(lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in asdict(content_text(lang)).items():
        found |= {name: value} if isinstance(value, str) else {f"{name}.{key}": text for key, text in value.items()}
    return found


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_sentence_is_missing_empty_or_left_in_english() -> None:
    assert {module.name for module in iter_modules(content_texts.__path__)} == set(LANGUAGES)
    english = _flat("en")
    for lang in set(LANGUAGES) - {"en"}:
        theirs = _flat(lang)
        assert theirs.keys() == english.keys()
        assert {name: _braces(text) for name, text in theirs.items()} == {n: _braces(t) for n, t in english.items()}
        assert all(text.strip() == text and text for text in theirs.values())
        assert {name for name, text in theirs.items() if text == english[name]} == set(), lang
        assert {name: len(text) for name, text in theirs.items() if len(text) > 2 * len(english[name]) + 20} == {}, lang


def test_every_case_has_its_words() -> None:
    for lang in LANGUAGES:
        text = content_text(lang)
        assert set(text.grounds) == set(GROUNDS)
        assert set(text.means) == set(MEANS)
        assert set(text.done) == set(HIDDEN)
        assert set(text.states) == set(STATES)
