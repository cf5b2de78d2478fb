"""One comment with everything that is known of it: its consent, the evidence, and what was decided about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc.domain.consent import open_snapshot
from commentsvc.errors import NotFound
from commentsvc.ledger.encoding import to_base64
from commentsvc.models import queue, review
from commentsvc.models.consent import ConsentRecord, events_of
from commentsvc.models.finding import findings_of
from commentsvc.models.notice import Notice
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.consent_receipt import PurposeState, purpose_states
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.list_queue import DecisionView, QueueItem, decision_view, queue_item


@dataclass(frozen=True)
class EventView:
    """An event of the record and its place in the log: `index` is None while it waits, `snapshot` once erased."""

    type: str
    at: datetime
    by: str
    leaf_hash: str
    index: int | None
    refused: str | None
    notice: Notice | None
    snapshot: Mapping[str, Any] | None


@dataclass(frozen=True)
class CommentReview:
    """`purposes` and `notice` are those of the newest event that still has its text; empty and None after erasure.
    `restricted`: it is stored and nothing else, at its author's wish or until a hold ends."""

    item: QueueItem
    thread: Thread
    kind: str
    commitment: str
    notice: Notice | None
    purposes: list[PurposeState]
    events: list[EventView]
    decisions: list[DecisionView]
    restricted: bool = False


def review_comment(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID) -> CommentReview:
    """The site's comment of this id.

    Raises:
        NotFound, Forbidden: no such comment here, or the actor lacks `moderate`.
    """
    require(actor, site_id, "moderate")
    found = review.comment_of(deps.session, site_id, comment_id)
    if found is None:
        raise NotFound("There is no such comment.")
    comment, thread = found
    record = deps.session.get_one(ConsentRecord, (site_id, comment.record_id))
    decisions = queue.decisions_of(deps.session, site_id, [comment.id]).get(comment.id, [])
    found_in = findings_of(deps.session, site_id, [comment.id])
    events = _events(deps, site_id, comment.record_id)
    told = next((event for event in reversed(events) if event.snapshot is not None and event.notice is not None), None)
    return CommentReview(
        item=queue_item(comment, thread, decisions, found_in.get(comment.id, [])),
        thread=thread,
        kind=record.kind,
        commitment=to_base64(record.commitment),
        notice=told.notice if told else None,
        purposes=_purposes(told) if told else [],
        events=events,
        decisions=[decision_view(decision) for decision in decisions],
        restricted=comment.restricted_by is not None,
    )


def _events(deps: Deps, site_id: str, record_id: uuid.UUID) -> list[EventView]:
    rows = events_of(deps.session, site_id, record_id)
    entries = review.entries_of(deps.session, site_id, [event.entry for event, _ in rows])
    notices = review.notices_of(
        deps.session, site_id, list({body.notice_sha256 for _, body in rows if body and body.notice_sha256})
    )
    views = []
    for event, body in rows:
        snapshot = open_snapshot(body.snapshot) if body else None
        entry = entries[event.entry]
        views.append(
            EventView(
                type=event.type,
                at=event.at,
                by=str(snapshot["event"].get("by", "")) if snapshot else "",
                leaf_hash=to_base64(entry.leaf_hash),
                index=entry.leaf_index,
                refused=entry.refused,
                notice=notices.get(body.notice_sha256) if body and body.notice_sha256 else None,
                snapshot=snapshot,
            )
        )
    return views


def _purposes(event: EventView) -> list[PurposeState]:
    assert event.notice is not None and event.snapshot is not None  # noqa: S101 - what `told` was chosen by
    return purpose_states(event.notice, event.snapshot["event"].get("purposes", {}))
