"""One page of the moderation queue."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.moderation import Status
from commentsvc.domain.undo import standing_decision
from commentsvc.errors import ValidationFailed
from commentsvc.models import queue
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site

STATUSES = tuple(status.value for status in Status)
LONGEST_QUERY = 200
LARGEST_PAGE = 100


@dataclass(frozen=True)
class DecisionView:
    """Who did what when; `undoes` is the decision it took back."""

    id: uuid.UUID
    action: str
    from_status: str
    to_status: str
    by: str
    reason: str
    at: datetime
    undoes: uuid.UUID | None


@dataclass(frozen=True)
class QueueItem:
    """A comment as a moderator judges it. An erased comment has neither author nor text.

    `last_decision` is the newest act, an undoing included; `can_undo` says whether `undo` has something to take back.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    thread_key: str
    thread_url: str
    thread_title: str | None
    parent: uuid.UUID | None
    status: str
    held_reasons: list[str]
    author_name: str
    author_website: str | None
    body: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    record: uuid.UUID
    last_decision: DecisionView | None
    can_undo: bool


@dataclass(frozen=True)
class QueuePage:
    """`next` is the cursor of the next page, None on the last one."""

    comments: list[QueueItem]
    next: str | None


def list_queue(
    deps: Deps,
    actor: Actor,
    site_id: str,
    *,
    status: str | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """The site's comments in one status (or all), that contain `q` in text or name, from `cursor` on.

    Pending ones come oldest first: who waits longest is next. Everything else comes newest first. Paging is by id, so
    nothing is shown twice or left out when comments arrive or are decided meanwhile.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
        ValidationFailed: an unknown status, a cursor that is none, a `q` over 200 characters, a limit outside 1..100.
    """
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    after = _check(status, q, cursor, limit)
    rows = queue.queue_rows(
        deps.session,
        site_id,
        status=status,
        q=q,
        after=after,
        oldest_first=status == Status.PENDING,
        limit=limit + 1,
    )
    shown = rows[:limit]
    decisions = queue.decisions_of(deps.session, site_id, [comment.id for comment, _ in shown])
    return QueuePage(
        comments=[queue_item(comment, thread, decisions.get(comment.id, [])) for comment, thread in shown],
        next=str(shown[-1][0].id) if len(rows) > limit else None,
    )


def queue_item(comment: Comment, thread: Thread, decisions: list[Decision]) -> QueueItem:
    """The comment with its thread and its decisions (oldest first) as a moderator sees it."""
    erased = comment.status == Status.ERASED
    return QueueItem(
        id=comment.id,
        thread_id=thread.id,
        thread_key=thread.key,
        thread_url=thread.url,
        thread_title=thread.title,
        parent=comment.parent_id,
        status=comment.status,
        held_reasons=list(comment.held_reasons),
        author_name=comment.author_name,
        author_website=comment.author_website,
        body=comment.body,
        html=comment.html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        record=comment.record_id,
        last_decision=decision_view(decisions[-1]) if decisions else None,
        can_undo=not erased and standing_decision(decisions, comment.status) is not None,
    )


def decision_view(decision: Decision) -> DecisionView:
    """The decision without its keys."""
    return DecisionView(
        id=decision.id,
        action=decision.action,
        from_status=decision.from_status,
        to_status=decision.to_status,
        by=decision.actor_name,
        reason=decision.reason,
        at=decision.at,
        undoes=decision.undoes,
    )


def _check(status: str | None, q: str | None, cursor: str | None, limit: int) -> uuid.UUID | None:
    fields: dict[str, list[str]] = {}
    if status is not None and status not in STATUSES:
        fields["status"] = [f"One of {', '.join(STATUSES)}."]
    if q and (len(q) > LONGEST_QUERY or "\x00" in q):  # PostgreSQL refuses NUL in a text
        fields["q"] = [f"At most {LONGEST_QUERY} characters of text."]
    if not 1 <= limit <= LARGEST_PAGE:
        fields["limit"] = [f"From 1 to {LARGEST_PAGE}."]
    after = None
    if cursor:
        try:
            after = uuid.UUID(cursor)
        except ValueError:
            fields["cursor"] = ["This is not a cursor that an earlier answer gave."]
    if fields:
        raise ValidationFailed("The queue cannot be listed like this.", fields=fields)
    return after
