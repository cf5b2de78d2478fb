"""Switch a webhook off because nobody is there any more, and tell the site's admins."""

from __future__ import annotations

import uuid

from commentsvc.clock import now
from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.domain.permissions import roles_with
from commentsvc.domain.webhook_schedule import FAILING as DAYS
from commentsvc.models.account import Account, members_with
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import find_site
from commentsvc.models.webhook import WebhookEndpoint, find_endpoint, give_up_waiting
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.request_steps import WORKER

ADMIN, FAILING, GONE = "admin", "failing", "gone"
"""Why a webhook is off: somebody switched it off; it failed for days; it said itself that it is gone (410)."""
DISABLED_MAIL = "webhook-off"
"""The mail that tells an admin; its facts are the webhook's id and the account's."""


def disable_webhook(deps: Deps, endpoint: WebhookEndpoint, why: str) -> None:
    """Inside the caller's write transaction, the endpoint locked: nothing more is sent or kept for it. What waited is a
    dead letter, which can be sent again once it is on."""
    at = now()
    endpoint.disabled_at, endpoint.disabled_why = at, why
    give_up_waiting(deps.session, endpoint.site_id, endpoint.id, at, "the webhook was switched off")
    if why == ADMIN:
        return
    record_act(deps, endpoint.site_id, WORKER, "webhook.off", str(endpoint.id), {"why": why})
    for account_id in members_with(deps.session, endpoint.site_id, roles_with("admin")):
        facts = {"account": str(account_id), "webhook": str(endpoint.id)}
        queue_mail(deps, endpoint.site_id, DISABLED_MAIL, facts=facts)


def write_disabled(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail, while the webhook is still off and the account still in use."""
    account = deps.session.get(Account, uuid.UUID(mail.facts["account"]))
    endpoint = find_endpoint(deps.session, mail.site_id, uuid.UUID(mail.facts["webhook"]))
    site = find_site(deps.session, mail.site_id)
    if account is None or account.disabled_at is not None or site is None:
        return None
    if endpoint is None or endpoint.disabled_at is None:
        return None
    why = "It said that it is gone." if endpoint.disabled_why == GONE else f"Nothing arrived for {DAYS.days} days."
    return Letter(
        to=account.email,
        subject=f"{site.name}: the webhook “{endpoint.name}” is switched off",
        lang="en",
        parts=[
            Paragraph(f"The webhook “{endpoint.name}” of {site.name} is switched off. {why}"),
            Paragraph(
                "What it was not told is kept for 30 days and can be sent again. What happens while it is off is not "
                "told to it."
            ),
            Action("Look at it", f"{deps.settings.public_url}/admin/{site.id}/webhooks/{endpoint.id}"),
        ],
        footer=f"You get this as an admin of {site.name}.",
    )
