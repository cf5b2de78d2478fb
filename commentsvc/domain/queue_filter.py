"""Which comments of the queue are asked for, in which order, and from where on. No I/O."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from commentsvc.domain.moderation import Status

STATUSES = tuple(status.value for status in Status)
LONGEST_QUERY = 200
LONGEST_REASON_NAME = 60
BEST_SCORE = 100


class Sort(StrEnum):
    """The order of the queue. By score, comments that have none come last."""

    OLDEST = "oldest"
    NEWEST = "newest"
    HIGHEST_SCORE = "highest-score"
    LOWEST_SCORE = "lowest-score"


BY_SCORE = (Sort.HIGHEST_SCORE, Sort.LOWEST_SCORE)


@dataclass(frozen=True)
class QueueFilter:
    """The conditions, all of which must hold; None leaves one open.

    `reason` is why a comment was held: a finding's slug, or the id of the rule that held it. `q` are words of the text,
    the name or the page's title (`domain.search_words`). `author` is the subject whose comments are meant, `page` the
    thread. `score_from` and `score_to` are whole, 0 to 100, both included; a comment without a score is then not meant.
    Without `sort` pending comments come oldest first, because who waits longest is next, and all others newest first.
    """

    status: str | None = None
    reason: str | None = None
    q: str | None = None
    author: uuid.UUID | None = None
    page: uuid.UUID | None = None
    score_from: int | None = None
    score_to: int | None = None
    sort: str | None = None

    @property
    def order(self) -> Sort:
        """The order that was asked for, or the one that fits the status."""
        if self.sort is not None:
            return Sort(self.sort)
        return Sort.OLDEST if self.status == Status.PENDING else Sort.NEWEST


EVERYTHING = QueueFilter()


@dataclass(frozen=True)
class Place:
    """Behind which comment the next page begins: its id, and in an order by score its score, if it has one."""

    id: uuid.UUID
    score: int | None = None

    def written(self, order: Sort) -> str:
        """The place as a cursor of this order."""
        if order not in BY_SCORE:
            return str(self.id)
        return f"{'' if self.score is None else self.score}~{self.id}"


def read_place(cursor: str, order: Sort) -> Place:
    """The inverse of `Place.written`. Raises `ValueError` for what no page of this order gave."""
    score, tilde, named = cursor.rpartition("~")
    if bool(tilde) != (order in BY_SCORE):
        raise ValueError("a cursor of another order")
    if score and not (score.isascii() and score.isdigit() and int(score) <= BEST_SCORE):
        raise ValueError("not a score")
    return Place(uuid.UUID(named), int(score) if score else None)


def filter_problems(wanted: QueueFilter) -> dict[str, list[str]]:
    """What is wrong with the filter, by field; empty when nothing is."""
    fields: dict[str, list[str]] = {}
    if wanted.status is not None and wanted.status not in STATUSES:
        fields["status"] = [f"One of {', '.join(STATUSES)}."]
    # PostgreSQL refuses NUL in a text.
    if wanted.q and (len(wanted.q) > LONGEST_QUERY or "\x00" in wanted.q):
        fields["q"] = [f"At most {LONGEST_QUERY} characters of text."]
    if wanted.reason and (len(wanted.reason) > LONGEST_REASON_NAME or "\x00" in wanted.reason):
        fields["reason"] = ["The name of a reason, or the id of a rule."]
    for name in ("score_from", "score_to"):
        score = getattr(wanted, name)
        if score is not None and not 0 <= score <= BEST_SCORE:
            fields[name] = [f"From 0 to {BEST_SCORE}."]
    if wanted.sort is not None and wanted.sort not in set(Sort):
        fields["sort"] = [f"One of {', '.join(Sort)}."]
    elif wanted.sort in BY_SCORE and wanted.status is None:
        fields["sort"] = ["By score one status at a time is sorted: give a status too."]
    return fields
