"""The console's first page: which site? And what comes first there."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console, page
from commentsvc.console.gate import Entry, for_account, for_site
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.list_sites import list_sites


@console.get("/", strict_slashes=False)
@for_account
def choose_site(who: SignedIn) -> Any:
    """The sites this account may enter; with only one, that one."""
    sites = list_sites(current_deps(), who.account)
    if len(sites) == 1 and not who.account.instance_admin:
        return redirect(url_for("console.site_home", site=sites[0].site.id))
    return page("choose_site.html", sites=sites, most=COUNTED, may_add=who.account.instance_admin)


@console.get("/<site>/home")
@for_site("moderate", "export", "subjects", "audit")
def site_home(entry: Entry) -> Any:
    """Lead to the page of the site that its visitor works on first."""
    first = next(name for name in ("queue", "requests", "consent_log", "activity") if name in entry.pages)
    return redirect(url_for(f"console.{first}", site=entry.site.id))
