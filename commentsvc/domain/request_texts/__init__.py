"""The words about requests, one module a language: `xx.py` with `TEXT`, found by itself. There is one for every
language there is a default notice in; the tests check it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from commentsvc.domain.request_text import RequestText

_MODULES = frozenset(module.name for module in iter_modules(__path__))


@cache
def request_text(lang: str) -> RequestText:
    """The words in `lang` (BCP 47); in English where there are none."""
    tag = lang.lower().replace("-", "_")
    module = next((name for name in (tag, tag.split("_")[0]) if name in _MODULES), "en")
    found: RequestText = import_module(f"{__name__}.{module}").TEXT
    return found
