"""Which comments the queue's page shows: read from its address, and said in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import url_for

from commentsvc.console.forms import asked
from commentsvc.console.gate import Entry
from commentsvc.console.wording import page_name
from commentsvc.domain.judgement import REASONS
from commentsvc.domain.queue_filter import QueueFilter
from commentsvc.errors import ValidationFailed
from commentsvc.usecases.list_queue import QueueItem

SORTS = {
    "oldest": "Oldest first",
    "newest": "Newest first",
    "highest-score": "Most like spam first",
    "lowest-score": "Least like spam first",
}
ALL = "all"
_NAMES = ("q", "reason", "author", "page", "score_from", "score_to", "sort")


@dataclass(frozen=True)
class Narrowed:
    """One condition in words, and the address of the queue without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Shown:
    """What the page is asked for. `status` is the name of its tab; `fields` are the other conditions as typed."""

    wanted: QueueFilter
    status: str
    fields: dict[str, str]

    def address(self, site: str, **changes: str | None) -> str:
        """The queue's address with these conditions, changed by `changes`."""
        asked_for: dict[str, Any] = {"status": self.status, **self.fields, **changes}
        return url_for("console.queue", site=site, **asked_for)

    @property
    def counted(self) -> bool:
        """Whether the status alone says how many there are."""
        return set(self.fields) <= {"sort"}


def shown_here() -> Shown:
    """What this request's address asks for; pending comments when it says nothing. Raises `ValidationFailed`."""
    status = asked("status") or "pending"
    fields = {name: value for name in _NAMES if (value := asked(name))}
    wrong: dict[str, list[str]] = {}
    wanted = QueueFilter(
        status=None if status == ALL else status,
        reason=fields.get("reason"),
        q=fields.get("q"),
        author=_id(fields, "author", wrong),
        page=_id(fields, "page", wrong),
        score_from=_score(fields, "score_from", wrong),
        score_to=_score(fields, "score_to", wrong),
        sort=fields.get("sort"),
    )
    if wrong:
        raise ValidationFailed("The queue cannot be shown like this.", fields=wrong)
    return Shown(wanted, status, fields)


def narrowed(entry: Entry, shown: Shown, first: QueueItem | None) -> list[Narrowed]:
    """The conditions beside the status, each with the way out of it. `first` is a comment that meets them, if any."""
    wanted, words = shown.wanted, {}
    if wanted.q:
        words["q"] = f"with “{wanted.q}”"
    if wanted.reason:
        words["reason"] = f"held because: {reason_name(wanted.reason)}"
    if wanted.author:
        words["author"] = f"by whoever wrote as {first.author_name}" if first and first.author_name else "by one author"
    if wanted.page:
        words["page"] = f"on “{page_name(first)}”" if first else "on one page"
    if wanted.score_from is not None:
        words["score_from"] = f"with a score of {wanted.score_from} or more"
    if wanted.score_to is not None:
        words["score_to"] = f"with a score of {wanted.score_to} or less"
    if wanted.sort:
        words["sort"] = SORTS[wanted.sort].lower()
    return [Narrowed(text, shown.address(entry.site.id, **{name: None})) for name, text in words.items()]


def reason_name(reason: str) -> str:
    """The plain name of what made a comment wait."""
    return REASONS.get(reason, reason.replace("-", " "))


def score_words(score: int) -> str:
    """What a score means, in two words."""
    for least, words in ((90, "very likely spam"), (70, "likely spam"), (40, "unclear"), (15, "unlikely spam")):
        if score >= least:
            return words
    return "hardly spam"


def _id(fields: dict[str, str], name: str, wrong: dict[str, list[str]]) -> uuid.UUID | None:
    try:
        return uuid.UUID(fields[name]) if name in fields else None
    except ValueError:
        wrong[name] = ["This is not an id."]
        return None


def _score(fields: dict[str, str], name: str, wrong: dict[str, list[str]]) -> int | None:
    text = fields.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        wrong[name] = ["A whole number from 0 to 100."]
        return None
    return int(text)
