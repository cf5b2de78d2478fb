"""The moderation queue: filter, search, decide one by one or in bulk."""

from __future__ import annotations

from typing import Any

from flask import redirect

from commentsvc.console.base import back_here, console, page
from commentsvc.console.decisions import decide
from commentsvc.console.forms import DecisionForm, asked, choices
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.wording import BUTTONS, STATUSES
from commentsvc.domain.moderation import Status, legal_actions
from commentsvc.usecases.count_queue import count_queue
from commentsvc.usecases.list_queue import list_queue

PAGE = 25


@console.route("/<site>/queue", methods=["GET", "POST"])
@for_site("moderate")
def queue(entry: Entry) -> Any:
    """Pending comments first; `status=all` shows every comment. A POST decides and comes back here."""
    form = DecisionForm()
    if form.validate_on_submit():
        decide(entry, form)
        return redirect(back_here(), 303)
    shown = asked("status") or "pending"
    if shown != "all" and shown in STATUSES:
        form.action.choices = choices((action, BUTTONS[action]) for action in actions(shown))
    found = list_queue(
        entry.deps,
        entry.actor,
        entry.site.id,
        status=None if shown == "all" else shown,
        q=asked("q"),
        cursor=asked("cursor"),
        limit=PAGE,
    )
    return page(
        "queue.html",
        form=form,
        found=found,
        shown=shown,
        q=asked("q") or "",
        statuses=[*STATUSES, "all"],
        counts=count_queue(entry.deps, entry.actor, entry.site.id),
        actions=actions,
        here=back_here(),
    )


def actions(status: str) -> list[str]:
    """What can be decided about a comment in this status, as a moderator wants it offered."""
    return [] if status == "erased" else [action.value for action in legal_actions(Status(status))]
