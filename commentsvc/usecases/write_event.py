"""Write what a webhook is told, from ids, when it is sent: never what was erased meanwhile, never more than its
receiver may have."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from commentsvc.clock import iso
from commentsvc.domain import webhook_event as events
from commentsvc.domain.request import reference
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.request import find_request
from commentsvc.models.thread import Thread
from commentsvc.models.webhook import WebhookDelivery, WebhookEndpoint
from commentsvc.usecases.deps import Deps

Data = dict[str, Any]


def write_event(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    """The message, `{"type", "timestamp", "data"}` (Standard Webhooks), or None when it must not be said any more.

    Names and texts are in it for receivers that get them only, and never those of a comment that is restricted.
    """
    data = _WRITERS[delivery.event](deps, delivery, endpoint)
    if data is None:
        return None
    return {"type": delivery.event, "timestamp": iso(delivery.happened_at), "data": data}


def _comment(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    """The comment as it is now."""
    comment = deps.session.get(Comment, (delivery.site_id, delivery.comment_id), populate_existing=True)
    if comment is None or comment.status == "erased":
        return None
    thread = deps.session.get_one(Thread, (delivery.site_id, comment.thread_id))
    told = {
        "id": str(comment.id),
        "status": comment.status,
        "parent": str(comment.parent_id) if comment.parent_id else None,
        "page": {"key": thread.key, "url": thread.url, "title": thread.title},
        "held_for": list(comment.held_reasons),
        "created_at": iso(comment.created_at),
        "edited_at": _time(comment.edited_at),
    }
    if endpoint.contents and comment.restricted_by is None:
        told["author"] = {"name": comment.author_name, "website": comment.author_website}
        told["body"] = comment.body
    return {"comment": told}


def _decided(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    told = _comment(deps, delivery, endpoint)
    made = deps.session.get(Decision, (delivery.site_id, uuid.UUID(delivery.facts["decision"])))
    if told is None or made is None:
        return None
    decision = {
        "id": str(made.id),
        "action": made.action,
        "from_status": made.from_status,
        "to_status": made.to_status,
        "at": iso(made.at),
    }
    return told | {"decision": decision}


def _flagged(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    told = _comment(deps, delivery, endpoint)
    return told | {"flags": int(delivery.facts.get("flags", 1))} if told else None


def _id_only(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    return {"comment": {"id": str(delivery.comment_id)}}


def _opened(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    request = find_request(deps.session, delivery.site_id, uuid.UUID(delivery.facts["request"]))
    if request is None:
        return None
    told = {
        "id": str(request.id),
        "reference": reference(request.id),
        "kind": request.kind,
        "channel": request.channel,
        "received_at": iso(request.received_at),
        "due_at": iso(request.due_at),
    }
    return {"request": told}


def _test(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Data | None:
    return {"endpoint": str(endpoint.id)}


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None


_WRITERS: Mapping[str, Callable[[Deps, WebhookDelivery, WebhookEndpoint], Data | None]] = {
    events.COMMENT_POSTED: _comment,
    events.COMMENT_EDITED: _comment,
    events.COMMENT_DECIDED: _decided,
    events.COMMENT_FLAGGED: _flagged,
    events.COMMENT_RESTRICTED: _id_only,
    events.COMMENT_ERASED: _id_only,
    events.REQUEST_OPENED: _opened,
    events.TEST: _test,
}
