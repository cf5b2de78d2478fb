"""One comment with its consent, its evidence and its history."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import redirect

from commentsvc.console.base import back_here, console, page
from commentsvc.console.decisions import decide
from commentsvc.console.forms import DecisionForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.queue import actions
from commentsvc.usecases.give_statement import statement_of
from commentsvc.usecases.review_comment import review_comment
from commentsvc.usecases.review_flags import review_flags


@console.route("/<site>/comments/<uuid:comment>", methods=["GET", "POST"])
@for_site("moderate")
def comment(entry: Entry, comment: uuid.UUID) -> Any:
    """Everything that is known of a comment; a POST decides and comes back here."""
    form = DecisionForm()
    if form.validate_on_submit():
        decide(entry, form)
        return redirect(back_here(), 303)
    found = review_comment(entry.deps, entry.actor, entry.site.id, comment)
    return page(
        "comment.html",
        found=found,
        form=form,
        actions=actions,
        here=back_here(),
        as_json=_as_json,
        statement=statement_of(entry.deps, entry.site.id, comment),
        flags=review_flags(entry.deps, entry.actor, entry.site.id, comment),
    )


def _as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
