"""Who did what when."""

from __future__ import annotations

from typing import Any

from commentsvc.console.base import console, page
from commentsvc.console.forms import asked
from commentsvc.console.gate import Entry, for_site
from commentsvc.usecases.list_activity import list_activity


@console.get("/<site>/activity")
@for_site("moderate", "audit")
def activity(entry: Entry) -> Any:
    """Decisions and, for those who may see the whole trail, every other act."""
    return page("activity.html", found=list_activity(entry.deps, entry.actor, entry.site.id, cursor=asked("cursor")))
