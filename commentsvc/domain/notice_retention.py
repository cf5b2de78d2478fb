"""How long a notice promises that a record outlives its comment: one number, and the sentence that says it.

What is carried out (`domain.retention`) follows the number in the notice that the reader agreed to, and the sentence in
its texts is written from the same number, so that the two cannot part.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commentsvc.domain.languages import plural_form
from commentsvc.domain.notice_texts import LANGUAGES, words

RECORD_MONTHS = "record_months"
"""The member of a notice that holds the number. Notices from before there was one say it in their text only."""
MOST_MONTHS = 36


def kept_sentence(lang: str, months: int) -> str:
    """The sentence for this number of months in `lang` (English where we have no words)."""
    lang = lang if lang in LANGUAGES else "en"
    told = words(lang)
    kept = plural_form(lang, told.kept, months) if months else told.kept["zero"]
    return kept.format(months=months)


def record_months(manifest: Mapping[str, Any]) -> int | None:
    """The months that this notice promises; None where neither the member nor a sentence of ours says them."""
    told = manifest.get(RECORD_MONTHS)
    return told if isinstance(told, int) else _said(manifest)


def with_record_months(manifest: Mapping[str, Any], months: int) -> dict[str, Any]:
    """The notice with this number: as its member, and in its texts wherever a sentence of ours said another. A text in
    the owner's own words is left as it is."""
    said = _said(manifest)
    changed = {**manifest, RECORD_MONTHS: months}
    if said is None or said == months:
        return changed
    old, new = kept_sentence(manifest["lang"], said), kept_sentence(manifest["lang"], months)
    changed["text"] = manifest["text"].replace(old, new)
    if isinstance(manifest.get("purposes"), list):
        changed["purposes"] = [_restated(purpose, old, new) for purpose in manifest["purposes"]]
    return changed


def record_months_problem(manifest: Mapping[str, Any]) -> str | None:
    """What is wrong with the number, or None; a notice without one is of an older release."""
    if RECORD_MONTHS not in manifest:
        return None
    told = manifest[RECORD_MONTHS]
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= MOST_MONTHS:
        return f"A whole number from 0 to {MOST_MONTHS}."
    said = _said(manifest)
    if said is not None and said != told:
        return f"The text says {said}, and {told} would be carried out."
    return None


def _said(manifest: Mapping[str, Any]) -> int | None:
    text, lang = manifest.get("text"), manifest.get("lang")
    if not isinstance(text, str) or not isinstance(lang, str):
        return None
    found = [months for months in range(MOST_MONTHS + 1) if kept_sentence(lang, months) in text]
    return max(found, key=lambda months: len(kept_sentence(lang, months)), default=None)


def _restated(purpose: Any, old: str, new: str) -> Any:
    if not isinstance(purpose, Mapping) or not isinstance(purpose.get("retention"), str):
        return purpose
    return {**purpose, "retention": purpose["retention"].replace(old, new)}
