"""The pages that say in which languages there are notices say it of all of them."""

from __future__ import annotations

import re
from importlib import import_module

from commentsvc.domain.notice_texts import LANGUAGES
from tests.docs.pages import ROOT


def english_names() -> dict[str, str]:
    """Tag to English name, as the first word of each text's module says it."""
    modules = {
        lang: import_module(f"commentsvc.domain.notice_texts.{lang.replace('-', '_').lower()}") for lang in LANGUAGES
    }
    return {lang: re.split(r"[.,]", module.__doc__ or "")[0] for lang, module in modules.items()}


def test_the_page_on_notices_lists_every_language_in_order() -> None:
    page = (ROOT / "docs/how-to/publish-a-notice.md").read_text(encoding="utf-8")
    told = re.findall(r"(\w+) \(`([a-z]{2}(?:-[A-Z]{2})?)`\)", page)

    assert dict((tag, name) for name, tag in told) == english_names()
    assert told == sorted(told)


def test_the_readme_counts_them() -> None:
    assert f"a notice in their language, one of {len(LANGUAGES)}," in (ROOT / "README.md").read_text(encoding="utf-8")
