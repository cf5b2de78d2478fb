"""Every field of the record is in the table that documents it, in the record, and means something that exists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from commentsvc.domain.consent import RECORD_SCHEMA, EventType, build_event
from commentsvc.domain.notice import BASES, RIGHTS
from commentsvc.exchange.consent_jsonld import context, record_node
from commentsvc.exchange.consent_terms import IN_THE_SNAPSHOT_ONLY, NOT_RECORDED, TERMS, VOCABULARY, WORDS
from tests.domain.test_consent import ON, asked_of_minors, record
from tests.exchange.test_consent_jsonld import RECORD_ID, entry, event
from tests.exchange.test_consent_jsonld_processed import RECORDS, expand, exported, iris

VOCABULARIES = json.loads(Path(__file__).with_name("vocabulary_terms.json").read_text(encoding="utf-8"))
CONTEXT = context()
OURS = CONTEXT["cs"]
REQUIRED = {
    "M": """schema_version record_id subject_ref controller controller.id controller.name controller.address
        controller.contact controller.role notice notice.id notice.version language purposes purposes.id
        purposes.description purposes.purpose_type purposes.personal_data purposes.necessity purposes.storage
        purposes.retention purposes.recipients jurisdiction withdrawal_method withdrawal_method.url events events.type
        events.at events.by events.state events.valid_until events.consent_status events.duration consent_status
        notice.lang purposes.necessity_type""",
    "G": """purposes.lawful_basis indication_method rights authority""",
    "ours": """identity_assurance notice.sha256 notice.media_type notice.effective_from controls controls.id
        controls.label controls.default widget widget.version widget.sha256 purposes.given collection_method signals
        context context.page context.origin context.comment_id checkpoint_before replaces asserted_by events.purposes
        events.commitment events.log_index""",
}
"""What the sources ask for, written down a second time: whoever drops a row of the table has to drop it here too."""


def members(node: Mapping[str, Any], opaque: tuple[str, ...] = (), path: str = "") -> Iterator[str]:
    """`name` and `name.inner` of everything in a record; what is JSON of its own is not looked into."""
    for name, value in node.items():
        where = f"{path}{name}"
        yield where
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping) and where not in opaque:
                yield from members(item, opaque, f"{where}.")


def rows(place: str) -> set[str]:
    return {term.member for term in TERMS if term.place == place}


OPAQUE = ("signals", "checkpoint_before", "asserted_by")


def test_the_table_has_every_field_of_a_record_and_none_that_a_record_lacks() -> None:
    assert set(members(record(manifest=asked_of_minors()), OPAQUE)) == rows("record")


def test_the_table_has_every_field_of_an_event_and_none_that_an_event_lacks() -> None:
    told: dict[str, Any] = {"previous": "ab", "kind": "consent", "corrected": ["author.name"], "notice": "cd"}
    told["requested"] = ["reply-mail"]
    made = build_event(record(), "corrected", "t", "reader", ON, **told)
    in_the_table = {name.removeprefix("events.") for name in rows("event")}

    assert {f"event.{name}" for name in set(made) - in_the_table} == set(IN_THE_SNAPSHOT_ONLY)
    assert in_the_table <= set(made)


def test_the_export_has_every_row_of_the_table_and_nothing_else() -> None:
    more = {"valid_until": "2027-01-01T00:00:00.000Z", "corrected": ("author.name",), "notice": "cd"}
    more["requested"] = ("reply-mail",)
    whole = event("given", state="given", **more)
    told = record(record_id=RECORD_ID, manifest=asked_of_minors())
    node = record_node(entry(told=told, events=(whole,)))
    found = {name for name in members(node, (*OPAQUE, "events.purposes")) if "@" not in name}

    assert found == {term.member for term in TERMS}


@pytest.mark.parametrize("source", ["M", "G", "ours"])
def test_the_table_has_every_field_that_the_sources_ask_for(source: str) -> None:
    named = {term.member for term in TERMS if source in term.source.split()}

    assert set(REQUIRED[source].split()) - named == set()


def test_no_field_that_must_be_there_is_empty_in_a_record() -> None:
    node = record_node(entry(events=(event("given", state="given"),)))
    may_be_empty = {"controller.address", "events.valid_until", "purposes.recipients"}
    for term in TERMS:
        if "M" not in term.source.split() or term.member in may_be_empty:
            continue
        outer, _, inner = term.member.partition(".")
        values = node[outer] if isinstance(node[outer], list) else [node[outer]]
        for value in values:
            told = value[inner] if inner else value
            assert told not in (None, "", [], {}), term.member


def test_the_table_of_members_is_the_contexts() -> None:
    prefixes = {name for name, meaning in CONTEXT.items() if str(meaning).endswith(("#", "/"))} | {"@version"}
    scoped = {
        f"{name}.{inner}"
        for name, meaning in CONTEXT.items()
        if isinstance(meaning, dict)
        for inner in meaning.get("@context", {})
    }

    assert {term.member for term in TERMS} | WORDS == (set(CONTEXT) - prefixes) | scoped
    assert len({term.member for term in TERMS}) == len(TERMS)
    assert all(term.source in ("M", "G", "M G", "ours") and term.meaning.endswith(".") for term in TERMS)
    assert all(why.endswith(".") for _, why in NOT_RECORDED)


def known(kind: str) -> set[str]:
    return {vocabulary["namespace"] + term for vocabulary in VOCABULARIES for term in vocabulary[kind]}


def spelled_out(compact: str) -> str:
    prefix, _, name = compact.partition(":")
    return CONTEXT[prefix] + name


def meanings(active: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Where, and the IRI that it means."""
    for name, meaning in active.items():
        if name == "@version" or str(meaning).endswith(("#", "/")):
            continue
        yield f"{path}{name}", spelled_out(meaning if isinstance(meaning, str) else meaning["@id"])
        if isinstance(meaning, dict):
            yield from meanings(meaning.get("@context", {}), f"{name}.")


def test_every_member_is_a_property_of_its_vocabularys_release_or_ours() -> None:
    properties = known("properties")
    unknown = [
        (member, iri)
        for member, iri in meanings(CONTEXT)
        if member not in WORDS and iri not in properties and not iri.startswith(OURS)
    ]

    assert unknown == []


def _state(type: str) -> str:
    return type if type in ("withdrawn", "expired", "invalidated", "refused") else "given"


def test_every_class_that_an_export_names_is_a_class_of_its_vocabularys_release_or_ours() -> None:
    classes = known("classes")
    happened = [event(kind.value, state=_state(kind.value)) for kind in EventType if kind is not EventType.ERASED]
    document = exported(*RECORDS.values(), entry(events=tuple(happened)))
    data = ("https://comments.example.org/", "https://example.org/", "urn:uuid:")
    named = {iri for iri in iris(expand(document)) if not iri.startswith((OURS, *data))} - known("properties")

    assert named - classes == set()
    assert len(named) > 20


def test_the_fixed_iris_of_records_and_notices_exist() -> None:
    classes = known("classes")

    assert {spelled_out(name) for name in (*BASES, *RIGHTS)} <= classes
    assert classes >= {RECORD_SCHEMA}


def test_a_misspelt_term_would_be_seen() -> None:
    assert "https://w3id.org/dpv#hasConsentControls" not in known("properties")
    assert "https://w3id.org/dpv#ConsentGiven" not in known("properties")
    assert "https://w3id.org/dpv#hasPurpose" not in known("classes")


def test_the_list_of_terms_names_release_source_and_licence() -> None:
    for vocabulary in VOCABULARIES:
        assert vocabulary["version"] and vocabulary["source"].startswith("https://")
        assert vocabulary["licence"].startswith("https://")
    [dpv] = [vocabulary for vocabulary in VOCABULARIES if vocabulary["namespace"] == CONTEXT["dpv"]]
    assert dpv["version"] == "2.3 (2026-02-25)"
    assert VOCABULARY.startswith("DPV 2.3")
