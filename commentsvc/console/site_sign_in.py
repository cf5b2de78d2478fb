"""How people come in to a site: whether it asks for a second factor, and who has none yet."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.sign_in_forms import SecondFactorForm
from commentsvc.usecases.require_second_factor import require_second_factor
from commentsvc.usecases.require_second_factor import site_sign_in as look


@console.route("/<site>/sign-in", methods=["GET", "POST"])
@for_site("admin")
def site_sign_in(entry: Entry) -> Any:
    """Show it; a POST changes it."""
    form, here = SecondFactorForm(), url_for("console.site_sign_in", site=entry.site.id)
    if request.method == "POST":
        require_second_factor(entry.deps, entry.actor, entry.site.id, bool(form.second_factor.data))
        say("Saved. It holds from the next page that anybody opens.")
        return redirect(here, 303)
    found = look(entry.deps, entry.actor, entry.site.id)
    form.second_factor.data = found.second_factor
    return page("site_sign_in.html", form=form, found=found)
