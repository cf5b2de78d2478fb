"""Requests that a reader makes in a visit, for what has no button: asked, listed, and withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.request import Channel, Kind, State, reference
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models import mine as queries
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.mine import Mine
from commentsvc.models.request import SubjectRequest, find_request
from commentsvc.usecases.append_event import Promise
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.open_request import OpenedRequest, RequestDraft, open_request
from commentsvc.usecases.post_comment import limit_writes
from commentsvc.usecases.reader_session import Visit
from commentsvc.usecases.request_steps import READER, close_request

SHOWN = 50


@dataclass(frozen=True)
class MyRequest:
    """A request as its sender sees it. `reference` is the short number for people."""

    id: uuid.UUID
    reference: str
    kind: str
    state: str
    received_at: datetime
    due_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, and so can be withdrawn."""
        return self.state == State.OPEN


def ask_for(
    deps: Deps,
    visit: Visit,
    kind: str,
    words: str,
    visitor: Visitor,
    *,
    lang: str = "",
    address: str | None = None,
    comment_id: uuid.UUID | None = None,
) -> OpenedRequest:
    """Open a request about everything of the visit's mailbox, or about one comment: the visit has confirmed already who
    asks. `address` is where to answer. A person answers, always: what can be done at once has a button in the
    visit, and whoever writes here says in their own words what they want.

    Raises:
        NotFound: the comment is not shown in this visit. ValidationFailed: by field, also without a comment where no
        mailbox was shown, and on `kind` where the comment is not theirs: of what somebody else sent under their address
        they may only say so. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    record_id = _record(deps, visit, comment_id, kind)
    draft = RequestDraft(
        kind=kind,
        address=address or None,
        words=words,
        lang=lang,
        subject_id=visit.mine.subject_id,
        record_id=record_id,
    )
    channel = Channel.MAILBOX if visit.by_mailbox else Channel.RECEIPT
    return open_request(deps, visit.site.id, draft, channel, visitor=visitor, at_once=False)


def list_my_requests(deps: Deps, visit: Visit) -> Sequence[MyRequest]:
    """The newest requests about what is theirs."""
    return [
        MyRequest(found.id, reference(found.id), found.kind, found.state, found.received_at, found.due_at)
        for found in queries.requests_of(deps.session, visit.mine, SHOWN)
    ]


def withdraw_request(deps: Deps, visit: Visit, request_id: uuid.UUID, visitor: Visitor) -> Promise:
    """Take a request back: nobody need answer it any more. Returns the log's promise.

    Raises:
        NotFound: it is none of this visit's. Conflict: it is closed. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    with writing(deps.session) as session:
        request = find_request(session, visit.site.id, request_id, lock=True)
        if request is None or not _is_theirs(visit.mine, request):
            raise NotFound("There is no such request of yours.")
        if request.state != State.OPEN:
            raise Conflict("This request is closed.")
        return close_request(deps, visit.site, request, State.WITHDRAWN, READER).promise


def _is_theirs(mine: Mine, request: SubjectRequest) -> bool:
    if request.subject_id is not None:
        return request.subject_id == mine.subject_id
    return request.record_id in mine.records and request.channel != Channel.MAILBOX


def _record(deps: Deps, visit: Visit, comment_id: uuid.UUID | None, kind: str) -> uuid.UUID | None:
    """The record of the comment it is about; of a visit by one receipt, that one's."""
    session, mine = deps.session, visit.mine
    if comment_id is None:
        if visit.by_mailbox:
            return None
        if not mine.records:
            raise NotFound("There is nothing of yours here.")
        return min(mine.records)
    found: Comment | None = next((row[0] for row in [queries.comment_of(session, mine, comment_id)] if row), None)
    if found is not None:
        return found.record_id
    record_id = queries.unconfirmed_record_of(session, mine, comment_id)
    if record_id is None:
        raise NotFound("There is no such comment of yours.")
    if kind != Kind.IMPERSONATION:
        raise ValidationFailed(fields={"kind": ["Nobody has confirmed that this comment is yours."]})
    return record_id
