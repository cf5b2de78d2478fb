"""The widget's words: in every language, and what the notice says as the notice says it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from commentsvc.domain.languages import RIGHT_TO_LEFT, plural_category
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.portal.page_texts import page_text
from commentsvc.widget.build import SOURCE

# Where the same thing is said in the notice texts; the rest is said only here.
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


def table(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SOURCE / "words" / f"{lang}.json").read_bytes())
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_widgets_words_are_the_notices_words(lang: str) -> None:
    told = words(lang)
    found = table(lang)
    assert {name: found[name] for name in SAME} == {
        name: getattr(told, group)[key] for name, (group, key) in SAME.items()
    }
    assert found["check"] == page_text(lang).check_receipt


def test_the_widget_has_words_in_every_language_of_the_notice() -> None:
    assert {path.stem for path in (SOURCE / "words").glob("*.json")} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_missing_in_any_language(lang: str) -> None:
    found, english = table(lang), table("en")
    assert list(found) == list(english)
    assert [name for name, word in found.items() if not word] == []
    same = {name for name, word in found.items() if word == english[name]}
    assert lang == "en" or same == set()
    for name in ("count", "replies"):
        needed = {plural_category(lang, n) for n in range(200)}
        assert set(found[name]) >= needed | {"other"}
        assert "{n}" in found[name]["other"]
    assert "{name}" in found["reply_to"]


def test_every_word_the_widget_says_is_in_the_files_and_none_is_left_over() -> None:
    text = "\n".join(path.read_text() for path in SOURCE.glob("*.js"))
    said = set(re.findall(r"\bwords\??\.(\w+)", text)) - {"js", "lang", "messages"}
    for names in re.findall(r"const \{([^}]*)\} = (?:this|thread)\.words;", text):
        said |= {name.strip() for name in names.split(",")}
    said |= {"oldest", "newest"}  # by the name of the order
    assert said == set(table("en"))


def test_a_language_is_written_in_the_direction_it_is_everywhere_else() -> None:
    listed = re.search(r'RIGHT_TO_LEFT = "([a-z ]+)"', (SOURCE / "words.js").read_text())
    assert listed
    assert set(listed[1].split()) == RIGHT_TO_LEFT


def of_the_thread() -> set[str]:
    """The modules that `embed.js` and its parts are joined from: the cookie notice's are another script, with another
    manifest.
    """
    found, waiting = set[str](), ["index.js", *(f"parts/{path.name}" for path in (SOURCE / "parts").glob("*.js"))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r'^import .* from "\.{1,2}/([\w.-]+\.js)"', (SOURCE / name).read_text(), re.MULTILINE)
    return found


def used(group: str) -> set[str]:
    """The members of a notice's `group` that the modules of a thread name."""
    text = "\n".join((SOURCE / name).read_text() for name in sorted(of_the_thread()))
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
