"""The words of the page that flags a comment, one module a language: `xx.py` with `TEXT`, found by itself. There is one
for every language there is a default notice in; the tests check it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.portal.flag_text import FlagText

_MODULES = frozenset(module.name for module in iter_modules(__path__))


@cache
def flag_text(lang: str) -> FlagText:
    """The words in `lang` (BCP 47); in English where there are none."""
    module = lang.lower().replace("-", "_")
    found: FlagText = import_module(f"{__name__}.{module if module in _MODULES else 'en'}").TEXT
    return found
