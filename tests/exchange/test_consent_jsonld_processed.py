"""The consent log as somebody else's JSON-LD 1.1 processor reads it: nothing is lost, nothing is asked for elsewhere,
and the triples are those of W3C's DPV guide.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pyld import jsonld

from commentsvc.domain.consent import EventType
from commentsvc.exchange.consent_entry import ConsentEntry
from commentsvc.exchange.consent_jsonld import CONTEXT_FILE, context, record_node, write_consent_jsonld
from tests.domain.test_consent import asked_of_minors, record
from tests.exchange.test_consent_jsonld import RECORD_ID, entry, event

SHIPPED = "https://example.org/consent_context.jsonld"
DPV = "https://w3id.org/dpv#"
GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
OURS = "urn:commentsvc:record:1#"
DCT = "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"

MAY_BE_NULL = {"context.comment_id", "replaces", "widget.sha256", "widget.version"}
"""Members that are there and null when there is nothing to say; RDF has no word for that, so a processor drops them."""


def of_the_first_release() -> dict[str, Any]:
    """What 0.1.0 committed to: no events' states, the way back as a text, no place for tool, hash and predecessor."""
    told = record(record_id=RECORD_ID)
    told |= {"withdrawal_method": told["withdrawal_method"]["description"], "signals": {"gpc": False}, "widget": {}}
    del told["replaces"], told["controller"]["id"]
    return told


ERASED = {"told": None, "state": "erased"}
RECORDS = {
    "a consent": entry(),
    "a consent taken back": entry(
        state="withdrawn",
        events=(
            event("given", state="given"),
            event("withdrawn", purposes={"publish": False}, state="withdrawn", log_index=None),
        ),
    ),
    "a consent whose comment was corrected": entry(
        events=(event("given", state="given"), event("corrected", state="given", corrected=("author.name", "body"))),
    ),
    "a consent with the statement of younger readers": entry(
        told=record(record_id=RECORD_ID, manifest=asked_of_minors())
    ),
    "a consent that a notice asked again about": entry(
        events=(event("given", state="given"), event("expired", by="server", state="given", notice="cd" * 32)),
    ),
    "a consent with an end": entry(events=(event("given", state="given", valid_until="2027-01-31T09:30:00.000Z"),)),
    "a consent of a comment that waits, without widget and checkpoint": entry(
        told=record(record_id=RECORD_ID, comment_id=None, checkpoint_before=None, widget={}, signals={})
    ),
    "a consent beside a consent tool": entry(
        told=record(
            record_id=RECORD_ID,
            signals={"gpc": True, "tool": {"name": "tcf", "category": None, "answer": False}},
            not_offered=["remember-me"],
        )
    ),
    "a consent of the first release": entry(told=of_the_first_release()),
    "an acknowledgement": entry(
        kind="acknowledgement", state="acknowledged", events=(event("acknowledged", state="acknowledged"),)
    ),
    "an import": entry(kind="imported", state="imported", events=(event("imported", by="server", state="imported"),)),
    "a choice": entry(kind="choice", events=(event("given", by="moderator", state="given"),)),
    "an erased one": entry(**ERASED, events=(event("given", by=None, purposes=None), event("erased", log_index=None))),
}


def refuse(url: str, options: Any) -> dict[str, Any]:
    raise AssertionError(f"the export asked for {url}")


def only_the_shipped_file(url: str, options: Any) -> dict[str, Any]:
    assert url == SHIPPED
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": shipped()}


def shipped() -> Any:
    return json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))


def exported(*entries: ConsentEntry) -> Any:
    return json.loads(b"".join(write_consent_jsonld(entries)))


def expand(document: Any, loader: Any = refuse) -> Any:
    """As a strict processor: a member that means nothing is an error, not left out."""
    dropped: list[str] = []
    expanded = jsonld.expand(document, {"documentLoader": loader}, on_property_dropped=dropped.append)
    assert dropped == []
    return expanded


def without_null(node: Any, json_literals: frozenset[str], name: str = "", path: str = "") -> tuple[Any, set[str]]:
    """A copy without members that are null, and where they were. What is a JSON literal keeps its nulls."""
    if name in json_literals:
        return node, set()
    found: set[str] = set()
    if isinstance(node, list):
        items = [without_null(item, json_literals, "", path) for item in node]
        return [item for item, _ in items], set().union(*(lost for _, lost in items), found)
    if not isinstance(node, dict):
        return node, found
    kept = {}
    for key, value in node.items():
        where = f"{path}.{key}".lstrip(".")
        if value is None and key not in json_literals:
            found.add(where)
            continue
        kept[key], lost = without_null(value, json_literals, key if not path else "", where)
        found |= lost
    return kept, found


JSON_LITERALS = frozenset(
    name for name, meaning in context().items() if isinstance(meaning, dict) and meaning.get("@type") == "@json"
)


@pytest.mark.parametrize("name", RECORDS)
def test_nothing_is_lost_on_the_way_to_expanded_form_and_back(name: str) -> None:
    document = exported(RECORDS[name])

    compacted = jsonld.compact(
        expand(document), document["@context"], {"documentLoader": refuse, "graph": True, "compactArrays": True}
    )

    [node] = compacted["@graph"]
    expected, nulls = without_null(document["@graph"][0], JSON_LITERALS)
    assert node == expected
    assert nulls <= MAY_BE_NULL


def test_every_member_that_may_be_null_is_null_in_one_of_these_records() -> None:
    nodes = [exported(made)["@graph"][0] for made in RECORDS.values()]

    assert set().union(*(without_null(node, JSON_LITERALS)[1] for node in nodes)) == MAY_BE_NULL


def test_a_whole_export_expands_against_the_file_in_the_package() -> None:
    document = exported(*RECORDS.values())
    by_reference = document | {"@context": SHIPPED}

    assert document["@context"] == shipped()["@context"]
    assert len(expand(document)) == len(RECORDS)
    assert expand(by_reference, only_the_shipped_file) == expand(document)


def test_a_member_without_a_meaning_is_seen() -> None:
    document = exported(entry())
    document["@graph"][0] |= {"mood": "fine"}
    inner = exported(entry())
    inner["@graph"][0]["notice"]["label"] = "x"

    for broken in (document, inner):
        with pytest.raises(AssertionError, match="mood|label"):
            expand(broken)


def iris(expanded: Any) -> Iterator[str]:
    """Every IRI that an expanded document uses: properties, types and references."""
    if isinstance(expanded, list):
        for item in expanded:
            yield from iris(item)
    elif isinstance(expanded, dict):
        if expanded.get("@type") == "@json":
            return
        for key, value in expanded.items():
            if key == "@type":
                yield from value if isinstance(value, list) else [value]
            elif key == "@id":
                yield value
            else:
                if not key.startswith("@"):
                    yield key
                yield from iris(value)


@pytest.mark.parametrize("type", [kind.value for kind in EventType])
def test_every_reference_is_absolute_for_every_kind_of_event(type: str) -> None:
    last = event(type, state="given", by="server")
    found = set(iris(expand(exported(entry(events=(event("given", state="given"), last))))))

    schemes = ("https://", "http://", OURS, "urn:uuid:")
    assert [iri for iri in found if not iri.startswith(schemes)] == []


def triples(document: Any) -> set[tuple[str, str, str]]:
    """The canonical triples; a literal is its text, with `^^` and its type unless it is a plain text."""
    options = {"documentLoader": refuse, "algorithm": "URDNA2015", "format": "application/n-quads"}
    quads = jsonld.normalize(document, options)
    found = set()
    for line in quads.splitlines():
        subject, predicate, rest = line.split(" ", 2)
        found.add((subject.strip("<>"), predicate.strip("<>"), rest.removesuffix(" .")))
    return found


def objects(found: set[tuple[str, str, str]], subject: str, predicate: str) -> set[str]:
    values = {value for who, what, value in found if (who, what) == (subject, predicate)}
    return {value[1:-1] if value.startswith("<") else value for value in values}


def one(found: set[tuple[str, str, str]], subject: str, predicate: str) -> str:
    [value] = objects(found, subject, predicate)
    return value


def in_order(found: set[tuple[str, str, str]], head: str) -> Iterator[str]:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    while head != f"{rdf}nil":
        yield one(found, head, f"{rdf}first")
        head = one(found, head, f"{rdf}rest")


def test_the_triples_of_a_consent_are_those_of_the_guide() -> None:
    told = record(record_id=RECORD_ID)
    found = triples(exported(RECORDS["a consent taken back"]))
    me = f"urn:uuid:{RECORD_ID}"

    assert one(found, me, TYPE) == f"{DPV}ConsentRecord"
    assert one(found, me, f"{DCT}identifier") == f'"{RECORD_ID}"'
    assert one(found, me, f"{DCT}conformsTo") == "https://w3id.org/dpv/schema/dpv-27560#record"
    assert one(found, me, f"{DPV}hasDataSubject") == '"s"'
    assert one(found, me, f"{DPV}hasConsentStatus") == f"{DPV}ConsentWithdrawn"
    assert one(found, me, f"{DPV}hasJurisdiction") == '"EU"'
    assert objects(found, me, f"{DPV}hasRight") == {right.replace("eu-gdpr:", GDPR) for right in told["rights"]}

    controller = one(found, me, f"{DPV}hasDataController")
    assert one(found, controller, TYPE) == f"{DPV}DataController"
    assert one(found, controller, f"{DPV}hasName") == '"Company"'
    assert one(found, controller, f"{DPV}hasIdentifier") == '"example/controller"'

    notice = one(found, me, f"{DPV}hasNotice")
    assert one(found, notice, TYPE) == f"{DPV}ConsentNotice"
    assert one(found, notice, f"{OURS}sha256") == f'"{"a" * 64}"'
    assert one(found, notice, f"{DCT}available") == f'"2026-01-01T00:00:00.000Z"^^<{XSD}dateTime>'

    way_back = one(found, me, f"{DPV}hasConsentControl")
    assert one(found, way_back, TYPE) == f"{DPV}WithdrawConsent"
    assert one(found, way_back, f"{DPV}isExercisedAt") == "https://comments.example.org/my/example/receipt"


def test_each_purpose_is_a_process_with_its_basis_data_and_storage() -> None:
    found = triples(exported(entry()))
    processes = {
        one(found, process, f"{DCT}identifier"): process
        for process in objects(found, f"urn:uuid:{RECORD_ID}", f"{DPV}hasProcess")
    }

    assert set(processes) == {'"publish"', '"reply-mail"', '"remember-me"'}
    publish, remember = processes['"publish"'], processes['"remember-me"']
    assert {one(found, process, TYPE) for process in processes.values()} == {f"{DPV}Process"}
    assert one(found, publish, f"{DPV}hasPurpose") == f"{DPV}ServiceProvision"
    assert one(found, remember, f"{DPV}hasPurpose") == f"{DPV}ServicePersonalisation"
    assert one(found, processes['"reply-mail"'], f"{DPV}hasPurpose") == f"{DPV}CommunicationManagement"
    assert one(found, publish, f"{DPV}hasLegalBasis") == f"{GDPR}A6-1-a"
    assert '"comment"' in objects(found, publish, f"{DPV}hasPersonalData")
    assert f"{DPV}Required" in objects(found, publish, f"{DPV}hasNecessity")
    assert f"{DPV}Optional" in objects(found, remember, f"{DPV}hasNecessity")
    assert f"{OURS}StoredByService" in objects(found, publish, f"{DPV}hasStorageCondition")
    assert f"{OURS}StoredOnDevice" in objects(found, remember, f"{DPV}hasStorageCondition")
    assert len(objects(found, publish, f"{DPV}hasStorageCondition")) == 2
    assert len(objects(found, publish, f"{DPV}hasRecipient")) == 2


def test_events_say_in_order_what_held_when_and_by_whom() -> None:
    found = triples(exported(RECORDS["a consent taken back"]))
    given, withdrawn = in_order(found, one(found, f"urn:uuid:{RECORD_ID}", f"{OURS}event"))

    assert one(found, given, TYPE) == one(found, given, f"{DPV}hasConsentStatus") == f"{DPV}ConsentGiven"
    assert one(found, given, f"{DPV}isIndicatedAtTime") == f'"2026-01-31T09:30:00.000Z"^^<{XSD}dateTime>'
    assert one(found, given, f"{DPV}isIndicatedBy") == f"{DPV}DataSubject"
    assert one(found, given, f"{DPV}hasDuration") == f"{DPV}UntilEventDuration"
    assert one(found, withdrawn, f"{DPV}hasConsentStatus") == f"{DPV}ConsentWithdrawn"
    assert objects(found, withdrawn, f"{DPV}hasDuration") == set()


def test_the_triples_of_what_is_no_consent_never_speak_of_one() -> None:
    for name in ("an acknowledgement", "an import"):
        node = copy.deepcopy(record_node(RECORDS[name]))
        found = triples({"@context": context(), "@graph": [node]})

        spoken = {value for _, predicate, value in found if predicate == TYPE}
        assert not {value for value in spoken if "Consent" in value}
        assert not {predicate for _, predicate, _ in found if predicate == f"{DPV}hasConsentStatus"}
