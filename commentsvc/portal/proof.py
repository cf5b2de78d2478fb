"""What readers keep of what they just did: text to copy, and a file, with the log's promise in both."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from commentsvc.clock import iso
from commentsvc.models.site import Site
from commentsvc.portal.my_text import MyText
from commentsvc.portal.words import PageWords
from commentsvc.usecases.append_event import EventReceipt, Promise
from commentsvc.usecases.append_fact import Fact

IN_TEXT = 20
"""So many are shown; the file has all."""


@dataclass(frozen=True)
class Proof:
    """One deed, a key of `MyText.deeds`; `record` and `at` where it is an event of a consent record."""

    deed: str
    promise: Promise
    record: UUID | None = None
    at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The form of a later event's receipt in the API."""
        told: dict[str, Any] = {"event": self.deed, "promise": self.promise.as_json()}
        if self.record is not None and self.at is not None:
            told |= {"id": str(self.record), "at": iso(self.at)}
        return told


@dataclass(frozen=True)
class Kept:
    """The proofs of one act. `by` is when the last of them is in the log."""

    text: str
    file: str
    by: datetime


def of_event(receipt: EventReceipt) -> Proof:
    """The proof of an event."""
    return Proof(receipt.type, receipt.promise, receipt.record_id, receipt.at)


def of_fact(deed: str, fact: Fact | Promise) -> Proof:
    """The proof of an act that is about no record, or of a step of a request."""
    return Proof(deed, fact if isinstance(fact, Promise) else fact.promise)


def kept(site: Site, words: PageWords, my: MyText, proofs: Sequence[Proof]) -> Kept | None:
    """The proofs for the page; None where there is none."""
    if not proofs:
        return None
    parts = [_text(words, my, proof) for proof in proofs[:IN_TEXT]]
    content = {"site": site.id, "receipts": [proof.as_json() for proof in proofs]}
    encoded = base64.b64encode(orjson.dumps(content, option=orjson.OPT_INDENT_2)).decode()
    return Kept(
        text="\n\n".join([site.name, *parts]),
        file=f"data:application/json;base64,{encoded}",
        by=max(proof.promise.deadline for proof in proofs),
    )


def _text(words: PageWords, my: MyText, proof: Proof) -> str:
    then = ":\n" if words.dir == "rtl" else ": "  # as in `receipt_text`
    lines = [my.deeds[proof.deed]]
    if proof.at is not None:
        lines.append(iso(proof.at))
    if proof.record is not None:
        lines.append(f"{words.labels['receipt_id']}{then}{proof.record}")
    return "\n".join([*lines, orjson.dumps(proof.promise.as_json()).decode()])
