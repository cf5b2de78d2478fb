"""The consent log as JSON-LD 1.1: every record whole, in the terms of the Data Privacy Vocabulary and our own.

The document carries its context, so that reading it asks nobody for anything. The members of a record keep the names
under which they were committed to; the context says what they mean (ISO/IEC TS 27560 as W3C's DPV guide maps it).
An acknowledgement is never called a consent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from commentsvc.exchange.consent_entry import ConsentEntry

MEDIA_TYPE = "application/ld+json"
CONTEXT_FILE = Path(__file__).with_name("consent_context.jsonld")

_CHUNK_BYTES = 32_768
_CONSENT = frozenset({"consent", "choice"})
_KINDS = {"acknowledgement": "cs:AcknowledgementRecord", "imported": "cs:ImportedRecord"}
_EVENTS = {
    "given": "dpv:ConsentGiven",
    "refused": "dpv:ConsentRefused",
    "renewed": "dpv:RenewedConsentGiven",
    "withdrawn": "dpv:ConsentWithdrawn",
    "expired": "dpv:ConsentExpired",
    "invalidated": "dpv:ConsentInvalidated",
    "acknowledged": "cs:Acknowledged",
    "imported": "cs:Imported",
    "erased": "cs:Erased",
    "corrected": "cs:Corrected",
}


def context() -> dict[str, Any]:
    """The JSON-LD context of the records, as shipped."""
    loaded: dict[str, Any] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
    return loaded


def write_consent_jsonld(entries: Iterable[ConsentEntry]) -> Iterator[bytes]:
    """UTF-8 bytes of one document `{"@context": …, "@graph": [one node a record]}`, in chunks; holds one at a time."""
    parts = [b'{"@context":', orjson.dumps(context()), b',"@graph":[\n']
    size, separator = 0, b""
    for entry in entries:
        node = orjson.dumps(record_node(entry))
        parts += [separator, node]
        separator = b",\n"
        size += len(node)
        if size >= _CHUNK_BYTES:
            yield b"".join(parts)
            parts, size = [], 0
    yield b"".join([*parts, b"\n]}\n"])


def record_node(entry: ConsentEntry) -> dict[str, Any]:
    """The record as a node. Of an erased one only number, kind, state and times are left."""
    consent = entry.kind in _CONSENT
    node: dict[str, Any] = {
        "@id": f"urn:uuid:{entry.record}",
        "@type": "dpv:ConsentRecord" if consent else _KINDS[entry.kind],
        "record_id": entry.record,
        "kind": entry.kind,
        "state": entry.state,
    }
    if consent and _EVENTS.get(entry.state, "").startswith("dpv:"):
        node["consent_status"] = _EVENTS[entry.state]
    node |= dict(entry.told or {})
    events = [{"@type": _EVENTS[event.type]} | asdict(event) for event in entry.events]
    node["events"] = [{name: value for name, value in event.items() if value is not None} for event in events]
    return node
