"""The classifier: neutral until it knows enough, sure of what it was shown, as if it never knew what it unlearnt."""

from __future__ import annotations

import pytest

from commentsvc.domain.comment_traits import MOST_TRAITS, traits_of
from commentsvc.domain.held_back import (
    CERTAIN,
    ENOUGH_TO_CHOOSE,
    FIRST_THRESHOLD,
    discarding_threshold,
    holding_threshold,
    lower_bound,
    measure,
)
from commentsvc.domain.learned import (
    BUCKETS,
    ENOUGH_OF_EACH,
    Model,
    bucket_of,
    buckets_of,
    build,
    pack_buckets,
    pack_weights,
    unpack_buckets,
    unpack_weights,
)

KEY = b"k" * 43
SPAM = [f"Win a free phone {n} times at http://cheap-{n}.example/now" for n in range(40)]
HONEST = [f"The council met on day {n} and the bridge was not on its list" for n in range(40)]


def seen(text: str, website: str | None = None, key: bytes = KEY) -> list[int]:
    return buckets_of(traits_of(text, website), key)


def lessons(spam: int = 40, honest: int = 40) -> list[tuple[list[int], bool]]:
    told = [(seen(text), True) for text in SPAM[:spam]] + [(seen(text), False) for text in HONEST[:honest]]
    return sorted(told)


def test_it_says_nothing_until_it_knows_enough_of_both_kinds() -> None:
    assert Model().score(seen(SPAM[0])) is None
    assert build(lessons(spam=40, honest=ENOUGH_OF_EACH - 1)).score(seen(SPAM[0])) is None
    assert build(lessons(spam=ENOUGH_OF_EACH - 1, honest=40)).score(seen(SPAM[0])) is None
    assert build(lessons(ENOUGH_OF_EACH, ENOUGH_OF_EACH)).score(seen(SPAM[0])) is not None
    assert build(lessons()).score([]) is None, "there is nothing to go by"


def test_it_tells_what_it_never_saw_apart_and_says_why() -> None:
    model = build(lessons(spam=30, honest=30))

    bad, good = (
        "A FREE phone is yours to win http://cheap-77.example/now",
        "The bridge is not on the list of the council",
    )
    assert (model.score(seen(bad)) or 0) > 80
    assert (model.score(seen(good)) or 0) < 20
    told = model.reasons(traits_of(bad, None), KEY)
    assert 1 <= len(told) <= 3
    assert {"a link", "“free phone”", "“win”"} & set(told)
    assert model.reasons(traits_of("zebra", None), KEY) == []


def test_what_is_left_out_was_never_known() -> None:
    whole = lessons()
    without = [lesson for lesson in whole if lesson[0] != seen(SPAM[3])]

    assert build(without).weights == build(list(without)).weights
    assert build(without).weights != build(whole).weights
    assert build(whole[:40]).weights == build(lesson for lesson in whole[:40]).weights
    grown = build(whole[:40])
    for buckets, spam in whole[40:]:
        grown.learn(buckets, spam=spam)
    assert grown.weights == build(whole).weights, "one by one or at once is the same"


def test_what_is_stored_is_what_was_kept_and_cannot_be_searched_without_the_key() -> None:
    model, buckets = build(lessons()), seen(SPAM[0])

    assert unpack_weights(pack_weights(model.weights)) == model.weights
    assert unpack_buckets(pack_buckets(buckets)) == buckets == sorted(set(buckets))
    assert all(0 <= bucket < BUCKETS for bucket in buckets)
    kept = pack_weights(model.weights) + pack_buckets(buckets)
    assert not any(word in kept for word in (b"phone", b"free", b"cheap"))
    assert bucket_of("w phone", KEY) != bucket_of("w phone", b"another key of forty-three characters......")
    assert len(set(seen(SPAM[0])) & set(seen(SPAM[0], key=b"z" * 43))) < 3


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("BUY NOW AND SAVE BIG MONEY!!!", {"mostly capital letters", "many exclamation marks", "“buy now”"}),
        ("see https://www.Bad.Example/x and http://worse.example", {"a link to bad.example", "several links"}),
        ("bit.ly/abc", {"a link to bit.ly", "a link"}),
        ("コメント欄", {"“コメ”", "“ント”"}),
        ("ÉCOLE l’été", {"“école”", "“l’été”"}),
        ("1234567890", {"many digits"}),
        ("http://[::1", set()),
        ("\x00\u202e\ud7ff", set()),
        ("", {"a very short text"}),
    ],
)
def test_traits_have_plain_names_whatever_is_written(body: str, named: set[str]) -> None:
    assert named <= set(traits_of(body, None).values())


def test_a_website_is_a_trait_a_name_is_none_and_a_long_text_is_bounded() -> None:
    assert "a link to shop.example" in traits_of("Hello", "https://shop.example/a").values()
    assert len(traits_of(" ".join(f"word{n}" for n in range(5000)), None)) == MOST_TRAITS


def test_figures_count_what_would_have_been_held() -> None:
    counts = {95: (90, 1), 60: (5, 4), 10: (5, 195)}
    at = measure(counts, 90)

    assert (at.spam, at.honest, at.caught, at.held) == (100, 200, 90, 1)
    assert (at.precision, at.recall, at.honest_held) == (90 / 91, 0.9, 1 / 200)
    assert measure({}, 80).precision is None
    assert measure({}, 80).honest_held is None


def test_the_threshold_is_the_lowest_that_holds_one_honest_comment_in_a_hundred() -> None:
    assert holding_threshold({95: (ENOUGH_TO_CHOOSE - 1, 0), 0: (0, 900)}) == FIRST_THRESHOLD
    assert holding_threshold({95: (90, 1), 70: (5, 1), 60: (5, 4), 10: (5, 194)}) == 61
    assert holding_threshold({95: (90, 50), 10: (5, 100)}) == 96
    assert holding_threshold({100: (90, 50), 10: (5, 100)}) == 100


def test_only_certainty_discards() -> None:
    assert discarding_threshold({99: (379, 0), 1: (0, 500)}) is None, "not one mistake, but too few to be certain"
    assert discarding_threshold({99: (381, 0), 1: (0, 500)}) == 50
    assert discarding_threshold({99: (381, 0), 70: (100, 30)}) == 71
    assert discarding_threshold({}) is None
    assert lower_bound(381, 381) >= CERTAIN > lower_bound(379, 379)
