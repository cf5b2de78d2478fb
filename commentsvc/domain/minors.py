"""Consent of younger readers (Art. 8 GDPR): from which age it counts, and the statement a form asks for. No I/O.

The statement is a member of the notice, so that the form shows nothing else and the record can name it. It covers both
ways in which the consent is lawful, old enough or with the parents' agreement, and does not ask which: no birth date,
no age, nobody's name. It is asked for only where publishing rests on consent; Article 8 is about nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commentsvc.domain.minor_text import minor_text

MINOR = "minor"
"""The member of a notice, and of a record."""
CONTROL = "minor"
"""The name of its box among a record's controls."""
AGES = (13, 14, 15, 16)
"""What member states may choose (Art. 8(1)); 16 where they chose nothing."""
AGE_BY_COUNTRY: Mapping[str, int] = {
    "AT": 14,
    "BE": 13,
    "BG": 14,
    "CY": 14,
    "CZ": 15,
    "DE": 16,
    "DK": 15,
    "EE": 13,
    "ES": 14,
    "FI": 13,
    "FR": 15,
    "GR": 15,
    "HR": 16,
    "HU": 16,
    "IE": 16,
    "IT": 14,
    "LT": 14,
    "LU": 16,
    "LV": 13,
    "MT": 13,
    "NL": 16,
    "PL": 16,
    "PT": 13,
    "RO": 16,
    "SE": 13,
    "SI": 15,
    "SK": 16,
}
"""By ISO 3166 code. Source: the Commission's staff working document SWD(2020) 115, page 17, and what changed since:
Denmark 15 from 1 January 2024 (databeskyttelsesloven, section 6(2)), Slovenia 15 from 26 January 2023 (ZVOP-2, Article
8). Laws change: whoever turns the statement on looks at their own."""

UNASKED = 0
"""What stands for an age where the form does not ask."""
MINOR_TEXTS = ("label", "description", "missing")
"""The texts of the statement, which the owner may write otherwise."""


def age_of_consent(told: str) -> int | None:
    """The age that `told` means: a number, or a member state's code; 0 and `off` are `UNASKED`. None: no such thing."""
    text = told.strip().upper()
    if text in ("0", "OFF"):
        return UNASKED
    if text in AGE_BY_COUNTRY:
        return AGE_BY_COUNTRY[text]
    return int(text) if text in {str(age) for age in AGES} else None


def countries_with(age: int) -> list[str]:
    """The member states' codes with this age, sorted."""
    return sorted(code for code, theirs in AGE_BY_COUNTRY.items() if theirs == age)


def with_minor(manifest: Mapping[str, Any], age: int, *, rests_on_consent: bool) -> dict[str, Any]:
    """The notice asking for the statement at this age, or not (`UNASKED`, or another basis than consent). The owner's
    words for it stay as long as the age does; the sentence of ours in the text follows.
    """
    age = age if rests_on_consent else UNASKED
    given = manifest.get(MINOR)
    changed = {name: value for name, value in manifest.items() if name != MINOR}
    if isinstance(manifest.get("text"), str):
        changed["text"] = _restated(manifest["text"], str(manifest.get("lang")), age)
    if age != UNASKED:
        ours = _statement(str(manifest.get("lang")), age)
        kept = given if isinstance(given, Mapping) and given.get("threshold", age) == age else {}
        changed[MINOR] = {**ours, **kept, "threshold": age}
    return changed


def minor_problem(manifest: Mapping[str, Any]) -> str | None:
    """What is wrong with the statement, apart from its texts, or None; most notices have none."""
    if MINOR not in manifest:
        return None
    told = manifest[MINOR]
    if not isinstance(told, Mapping) or told.keys() != {"threshold", *MINOR_TEXTS}:
        return f"This has exactly the members threshold, {', '.join(MINOR_TEXTS)}."
    if isinstance(told["threshold"], bool) or told["threshold"] not in AGES:
        return f"The threshold is one of {', '.join(map(str, AGES))}."
    return None


def public_minor(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of the statement, as members of the served notice; empty without one."""
    told = manifest.get(MINOR)
    if told is None:
        return {}
    return {MINOR: {"label": told["label"], "description": told["description"], "required": True}}


def unattested(manifest: Mapping[str, Any], attested: bool) -> dict[str, list[str]]:
    """The field that is wrong when the notice asks for the statement and the reader did not make it; else empty."""
    told = manifest.get(MINOR)
    return {f"consent.{MINOR}": [told["missing"]]} if told is not None and not attested else {}


def recorded_minor(manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a record says of a statement that was made; None where the notice asks for none."""
    told = manifest.get(MINOR)
    if told is None:
        return None
    return {"threshold": told["threshold"], "attested": True, "guardian": "not-told-apart"}


def minor_control(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The statement's box, as a record lists the controls of its form."""
    told = manifest.get(MINOR)
    return [] if told is None else [{"id": CONTROL, "label": told["label"], "default": False}]


def _statement(lang: str, age: int) -> dict[str, Any]:
    told = minor_text(lang)
    return {name: getattr(told, name).replace("{age}", str(age)) for name in MINOR_TEXTS}


def _restated(text: str, lang: str, age: int) -> str:
    told = minor_text(lang)
    wanted = told.asked.replace("{age}", str(age)) if age else told.unasked
    for sentence in (told.unasked, *(told.asked.replace("{age}", str(other)) for other in AGES)):
        if sentence in text:
            return text.replace(sentence, wanted)
    return text
