"""What readers flagged: the comments with the most flags first, each with what can be decided about it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import back_here, console, page, say
from commentsvc.console.decisions import decide
from commentsvc.console.forms import ActForm, DecisionForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.queue import actions
from commentsvc.usecases.review_flags import clear_flags, list_flagged


@console.route("/<site>/flagged", methods=["GET", "POST"])
@for_site("moderate")
def flagged(entry: Entry) -> Any:
    """The list; a POST decides and comes back here."""
    form = DecisionForm()
    if form.validate_on_submit():
        decide(entry, form)
        return redirect(back_here(), 303)
    found = list_flagged(entry.deps, entry.actor, entry.site.id)
    return page("flagged.html", found=found, form=form, actions=actions, here=back_here())


@console.post("/<site>/comments/<uuid:comment>/flags")
@for_site("moderate")
def clear_comment_flags(entry: Entry, comment: uuid.UUID) -> Any:
    """Have readers' flags count no more; back to the list where the button stood there, else to the comment."""
    if ActForm().validate():
        cleared = clear_flags(entry.deps, entry.actor, entry.site.id, comment)
        say("Its flags count no more." if cleared else "No flag counted any more.")
    if request.form.get("from") == "list":
        return redirect(url_for("console.flagged", site=entry.site.id), 303)
    return redirect(url_for("console.comment", site=entry.site.id, comment=comment), 303)
