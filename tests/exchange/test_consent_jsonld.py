"""The consent log as JSON-LD: whole records under their own names, one document however many, a chunk at a time.

What a processor makes of it is in `test_consent_jsonld_processed.py`, what the terms are in `test_consent_terms.py`.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from commentsvc.exchange.consent_entry import ConsentEntry, LoggedEvent
from commentsvc.exchange.consent_jsonld import record_node, write_consent_jsonld
from tests.domain.test_consent import record

RECORD_ID = "00000000-0000-4000-8000-000000000001"


def event(type: str, **changes: Any) -> LoggedEvent:
    told = {"by": "reader", "purposes": {"publish": True}, "commitment": "ab" * 32, "log_index": 3}
    return LoggedEvent(type=type, at="2026-01-31T09:30:00.000Z", **(told | changes))


def entry(**changes: Any) -> ConsentEntry:
    told = record(record_id=RECORD_ID)
    facts = {"record": RECORD_ID, "kind": "consent", "state": "given", "told": told, "events": (event("given"),)}
    return ConsentEntry(**(facts | changes))


def without_ours(value: Any) -> Any:
    """What was committed to, without the types and terms that the export puts beside it."""
    if isinstance(value, list):
        return [without_ours(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: item for name, item in value.items() if name not in ("@type", "purpose_type", "necessity_type")}


def document(*entries: ConsentEntry) -> Any:
    return json.loads(b"".join(write_consent_jsonld(entries)))


def test_every_record_is_a_node_with_all_that_was_committed_to_under_its_own_names() -> None:
    [node] = document(entry(events=(event("given", state="given"),)))["@graph"]

    told = record(record_id=RECORD_ID)
    assert {name: without_ours(node[name]) for name in told} == told
    assert (node["@id"], node["@type"]) == (f"urn:uuid:{RECORD_ID}", "dpv:ConsentRecord")
    assert node["consent_status"] == "dpv:ConsentGiven"
    assert node["events"] == [
        {
            "@type": "dpv:ConsentGiven",
            "type": "given",
            "at": "2026-01-31T09:30:00.000Z",
            "by": "reader",
            "purposes": {"publish": True},
            "commitment": "ab" * 32,
            "log_index": 3,
            "state": "given",
            "consent_status": "dpv:ConsentGiven",
            "duration": "dpv:UntilEventDuration",
        }
    ]


@pytest.mark.parametrize("kind", ["acknowledgement", "imported"])
def test_what_is_no_consent_is_never_called_one(kind: str) -> None:
    first = {"acknowledgement": "acknowledged", "imported": "imported"}[kind]
    node = record_node(entry(kind=kind, state=first, events=(event(first),)))

    assert "Consent" not in node["@type"] + node["events"][0]["@type"]
    assert "consent_status" not in node


def test_of_an_erased_record_only_number_kind_state_and_events_are_left() -> None:
    events = (event("given", by=None, purposes=None), event("erased", log_index=None))
    node = record_node(entry(told=None, state="erased", events=events))

    assert set(node) == {"@id", "@type", "record_id", "kind", "state", "events"}
    assert set(node["events"][0]) == {"@type", "type", "at", "commitment", "log_index"}
    assert "log_index" not in node["events"][1]


@pytest.mark.parametrize("count", [0, 1, 250])
def test_any_number_of_records_is_one_document(count: int) -> None:
    assert len(document(*[entry()] * count)["@graph"]) == count


def test_records_are_taken_one_after_the_other_while_chunks_leave() -> None:
    taken = itertools.count()
    chunks = write_consent_jsonld(entry(state=str(next(taken))) for _ in range(100_000))

    next(chunks)

    assert next(taken) < 100
