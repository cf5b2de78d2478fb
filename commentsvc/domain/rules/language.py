"""Text that is surely in another language than the site's.

A detector of our own, small and honest: the script first, and where languages share one, the small words that no text
of them does without. It says that a text is in another language only when much speaks for it; of a short or mixed text
it says nothing.
"""

from __future__ import annotations

import re
from collections import Counter

from commentsvc.domain.languages import own_name
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.folding import tokens
from commentsvc.domain.rules.kind import TICKS, Effect, Field, Kind, Looks, Problems, Settings
from commentsvc.domain.rules.language_words import SMALL_WORDS

_SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff",
    "Hebrew": "\u05d0-\u05ea",
    "Devanagari": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Korean": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "kana": "\u3041-\u30ff\u31f0-\u31ff",
    "Chinese": "\u3400-\u4dbf\u4e00-\u9fff",
}
_IN_SCRIPT = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_SCRIPT_OF = {"ar": ("Arabic",), "ja": ("kana", "Chinese"), "uk": ("Cyrillic",)}
_LATIN = ("Latin",)
_SAME_SCRIPT = {"Cyrillic": ("uk", "ru", "bg"), "Arabic": ("ar", "fa", "ur")}
_FEWEST_LETTERS = 12
_MOST_OF_IT = 60  # percent of the letters in a script that none of the languages has
_FEWEST_HITS = 3  # small words
_CLEARLY = 2  # times as many as the best of the languages that are expected has


def _ready(settings: Settings) -> Looks:
    expected: list[str] = settings["languages"]

    def look(comment: JudgedComment) -> str | None:
        counts = {name: len(script.findall(comment.text)) for name, script in _IN_SCRIPT.items()}
        total = sum(counts.values())
        if total < _FEWEST_LETTERS:
            return None
        known = {script for lang in expected for script in _SCRIPT_OF.get(lang, _LATIN)}
        if counts["kana"] * 10 >= counts["Chinese"]:
            counts["kana"] += counts.pop("Chinese")  # Japanese is written with both
        strange = {name: count for name, count in counts.items() if name not in known}
        name = max(strange, key=lambda script: strange[script], default="")
        if name and sum(strange.values()) * 100 >= _MOST_OF_IT * total:
            return f"it is written in {'Japanese' if name == 'kana' else name} script"
        script = max(counts, key=lambda one: counts[one])
        return _neighbour(script, comment.folded, expected)

    return look


def _neighbour(script: str, folded: str, expected: list[str]) -> str | None:
    """Which other language of the same script the small words speak for, beyond doubt; None: none."""
    others = _SAME_SCRIPT.get(script) or tuple(
        lang for lang in SMALL_WORDS if not any(lang in langs for langs in _SAME_SCRIPT.values())
    )
    if script not in ("Latin", *_SAME_SCRIPT):
        return None
    words = Counter(tokens(folded))
    hits = {lang: _hits(words, SMALL_WORDS[lang]) for lang in others}
    own = max((hits.get(lang, 0) for lang in expected), default=0)
    lang = max((lang for lang in hits if lang not in expected), key=lambda one: hits[one], default=None)
    if lang is None or hits[lang] < _FEWEST_HITS or hits[lang] < _CLEARLY * own + 1:
        return None
    return f"it reads like {_NAMES.get(lang) or own_name(lang)}"


def _hits(words: Counter[str], small: frozenset[str]) -> int:
    """How often small words stand there, where they are not always the same one."""
    found = [words[word] for word in small if word in words]
    return sum(found) if len(found) > 1 else 0


_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
}  # fmt: skip


def _check(settings: Settings) -> Problems:
    return {} if settings["languages"] else {"languages": ["Tick the languages of the site."]}


LANGUAGE = Kind(
    id="language",
    name="Language",
    says="The text is surely in another language than these.",
    reason="language",
    effects=(Effect.HOLD,),
    fields=(
        Field(
            "languages",
            "Languages of the site",
            "Recognised by the script, and by small words such as “the” or “nicht”. Of a short or mixed text, or one "
            "in a language it does not know, this rule says nothing; near languages, such as Danish and Norwegian, are "
            "not told apart.",
            TICKS,
            [],
            choices=tuple((lang, own_name(lang)) for lang in LANGUAGES),
        ),
    ),
    ready=_ready,
    check=_check,
)
