"""A site's tokens for programs."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for

from commentsvc.clock import now
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, TokenForm, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.errors import ValidationFailed
from commentsvc.usecases.add_token import NewToken, add_token
from commentsvc.usecases.list_tokens import list_tokens
from commentsvc.usecases.revoke_token import revoke_token


@console.route("/<site>/tokens", methods=["GET", "POST"])
@for_site("admin")
def tokens(entry: Entry) -> Any:
    """List the tokens; a POST makes one and answers with its secret, the only time it is shown."""
    form = TokenForm()
    status, rest = 200, []
    made: NewToken | None = None
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                made = add_token(
                    entry.deps,
                    entry.actor,
                    entry.site.id,
                    name=form.name.data or "",
                    scopes=form.scopes.data or [],
                    days=int(form.days.data) or None,
                )
                status, form = 200, TokenForm(formdata=None)
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
    listed = list_tokens(entry.deps, entry.actor, entry.site.id)
    return page("tokens.html", status, form=form, rest=rest, made=made, tokens=listed, act=ActForm(), at=now())


@console.post("/<site>/tokens/<uuid:token>/revoked")
@for_site("admin")
def revoke(entry: Entry, token: uuid.UUID) -> Any:
    """End a token at once."""
    revoked = revoke_token(entry.deps, entry.actor, entry.site.id, token)
    say(f"“{revoked.name}” is revoked; it stopped working just now.")
    return redirect(url_for("console.tokens", site=entry.site.id), 303)
