"""What changed in the queue since a moderator last asked: cheap enough to be asked every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commentsvc.clock import now
from commentsvc.domain.moderation import Status
from commentsvc.domain.queue_filter import EVERYTHING, QueueFilter, filter_problems
from commentsvc.errors import ValidationFailed
from commentsvc.models import queue
from commentsvc.models.audit import Decision
from commentsvc.usecases.access import require
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, follow_cursor, queue_items

OVERLAP = timedelta(seconds=15)
"""What changed within so long before the cursor is told again: a change is dated when it is made and seen when it is
committed, and machines' clocks differ."""

OLDEST_CURSOR = timedelta(hours=1)
"""Behind an older cursor so much may have happened that the page is better read anew."""

MOST_CHANGES = 100
_COUNTED = tuple(status.value for status in Status if status is not Status.ERASED)


@dataclass(frozen=True)
class QueueChange:
    """A comment as it is now. `listed`: it meets the filter now, so it belongs into the page. `by_you`: the newest
    decision about it is the asking moderator's own."""

    item: QueueItem
    listed: bool
    by_you: bool


@dataclass(frozen=True)
class QueueNews:
    """`changes` in the order in which they happened; the same change may be told more than once, so they are taken as
    states, not as steps. `cursor` is what to ask with next time. `counts` are comments by status, none above
    `COUNTED`, and None when nothing changed. `reload`: too much happened or too long ago; read the page anew."""

    changes: list[QueueChange]
    cursor: str
    counts: dict[str, int] | None
    reload: bool = False


def follow_queue(
    deps: Deps, actor: Actor, site_id: str, cursor: str | None, wanted: QueueFilter = EVERYTHING
) -> QueueNews:
    """What came, was decided, edited, held back or erased on the site since `cursor`: that of an earlier answer, or
    `QueuePage.follow`. Without one nothing has changed yet, and the counts are told.

    `wanted` is the filter of the page that is shown; changes outside it are told too (a comment that somebody decided
    has to leave the page), with `listed` False.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
        ValidationFailed: the cursor or the filter.
    """
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    fields = filter_problems(wanted)
    since = _read(cursor, fields)
    if fields:
        raise ValidationFailed("The queue cannot be followed like this.", fields=fields)
    asked = follow_cursor()
    if since is None:
        return QueueNews([], asked, _counts(deps, site_id))
    rows = queue.changed_since(deps.session, site_id, since - OVERLAP, MOST_CHANGES + 1)
    if len(rows) > MOST_CHANGES or since < now() - OLDEST_CURSOR:
        return QueueNews([], asked, _counts(deps, site_id), reload=True)
    if not rows:
        return QueueNews([], asked, None)
    ids = [comment.id for comment, _ in rows]
    decisions = queue.decisions_of(deps.session, site_id, ids)
    listed = queue.those_that_meet(deps.session, site_id, wanted, ids)
    changes = [
        QueueChange(item, listed=item.id in listed, by_you=_is_by(actor, decisions.get(item.id)))
        for item in queue_items(deps, site_id, rows, decisions)
    ]
    return QueueNews(changes, asked, _counts(deps, site_id))


def _read(cursor: str | None, fields: dict[str, list[str]]) -> datetime | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 14):
        fields["cursor"] = ["This is not a cursor that an earlier answer gave."]
        return None
    return datetime.fromtimestamp(int(cursor) / 1000, UTC)


def _is_by(actor: Actor, decisions: list[Decision] | None) -> bool:
    return decisions is not None and decisions[-1].actor == actor.ref


def _counts(deps: Deps, site_id: str) -> dict[str, int]:
    return queue.counts_up_to(deps.session, site_id, _COUNTED, COUNTED)
