"""The default words of the notice and the form, one module a language. A new language is a new file: `xx.py` (or
`xx_yy.py` for `xx-YY`) with `WORDS`; it is found by itself, and the tests check that nothing is missing in it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.domain.notice_words import Words


def _tag(module: str) -> str:
    language, _, region = module.partition("_")
    return f"{language}-{region.upper()}" if region else language


_MODULES = {_tag(module.name): module.name for module in iter_modules(__path__)}

LANGUAGES: tuple[str, ...] = tuple(sorted(_MODULES))
"""The BCP 47 tags there are words for."""


@cache
def words(lang: str) -> Words:
    """The words of `lang`, one of `LANGUAGES`. Raises `KeyError` for any other."""
    found: Words = import_module(f"{__name__}.{_MODULES[lang]}").WORDS
    return found
