"""The proof of work: what ALTCHA's own library made and solved is taken, and nothing that was changed since."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commentsvc.domain.proof_of_work import COUNTERS, is_solved, make_challenge

KEY, FORM, NOW = b"k" * 32, "f" * 64, datetime(2026, 11, 29, tzinfo=UTC)
VECTOR = (
    "eyJjaGFsbGVuZ2UiOiB7InBhcmFtZXRlcnMiOiB7ImFsZ29yaXRobSI6ICJQQktERjIvU0hBLTI1NiIsICJjb3N0IjogMTAsICJr"
    "ZXlMZW5ndGgiOiAzMiwgImtleVByZWZpeCI6ICI1MjNmZDgyNGYxN2VkZDE0IiwgIm5vbmNlIjogIjU4YjBiMWZiZWVhNWQ2MzZi"
    "NzA5ZDE5OWY1NTFhYTBlIiwgInNhbHQiOiAiODQ5ZDc1NmRmMGQwNGM0MmMyOTJmODZmM2RlMTZmNmQiLCAiZXhwaXJlc0F0Ijog"
    "NDEwMjQ0NDgwMCwgImRhdGEiOiB7ImZvcm0iOiAiZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm"
    "ZmZmZmZmZmZmZmZmZmZmZmZmZiJ9fSwgInNpZ25hdHVyZSI6ICI2MjQ4M2IwNTQwOWIxMTVkMjEzY2JiNzNhN2U2MWYzZTUwYjQ5"
    "OGFjNDYwMWQzNjhmMjRkNjFjZWFhNGZiMWE4In0sICJzb2x1dGlvbiI6IHsiY291bnRlciI6IDcsICJkZXJpdmVkS2V5IjogIjUy"
    "M2ZkODI0ZjE3ZWRkMTRlNWRkMDRiNmU3Yjk0MzM1YTA5NDc4NzNlNzNjYjQyZDYxM2EwMzQ3MWMyOTc2NTMiLCAidGltZSI6IDAu"
    "MDU3NjU1OTk3ODA3MTYwMDJ9fQ=="
)
"""Made and solved by altcha 2.3.0 for Python: PBKDF2/SHA-256, cost 10, counter 7, until 2100."""


def test_what_altchas_own_library_solved_is_taken() -> None:
    assert is_solved(KEY, FORM, VECTOR, NOW)


@pytest.mark.parametrize(
    ("key", "form", "now"),
    [(b"x" * 32, FORM, NOW), (KEY, "e" * 64, NOW), (KEY, FORM, datetime(2100, 1, 1, tzinfo=UTC))],
)
def test_by_another_key_for_another_form_or_too_late_it_is_not(key: bytes, form: str, now: datetime) -> None:
    assert not is_solved(key, form, VECTOR, now)


def test_whatever_is_changed_in_it_breaks_it() -> None:
    told = json.loads(b64decode(VECTOR))
    changes: list[tuple[str, Any]] = [
        ("cost", 1),
        ("keyPrefix", ""),
        ("expiresAt", 5_000_000_000),
        ("data", {}),
        ("salt", "00"),
    ]
    for name, value in changes:
        parameters = told["challenge"]["parameters"] | {name: value}
        forged = told | {"challenge": told["challenge"] | {"parameters": parameters}}
        assert not is_solved(KEY, FORM, b64encode(json.dumps(forged).encode()).decode(), NOW), name
    for counter in (8, -1, True, "7", 2**40, None):
        forged = told | {"solution": told["solution"] | {"counter": counter}}
        assert not is_solved(KEY, FORM, b64encode(json.dumps(forged).encode()).decode(), NOW), counter


def test_a_challenge_tells_no_counter_and_no_two_are_alike() -> None:
    made = [make_challenge(KEY, FORM, 10, NOW + timedelta(minutes=10)) for _ in range(20)]
    assert len({one["parameters"]["nonce"] for one in made}) == 20
    assert len(made[0]["parameters"]["keyPrefix"]) == 16
    assert "counter" not in json.dumps(made)
    assert COUNTERS == 100
