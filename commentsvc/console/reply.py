"""Answer a reader in the site's name."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.decisions import carry_out
from commentsvc.console.forms import ReplyForm, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.moderation import Status
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.usecases.reply_as_staff import StaffReply, reply_as_staff
from commentsvc.usecases.review_comment import review_comment


@console.route("/<site>/comments/<uuid:comment>/reply", methods=["GET", "POST"])
@for_site("moderate")
def reply(entry: Entry, comment: uuid.UUID) -> Any:
    """A form for the answer. What waits is published first, where the button says so: readers see both or neither."""
    form, rest = ReplyForm(), []
    found = review_comment(entry.deps, entry.actor, entry.site.id, comment)
    if form.validate_on_submit():
        rest = _answer(entry, comment, form)
        if not rest and not form.errors:
            say("Your answer is public.")
            return redirect(url_for("console.comment", site=entry.site.id, comment=comment), 303)
        found = review_comment(entry.deps, entry.actor, entry.site.id, comment)
    status = 422 if rest or form.errors else 200
    public = found.item.status == Status.PUBLISHED
    return page("reply.html", status, form=form, found=found, item=found.item, rest=rest, public=public)


def _answer(entry: Entry, comment: uuid.UUID, form: ReplyForm) -> list[str]:
    """Publish where that was asked for, then answer; what went wrong and has no field."""
    if form.verb.data:
        published = carry_out(entry, form)
        wrong = [words for words in (published.problem, *published.refused) if words]
        if wrong:
            return wrong
    try:
        answer = StaffReply(comment, form.body.data or "", form.name.data or "site")
        reply_as_staff(entry.deps, entry.actor, entry.site.id, answer)
    except Conflict as problem:
        return [problem.detail or problem.title]
    except ValidationFailed as problem:
        return show_errors(form, problem)
    return []
