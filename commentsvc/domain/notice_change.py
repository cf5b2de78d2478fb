"""What changed between two versions of a notice, word by word, and whether it changes what readers agreed to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal

from commentsvc.domain.minors import MINOR
from commentsvc.domain.notice_escrow import escrow_months
from commentsvc.domain.notice_fields import fields_of

Mark = Literal["same", "added", "removed"]

_BESIDE = 120  # characters of unchanged text beside a change
_CONTROLLER = ("name", "address", "contact", "privacy_url")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+|\s+|.", re.DOTALL)
"""A word, a run of spaces, one sign; one character of scripts that put no spaces between words."""


@dataclass(frozen=True)
class FieldChange:
    """One field: its name (`domain.notice_fields`, or `controller.<member>`) and its text in marked pieces."""

    name: str
    pieces: Sequence[tuple[Mark, str]]


@dataclass(frozen=True)
class NoticeChange:
    """`reasons` says in English what makes the change material; without reasons only the wording changed."""

    fields: Sequence[FieldChange]
    reasons: Sequence[str]

    @property
    def material(self) -> bool:
        """Whether purposes, basis, data, recipients, retention or controller are not what readers agreed to."""
        return bool(self.reasons)


def compare_notices(before: Mapping[str, Any], after: Mapping[str, Any]) -> NoticeChange:
    """What `after` says otherwise than `before`, both manifests of one site and language.

    Material is what a machine can tell apart for certain: it looks at the members that state purposes, basis, data,
    recipients, retention and controller. A full text that was rewritten to mean something else is for people to see.
    """
    old, new = _all_fields(before), _all_fields(after)
    names = [*new, *(name for name in old if name not in new)]
    changed = [name for name in names if old.get(name, "") != new.get(name, "")]
    return NoticeChange(
        [FieldChange(name, mark_words(old.get(name, ""), new.get(name, ""))) for name in changed],
        _reasons(before, after),
    )


def mark_words(before: str, after: str) -> list[tuple[Mark, str]]:
    """The words of both texts in reading order, each piece marked; joined without what was added they are `before`,
    without what was removed `after`. Lines are compared first, so that long texts stay quick.
    """
    pieces: list[tuple[Mark, str]] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        pieces += [("same", removed)] if kind == "equal" else _marked(_WORD.findall(removed), _WORD.findall(added))
    return [(mark, "".join(text for _, text in run)) for mark, run in groupby(pieces, key=lambda piece: piece[0])]


def shortened(pieces: Sequence[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """The pieces with long unchanged parts cut down to what stands beside a change, ` … ` for what is left out."""
    short: list[tuple[Mark, str]] = []
    for place, (mark, text) in enumerate(pieces):
        first, last = place == 0, place == len(pieces) - 1
        if mark == "same" and len(text) > 2 * _BESIDE + (0 if first or last else _BESIDE):
            head = "" if first else text[:_BESIDE].rsplit(" ", 1)[0]
            tail = "" if last else text[-_BESIDE:].partition(" ")[2]
            text = f"{head} … {tail}"
        short.append((mark, text))
    return short


def purposes_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Where two languages of one site do not offer the same: sentences, empty when they do. Words are not compared."""
    mine = {item["id"]: item for item in one["purposes"]}
    theirs = {item["id"]: item for item in other["purposes"]}
    told = [f"does not offer {name}" for name in theirs if name not in mine]
    told += [f"also offers {name}" for name in mine if name not in theirs]
    both = [name for name in mine if name in theirs]
    told += [f"rests {name} on another basis" for name in both if mine[name]["basis"] != theirs[name]["basis"]]
    for part, words in (("recipients", "recipients"), ("personal_data", "kinds of data")):
        told += [
            f"names {len(mine[name][part])} {words} of {name} and not {len(theirs[name][part])}"
            for name in both
            if len(mine[name][part]) != len(theirs[name][part])
        ]
    if one.get("record_months") != other.get("record_months"):
        told.append("promises another time that records are kept")
    if escrow_months(one) != escrow_months(other):
        told.append("says something else of what is kept after an erasure")
    if _threshold(one) != _threshold(other):
        told.append("asks younger readers for something else")
    if any(one["controller"].get(name) != other["controller"].get(name) for name in _CONTROLLER):
        told.append("names another controller")
    return told


def _threshold(manifest: Mapping[str, Any]) -> int | None:
    return manifest[MINOR]["threshold"] if MINOR in manifest else None


def _all_fields(manifest: Mapping[str, Any]) -> dict[str, str]:
    controller = {f"controller.{name}": str(manifest["controller"].get(name) or "") for name in _CONTROLLER}
    return fields_of(manifest) | controller


def _marked(old: Sequence[str], new: Sequence[str]) -> list[tuple[Mark, str]]:
    pieces: list[tuple[Mark, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [("removed", "".join(old[a:b]))] if b > a else []
        pieces += [("added", "".join(new[c:d]))] if d > c else []
    return pieces


def _reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old = {item["id"]: item for item in before["purposes"]}
    new = {item["id"]: item for item in after["purposes"]}
    told = [f"The purpose {name} is new." for name in new if name not in old]
    told += [f"The purpose {name} is no longer offered." for name in old if name not in new]
    said = {
        "basis": "rests on another basis",
        "personal_data": "uses other data",
        "recipients": "has other recipients",
        "retention": "says another time that data are kept",
        "description": "is described in other words; look whether they mean the same",
        "storage": "is kept in another place",
    }
    for name in (name for name in new if name in old):
        told += [
            f"The purpose {name} {words}." for part, words in said.items() if old[name].get(part) != new[name].get(part)
        ]
    months = (before.get("record_months"), after.get("record_months"))
    if None not in months and months[0] != months[1]:
        told.append("Records are kept for another time.")
    if escrow_months(before) != escrow_months(after):
        told.append("A sealed proof outlives an erasure for another time than before.")
    if _threshold(before) != _threshold(after):
        told.append("Younger readers are asked for something else.")
    if any((before["controller"].get(name) or "") != (after["controller"].get(name) or "") for name in _CONTROLLER):
        told.append("The controller’s facts are others.")
    return told
