"""What a reader sees of what is theirs: their comments, what else is stored, who receives it and for how long."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.letter import masked
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import NotFound
from commentsvc.models import mine as queries
from commentsvc.models import person_data
from commentsvc.models.comment import Comment
from commentsvc.models.mail import MailMessage
from commentsvc.models.mine import Unconfirmed
from commentsvc.models.notice import find_notice
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown, told_status
from commentsvc.usecases.consent_receipt import ConsentReceipt, get_consent
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.post_comment import receipt_secret
from commentsvc.usecases.reader_session import Visit
from commentsvc.usecases.request_mine import MyRequest, list_my_requests

PAGE = 20
MAILS = RECORDS = 50


@dataclass(frozen=True)
class MyComment:
    """One comment. `replies` counts the public ones below it."""

    id: uuid.UUID
    record_id: uuid.UUID
    url: str
    title: str | None
    name: str
    website: str | None
    body: str
    status: str
    created_at: datetime
    edited_at: datetime | None
    replies: int
    restricted: bool


@dataclass(frozen=True)
class Slice:
    """One page of a list: the `number`th of `pages`; `count` is all of it."""

    number: int
    pages: int
    count: int

    @property
    def offset(self) -> int:
        """How many come before."""
        return (self.number - 1) * PAGE


@dataclass(frozen=True)
class ToldPurpose:
    """A purpose as their notices told it: who receives the data, and how long they are kept."""

    label: str
    recipients: tuple[str, ...]
    retention: str


@dataclass(frozen=True)
class LoneRecord:
    """A record that belongs to no comment (any more): a choice, or one that outlived its comment. `link` is what opens
    its receipt's page, for whoever may see it here."""

    receipt: ConsentReceipt
    link: str


@dataclass(frozen=True)
class MyData:
    """All that is shown on the first page. `address` is masked, None where none is kept."""

    comments: Sequence[MyComment]
    comment_pages: Slice
    unconfirmed: Sequence[Unconfirmed]
    unconfirmed_pages: Slice
    address: str | None
    told: Sequence[ToldPurpose]
    mails: Sequence[MailMessage]
    records: Sequence[LoneRecord]
    requests: Sequence[MyRequest]


def list_mine(deps: Deps, visit: Visit, *, page: int = 1, unconfirmed_page: int = 1) -> MyData:
    """What this visit may see. Pages that do not exist show the nearest that does."""
    session, mine = deps.session, visit.mine
    pages = _slice(page, queries.count_comments(session, mine))
    doubtful = _slice(unconfirmed_page, queries.count_unconfirmed(session, mine))
    contact = queries.address_of(session, mine)
    return MyData(
        comments=[_mine(*row) for row in queries.comments_of(session, mine, pages.offset, PAGE)],
        comment_pages=pages,
        unconfirmed=queries.unconfirmed_of(session, mine, doubtful.offset, PAGE),
        unconfirmed_pages=doubtful,
        address=masked(contact.address) if contact else None,
        told=_told(deps, visit),
        mails=queries.mail_to(session, mine, MAILS),
        records=_alone(deps, visit),
        requests=list_my_requests(deps, visit),
    )


def read_mine(deps: Deps, visit: Visit, comment_id: uuid.UUID) -> tuple[MyComment, ConsentReceipt]:
    """One comment with its record. Raises `NotFound`: there is none, or it is not theirs."""
    found = queries.comment_of(deps.session, visit.mine, comment_id)
    if found is None:
        raise NotFound("There is no such comment of yours.")
    comment, thread = found
    secret = receipt_secret(deps, visit.site.id, comment.record_id)
    return _mine(comment, thread), get_consent(deps, visit.site.id, comment.record_id, secret)


def notices_erased_with_mine(deps: Deps, visit: Visit) -> Sequence[str]:
    """The hashes of the notices of everything that `erase_mine` would take."""
    return queries.notices_erased_with(deps.session, visit.mine)


def _alone(deps: Deps, visit: Visit) -> list[LoneRecord]:
    """Records of theirs without a comment, at most `RECORDS`; erasing everything takes all of them."""
    session, mine = deps.session, visit.mine
    found = queries.records_without_comment(session, mine)
    if mine.subject_id is not None:
        found = found | set(person_data.records_without_comment(session, mine.site_id, mine.subject_id, RECORDS))
    records = []
    for record_id in sorted(found)[:RECORDS]:
        secret = receipt_secret(deps, mine.site_id, record_id)
        records.append(LoneRecord(get_consent(deps, mine.site_id, record_id, secret), f"{record_id}.{secret}"))
    return records


def _mine(comment: Comment, thread: Thread) -> MyComment:
    return MyComment(
        id=comment.id,
        record_id=comment.record_id,
        url=thread.url,
        title=thread.title,
        name=comment.author_name,
        website=comment.author_website,
        body=comment.body,
        status=told_status(comment),
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        replies=comment.live - is_shown(comment),
        restricted=comment.restricted_by is not None,
    )


def _slice(number: int, count: int) -> Slice:
    pages = max(1, -(-count // PAGE))
    return Slice(min(max(number, 1), pages), pages, count)


def _told(deps: Deps, visit: Visit) -> list[ToldPurpose]:
    """What their notices say of recipients and times, each once."""
    told: dict[ToldPurpose, None] = {}
    for sha256 in queries.notices_of(deps.session, visit.mine):
        notice = find_notice(deps.session, visit.site.id, sha256)
        for purpose in parse_manifest(notice.body)["purposes"] if notice else ():
            told[ToldPurpose(purpose["label"], tuple(purpose["recipients"]), purpose["retention"])] = None
    return list(told)
