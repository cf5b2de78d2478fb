"""The reports of a site: those that wait first, with the comment each is about."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.content import ACTED, GONE, KEPT, OPEN
from commentsvc.domain.moderation import Status, legal_actions
from commentsvc.models import content, queue
from commentsvc.models.comment import Comment
from commentsvc.models.content import ContentReport
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.decide_comments import HIDING
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, queue_item

AT_ONCE = 50


@dataclass(frozen=True)
class ReportView:
    """A report as a moderator sees it: `mailed` says whether its sender gave an address, which is not shown. `actions`
    would take the comment down; `others` are the other open reports about it."""

    id: uuid.UUID
    why: str
    name: str
    mailed: bool
    lang: str
    state: str
    received_at: datetime
    answer: str
    decided_at: datetime | None
    decided_by: str
    item: QueueItem
    actions: list[str]
    others: int


@dataclass(frozen=True)
class Reports:
    """`waiting`: the oldest first, `count` how many there are in all; `decided`: the newest first."""

    count: int
    waiting: list[ReportView]
    decided: list[ReportView]


def list_reports(deps: Deps, actor: Actor, site_id: str) -> Reports:
    """Up to 50 reports that wait and as many that are decided.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
    """
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    session = deps.session
    waiting = content.reports_with_comments(session, site_id, [OPEN], limit=AT_ONCE, newest_first=False)
    decided = content.reports_with_comments(session, site_id, [ACTED, KEPT, GONE], limit=AT_ONCE, newest_first=True)
    decisions = queue.decisions_of(session, site_id, [comment.id for _, comment, _ in (*waiting, *decided)])
    same = Counter(report.comment_id for report, _, _ in waiting)

    def view(report: ContentReport, comment: Comment, thread: Thread) -> ReportView:
        possible = [] if comment.status == Status.ERASED else legal_actions(Status(comment.status))
        return ReportView(
            id=report.id,
            why=report.why,
            name=report.name,
            mailed=report.email is not None and deps.mailer.sender is not None,
            lang=report.lang,
            state=report.state,
            received_at=report.received_at,
            answer=report.answer,
            decided_at=report.decided_at,
            decided_by=report.decided_by,
            item=queue_item(comment, thread, decisions.get(comment.id, [])),
            actions=[action.value for action in HIDING if action in possible and comment.status == Status.PUBLISHED],
            others=same[comment.id] - 1 if report.state == OPEN else 0,
        )

    return Reports(
        count=content.open_reports(session, site_id),
        waiting=[view(*row) for row in waiting],
        decided=[view(*row) for row in decided],
    )
