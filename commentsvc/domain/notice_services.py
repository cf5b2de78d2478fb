"""Whether a notice names the spam services that see a comment: their names, and the section that says so. No I/O.

Like `notice_escrow`: nothing is sent to a service that the notice a reader agreed to does not name, and the section is
written from the same names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commentsvc.domain.service_text import service_section

CHECKED_BY = "checked_by"
"""The member of a notice that holds the names. Without it nobody is asked."""
PUBLISH = "publish"


def checked_by(manifest: Mapping[str, Any]) -> list[str]:
    """The services that this notice names."""
    told = manifest.get(CHECKED_BY)
    return [str(name) for name in told] if isinstance(told, list) else []


def with_services(manifest: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The notice with these services: as its member, as recipients of what is published, and in a section of its text;
    without any in none of them. Words of the owner's own are left as they are."""
    before, lang = checked_by(manifest), str(manifest.get("lang"))
    changed = {name: value for name, value in manifest.items() if name != CHECKED_BY}
    if isinstance(manifest.get("text"), str):
        changed["text"] = _text(manifest["text"], lang, before, names)
    if isinstance(manifest.get("purposes"), list):
        changed["purposes"] = [_purpose(item, before, names) for item in manifest["purposes"]]
    return {**changed, CHECKED_BY: list(names)} if names else changed


def services_problem(manifest: Mapping[str, Any]) -> str | None:
    """What is wrong with the member, or None; most notices have none."""
    if CHECKED_BY not in manifest:
        return None
    names = manifest[CHECKED_BY]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        return "A list of names, or nothing at all."
    if service_section(str(manifest.get("lang")), names) not in str(manifest.get("text")):
        return "The text does not say that these services see the comment."
    return None


def _text(text: str, lang: str, before: Sequence[str], names: Sequence[str]) -> str:
    """The section stands before the last one, which speaks of the way back; at the end where there is no other."""
    if before:
        text = text.replace(f"\n\n{service_section(lang, before)}", "")
    section = service_section(lang, names) if names else ""
    if not section or section in text:
        return text
    head, heading, tail = text.rpartition("\n\n## ")
    return f"{head}\n\n{section}{heading}{tail}" if heading else f"{text}\n\n{section}"


def _purpose(item: Any, before: Sequence[str], names: Sequence[str]) -> Any:
    if not isinstance(item, Mapping) or item.get("id") != PUBLISH or not isinstance(item.get("recipients"), list):
        return item
    others = [one for one in item["recipients"] if one not in before and one not in names]
    return {**item, "recipients": [*others, *names]}
