"""What a notice says of the choices made under the versions before it, and which of them that ends. No I/O.

A notice that asks again no longer relies on earlier choices about the optional purposes it names. The words that a
choice rests on are those of its record's notice, unless the event that gave it names another (a choice made anew).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

REPLACES = "replaces"
"""The member of a notice in which its owner says what becomes of earlier choices."""
ASKS_AGAIN = "asks_again"
_MEMBERS = {"sha256": str, "version": int, "material": bool, ASKS_AGAIN: list}


def asked_again(manifest: Mapping[str, Any]) -> list[str]:
    """Ids of the purposes about which this notice asks again; most notices name none."""
    replaces = manifest.get(REPLACES)
    return list(replaces.get(ASKS_AGAIN, ())) if isinstance(replaces, Mapping) else []


def optional_purposes(manifests: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every optional purpose that one of these notices offered, in the order in which they first did."""
    offered = (item["id"] for manifest in manifests for item in manifest["purposes"] if not item["required"])
    return list(dict.fromkeys(offered))


def replaces_problem(manifest: Mapping[str, Any], purposes: Collection[str]) -> str | None:
    """What is wrong with the member, or None; `purposes` are the optional ones there are."""
    if REPLACES not in manifest:
        return None
    told = manifest[REPLACES]
    if not isinstance(told, Mapping) or told.keys() != _MEMBERS.keys():
        return f"This has exactly the members {', '.join(_MEMBERS)}."
    if any(not isinstance(told[name], kind) for name, kind in _MEMBERS.items()):
        return "A hash, a whole number, true or false, and a list of purposes."
    if any(name not in purposes for name in told[ASKS_AGAIN]):
        return f"Readers can be asked again about {', '.join(purposes)} only."
    return None


def newest_asking(asking: Iterable[tuple[str, int, Collection[str]]], purpose: str) -> dict[str, int]:
    """By language, the newest version that asked again about `purpose`; `asking` is (language, version, purposes)."""
    found: dict[str, int] = {}
    for lang, version, purposes in asking:
        if purpose in purposes:
            found[lang] = max(version, found.get(lang, 0))
    return found


def ended_by(
    asked: Collection[str],
    earlier: Collection[str],
    notice: str | None,
    events: Iterable[tuple[str, Mapping[str, bool], str | None]],
) -> list[str]:
    """Which of the `asked` purposes are on by a choice made under one of the `earlier` notices (by hash).

    `notice` is the record's own; `events` are the record's, oldest first: type, the choice as it stands afterwards, and
    the notice that the event names, if any.
    """
    under: dict[str, str | None] = {}
    for type, purposes, named in events:
        again = type == "renewed"
        shown = named or notice
        under = {name: shown if again else under.get(name, shown) for name, on in purposes.items() if on}
    return [name for name in asked if name in under and under[name] in earlier]
