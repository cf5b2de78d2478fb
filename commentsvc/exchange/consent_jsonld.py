"""The consent log as JSON-LD 1.1: every record whole, in the terms of the Data Privacy Vocabulary and our own.

The document carries its context, so that reading it asks nobody for anything. The members of a record keep the names
and values under which they were committed to; the context says what they mean (ISO/IEC TS 27560 as W3C's DPV guide
maps it). Beside them stand types and the few members of `consent_terms` that are told in DPV's own terms as well.
An acknowledgement is never called a consent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from commentsvc.exchange.consent_entry import ConsentEntry, LoggedEvent

MEDIA_TYPE = "application/ld+json"
CONTEXT_FILE = Path(__file__).with_name("consent_context.jsonld")

DOCUMENT_END = b"\n]}\n"
_CHUNK_BYTES = 32_768
_CONSENT = frozenset({"consent", "choice"})
_KINDS = {"acknowledgement": "cs:AcknowledgementRecord", "imported": "cs:ImportedRecord", "staff": "cs:StatementRecord"}
# What a purpose is in DPV's taxonomy; one that this service does not know is a purpose all the same.
_PURPOSE_TYPES = {
    "publish": "dpv:ServiceProvision",
    "reply-mail": "dpv:CommunicationManagement",
    "remember-me": "dpv:ServicePersonalisation",
}
_BEGINNINGS = frozenset({"given", "renewed", "acknowledged"})
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
    "stated": "cs:Stated",
}


def context() -> dict[str, Any]:
    """The JSON-LD context of the records, as shipped."""
    loaded: dict[str, Any] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
    return loaded


def write_consent_jsonld(entries: Iterable[ConsentEntry]) -> Iterator[bytes]:
    """UTF-8 bytes of one document `{"@context": …, "@graph": [one node a record]}`, in chunks; holds one at a time."""
    parts = [document_start()]
    size, separator = 0, b""
    for entry in entries:
        node = orjson.dumps(record_node(entry))
        parts += [separator, node]
        separator = b",\n"
        size += len(node)
        if size >= _CHUNK_BYTES:
            yield b"".join(parts)
            parts, size = [], 0
    yield b"".join([*parts, DOCUMENT_END])


def document_start() -> bytes:
    """What stands before the nodes, which commas separate, and `DOCUMENT_END` behind them."""
    return b'{"@context":' + orjson.dumps(context()) + b',"@graph":[\n'


def record_node(entry: ConsentEntry) -> dict[str, Any]:
    """The record as a node. Of an erased one only number, kind, state and times are left."""
    consent = entry.kind in _CONSENT
    node: dict[str, Any] = {
        "@id": f"urn:uuid:{entry.record}",
        "@type": "dpv:ConsentRecord" if consent else _KINDS[entry.kind],
        "record_id": entry.record,
        "kind": entry.kind,
        "state": entry.state,
        **_status(consent, entry.state),
    }
    if entry.told is not None:
        node |= _with_types(entry.told, consent)
    node["events"] = [_event_node(event, consent) for event in entry.events]
    return node


def _status(consent: bool, state: str | None) -> dict[str, str]:
    """The state in DPV's terms, where it is one of a consent. What DPV has no status for (erased) has none."""
    status = _EVENTS.get(state or "", "")
    return {"consent_status": status} if consent and status.startswith("dpv:") else {}


def _with_types(told: Mapping[str, Any], consent: bool) -> dict[str, Any]:
    """What was committed to, each part said to be what it is."""
    node = dict(told)
    types = {
        "controller": "dpv:DataController",
        "notice": "dpv:ConsentNotice" if consent else "dpv:PrivacyNotice",
        "withdrawal_method": "dpv:WithdrawConsent" if consent else "cs:WithdrawalMethod",
    }
    for name, type in types.items():
        if isinstance(told.get(name), Mapping):
            node[name] = {"@type": type, **told[name]}
    node["purposes"] = [
        {
            "@type": "dpv:Process",
            **purpose,
            "purpose_type": _PURPOSE_TYPES.get(purpose["id"], "dpv:Purpose"),
            "necessity_type": "dpv:Required" if purpose["required"] else "dpv:Optional",
        }
        for purpose in told["purposes"]
    ]
    return node


def _event_node(event: LoggedEvent, consent: bool) -> dict[str, Any]:
    told = {name: value for name, value in asdict(event).items() if value is not None}
    node = {"@type": _EVENTS[event.type], **told, **_status(consent, event.state)}
    if event.type in _BEGINNINGS and event.state is not None:
        node["duration"] = "dpv:UntilTimeDuration" if event.valid_until else "dpv:UntilEventDuration"
    return node
