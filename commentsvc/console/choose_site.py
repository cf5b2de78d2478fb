"""The console's first page: which site?"""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console, page
from commentsvc.console.gate import for_account
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.list_sites import list_sites


@console.get("/", strict_slashes=False)
@for_account
def choose_site(who: SignedIn) -> Any:
    """The sites this account may enter; with only one, that one."""
    sites = list_sites(current_deps(), who.account)
    if len(sites) == 1 and not who.account.instance_admin:
        return redirect(url_for("console.queue", site=sites[0].site.id))
    return page("choose_site.html", sites=sites, may_add=who.account.instance_admin)
