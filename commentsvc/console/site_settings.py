"""A site's settings, and the lines its owner pastes."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import SettingsForm, lines, show_errors, values
from commentsvc.console.gate import Entry, for_site
from commentsvc.errors import ValidationFailed
from commentsvc.usecases.change_site import change_site


@console.route("/<site>/settings", methods=["GET", "POST"])
@for_site("admin")
def site_settings(entry: Entry) -> Any:
    """Show the settings; a POST changes them."""
    site = entry.site
    form = SettingsForm(obj=site)
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            changes = values(form) | {"origins": lines(form.origins.data)}
            try:
                change_site(entry.deps, entry.actor, site.id, changes)
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            else:
                say("The settings are saved.")
                return redirect(url_for("console.site_settings", site=site.id), 303)
    else:
        form.origins.data = "\n".join(site.origins)
    public_url = entry.deps.settings.public_url
    return page("settings.html", status, form=form, rest=rest, snippet=snippet(public_url, site.id))


def snippet(public_url: str, site_id: str) -> str:
    """The lines an owner pastes: the script, and a link for readers without it."""
    return (
        f'<script async src="{public_url}/embed.js" data-site="{site_id}"></script>\n'
        f'<noscript><a href="{public_url}/t/{site_id}/?url=ADDRESS-OF-THE-PAGE">Comments</a></noscript>'
    )
