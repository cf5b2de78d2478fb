"""The consent log as JSON-LD: every member has a meaning in the shipped context, and nothing is asked for elsewhere."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from commentsvc.domain.consent import EventType
from commentsvc.exchange.consent_entry import ConsentEntry, LoggedEvent
from commentsvc.exchange.consent_jsonld import context, record_node, write_consent_jsonld
from commentsvc.exchange.consent_terms import TERMS
from tests.domain.test_consent import record

RECORD_ID = "00000000-0000-4000-8000-000000000001"
CONTEXT = context()
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+\Z")


def event(type: str, **changes: Any) -> LoggedEvent:
    told = {"by": "reader", "purposes": {"publish": True}, "commitment": "ab" * 32, "log_index": 3}
    return LoggedEvent(type=type, at="2026-01-31T09:30:00.000Z", **(told | changes))


def entry(**changes: Any) -> ConsentEntry:
    told = record(record_id=RECORD_ID)
    facts = {"record": RECORD_ID, "kind": "consent", "state": "given", "told": told, "events": (event("given"),)}
    return ConsentEntry(**(facts | changes))


def expanded(name: str, active: Mapping[str, Any]) -> str:
    """The IRI that a term, a compact IRI or an IRI means, or "" (JSON-LD 1.1, 5.2)."""
    if name in active:
        definition = active[name]
        return expanded(definition if isinstance(definition, str) else definition["@id"], active | {name: ""})
    prefix, colon, rest = name.partition(":")
    if colon and isinstance(active.get(prefix), str):
        return active[prefix] + rest
    return name if ABSOLUTE.match(name) else ""


def unmapped(node: Mapping[str, Any], active: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Where the document would lose something when it is expanded."""
    for name, value in node.items():
        where = f"{path}.{name}"
        if name in ("@id", "@type"):
            if not ABSOLUTE.match(expanded(value, active)):
                yield f"{where} {value}"
            continue
        if not ABSOLUTE.match(expanded(name, active)) or name not in active:
            yield where
            continue
        definition = active[name] if isinstance(active[name], dict) else {}
        if definition.get("@type") == "@json":
            continue
        inner = {**active, **definition.get("@context", {})}
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from unmapped(item, inner, where)
            elif definition.get("@type") == "@id" and not ABSOLUTE.match(expanded(item, active)):
                yield f"{where} {item}"


def document(*entries: ConsentEntry) -> Any:
    return json.loads(b"".join(write_consent_jsonld(entries)))


@pytest.mark.parametrize("type", [event.value for event in EventType])
def test_every_member_of_every_record_means_something(type: str) -> None:
    made = document(
        entry(events=(event("given"), event(type))), entry(told=None, state="erased", kind="acknowledgement")
    )

    assert made["@context"] == CONTEXT
    assert [place for node in made["@graph"] for place in unmapped(node, made["@context"])] == []


def test_the_check_of_meanings_sees_what_has_none() -> None:
    node = record_node(entry()) | {"mood": "fine", "rights": ["A7"]}
    node["notice"] = node["notice"] | {"label": "x"}

    assert sorted(unmapped(node, CONTEXT)) == [".mood", ".notice.label", ".rights A7"]


def test_every_record_is_a_node_with_all_that_was_committed_to_under_its_own_names() -> None:
    [node] = document(entry())["@graph"]

    told = record(record_id=RECORD_ID)
    assert {name: node[name] for name in told} == told
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


def test_the_table_of_members_is_the_contexts() -> None:
    prefixes = {name for name, meaning in CONTEXT.items() if str(meaning).endswith(("#", "/"))} | {"@version"}
    scoped = {
        f"{name}.{inner}"
        for name, meaning in CONTEXT.items()
        if isinstance(meaning, dict)
        for inner in meaning.get("@context", {})
    }

    assert {term.member for term in TERMS} == (set(CONTEXT) - prefixes) | scoped
    assert all(term.source in ("M", "G", "M G", "ours") and term.meaning.endswith(".") for term in TERMS)
