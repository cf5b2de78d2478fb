"""Codes of what comments say: stored ones must go on to mean the same."""

from __future__ import annotations

import itertools

from commentsvc.domain.fingerprint import (
    ALIKE,
    HASHES,
    are_alike,
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
    assert near_codes(KEY, TEXT) == (
        "0d109dd453bf965438c1a3994",
        "185957a1c03d082157e4c31c5",
        "23ac0b7bf9c35816b",
    )


def test_a_text_with_another_word_is_alike_and_has_a_code_in_common_and_another_text_neither():
    mine, near = near_codes(KEY, TEXT), near_codes(KEY, f"{TEXT} ok")
    other = near_codes(KEY, plain("Something else altogether, about the weather in May."))
    assert are_alike(mine, near) and set(mine) & set(near)
    assert not are_alike(mine, other) and not set(mine) & set(other)


def test_texts_that_are_alike_have_a_code_in_common_whichever_numbers_differ():
    codes = near_codes(KEY, TEXT)
    places = [(code, at) for code in range(len(codes)) for at in range(1, len(codes[code]), 8)]
    assert len(places) == HASHES
    for first, second in itertools.combinations(places, HASHES - ALIKE):
        other = list(codes)
        for code, at in (first, second):
            other[code] = f"{other[code][:at]}{'x' * 8}{other[code][at + 8 :]}"
        assert are_alike(codes, other) and set(codes) & set(other)
        third = next(place for place in places if place not in (first, second))
        other[third[0]] = f"{other[third[0]][: third[1]]}{'x' * 8}{other[third[0]][third[1] + 8 :]}"
        assert not are_alike(codes, other)


def test_a_text_of_one_run_has_as_many_codes_as_any():
    assert len(near_codes(KEY, "a" * 40)) == len(near_codes(KEY, "a")) == len(near_codes(KEY, TEXT))
    assert near_codes(KEY, "a" * 40) == near_codes(KEY, "a" * 400)


def test_numbers_agree_as_often_as_texts_have_runs_in_common():
    one, other = (plain(f"{TEXT} That is what {name} said.") for name in ("Ada", "somebody"))
    agreed = 0
    for number in range(400):  # each key scatters runs in another way, and the same one always in the same
        key = fingerprint_key(b"x" * 32, f"site-{number}")
        agreed += len(_numbers(near_codes(key, one)) & _numbers(near_codes(key, other)))

    assert abs(agreed / 400 / HASHES - len(_runs(one) & _runs(other)) / len(_runs(one) | _runs(other))) < 0.02


def _numbers(codes: tuple[str, ...]) -> set[tuple[int, int, str]]:
    return {(which, at, code[at : at + 8]) for which, code in enumerate(codes) for at in range(1, len(code), 8)}


def _runs(text: str) -> set[str]:
    return {text[at : at + 5] for at in range(len(text) - 4)}
