"""What a site uses against spam, and what that did: the layers of the form, and what other parts add below them."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import show_errors, values
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.layers_forms import LayersForm
from commentsvc.domain.judgement import REASONS
from commentsvc.errors import ValidationFailed
from commentsvc.usecases.change_spam_settings import change_spam_settings, review_spam


@console.route("/<site>/spam", methods=["GET", "POST"])
@for_site("admin")
def spam(entry: Entry) -> Any:
    """Show it; a POST changes the layers."""
    review = review_spam(entry.deps, entry.actor, entry.site.id)
    form, status, rest = LayersForm(obj=review.policy), 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                change_spam_settings(entry.deps, entry.actor, entry.site.id, values(form))
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            else:
                say("Saved. It counts for comments from now on.")
                return redirect(url_for("console.spam", site=entry.site.id), 303)
    return page("spam.html", status, review=review, form=form, rest=rest, reasons=REASONS)
