"""Whether a notice says that a sealed proof outlives an erasure, and for how long: one number, and its sentence.

Like `notice_retention`: what is carried out follows the number in the notice that the reader agreed to, and the
sentence is written from the same number. A notice of whose texts the sentence is missing cannot hold the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commentsvc.domain.escrow_text import escrow_sentence
from commentsvc.domain.notice_retention import RECORD_MONTHS, kept_sentence

ESCROW_MONTHS = "escrow_months"
"""The member of a notice that holds the number. Without it nothing is sealed."""
MOST_ESCROW_MONTHS = 36
ASKED_BEFORE = ("delete_confirm", "withdraw_confirm")
"""The messages that a form asks with before it erases."""


def escrow_months(manifest: Mapping[str, Any]) -> int:
    """The months that this notice announced; 0 where it announced nothing."""
    told = manifest.get(ESCROW_MONTHS)
    return told if isinstance(told, int) else 0


def with_escrow(manifest: Mapping[str, Any], months: int) -> dict[str, Any]:
    """The notice with this number: as its member, in its text beside what it says of keeping the record, and in the
    questions before erasing; with 0 in none of them. Words of the owner's own are left as they are."""
    lang = str(manifest.get("lang"))
    changed = {name: value for name, value in manifest.items() if name != ESCROW_MONTHS}
    if isinstance(manifest.get("text"), str):
        changed["text"] = _text_with(_without(manifest["text"], lang), manifest, lang, months)
    if isinstance(manifest.get("messages"), Mapping):
        said = {name: manifest["messages"].get(name) for name in ASKED_BEFORE}
        asked = {name: _after(_without(text, lang), lang, months) for name, text in said.items() if _is(text)}
        changed["messages"] = {**manifest["messages"], **asked}
    return {**changed, ESCROW_MONTHS: months} if months else changed


def escrow_problem(manifest: Mapping[str, Any]) -> str | None:
    """What is wrong with the number, or None; most notices have none."""
    if ESCROW_MONTHS not in manifest:
        return None
    told = manifest[ESCROW_MONTHS]
    if isinstance(told, bool) or not isinstance(told, int) or not 1 <= told <= MOST_ESCROW_MONTHS:
        return f"A whole number from 1 to {MOST_ESCROW_MONTHS}."
    if escrow_sentence(str(manifest.get("lang")), told) not in str(manifest.get("text")):
        return "The text does not say that a sealed proof is kept, and for how long."
    return None


def _is(text: Any) -> bool:
    return isinstance(text, str)


def _space(lang: str) -> str:
    return "" if lang == "ja" else " "


def _after(text: str, lang: str, months: int) -> str:
    return f"{text}{_space(lang)}{escrow_sentence(lang, months)}" if months else text


def _without(text: str, lang: str) -> str:
    for months in range(1, MOST_ESCROW_MONTHS + 1):
        sentence = escrow_sentence(lang, months)
        for before in ("\n\n", _space(lang), ""):
            if before + sentence in text:
                return text.replace(before + sentence, "")
    return text


def _text_with(text: str, manifest: Mapping[str, Any], lang: str, months: int) -> str:
    """The sentence ends the paragraph that says how long the record is kept; it is one of its own where none does."""
    if not months:
        return text
    record = manifest.get(RECORD_MONTHS)
    said = kept_sentence(lang, record) if isinstance(record, int) else None
    paragraphs = text.split("\n\n")
    for place, paragraph in enumerate(paragraphs):
        if said is not None and said in paragraph:
            paragraphs[place] = _after(paragraph, lang, months)
            return "\n\n".join(paragraphs)
    return f"{text}\n\n{escrow_sentence(lang, months)}"
