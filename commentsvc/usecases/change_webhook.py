"""Change a webhook, switch it off or on, give it a new secret, remove it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.domain.webhook_schedule import ROTATION
from commentsvc.errors import Conflict, NotFound
from commentsvc.models.database import writing
from commentsvc.models.webhook import WebhookEndpoint, find_endpoint, remove_endpoint
from commentsvc.usecases.access import require
from commentsvc.usecases.add_webhook import WebhookDraft, WebhookWithSecret, check_webhook, told_of
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.disable_webhook import ADMIN, disable_webhook
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.webhook_secret import newest_secret


@dataclass(frozen=True)
class WebhookChange:
    """What an admin changes; None leaves it as it is. `enabled` switches it off or on."""

    name: str | None = None
    url: str | None = None
    events: list[str] | None = None
    contents: bool | None = None
    enabled: bool | None = None


def change_webhook(
    deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID, change: WebhookChange
) -> WebhookEndpoint:
    """Change it. What waits is sent to the new address; what happened while it was off is not told later; dead
    letters can be sent again.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; no such webhook.
        ValidationFailed: by field.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        webhook = locked_webhook(session, site_id, webhook_id)
        draft = WebhookDraft(
            webhook.name if change.name is None else change.name,
            webhook.url if change.url is None else change.url,
            webhook.events if change.events is None else change.events,
            webhook.contents if change.contents is None else change.contents,
        )
        checked = check_webhook(deps, draft)
        webhook.name, webhook.url = checked.name, checked.url
        webhook.events, webhook.contents = list(checked.events), checked.contents
        if change.enabled is False and webhook.disabled_at is None:
            disable_webhook(deps, webhook, ADMIN)
        elif change.enabled and webhook.disabled_at is not None:
            webhook.disabled_at, webhook.disabled_why = None, ""
        webhook.failures, webhook.failing_since, webhook.rests_until = 0, None, None
        told = told_of(webhook) | {"enabled": webhook.disabled_at is None}
        record_act(deps, site_id, actor, "webhook.change", str(webhook.id), told)
        return webhook


def change_webhook_secret(deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID) -> WebhookWithSecret:
    """Give it a new secret, shown once. For two days both sign, so that no message is refused meanwhile; changed again
    within that time, the oldest ends at once. Raises `NotFound`, `Forbidden` like `change_webhook`."""
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        webhook = locked_webhook(session, site_id, webhook_id)
        webhook.generation += 1
        webhook.rotated_until = now() + ROTATION
        record_act(deps, site_id, actor, "webhook.secret", str(webhook.id), {"name": webhook.name})
    return WebhookWithSecret(webhook, newest_secret(deps, webhook))


def remove_webhook(deps: Deps, actor: Actor, site_id: str, webhook_id: uuid.UUID) -> str:
    """Delete it with everything that was told to it; its name.

    Raises `NotFound`, `Forbidden` like `change_webhook`; Conflict: it was being told something at that very moment.
    """
    require(actor, site_id, "admin")
    try:
        with writing(deps.session) as session:
            webhook = locked_webhook(session, site_id, webhook_id)
            record_act(deps, site_id, actor, "webhook.remove", str(webhook.id), told_of(webhook))
            remove_endpoint(session, webhook)
            return webhook.name
    except IntegrityError as error:
        raise Conflict("It was being told something just now. Please try again.") from error


def locked_webhook(session: Session, site_id: str, webhook_id: uuid.UUID) -> WebhookEndpoint:
    """Inside the caller's write transaction: the site's webhook, locked. Raises `NotFound`."""
    webhook = find_endpoint(session, site_id, webhook_id, lock=True)
    if webhook is None:
        raise NotFound("There is no such webhook on this site.")
    return webhook
