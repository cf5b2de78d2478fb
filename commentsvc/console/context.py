"""What a moderator wants to know before deciding about a comment: the thread around it, its author, its consent."""

from __future__ import annotations

import uuid
from typing import Any

from commentsvc.console.base import console, page
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.queue_filter import QueueFilter
from commentsvc.usecases.give_statement import statement_of
from commentsvc.usecases.list_queue import list_queue
from commentsvc.usecases.review_comment import review_comment
from commentsvc.usecases.show_comments import show_comments

OTHERS = 6


@console.get("/<site>/comments/<uuid:comment>/context")
@for_site("moderate")
def context(entry: Entry, comment: uuid.UUID) -> Any:
    """The context of a comment: a page of its own, whose heart the queue shows beside the list."""
    found = review_comment(entry.deps, entry.actor, entry.site.id, comment)
    item = found.item
    answered = show_comments(entry.deps, entry.actor, entry.site.id, [item.parent] if item.parent else [])
    wanted = QueueFilter(author=item.author)
    others = list_queue(entry.deps, entry.actor, entry.site.id, wanted, limit=OTHERS + 1) if item.author else None
    return page(
        "context.html",
        found=found,
        item=item,
        answered=list(answered.values()),
        others=[one for one in others.comments if one.id != item.id][:OTHERS] if others else [],
        statement=statement_of(entry.deps, entry.site.id, comment),
    )
