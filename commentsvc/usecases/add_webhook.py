"""Set up a webhook: an address that is told what happens on a site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commentsvc.clock import now
from commentsvc.domain.webhook_event import EVENTS, OWED
from commentsvc.domain.webhook_target import target_problem
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.models.database import new_id, writing
from commentsvc.models.webhook import WebhookEndpoint, endpoints_of
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.webhook_secret import newest_secret

MOST = 10
"""Webhooks of one site."""
CHOICES = tuple(event for event in EVENTS if event not in OWED)
"""What can be chosen; the others come with any event about comments."""


@dataclass(frozen=True)
class WebhookDraft:
    """What an admin wants. `contents`: names and texts go along, and whoever receives them is a recipient of personal
    data (Art. 4(9) GDPR)."""

    name: str
    url: str
    events: Sequence[str]
    contents: bool = False


@dataclass(frozen=True)
class WebhookWithSecret:
    """A webhook with the secret its receiver checks signatures with; it is not shown again."""

    webhook: WebhookEndpoint
    secret: str


def add_webhook(deps: Deps, actor: Actor, site_id: str, draft: WebhookDraft) -> WebhookWithSecret:
    """Set it up; what happens from now on is told to it.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        ValidationFailed: `name`, `url`, `events`. Conflict: there are ten.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    checked = check_webhook(deps, draft)
    with writing(deps.session) as session:
        if len(endpoints_of(session, site.id)) >= MOST:
            raise Conflict(f"A site has at most {MOST} webhooks.")
        webhook = WebhookEndpoint(
            site_id=site.id,
            id=new_id(),
            name=checked.name,
            url=checked.url,
            events=list(checked.events),
            contents=checked.contents,
            generation=1,
            failures=0,
            disabled_why="",
            created_at=now(),
        )
        session.add(webhook)
        record_act(deps, site.id, actor, "webhook.add", str(webhook.id), told_of(webhook))
    return WebhookWithSecret(webhook, newest_secret(deps, webhook))


def check_webhook(deps: Deps, draft: WebhookDraft) -> WebhookDraft:
    """The draft in its stored form. Raises `ValidationFailed` by field."""
    wrong: dict[str, list[str]] = {}
    name, url = " ".join(draft.name.split()), draft.url.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        wrong["name"] = ["Please give it a name of 1 to 200 characters, so that you know later who is told."]
    if problem := target_problem(url, deps.settings.outbound_allowed):
        wrong["url"] = [problem]
    if not draft.events or not set(draft.events) <= set(CHOICES):
        wrong["events"] = [f"Please choose from {', '.join(CHOICES)}."]
    if wrong:
        raise ValidationFailed("Nothing was stored.", fields=wrong)
    return WebhookDraft(name, url, [event for event in CHOICES if event in draft.events], draft.contents)


def told_of(webhook: WebhookEndpoint) -> dict[str, object]:
    """What the trail says of it: never the address's path, which may hold a key of the receiver."""
    host = webhook.url.split("/")[2]
    return {"name": webhook.name, "host": host, "events": webhook.events, "contents": webhook.contents}
