"""Tell a site's webhooks that something happened: rows in the caller's transaction, sent by the worker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commentsvc.clock import now
from commentsvc.domain.webhook_event import EVENTS, wanted
from commentsvc.models.database import new_id
from commentsvc.models.site import Site
from commentsvc.models.webhook import WAITING, WebhookDelivery, WebhookEndpoint, endpoints_of
from commentsvc.usecases.deps import Deps

KEPT = timedelta(days=30)
"""How long is known what became of a delivery."""


def announce(deps: Deps, site: Site, event: str, facts: Mapping[str, Any]) -> None:
    """Inside the caller's write transaction: have every webhook of the site told that chose `event` (`EVENTS`).

    `facts` are ids as text (`comment`, `decision`, `request`) and whole numbers, never words, names or addresses: they
    are stored. What is said is written from them when it is sent (`write_event`), and no more once its comment is
    erased. Where no webhook wants it, this is one small query.
    """
    assert event in EVENTS, event  # noqa: S101 - an event that no reference page describes is a defect
    for endpoint in endpoints_of(deps.session, site.id):
        if endpoint.disabled_at is None and wanted(event, endpoint.events):
            deps.session.add(delivery_of(endpoint, event, facts))
    deps.session.flush()


def delivery_of(endpoint: WebhookEndpoint, event: str, facts: Mapping[str, Any]) -> WebhookDelivery:
    """The row, not yet added: due now."""
    at = now()
    return WebhookDelivery(
        site_id=endpoint.site_id,
        id=new_id(),
        endpoint_id=endpoint.id,
        comment_id=uuid.UUID(facts["comment"]) if "comment" in facts else None,
        event=event,
        facts=dict(facts),
        happened_at=at,
        state=WAITING,
        attempts=0,
        next_at=at,
        answer="",
        reason="",
        expires_at=at + KEPT,
    )
