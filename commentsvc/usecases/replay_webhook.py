"""Send dead letters of a webhook again, or try whether it answers at all."""

from __future__ import annotations

import uuid

from commentsvc.clock import now
from commentsvc.domain.webhook_event import TEST
from commentsvc.errors import Conflict, NotFound, RateLimited
from commentsvc.models.database import writing
from commentsvc.models.webhook import WebhookEndpoint, revive
from commentsvc.usecases.access import require
from commentsvc.usecases.announce import KEPT, delivery_of
from commentsvc.usecases.change_webhook import locked_webhook
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act

PER_HOUR = 30
"""Tests of one webhook."""


def replay_webhook(deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID, only: uuid.UUID | None = None) -> int:
    """Have its dead letters, or `only` this one, sent again within seconds, written anew, with all their attempts; how
    many.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; no such webhook, or `only` is none of its
        dead letters. Conflict: it is switched off.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        webhook = locked_webhook(session, site_id, webhook_id)
        _check_on(webhook)
        count = revive(session, site_id, webhook_id, now(), now() + KEPT, only)
        if only is not None and not count:
            raise NotFound("There is no such dead letter.")
        webhook.failures, webhook.failing_since, webhook.rests_until = 0, None, None
        record_act(deps, site_id, actor, "webhook.replay", str(webhook_id), {"name": webhook.name, "count": count})
        return count


def try_webhook(deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID) -> uuid.UUID:
    """Have it told `webhook.test`, by the way everything is told; the delivery's id.

    Raises:
        NotFound, Forbidden like `replay_webhook`. Conflict: it is switched off. RateLimited.
    """
    require(actor, site_id, "admin")
    wait = deps.limits.hit("webhook-test", f"{site_id}/{webhook_id}", PER_HOUR, 3600)
    if wait is not None:
        raise RateLimited("That is enough tests for an hour.", retry_after=wait)
    with writing(deps.session) as session:
        webhook = locked_webhook(session, site_id, webhook_id)
        _check_on(webhook)
        webhook.rests_until = None
        delivery = delivery_of(webhook, TEST, {})
        session.add(delivery)
        record_act(deps, site_id, actor, "webhook.test", str(webhook_id), {"name": webhook.name})
        return delivery.id


def _check_on(webhook: WebhookEndpoint) -> None:
    if webhook.disabled_at is not None:
        raise Conflict("This webhook is switched off. Switch it on first.")
