"""Webhooks of a site, for programs with a bearer token of scope `admin`."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.webhook import (
    DeliveriesSchema,
    DeliveryQuerySchema,
    ReplayDraftSchema,
    ReplayedSchema,
    TriedSchema,
    WebhookAnswerSchema,
    WebhookChangeSchema,
    WebhookDraftSchema,
    WebhookListSchema,
    WebhookSecretSchema,
)
from commentsvc.clock import iso
from commentsvc.models.webhook import WAITING, WebhookDelivery
from commentsvc.usecases.add_webhook import WebhookDraft, add_webhook
from commentsvc.usecases.change_webhook import WebhookChange, change_webhook, change_webhook_secret, remove_webhook
from commentsvc.usecases.list_webhooks import WebhookView, list_deliveries, list_webhooks, review_webhook
from commentsvc.usecases.replay_webhook import replay_webhook, try_webhook

blp = Resource(
    "webhooks",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/webhooks",
    description="Addresses that are told what happens, with the signatures of Standard Webhooks.",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("")
class Webhooks(MethodView):
    """All of them."""

    decorators = [operator("admin")]

    @blp.response(200, WebhookListSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """List the site's webhooks and how each is doing."""
        found = list_webhooks(current_deps(), current_operator(), site)
        return {"webhooks": [_webhook(view) for view in found]}, PRIVATE

    @blp.arguments(WebhookDraftSchema)
    @blp.response(201, WebhookSecretSchema)
    @blp.doc(security=SECURITY)
    def post(self, draft: dict[str, Any], site: str) -> Any:
        """Set one up; its secret is in this answer and in no other."""
        made = add_webhook(current_deps(), current_operator(), site, WebhookDraft(**draft))
        return _one(site, made.webhook.id) | {"secret": made.secret}, 201, PRIVATE


@blp.route("/<uuid:webhook>")
class Webhook(MethodView):
    """One."""

    decorators = [operator("admin")]

    @blp.response(200, WebhookAnswerSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, webhook: uuid.UUID) -> Any:
        """One webhook and how it is doing."""
        return _one(site, webhook), PRIVATE

    @blp.arguments(WebhookChangeSchema)
    @blp.response(200, WebhookAnswerSchema)
    @blp.doc(security=SECURITY)
    def patch(self, change: dict[str, Any], site: str, webhook: uuid.UUID) -> Any:
        """Change it, switch it off or on."""
        change_webhook(current_deps(), current_operator(), site, webhook, WebhookChange(**change))
        return _one(site, webhook), PRIVATE

    @blp.response(204)
    @blp.doc(security=SECURITY)
    def delete(self, site: str, webhook: uuid.UUID) -> Any:
        """Remove it, with the list of what it was told."""
        remove_webhook(current_deps(), current_operator(), site, webhook)
        return "", 204


@blp.route("/<uuid:webhook>/secret")
class WebhookSecret(MethodView):
    """Its secret."""

    decorators = [operator("admin")]

    @blp.response(201, WebhookSecretSchema)
    @blp.doc(security=SECURITY)
    def post(self, site: str, webhook: uuid.UUID) -> Any:
        """Give it a new secret. The one before signs beside it for two days."""
        made = change_webhook_secret(current_deps(), current_operator(), site, webhook)
        return _one(site, webhook) | {"secret": made.secret}, 201, PRIVATE


@blp.route("/<uuid:webhook>/test")
class WebhookTest(MethodView):
    """A test."""

    decorators = [operator("admin")]

    @blp.response(202, TriedSchema)
    @blp.doc(security=SECURITY)
    def post(self, site: str, webhook: uuid.UUID) -> Any:
        """Have it told `webhook.test` within seconds."""
        return {"delivery": try_webhook(current_deps(), current_operator(), site, webhook)}, 202, PRIVATE


@blp.route("/<uuid:webhook>/deliveries")
class Deliveries(MethodView):
    """What it was told."""

    decorators = [operator("admin")]

    @blp.arguments(DeliveryQuerySchema, location="query")
    @blp.response(200, DeliveriesSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str, webhook: uuid.UUID) -> Any:
        """List what it was told, what waits, and dead letters."""
        found = list_deliveries(current_deps(), current_operator(), site, webhook, **query)
        return {"deliveries": [_delivery(one) for one in found.deliveries], "next": found.next}, PRIVATE


@blp.route("/<uuid:webhook>/replays")
class Replays(MethodView):
    """Dead letters, once more."""

    decorators = [operator("admin")]

    @blp.arguments(ReplayDraftSchema)
    @blp.response(202, ReplayedSchema)
    @blp.doc(security=SECURITY)
    def post(self, draft: dict[str, Any], site: str, webhook: uuid.UUID) -> Any:
        """Send one dead letter again, or all."""
        count = replay_webhook(current_deps(), current_operator(), site, webhook, draft["delivery"])
        return {"count": count}, 202, PRIVATE


def _one(site: str, webhook: uuid.UUID) -> dict[str, Any]:
    return {"webhook": _webhook(review_webhook(current_deps(), current_operator(), site, webhook))}


def _webhook(view: WebhookView) -> dict[str, Any]:
    webhook = view.webhook
    return {
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "events": webhook.events,
        "contents": webhook.contents,
        "enabled": webhook.disabled_at is None,
        "disabled_why": webhook.disabled_why or None,
        "disabled_at": _time(webhook.disabled_at),
        "failing_since": _time(webhook.failing_since),
        "succeeded_at": _time(webhook.succeeded_at),
        "old_secret_until": _time(webhook.rotated_until),
        "created_at": iso(webhook.created_at),
        "waiting": view.waiting,
        "dead": view.dead,
    }


def _delivery(one: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "message": f"msg_{one.id.hex}",
        "event": one.event,
        "comment": one.comment_id,
        "happened_at": iso(one.happened_at),
        "state": one.state,
        "attempts": one.attempts,
        "status": one.status,
        "answer": one.answer,
        "reason": one.reason,
        "next_at": _time(one.next_at) if one.state == WAITING else None,
        "ended_at": _time(one.ended_at),
    }


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
