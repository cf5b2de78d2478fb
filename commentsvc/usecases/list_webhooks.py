"""A site's webhooks as its admins see them: how each is doing, what it was told, what was given up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from commentsvc.errors import NotFound
from commentsvc.models import webhook as webhooks
from commentsvc.models.webhook import WebhookDelivery, WebhookEndpoint
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps

PAGE = 50


@dataclass(frozen=True)
class WebhookView:
    """A webhook; `waiting` and `dead` count its deliveries."""

    webhook: WebhookEndpoint
    waiting: int
    dead: int


@dataclass(frozen=True)
class DeliveryPage:
    """Deliveries, the newest first; `next` is the cursor of the page behind, None on the last."""

    deliveries: Sequence[WebhookDelivery]
    next: uuid.UUID | None


def list_webhooks(deps: Deps, actor: Actor, site_id: str) -> list[WebhookView]:
    """Every webhook of the site. Raises `NotFound`, `Forbidden`: the actor is of another site, or lacks `admin`."""
    require(actor, site_id, "admin")
    counts = webhooks.count_deliveries(deps.session, site_id)
    return [
        WebhookView(one, counts.get((one.id, webhooks.WAITING), 0), counts.get((one.id, webhooks.DEAD), 0))
        for one in webhooks.endpoints_of(deps.session, site_id)
    ]


def review_webhook(deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID) -> WebhookView:
    """One of them. Raises like `list_webhooks`; NotFound: no such webhook."""
    for view in list_webhooks(deps, actor, site_id):
        if view.webhook.id == webhook_id:
            return view
    raise NotFound("There is no such webhook on this site.")


def list_deliveries(
    deps: Deps,
    actor: Actor,
    site_id: str,
    webhook_id: uuid.UUID,
    *,
    state: str | None = None,
    cursor: uuid.UUID | None = None,
    limit: int = PAGE,
) -> DeliveryPage:
    """What it was told, or what of that is in this `state`. Raises like `review_webhook`."""
    review_webhook(deps, actor, site_id, webhook_id)
    found = webhooks.deliveries_of(deps.session, site_id, webhook_id, state=state, before=cursor, limit=limit + 1)
    return DeliveryPage(found[:limit], found[limit - 1].id if len(found) > limit else None)
