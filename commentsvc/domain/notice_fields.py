"""The parts of a notice that an owner writes, as flat text fields, and back again.

A field is named like the problem that `validate_manifest` would report about it, without `purposes.` in front:
`title`, `publish.label`, `labels.name`, `messages.replies.other`. A list is one line an item.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from commentsvc.domain.minors import MINOR, MINOR_TEXTS

TEXTS = ("title", "summary", "text", "withdrawal_method", "authority")
PURPOSE_TEXTS = ("label", "description", "necessity", "retention")
PURPOSE_LISTS = ("recipients", "personal_data")
GROUPS = ("labels", "buttons", "messages")


def fields_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Every field of this notice with what it says; `<purpose>.basis` is among them."""
    fields = {name: str(manifest[name]) for name in TEXTS}
    for purpose in manifest["purposes"]:
        name = purpose["id"]
        fields |= {f"{name}.{part}": str(purpose[part]) for part in (*PURPOSE_TEXTS, "basis")}
        fields |= {f"{name}.{part}": "\n".join(purpose[part]) for part in PURPOSE_LISTS}
    fields |= {f"{MINOR}.{part}": str(manifest[MINOR][part]) for part in MINOR_TEXTS if MINOR in manifest}
    for group in GROUPS:
        for name, words in manifest[group].items():
            if isinstance(words, str):
                fields[f"{group}.{name}"] = words
            else:
                fields |= {f"{group}.{name}.{number}": form for number, form in words.items()}
    return fields


def changes_of(base: Mapping[str, Any], fields: Mapping[str, str], purposes: Collection[str]) -> dict[str, Any]:
    """The members that make a notice say `fields`, for `draft_notice`. `base` has every purpose and word there may be;
    what `fields` does not name stays as it is there; only `purposes` (ids) are offered.
    """
    changes: dict[str, Any] = {name: fields.get(name, base[name]) for name in TEXTS}
    changes["purposes"] = [_purpose(item, fields) for item in base["purposes"] if item["id"] in purposes]
    if MINOR in base:
        changes[MINOR] = {part: fields.get(f"{MINOR}.{part}", text) for part, text in base[MINOR].items()}
    for group in GROUPS:
        changes[group] = {name: _words(f"{group}.{name}", words, fields) for name, words in base[group].items()}
    return changes


def with_basis(
    fields: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str], basis: str
) -> dict[str, str]:
    """`fields` resting on `basis`: where they had our words for the basis before, they get our words for this one.
    Nothing that the owner wrote is touched.
    """
    moved = {name: after[name] if text == before.get(name) and name in after else text for name, text in fields.items()}
    return {**moved, "publish.basis": basis}


def _purpose(base: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    name = base["id"]
    texts = {part: fields.get(f"{name}.{part}", base[part]) for part in (*PURPOSE_TEXTS, "basis")}
    lists = {part: _items(fields.get(f"{name}.{part}"), base[part]) for part in PURPOSE_LISTS}
    return {**base, **texts, **lists}


def _items(text: str | None, base: list[str]) -> list[str]:
    return list(base) if text is None else [line.strip() for line in text.splitlines() if line.strip()]


def _words(name: str, base: Any, fields: Mapping[str, str]) -> Any:
    if isinstance(base, str):
        return fields.get(name, base)
    return {number: fields.get(f"{name}.{number}", form) for number, form in base.items()}
