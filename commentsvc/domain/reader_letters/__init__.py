"""The mails that let readers in to what is stored of them, one module a language: `xx.py` with `LETTER`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.domain.reader_letter import ReaderLetter

_MODULES = frozenset(module.name for module in iter_modules(__path__))


@cache
def reader_letter(lang: str) -> ReaderLetter:
    """The words in `lang` (BCP 47); in English where there are none."""
    module = lang.lower().replace("-", "_")
    found: ReaderLetter = import_module(f"{__name__}.{module if module in _MODULES else 'en'}").LETTER
    return found
