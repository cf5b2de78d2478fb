"""A purpose's state follows from the record's events read in order, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from commentsvc.domain.consent_history import STATES, PastEvent, PurposeHistory, purpose_histories

CONSENT = "eu-gdpr:A6-1-a"
BASES = {"publish": CONSENT, "remember-me": CONSENT}


def at(hour):
    return datetime(2026, 1, 31, tzinfo=UTC) + timedelta(hours=hour)


def histories(*events, bases=BASES):
    return purpose_histories(
        [PastEvent(type, at(hour), purposes) for hour, (type, purposes) in enumerate(events)], bases
    )


def test_what_was_left_off_is_not_given_and_ends_nothing():
    found = histories(("given", {"publish": True, "remember-me": False}))

    assert found == {"publish": PurposeHistory("given", at(0)), "remember-me": PurposeHistory("not-given")}


def test_withdrawing_one_purpose_leaves_the_other():
    found = histories(
        ("given", {"publish": True, "remember-me": True}), ("withdrawn", {"publish": True, "remember-me": False})
    )

    assert found["publish"] == PurposeHistory("given", at(0))
    assert found["remember-me"] == PurposeHistory("withdrawn", at(0), at(1))


def test_giving_again_begins_anew():
    found = histories(
        ("given", {"remember-me": True}), ("withdrawn", {"remember-me": False}), ("given", {"remember-me": True})
    )

    assert found == {"remember-me": PurposeHistory("given", at(2))}


def test_giving_one_purpose_later_does_not_move_the_time_of_the_other():
    found = histories(
        ("given", {"publish": True, "remember-me": False}), ("given", {"publish": True, "remember-me": True})
    )

    assert found == {"publish": PurposeHistory("given", at(0)), "remember-me": PurposeHistory("given", at(1))}


def test_renewing_moves_the_time():
    assert histories(("given", {"publish": True}), ("renewed", {"publish": True}))["publish"].given_at == at(1)


@pytest.mark.parametrize("type", ["given", "refused"])
def test_a_no_that_ends_a_yes_is_a_refusal(type):
    found = histories(("given", {"remember-me": True}), (type, {"remember-me": False}))

    assert found["remember-me"] == PurposeHistory("refused", at(0), at(1))


@pytest.mark.parametrize("type", ["withdrawn", "expired", "invalidated", "erased"])
def test_an_ending_without_a_choice_ends_whatever_holds(type):
    found = histories(("given", {"publish": True, "remember-me": False}), (type, {}))

    assert found["publish"] == PurposeHistory(type, at(0), at(1))
    assert found["remember-me"] == PurposeHistory("not-given")


def test_what_ended_stays_ended_at_its_first_end():
    found = histories(("given", {"publish": True}), ("withdrawn", {"publish": False}), ("expired", {"publish": False}))

    assert found["publish"] == PurposeHistory("withdrawn", at(0), at(1))


def test_another_basis_than_consent_is_acknowledged_and_never_called_given():
    found = histories(
        ("acknowledged", {"publish": True, "remember-me": True}),
        bases={"publish": "eu-gdpr:A6-1-f", "remember-me": CONSENT},
    )

    assert (found["publish"].state, found["remember-me"].state) == ("acknowledged", "given")
    assert histories(("given", {"publish": True}), bases={})["publish"].state == "acknowledged"


def test_an_import_claims_nothing():
    assert histories(("imported", {"publish": True}))["publish"].state == "imported"


@pytest.mark.parametrize("type", ["given", "acknowledged", "renewed", "imported", "refused", "withdrawn", "expired"])
@pytest.mark.parametrize("choice", [{"publish": True}, {"publish": False}, {}])
def test_every_state_that_comes_out_is_a_known_one(type, choice):
    for history in histories(("given", {"publish": True}), (type, choice)).values():
        assert history.state in STATES
