"""Tell webhooks what is due: write each message now, sign it, send it through the one way out, note how that ended.

At least once: should the worker die between the receiver's answer and our writing that down, the same message, with the
same id, is sent again when its lease is over.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import structlog

from commentsvc.clock import now
from commentsvc.domain.plain_text import clean_name
from commentsvc.domain.webhook_schedule import is_failing, next_attempt, rests_until
from commentsvc.domain.webhook_signature import signed_headers
from commentsvc.errors import OutboundError
from commentsvc.models import webhook as webhooks
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.webhook import WebhookDelivery, WebhookEndpoint
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.disable_webhook import FAILING, GONE, disable_webhook
from commentsvc.usecases.webhook_secret import valid_secrets
from commentsvc.usecases.write_event import write_event

LEASE = timedelta(minutes=2)
"""How long a delivery is left to its worker; one that died gives it back this way."""
ENOUGH = timedelta(seconds=10)
"""No request is begun after that: receivers that do not answer must not hold up what else a worker does."""
MOST = 100
ANSWER_MAX = 300
JSON = "application/json"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Ready:
    """A message that is about to be sent."""

    site_id: str
    id: uuid.UUID
    endpoint_id: uuid.UUID
    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class _Outcome:
    """How an attempt ended; `status` and `answer` where there was an answer."""

    taken: bool
    status: int | None = None
    answer: str = ""
    reason: str = ""


def send_webhooks(deps: Deps, most: int = MOST) -> int:
    """Send at most `most` deliveries that are due, of all sites; how many attempts were made.

    A receiver that fails is left alone for seconds to minutes, whatever waits for it, and each delivery is tried again
    as `domain.webhook_schedule` says, until it is a dead letter. One that answers 410, or fails for days, is switched
    off, and its site's admins are told.
    """
    until, tried = now() + ENOUGH, 0
    while tried < most and now() < until and webhooks.next_due(deps.session, now()):
        ready = _take(deps)
        if ready is not None:
            tried += 1
            _note(deps, ready, _send(deps, ready))
    deps.session.rollback()
    return tried


def _take(deps: Deps) -> _Ready | None:
    """Claim what has been due longest and write it, or drop it because it must not be said any more."""
    with writing(deps.session) as session:
        found = webhooks.next_due(session, now(), lock=True)
        if found is None:
            return None
        delivery, endpoint = found
        message = write_event(deps, delivery, endpoint)
        if message is None:
            delivery.state, delivery.ended_at = webhooks.DROPPED, now()
            delivery.reason = "what it tells of is gone"
            return None
        delivery.attempts += 1
        delivery.next_at = now() + LEASE
        body = orjson.dumps(message)
        headers = signed_headers(valid_secrets(deps, endpoint, now()), f"msg_{delivery.id.hex}", now(), body)
        return _Ready(delivery.site_id, delivery.id, endpoint.id, endpoint.url, body, headers)


def _send(deps: Deps, ready: _Ready) -> _Outcome:
    try:
        answer = deps.outbound.post(ready.url, ready.body, JSON, ready.headers)
    except OutboundError as error:
        return _Outcome(taken=False, reason=str(error)[:300])
    said = clean_name(answer.body[: 4 * ANSWER_MAX].decode("utf-8", "replace"))[:ANSWER_MAX]
    taken = 200 <= answer.status < 300
    return _Outcome(taken, answer.status, said, "" if taken else f"answered with {answer.status}")


def _note(deps: Deps, ready: _Ready, outcome: _Outcome) -> None:
    """Write down how it ended; the receiver is locked before the delivery, as everywhere."""
    with writing(deps.session) as session:
        endpoint = webhooks.find_endpoint(session, ready.site_id, ready.endpoint_id, lock=True)
        delivery = webhooks.find_delivery(session, ready.site_id, ready.id, lock=True)
        if endpoint is None or delivery is None:  # removed while it was on its way
            return
        at = now()
        delivery.status, delivery.reason = outcome.status, outcome.reason
        delivery.answer = "" if _is_erased(deps, delivery) else outcome.answer
        if outcome.taken:
            _succeed(delivery, endpoint, at)
        elif delivery.state == webhooks.WAITING:
            _fail(deps, delivery, endpoint, outcome, at)


def _is_erased(deps: Deps, delivery: WebhookDelivery) -> bool:
    """Whether its comment is gone: the answer may repeat it. Asked behind the delivery's lock, which erasing takes."""
    if delivery.comment_id is None:
        return False
    comment = deps.session.get(Comment, (delivery.site_id, delivery.comment_id), populate_existing=True)
    return comment is None or comment.status == "erased"


def _succeed(delivery: WebhookDelivery, endpoint: WebhookEndpoint, at: datetime) -> None:
    delivery.state, delivery.ended_at = webhooks.DELIVERED, at
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    endpoint.succeeded_at = at


def _fail(deps: Deps, delivery: WebhookDelivery, endpoint: WebhookEndpoint, outcome: _Outcome, at: datetime) -> None:
    again = next_attempt(delivery.attempts, at)
    if again is None:
        delivery.state, delivery.ended_at = webhooks.DEAD, at
    else:
        delivery.next_at = again
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or at
    endpoint.rests_until = rests_until(endpoint.failures, at)
    log.warning("webhook failed", site=delivery.site_id, endpoint=str(endpoint.id), attempt=delivery.attempts)
    if outcome.status == 410:
        disable_webhook(deps, endpoint, GONE)
    elif is_failing(endpoint.failing_since, at):
        disable_webhook(deps, endpoint, FAILING)
