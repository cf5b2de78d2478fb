"""What a choice means and what is recorded of it: an event, never a flag (law 3).

The record holds the fields of ISO/IEC TS 27560 as the W3C DPV guide maps them, and ours beside them. It is plain JSON
without floats, so that it has one canonical form, which is what the log's commitment covers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import orjson

from commentsvc.domain.minors import MINOR, minor_control, recorded_minor
from commentsvc.domain.notice import CHOICES_SCHEMA, CONFIRMED_FIRST, CONSENT_BASIS, MEDIA_TYPE, PUBLISH
from commentsvc.errors import ConsentRequired, ValidationFailed
from commentsvc.ledger.canonical import canonical, is_simple

RECORD_FORMAT = "commentsvc-record/1"
STATEMENT_FORMAT = "commentsvc-statement/1"
RECORD_SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record"
REQUIRED = PUBLISH
"""The one purpose without which there is no comment."""

Kind = Literal["consent", "acknowledgement", "choice", "staff"]
CHOICE: Kind = "choice"
"""The kind of a record that belongs to no comment: every purpose in it is optional (`domain.choices`)."""
STAFF: Kind = "staff"
"""The kind of the record of what the site says itself, in a reply of its staff: nobody is asked, nobody agrees."""


class EventType(StrEnum):
    """What can happen to a record. `acknowledged`, `imported` and `stated` (what the site says itself) are not
    consent and are never called so; `corrected` (Art. 16 GDPR) changes nothing of the choice."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    ERASED = "erased"
    IMPORTED = "imported"
    CORRECTED = "corrected"
    STATED = "stated"


_BEGUN = {
    "consent": EventType.GIVEN,
    "choice": EventType.GIVEN,
    "acknowledgement": EventType.ACKNOWLEDGED,
    "imported": EventType.IMPORTED,
    STAFF: EventType.STATED,
}
_ENDINGS = frozenset({EventType.REFUSED, EventType.WITHDRAWN, EventType.EXPIRED, EventType.INVALIDATED})

# Who can vouch for a field: what the server knows itself, what the form reports, what the reader says.
_ASSERTED_BY = {
    "format": "server",
    "schema_version": "server",
    "record_id": "server",
    "subject_ref": "server",
    "identity_assurance": "server",
    "controller": "server",
    "notice": "server",
    "controls": "server",
    "controls.id": "widget",
    "widget.version": "widget",
    "widget.sha256": "server",
    "language": "server",
    "purposes": "server",
    "purposes.given": "reader",
    "indication_method": "widget",
    "collection_method": "server",
    "jurisdiction": "server",
    "withdrawal_method": "server",
    "rights": "server",
    "authority": "server",
    "signals": "widget",
    "context.page": "widget",
    "context.origin": "widget",
    "context.comment_id": "server",
    "checkpoint_before": "server",
    "replaces": "server",
}


@dataclass(frozen=True)
class Choice:
    """A complete choice: every purpose of the notice, in its order, with what the reader decided. `requested` names
    those that were ticked and are off until the owner of the address confirms them."""

    purposes: Mapping[str, bool]
    requested: tuple[str, ...] = ()


def check_choice(
    manifest: Mapping[str, Any], purposes: Mapping[str, bool], not_offered: Collection[str] = ()
) -> Choice:
    """The choice a reader sent, checked against the notice it names. What was not named is off.

    Raises `ValidationFailed` on `consent.purposes.<id>` for purposes the notice does not have and values that are not
    true or false, and on `consent.not_offered` when one that had no box is given or required; then `ConsentRequired`
    on `consent.purposes.<id>` when a required purpose is not given.
    """
    offered = [purpose["id"] for purpose in manifest["purposes"]]
    wrong = {
        f"consent.purposes.{name}": ["The notice has no such purpose."] for name in purposes if name not in offered
    }
    for name in offered:
        if not isinstance(purposes.get(name, False), bool):
            wrong[f"consent.purposes.{name}"] = ["Send true or false."]
    required = {purpose["id"] for purpose in manifest["purposes"] if purpose["required"]}
    if any(name in required or purposes.get(name) for name in not_offered):
        wrong["consent.not_offered"] = ["What is required or given had a box."]
    if wrong:
        raise ValidationFailed(fields=wrong)
    missing = [item["id"] for item in manifest["purposes"] if item["required"] and not purposes.get(item["id"])]
    if missing:
        raise ConsentRequired(
            "Nothing was stored. A comment can be published only with your agreement.",
            fields={f"consent.purposes.{name}": ["Without this your comment cannot be published."] for name in missing},
        )
    requested = tuple(name for name in offered if name in CONFIRMED_FIRST and purposes.get(name))
    return Choice({name: purposes.get(name, False) and name not in requested for name in offered}, requested)


def record_kind(manifest: Mapping[str, Any]) -> Kind:
    """`choice` under a cookie notice; else `consent` where publishing rests on Art. 6(1)(a), `acknowledgement` where it
    rests on anything else."""
    if manifest.get("schema") == CHOICES_SCHEMA:
        return "choice"
    basis = next(purpose["basis"] for purpose in manifest["purposes"] if purpose["id"] == REQUIRED)
    return "consent" if basis == CONSENT_BASIS else "acknowledgement"


def first_event(kind: Kind) -> EventType:
    """The event a record of this kind begins with."""
    return _BEGUN[kind]


def stands(purposes: Mapping[str, bool]) -> bool:
    """Whether a record with this choice still holds: its required purpose is given, or, where a record has none (a
    choice that belongs to no comment), any of its purposes."""
    return purposes[REQUIRED] if REQUIRED in purposes else any(purposes.values())


def state_after(events: Iterable[str | tuple[str, Mapping[str, bool]]]) -> str:
    """The state of a record after its events, oldest first: the name of the event that decided it (`renewed` counts as
    what it renews), `none` before the first.

    An event may come with the choice as it stands after it; one that leaves that standing (`stands`: only an optional
    purpose was taken back or given) changes nothing here. Nothing follows `erased`.
    """
    state, begun = "none", EventType.GIVEN
    for event in events:
        name, purposes = (event, {}) if isinstance(event, str) else event
        kind = EventType(name)
        if kind is EventType.ERASED:
            return str(kind)
        if kind in {EventType.GIVEN, EventType.ACKNOWLEDGED, EventType.IMPORTED, EventType.STATED} and state == "none":
            begun = kind
        if kind not in _ENDINGS:
            state = str(begun)
        elif not stands(purposes):
            state = str(kind)
    return state


def state_of_event(kind: str, type: str, purposes: Mapping[str, bool]) -> str:
    """The state of a record of this kind after this event, which leaves the choice `purposes`: `state_after` of one
    record, known without its earlier events because every event carries the whole choice.
    """
    begun = _BEGUN[kind]
    if type == EventType.ERASED or (type in _ENDINGS and not stands(purposes)):
        return str(EventType(type))
    return str(begun)


def build_record(
    *,
    record_id: str,
    subject_ref: str,
    manifest: Mapping[str, Any],
    notice_sha256: str,
    effective_from: str,
    purposes: Mapping[str, bool],
    withdrawal_url: str,
    widget: Mapping[str, str | None],
    signals: Mapping[str, Any],
    page: str | None,
    origin: str,
    comment_id: str | None,
    checkpoint_before: Mapping[str, Any] | None,
    not_offered: Collection[str] = (),
    collection_method: str = "embedded form",
    indication_method: str = "checkbox and submit",
    identity_assurance: str = "none",
) -> dict[str, Any]:
    """The record of one choice: what was shown, by whom, for what, on what basis, and what was decided.

    `effective_from` is RFC 3339; `origin` is where the form stood; `withdrawal_url` where it is taken back; `widget`
    may have `version` and `sha256`, `signals` `gpc` and `tool`; `checkpoint_before` is what the form's token carried;
    `not_offered` names purposes without a box. None is what is not known. No name, text or address here."""
    record = {
        "format": RECORD_FORMAT,
        "schema_version": RECORD_SCHEMA,
        "record_id": record_id,
        "subject_ref": subject_ref,
        "identity_assurance": identity_assurance,
        "controller": _recorded_controller(manifest),
        "notice": _recorded_notice(manifest, notice_sha256, effective_from),
        "controls": _recorded_controls(manifest, not_offered),
        "widget": {"version": widget.get("version") or None, "sha256": widget.get("sha256") or None},
        "language": manifest["lang"],
        "purposes": [_recorded_purpose(item, purposes) for item in manifest["purposes"]],
        "indication_method": indication_method,
        "collection_method": collection_method,
        "jurisdiction": manifest["jurisdiction"],
        "withdrawal_method": {"description": manifest["withdrawal_method"], "url": withdrawal_url},
        "rights": list(manifest["rights"]),
        "authority": manifest["authority"],
        "signals": {"gpc": None, "tool": None, **signals},
        "context": {"page": page, "origin": origin, "comment_id": comment_id},
        "checkpoint_before": None if checkpoint_before is None else dict(checkpoint_before),
        "replaces": None,  # a changed choice is a further event of its record; no record takes another's place yet
        "asserted_by": dict(_ASSERTED_BY),
    }
    return _with_statement(record, manifest)


def _with_statement(record: dict[str, Any], manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the statement of younger readers, where the notice asks for one (`domain.minors`)."""
    minor = recorded_minor(manifest)
    if minor is None:
        return record
    controls = [*record["controls"], *minor_control(manifest)]
    return {**record, "controls": controls, MINOR: minor, "asserted_by": {**record["asserted_by"], MINOR: "reader"}}


def _recorded_controls(manifest: Mapping[str, Any], not_offered: Collection[str]) -> list[dict[str, Any]]:
    offered = [item for item in manifest["purposes"] if item["id"] not in not_offered]
    return [{name: item[name] for name in ("id", "label", "default")} for item in offered]


def build_statement(
    *, record_id: str, controller: Mapping[str, str], said_by: str, page: str, origin: str, comment_id: str, text: str
) -> dict[str, Any]:
    """The record of what the site says itself in a comment: who is responsible, who wrote it (the actor's reference),
    where, and the SHA-256 of the text. It claims no choice of anybody."""
    return {
        "format": STATEMENT_FORMAT,
        "record_id": record_id,
        "controller": dict(controller),
        "said_by": said_by,
        "context": {"page": page, "origin": origin, "comment_id": comment_id},
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _recorded_controller(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Who is responsible. ISO/IEC TS 27560 wants an identifier by which the record refers to each party; a notice
    without one gives the site's.
    """
    return {"id": f"{manifest['site']}/controller", **manifest["controller"], "role": "controller"}


def _recorded_notice(manifest: Mapping[str, Any], sha256: str, effective_from: str) -> dict[str, Any]:
    return {
        "id": f"{manifest['site']}/{manifest['lang']}",
        "version": manifest["version"],
        "sha256": sha256,
        "media_type": MEDIA_TYPE,
        "effective_from": effective_from,
        "lang": manifest["lang"],
    }


def build_event(
    record: Mapping[str, Any],
    type: str,
    at_iso: str,
    by: str,
    purposes: Mapping[str, bool],
    previous: str | None = None,
    *,
    kind: str,
    valid_until: str | None = None,
    corrected: Collection[str] = (),
    notice: str | None = None,
    requested: Collection[str] = (),
) -> dict[str, Any]:
    """One event of a record of this `kind`. `purposes` is the whole choice as it stands afterwards; `by` says who
    indicated it (reader, moderator, server); `previous` names the commitment (hex) of the record's event before, so
    that none can be taken out unseen. `valid_until` is RFC 3339; None: until it is taken back or erased.
    `corrected` names what the author of the comment changed (`body`, `author.name`, `author.website`), never from what
    to what; or `identity_assurance`, once the owner of the address showed that the comment is theirs. `notice` is the
    SHA-256 of the notice that brought the event, where that is not the record's own: it asked again, or its words were
    shown when the choice was made anew. `requested` names purposes that were ticked and wait for the owner of the
    address to confirm them.
    """
    event = {
        "type": EventType(type).value,
        "at": at_iso,
        "by": by,
        "record_id": record["record_id"],
        "purposes": dict(purposes),
        "state": state_of_event(kind, type, purposes),
        "valid_until": valid_until,
    }
    if corrected:
        event["corrected"] = sorted(corrected)
    if notice is not None:
        event["notice"] = notice
    if requested:
        event["requested"] = sorted(requested)
    return event if previous is None else {**event, "previous": previous}


def snapshot_bytes(record: Mapping[str, Any], event: Mapping[str, Any]) -> bytes:
    """What the event's commitment covers: the canonical JSON (RFC 8785) of the event with its record.

    Whoever checks it writes it with the log's own writer; here the fastest does, of what all write alike."""
    told = {"record": dict(record), "event": dict(event)}
    with suppress(TypeError):  # a lone surrogate, of which the other writer says what is wrong
        if is_simple(told):
            return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return canonical(told)


def open_snapshot(snapshot: bytes) -> dict[str, Any]:
    """The inverse of `snapshot_bytes`: `{"record": …, "event": …}`."""
    opened: dict[str, Any] = json.loads(snapshot)
    return opened


def _recorded_purpose(purpose: Mapping[str, Any], given: Mapping[str, bool]) -> dict[str, Any]:
    return {
        "id": purpose["id"],
        "label": purpose["label"],
        "description": purpose["description"],
        "lawful_basis": purpose["basis"],
        "required": purpose["required"],
        "personal_data": list(purpose["personal_data"]),
        "necessity": purpose["necessity"],
        "storage": purpose.get("storage", "service"),
        "retention": purpose["retention"],
        "recipients": list(purpose["recipients"]),
        "given": given[purpose["id"]],
    }
