"""What a moderator wants to know before deciding about a comment: the thread around it, its author, its consent."""

from __future__ import annotations

import uuid
from typing import Any

from commentsvc.console.base import console, page
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.wording import STATUSES, plural
from commentsvc.usecases.comment_context import AuthorHistory, comment_context
from commentsvc.usecases.give_statement import statement_of

WEIGHTY = ("published", "pending", "rejected", "spam", "removed")


@console.get("/<site>/comments/<uuid:comment>/context")
@for_site("moderate")
def context(entry: Entry, comment: uuid.UUID) -> Any:
    """The context of a comment: a page of its own, whose heart the queue shows beside the list."""
    found = comment_context(entry.deps, entry.actor, entry.site.id, comment)
    return page(
        "context.html",
        around=found,
        found=found.review,
        item=found.review.item,
        counted=_counted(found.author) if found.author else "",
        statement=statement_of(entry.deps, entry.site.id, comment),
    )


def _counted(author: AuthorHistory) -> str:
    """`3 comments: 2 published, 1 spam`."""
    told = [f"{author.comments[one]} {STATUSES[one].lower()}" for one in WEIGHTY if author.comments.get(one)]
    return f"{plural(sum(author.comments.values()), 'comment')}: {', '.join(told)}"
