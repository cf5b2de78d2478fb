"""A choice is exactly what the reader made, and a record says no more than somebody can vouch for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.consent import (
    EventType,
    build_event,
    build_record,
    check_choice,
    first_event,
    open_snapshot,
    record_kind,
    snapshot_bytes,
    state_after,
    state_of_event,
)
from commentsvc.domain.minors import with_minor
from commentsvc.domain.notice import SiteFacts, default_manifest
from commentsvc.errors import CanonicalError, ConsentRequired, ValidationFailed
from commentsvc.ledger.canonical import canonical
from commentsvc.ledger.entry import CONSENT_EVENT_TYPES

FACTS = SiteFacts(
    "example", "Example", "Company", "", "privacy@example.org", "https://example.org/p", "EU", "", 12, ("en",)
)
MANIFEST = default_manifest(FACTS, "en", 3)
ON, OFF = {"publish": True}, {"publish": False}

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def record(**changes):
    given = {
        "record_id": "r",
        "subject_ref": "s",
        "manifest": MANIFEST,
        "notice_sha256": "a" * 64,
        "effective_from": "2026-01-01T00:00:00.000Z",
        "purposes": {"publish": True, "reply-mail": False, "remember-me": False},
        "withdrawal_url": "https://comments.example.org/my/example/receipt",
        "widget": {"version": "1"},
        "signals": {"gpc": True},
        "page": "/a",
        "origin": "https://example.org",
        "comment_id": "c",
        "checkpoint_before": {"origin": "o", "size": 1, "root": "x"},
    }
    return build_record(**{**given, **changes})


def asked_of_minors():
    """The same notice, asking younger readers for the statement."""
    return with_minor(MANIFEST, 14, rests_on_consent=True)


def test_what_the_reader_did_not_name_is_off():
    assert check_choice(MANIFEST, ON).purposes == {"publish": True, "reply-mail": False, "remember-me": False}


@pytest.mark.parametrize("purposes", [{}, OFF, {"publish": False, "remember-me": True}, {"remember-me": True}])
def test_without_the_required_purpose_there_is_no_choice(purposes):
    with pytest.raises(ConsentRequired) as refused:
        check_choice(MANIFEST, purposes)

    assert list(refused.value.fields) == ["consent.purposes.publish"]


@pytest.mark.parametrize("value", [1, "true", "on", None, [], 1.0])
def test_only_true_and_false_are_answers(value):
    with pytest.raises(ValidationFailed) as refused:
        check_choice(MANIFEST, {"publish": True, "remember-me": value})

    assert list(refused.value.fields) == ["consent.purposes.remember-me"]


@pytest.mark.parametrize("unseen", [["publish"], ["remember-me"]])
def test_what_had_no_box_was_not_given(unseen):
    with pytest.raises(ValidationFailed) as refused:
        check_choice(MANIFEST, {"publish": True, "remember-me": True}, unseen)
    assert list(refused.value.fields) == ["consent.not_offered"]


def test_a_purpose_without_a_box_is_off():
    assert check_choice(MANIFEST, ON, ["remember-me", "of another notice"]).purposes["remember-me"] is False


def test_a_purpose_the_notice_did_not_offer_cannot_be_agreed_to():
    with pytest.raises(ValidationFailed) as refused:
        check_choice(MANIFEST, {"publish": True, "newsletter": True, "publish ": True})

    assert set(refused.value.fields) == {"consent.purposes.newsletter", "consent.purposes.publish "}


@pytest.mark.parametrize(
    ("basis", "kind", "event"),
    [
        ("eu-gdpr:A6-1-a", "consent", "given"),
        ("eu-gdpr:A6-1-b", "acknowledgement", "acknowledged"),
        ("eu-gdpr:A6-1-f", "acknowledgement", "acknowledged"),
    ],
)
def test_law_1_only_consent_is_called_consent(basis, kind, event):
    manifest = default_manifest(FACTS, "en", 1, basis)

    assert record_kind(manifest) == kind
    assert first_event(record_kind(manifest)) == event


def test_the_ledger_knows_the_same_events():
    assert {str(kind) for kind in EventType} == CONSENT_EVENT_TYPES


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], "none"),
        (["given"], "given"),
        (["acknowledged"], "acknowledged"),
        (["imported"], "imported"),
        (["given", "withdrawn"], "withdrawn"),
        (["given", "withdrawn", "erased"], "erased"),
        (["given", "expired", "renewed"], "given"),
        (["acknowledged", "renewed"], "acknowledged"),
        (["imported", "given"], "imported"),
        (["given", "erased", "renewed"], "erased"),
        ([("given", ON), ("withdrawn", ON)], "given"),
        ([("given", ON), ("withdrawn", OFF)], "withdrawn"),
        ([("acknowledged", ON), ("given", ON)], "acknowledged"),
        ([("given", ON), ("withdrawn", OFF), ("given", ON)], "given"),
    ],
)
def test_law_3_the_state_of_a_record_follows_from_its_events(events, state):
    assert state_after(events) == state


@pytest.mark.parametrize("kind", ["consent", "acknowledgement"])
@given(
    later=st.lists(st.tuples(st.sampled_from(["given", "renewed", "withdrawn", "expired"]), st.booleans()), max_size=5)
)
def test_law_3_an_event_says_what_all_the_events_up_to_it_say(kind, later):
    events = [(str(first_event(kind)), ON)]
    for type, publish in later:
        taken = type in ("withdrawn", "expired")
        events.append((type, {"publish": publish if taken else True, "remember-me": not publish}))

    for until, (type, purposes) in enumerate(events, start=1):
        standing = purposes["publish"]
        if (
            standing
            and any(not before["publish"] for _, before in events[: until - 1])
            and type in ("withdrawn", "expired")
        ):
            continue  # no such history: what ended cannot stand again by ending
        assert state_of_event(kind, type, purposes) == state_after(events[:until])
    assert state_of_event(kind, "erased", {}) == state_after([*events, ("erased", {})]) == "erased"


def test_a_record_answers_what_an_authority_asks():
    made = record()

    assert made["controller"]["name"] == "Company"
    assert made["notice"]["sha256"] == "a" * 64
    assert made["notice"]["version"] == 3
    assert made["notice"]["effective_from"] == "2026-01-01T00:00:00.000Z"
    assert [(item["id"], item["lawful_basis"], item["given"]) for item in made["purposes"]] == [
        ("publish", "eu-gdpr:A6-1-a", True),
        ("reply-mail", "eu-gdpr:A6-1-a", False),
        ("remember-me", "eu-gdpr:A6-1-a", False),
    ]
    assert all(control["default"] is False for control in made["controls"])
    assert made["controls"][0]["label"] == MANIFEST["purposes"][0]["label"]
    assert made["indication_method"] == "checkbox and submit"
    assert made["context"] == {"page": "/a", "origin": "https://example.org", "comment_id": "c"}
    assert made["signals"] == {"gpc": True, "tool": None}
    assert made["widget"] == {"version": "1", "sha256": None}
    assert made["withdrawal_method"] == {
        "description": MANIFEST["withdrawal_method"],
        "url": "https://comments.example.org/my/example/receipt",
    }
    assert made["controller"]["id"] == "example/controller"
    assert made["checkpoint_before"] == {"origin": "o", "size": 1, "root": "x"}
    assert record(checkpoint_before=None)["checkpoint_before"] is None


def test_every_field_says_who_asserts_it():
    made = record()
    asserted = made.pop("asserted_by")

    assert {name.split(".")[0] for name in asserted} == set(made)
    assert set(asserted.values()) == {"server", "widget", "reader"}
    assert asserted["purposes.given"] == "reader"


def test_a_record_holds_no_name_no_words_and_no_address():
    assert set(record()["context"]) == {"page", "origin", "comment_id"}
    assert not {"author", "name", "email", "body", "ip", "user_agent"} & set(record())


def test_a_snapshot_is_canonical_and_opens_to_what_it_was_made_of():
    made = record()
    event = build_event(made, "given", "2026-01-31T09:30:00.000Z", "reader", ON, kind="consent")
    snapshot = snapshot_bytes(made, event)

    assert open_snapshot(snapshot) == {"record": made, "event": event}
    assert snapshot == snapshot_bytes(dict(reversed(made.items())), dict(reversed(event.items())))
    assert b": " not in snapshot[:100]
    assert event == {
        "type": "given",
        "at": "2026-01-31T09:30:00.000Z",
        "by": "reader",
        "record_id": "r",
        "purposes": ON,
        "state": "given",
        "valid_until": None,
    }
    assert type(event["type"]) is str


def test_what_writes_to_an_address_is_asked_for_by_a_tick_and_given_by_its_owner():
    choice = check_choice(MANIFEST, {"publish": True, "reply-mail": True})
    event = build_event(record(), "given", "t", "reader", choice.purposes, kind="consent", requested=choice.requested)

    assert choice.purposes == {"publish": True, "reply-mail": False, "remember-me": False}
    assert event["requested"] == ["reply-mail"]
    assert event["purposes"] == choice.purposes


def test_a_later_event_names_the_one_before():
    assert build_event(record(), "withdrawn", "t", "reader", OFF, previous="ab", kind="consent")["previous"] == "ab"


def test_there_are_no_other_events():
    with pytest.raises(ValueError, match="accepted"):
        build_event(record(), "accepted", "t", "reader", ON, kind="consent")


@given(
    page=st.text(st.characters(codec="utf-8"), max_size=20),
    gpc=st.booleans(),
    chosen=st.fixed_dictionaries(
        {"publish": st.just(True), "reply-mail": st.just(False), "remember-me": st.booleans()}
    ),
)
def test_any_record_survives_its_canonical_form(page, gpc, chosen):
    made = record(page=page, signals={"gpc": gpc}, purposes=chosen)
    event = build_event(made, EventType.GIVEN, "t", "reader", chosen, kind="consent")

    assert json.loads(snapshot_bytes(made, event))["record"] == made


@given(st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=3))
def test_a_snapshot_is_in_the_form_that_whoever_checks_it_writes(signals):
    told = record(signals=signals), {"type": "given", "at": "2026-11-29T12:00:00.000Z"}

    assert snapshot_bytes(*told) == canonical({"record": told[0], "event": told[1]})


def test_a_snapshot_with_half_of_a_character_is_refused():
    with pytest.raises(CanonicalError):
        snapshot_bytes({"page": "\ud800"}, {})
