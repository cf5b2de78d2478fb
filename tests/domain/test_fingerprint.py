"""Codes of what comments say: stored ones must go on to mean the same."""

from __future__ import annotations

from commentsvc.domain.fingerprint import ALIKE, fingerprint_key, link_code, near_codes, plain, range_code, text_code

KEY = fingerprint_key(b"x" * 32, "example")
TEXT = plain("The bus does not come after eight, and nobody said why.")


def test_codes_stay_what_they_were_when_they_were_stored():
    assert text_code(KEY, TEXT) == "20d43a37227a1496d246c6c8d241fbad"
    assert range_code(KEY, "203.0.113.9") == "07bccb243ef81a486dcf8a530f43ff1c"
    assert link_code(KEY, "example.org") == "88f80d5ee77aec1de5605bbc4b365f7a"
    assert sorted(near_codes(KEY, TEXT)) == [
        "005843183abc142410449fd92023b9dc",
        "008fa850e971da369deaa04911c0fcb5",
        "1f68c7f0a4e9ecc2787b0d365ed60b92",
        "206a5297406f11cfcfa81d34b0180fbe",
        "bca073d9997f807a06b04d817de9072c",
        "c365ed901ea78d9805360af52e5dfe2c",
        "c3d850f7747a220b0022a1fa86194818",
        "f361e2681a959b83f465edda76459fa1",
    ]


def test_a_text_with_another_word_shares_most_codes_and_another_text_none():
    assert len(near_codes(KEY, TEXT) & near_codes(KEY, f"{TEXT} ok")) >= ALIKE
    assert not near_codes(KEY, TEXT) & near_codes(KEY, plain("Something else altogether, about the weather in May."))
