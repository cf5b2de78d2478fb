"""Codes of what comments say: stored ones must go on to mean the same."""

from __future__ import annotations

from commentsvc.domain.fingerprint import (
    ALIKE,
    HASHES,
    fingerprint_key,
    link_code,
    near_codes,
    plain,
    range_code,
    text_code,
)

KEY = fingerprint_key(b"x" * 32, "example")
TEXT = plain("The bus does not come after eight, and nobody said why.")


def test_codes_stay_what_they_were_when_they_were_stored():
    assert text_code(KEY, TEXT) == "20d43a37227a1496d246c6c8d241fbad"
    assert range_code(KEY, "203.0.113.9") == "07bccb243ef81a486dcf8a530f43ff1c"
    assert (
        range_code(KEY, "2001:db8:1:ffff::1")
        == range_code(KEY, "2001:db8:1:2::/64")
        == "63bd87c64d73b3b9583c5cc1dd157e62"
    )
    assert range_code(KEY, "nobody") is None
    assert link_code(KEY, "example.org") == "88f80d5ee77aec1de5605bbc4b365f7a"
    assert sorted(near_codes(KEY, TEXT)) == [
        "0360e189d109dd450000000000000000",
        "2f38defc3bf965430000000000000001",
        "4341eec18c1a39940000000000000002",
        "60f8faaa85957a1c0000000000000003",
        "814ebeec03d082150000000000000004",
        "a099dd277e4c31c50000000000000005",
        "c93441593ac0b7bf0000000000000006",
        "e4d4a4349c35816b0000000000000007",
    ]


def test_a_text_with_another_word_shares_most_codes_and_another_text_none():
    assert len(near_codes(KEY, TEXT) & near_codes(KEY, f"{TEXT} ok")) >= ALIKE
    assert not near_codes(KEY, TEXT) & near_codes(KEY, plain("Something else altogether, about the weather in May."))


def test_a_text_of_one_run_has_as_many_codes_as_any():
    assert len(near_codes(KEY, "a" * 40)) == len(near_codes(KEY, "a")) == HASHES
    assert near_codes(KEY, "a" * 40) == near_codes(KEY, "a" * 400)


def test_codes_agree_as_often_as_texts_have_runs_in_common():
    one, other = (plain(f"{TEXT} That is what {name} said.") for name in ("Ada", "somebody"))
    agreed = 0
    for number in range(400):  # each key scatters runs in another way, and the same one always in the same
        key = fingerprint_key(b"x" * 32, f"site-{number}")
        agreed += len(near_codes(key, one) & near_codes(key, other))

    assert abs(agreed / 400 / HASHES - len(_runs(one) & _runs(other)) / len(_runs(one) | _runs(other))) < 0.02


def _runs(text: str) -> set[str]:
    return {text[at : at + 5] for at in range(len(text) - 4)}
