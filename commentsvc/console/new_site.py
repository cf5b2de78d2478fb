"""Add a site."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from commentsvc.adapters.current import current_deps, seen_from
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import NewSiteForm, choices, lines, show_errors, values
from commentsvc.console.gate import for_account
from commentsvc.domain.languages import own_name
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import Forbidden, Problem
from commentsvc.usecases.add_site import SiteDraft, add_site
from commentsvc.usecases.find_session import SignedIn, actor_of


@console.route("/sites/new", methods=["GET", "POST"])
@for_account
def new_site(who: SignedIn) -> Any:
    """For instance administrators: a new site with its log and default notices."""
    deps = current_deps()
    if not who.account.instance_admin:
        raise Forbidden("Only an administrator of this installation may add sites.")
    form = NewSiteForm(languages=["en"])
    form.languages.choices = choices((lang, f"{own_name(lang)} ({lang})") for lang in LANGUAGES)
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                site = add_site(deps, actor_of(deps, who.account, seen_from=seen_from()), _draft(form))
            except Problem as problem:
                rest = show_errors(form, problem)
            else:
                say(f"{site.name} is ready. Copy the two lines below into your pages.")
                return redirect(url_for("console.site_settings", site=site.id), 303)
    return page("new_site.html", status, form=form, rest=rest)


def _draft(form: NewSiteForm) -> SiteDraft:
    return SiteDraft(**values(form, "origins"), origins=lines(form.origins.data))
