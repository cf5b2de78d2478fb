"""The default words of the cookie notice, one module a language: those of `notice_texts`, a test says so."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.domain.choice_words import ChoiceWords

CHOICE_LANGUAGES: tuple[str, ...] = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The BCP 47 tags there are words for."""


@cache
def choice_words(lang: str) -> ChoiceWords:
    """The words of `lang`, one of `CHOICE_LANGUAGES`. Raises `KeyError` for any other."""
    if lang not in CHOICE_LANGUAGES:
        raise KeyError(lang)
    found: ChoiceWords = import_module(f"{__name__}.{lang}").WORDS
    return found
