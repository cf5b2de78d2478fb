"""The widget's few words say what the notice's say, and every word it takes from a notice is in every language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.widget.build import SOURCE

BUNDLED = ("en", "de", "fr", "es")
"""The languages whose words for reading are in the widget itself; the others read in English and write in their own."""

# Where the same thing is said in the notice texts; `earlier` and `opening` are said only here.
SAME = {
    "count": ("messages", "count"),
    "heading": ("labels", "heading"),
    "empty": ("messages", "empty"),
    "loading": ("messages", "loading"),
    "failed": ("messages", "loading_failed"),
    "again": ("buttons", "retry"),
    "sort": ("labels", "sort"),
    "oldest": ("labels", "oldest"),
    "newest": ("labels", "newest"),
    "more": ("buttons", "more"),
    "replies": ("messages", "replies"),
    "write": ("buttons", "write"),
    "reply": ("buttons", "open_reply"),
    "reply_to": ("labels", "reply_to"),
    "permalink": ("buttons", "permalink"),
    "edited": ("labels", "edited"),
    "gone": ("messages", "gone"),
    "guest": ("labels", "guest"),
    "closed": ("messages", "closed"),
    "form_failed": ("messages", "form_failed"),
}


@pytest.mark.parametrize("lang", BUNDLED)
def test_the_widgets_words_are_the_notices_words(browser: Browser, lang: str) -> None:
    page = browser.new_page()
    source = (SOURCE / "words.js").read_text().replace("export ", "")
    table = page.evaluate(f"() => {{ {source}; return wordsFor('{lang}-XX') }}")
    page.close()
    told = words(lang)
    assert {name: table[name] for name in SAME} == {
        name: getattr(told, group)[key] for name, (group, key) in SAME.items()
    }
    assert set(table) - set(SAME) == {"lang", "earlier", "opening"}


def used(group: str) -> set[str]:
    """The members of a notice's `group` that the modules name."""
    text = "\n".join(path.read_text() for path in SOURCE.glob("*.js"))
    found = set(re.findall(rf"\b{group}\.(\w+)", text))
    for names, owners in re.findall(r"const \{([^}]*)\} = (\w+);", text):
        if owners == group:
            found |= {name.split(":")[0].strip() for name in names.split(",")}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_the_form_takes_from_the_notice_is_there(lang: str) -> None:
    told = words(lang)
    assert len(used("labels")) > 8
    assert len(used("buttons")) > 8
    assert len(used("messages")) > 8
    for group in ("labels", "buttons", "messages"):
        assert used(group) - set(getattr(told, group)) == set(), group


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_for_refusals_are_there(lang: str) -> None:
    slugs = re.search(r"const SLUGS = \{(.*?)\};", (SOURCE / "form.js").read_text(), re.DOTALL)
    assert slugs
    names = set(re.findall(r': "(\w+)"', slugs[1]))
    assert names
    assert names - set(words(lang).messages) == set()
