"""One page of the moderation queue."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.clock import now
from commentsvc.domain.moderation import Status
from commentsvc.domain.queue_filter import EVERYTHING, Place, QueueFilter, filter_problems, read_place
from commentsvc.domain.undo import standing_decision
from commentsvc.errors import ValidationFailed
from commentsvc.models import queue
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.finding import CommentFinding, findings_of
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site

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
class FindingView:
    """Why it was held back, called spam or published at once: `reason` is the slug to filter by, `because` a sentence
    for moderators, `verdict` hold, spam or pass, `rule` the id of the site's rule that found it."""

    reason: str
    because: str
    verdict: str
    rule: uuid.UUID | None


@dataclass(frozen=True)
class QueueItem:
    """A comment as a moderator judges it. An erased comment has neither author nor text.

    `author` is the reference under which all comments of one author are listed (`QueueFilter.author`).
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
    findings: list[FindingView]
    spam_score: int | None
    author: uuid.UUID | None
    author_name: str
    author_website: str | None
    staff: bool
    body: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    record: uuid.UUID
    last_decision: DecisionView | None
    can_undo: bool


@dataclass(frozen=True)
class QueuePage:
    """`next` is the cursor of the next page, None on the last one; `follow` is where `follow_queue` goes on from."""

    comments: list[QueueItem]
    next: str | None
    follow: str


def list_queue(
    deps: Deps,
    actor: Actor,
    site_id: str,
    wanted: QueueFilter = EVERYTHING,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """The site's comments that the filter lets through, in its order, from `cursor` on.

    Paging is by what the order goes by (id, or score and id), so that nothing is shown twice or left out when comments
    arrive or are decided meanwhile, and a far page costs what the first does.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
        ValidationFailed: the filter, a cursor that is none or of another order, a limit outside 1..100.
    """
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    after = _check(wanted, cursor, limit)
    follow = follow_cursor()
    rows = queue.queue_rows(deps.session, site_id, wanted, after=after, limit=limit + 1)
    shown = rows[:limit]
    decisions = queue.decisions_of(deps.session, site_id, [comment.id for comment, _ in shown])
    return QueuePage(
        comments=queue_items(deps, site_id, shown, decisions),
        next=_place(shown[-1][0]).written(wanted.order) if len(rows) > limit else None,
        follow=follow,
    )


def follow_cursor() -> str:
    """A cursor for `follow_queue` that begins now: to be taken before that is read what will be followed."""
    return str(round(now().timestamp() * 1000))


def queue_items(
    deps: Deps,
    site_id: str,
    rows: Sequence[tuple[Comment, Thread]],
    decisions: Mapping[uuid.UUID, list[Decision]],
) -> list[QueueItem]:
    """Each comment with its thread as a moderator sees it; `decisions` are theirs, oldest first."""
    found = findings_of(deps.session, site_id, [comment.id for comment, _ in rows])
    return [
        queue_item(comment, thread, decisions.get(comment.id, []), found.get(comment.id, []))
        for comment, thread in rows
    ]


def queue_item(
    comment: Comment, thread: Thread, decisions: list[Decision], findings: Sequence[CommentFinding] = ()
) -> QueueItem:
    """The comment with its thread, its decisions and what was found in it (oldest first) as a moderator sees it."""
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
        findings=[FindingView(one.reason, one.because, one.verdict, one.rule_id) for one in findings],
        spam_score=comment.spam_score,
        author=comment.subject_id,
        author_name=comment.author_name,
        author_website=comment.author_website,
        staff=comment.staff,
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


def _place(comment: Comment) -> Place:
    return Place(comment.id, comment.spam_score)


def _check(wanted: QueueFilter, cursor: str | None, limit: int) -> Place | None:
    fields = filter_problems(wanted)
    if not 1 <= limit <= LARGEST_PAGE:
        fields["limit"] = [f"From 1 to {LARGEST_PAGE}."]
    after = None
    if cursor and "sort" not in fields:
        try:
            after = read_place(cursor, wanted.order)
        except ValueError:
            fields["cursor"] = ["This is not a cursor that an earlier answer gave."]
    if fields:
        raise ValidationFailed("The queue cannot be listed like this.", fields=fields)
    return after
