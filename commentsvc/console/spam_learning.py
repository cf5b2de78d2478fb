"""What the site learnt from its decisions, how good that is, and which services are asked besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import show_errors, values
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.spam_forms import LearningForm, ServiceForm
from commentsvc.domain.held_back import CERTAIN, LEAST_THRESHOLD, MOST_HONEST_HELD
from commentsvc.domain.languages import own_name
from commentsvc.domain.learned import ENOUGH_OF_EACH
from commentsvc.errors import ValidationFailed
from commentsvc.models.notice import notices_in_force
from commentsvc.usecases.change_learning import change_learning
from commentsvc.usecases.change_spam_service import ChangedService, ServiceView, change_spam_service, read_spam_services
from commentsvc.usecases.read_learning import read_learning

CHANGE = "spam_learning_change"


@console.get("/<site>/spam-learning")
@for_site("moderate")
def spam_learning(entry: Entry) -> Any:
    """Show it."""
    return _page(entry)


@console.post("/<site>/spam-learning")
@for_site("admin")
def spam_learning_change(entry: Entry) -> Any:
    """Switch the classifier, set its threshold."""
    form, rest = LearningForm(), []
    if form.validate():
        try:
            change_learning(entry.deps, entry.actor, entry.site.id, values(form))
        except ValidationFailed as problem:
            rest = show_errors(form, problem)
        else:
            say("Saved. It holds for comments from now on.")
            return _back(entry)
    return _page(entry, 422, learning=form, rest=rest)


@console.post("/<site>/spam-learning/services/<kind>")
@for_site("admin")
def spam_service(entry: Entry, kind: str) -> Any:
    """Switch a service on or off; the notice follows."""
    form, rest = ServiceForm(prefix=kind), []
    if form.validate():
        try:
            changed = change_spam_service(entry.deps, entry.actor, entry.site.id, kind, _wanted(form, kind))
        except ValidationFailed as problem:
            rest = show_errors(form, problem)
        else:
            say(_told(changed))
            return _back(entry)
    return _page(entry, 422, services={kind: form}, rest=rest)


def _page(
    entry: Entry,
    status: int = 200,
    *,
    learning: LearningForm | None = None,
    services: Mapping[str, ServiceForm] | None = None,
    rest: list[str] | None = None,
) -> Any:
    found = read_learning(entry.deps, entry.actor, entry.site.id)
    views = read_spam_services(entry.deps, entry.actor, entry.site.id) if CHANGE in entry.pages else []
    forms = {view.kind: (services or {}).get(view.kind) or _form(view) for view in views}
    return page(
        "spam_learning.html",
        status,
        found=found,
        form=learning or LearningForm(formdata=None, obj=found.chosen),
        services=[(view, forms[view.kind]) for view in views],
        rest=rest or [],
        limits={"least": LEAST_THRESHOLD, "enough": ENOUGH_OF_EACH, "mistakes": MOST_HONEST_HELD, "certain": CERTAIN},
        languages=[_language(notice.lang) for notice in notices_in_force(entry.deps.session, entry.site.id)],
    )


def _form(view: ServiceView) -> ServiceForm:
    return ServiceForm(formdata=None, prefix=view.kind, obj=view)


def _wanted(form: ServiceForm, kind: str) -> dict[str, Any]:
    """What was filled in: an empty key leaves the old one, and Akismet has no address to choose."""
    wanted = values(form, "forget_key", *([] if form.key.data else ["key"]), *(["url"] if kind == "akismet" else []))
    return wanted | ({"key": ""} if form.forget_key.data else {})


def _told(changed: ChangedService) -> str:
    service, notices = changed.service, changed.notices
    if not notices:
        return "Saved. The notice stays as it is."
    versions = ", ".join(f"{_language(notice.lang)} (version {notice.version})" for notice in notices)
    named = f"names {service.name}" if service.enabled else f"no longer names {service.name or 'it'}"
    return f"Saved. A new notice {named}: {versions}. Readers agree to it from now on."


def _language(lang: str) -> str:
    return own_name(lang)


def _back(entry: Entry) -> Any:
    return redirect(url_for("console.spam_learning", site=entry.site.id), 303)
