"""Webhooks of a site: who is told what, how each is doing, what was given up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import asked, show_errors, values
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.webhook_forms import WebhookActForm, WebhookForm
from commentsvc.console.wording import plural
from commentsvc.errors import Conflict, NotFound, RateLimited, ValidationFailed
from commentsvc.models.webhook import STATES
from commentsvc.usecases.add_webhook import WebhookDraft, WebhookWithSecret, add_webhook
from commentsvc.usecases.change_webhook import WebhookChange, change_webhook, change_webhook_secret, remove_webhook
from commentsvc.usecases.list_webhooks import list_deliveries, list_webhooks, review_webhook
from commentsvc.usecases.replay_webhook import replay_webhook, try_webhook


@console.route("/<site>/webhooks", methods=["GET", "POST"])
@for_site("admin")
def webhooks(entry: Entry) -> Any:
    """List them; a POST sets one up and answers with its secret, the only time it is shown."""
    form = WebhookForm()
    status, rest = 200, []
    made: WebhookWithSecret | None = None
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                made = add_webhook(entry.deps, entry.actor, entry.site.id, WebhookDraft(**_filled(form)))
                status, form = 200, WebhookForm(formdata=None)
            except (ValidationFailed, Conflict) as problem:
                rest = show_errors(form, problem)
    listed = list_webhooks(entry.deps, entry.actor, entry.site.id)
    return page("webhooks.html", status, form=form, rest=rest, made=made, webhooks=listed)


@console.route("/<site>/webhooks/<uuid:webhook>", methods=["GET", "POST"])
@for_site("admin")
def webhook(entry: Entry, webhook: uuid.UUID) -> Any:
    """One of them with what it was told; a POST changes it."""
    view = review_webhook(entry.deps, entry.actor, entry.site.id, webhook)
    form = WebhookForm(obj=view.webhook)
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                change_webhook(entry.deps, entry.actor, entry.site.id, webhook, WebhookChange(**_filled(form)))
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            else:
                say("It is changed.")
                return _back(entry, webhook)
    return _detail(entry, webhook, status, form=form, rest=rest)


@console.post("/<site>/webhooks/<uuid:webhook>/act")
@for_site("admin")
def webhook_act(entry: Entry, webhook: uuid.UUID) -> Any:
    """A button of its page."""
    verb, _, which = (WebhookActForm().verb.data or "").partition(":")
    if verb == "secret":
        made = change_webhook_secret(entry.deps, entry.actor, entry.site.id, webhook)
        return _detail(entry, webhook, form=WebhookForm(formdata=None, obj=made.webhook), made=made)
    review_webhook(entry.deps, entry.actor, entry.site.id, webhook)
    if verb not in _ACTS:
        return _back(entry, webhook)
    try:
        say(_ACTS[verb](entry, webhook, which))
    except (Conflict, NotFound, RateLimited) as problem:
        say(problem.detail or problem.title, "warn")
    return redirect(url_for("console.webhooks", site=entry.site.id), 303) if verb == "remove" else _back(entry, webhook)


def _switch(entry: Entry, webhook: uuid.UUID, which: str) -> str:
    change = WebhookChange(enabled=which == "on")
    change_webhook(entry.deps, entry.actor, entry.site.id, webhook, change)
    return "It is on: it is told what happens from now on." if change.enabled else "It is off: nothing is told to it."


def _try(entry: Entry, webhook: uuid.UUID, which: str) -> str:
    try_webhook(entry.deps, entry.actor, entry.site.id, webhook)
    return "A test goes within seconds. Reload the page to see how it ended."


def _replay(entry: Entry, webhook: uuid.UUID, which: str) -> str:
    only = None if which == "all" else _number(which)
    count = replay_webhook(entry.deps, entry.actor, entry.site.id, webhook, only)
    return f"{plural(count, 'delivery', 'deliveries')} sent again within seconds."


def _remove(entry: Entry, webhook: uuid.UUID, which: str) -> str:
    return f"“{remove_webhook(entry.deps, entry.actor, entry.site.id, webhook)}” is removed."


_ACTS: dict[str, Callable[[Entry, uuid.UUID, str], str]] = {
    "switch": _switch,
    "try": _try,
    "replay": _replay,
    "remove": _remove,
}


def _detail(entry: Entry, number: uuid.UUID, status: int = 200, **shown: Any) -> Any:
    state = asked("state")
    cursor = asked("cursor")
    found = list_deliveries(
        entry.deps,
        entry.actor,
        entry.site.id,
        number,
        state=state if state in STATES else None,
        cursor=_number(cursor) if cursor else None,
    )
    view = review_webhook(entry.deps, entry.actor, entry.site.id, number)
    return page("webhook.html", status, view=view, found=found, state=state, **({"rest": [], "made": None} | shown))


def _filled(form: WebhookForm) -> dict[str, Any]:
    filled = values(form)
    return filled | {"name": filled["name"] or "", "url": filled["url"] or "", "events": filled["events"] or []}


def _number(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _back(entry: Entry, webhook: uuid.UUID) -> Any:
    return redirect(url_for("console.webhook", site=entry.site.id, webhook=webhook), 303)
