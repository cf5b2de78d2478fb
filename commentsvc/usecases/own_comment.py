"""An author's own comment: read, change and erase it with the edit token, while the edit window is open."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc import clock
from commentsvc.domain.moderation import Status
from commentsvc.domain.webhook_event import COMMENT_EDITED
from commentsvc.errors import Conflict, EditWindowClosed, Gone, NotAuthorised, NotFound
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, newest_body, newest_event
from commentsvc.models.database import writing
from commentsvc.models.flag import settle_flags
from commentsvc.models.hold import claims_on
from commentsvc.models.learned import forget_example
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown, lock_threads_of, set_status, told_status
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.comment_text import CommentText, write_text
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import check_origin, find_site, know_site
from commentsvc.usecases.give_statement import ToldStatement, told_statement
from commentsvc.usecases.judge_comment import Candidate, judge_comment
from commentsvc.usecases.post_comment import author_of, edit_until, limit_writes
from commentsvc.usecases.tell_moderators import tell_moderators

CHANGEABLE = ("pending", "published")
"""The statuses, as the author is told them, in which they may still change the text."""


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it (`body` and status too), or as everybody does (`own` False)."""

    comment: Comment
    thread: Thread
    edit_until: datetime
    own: bool
    receipt: EventReceipt | None = None
    """What the author keeps of the change just made; None when nothing was changed."""
    statement: ToldStatement | None = None
    """Why it is not public, for its author, where they were given reasons."""


@dataclass(frozen=True)
class CommentChange:
    """What an author changes; None leaves a field as it is, an empty website removes it."""

    body: str | None = None
    author_name: str | None = None
    author_website: str | None = None


def read_comment(deps: Deps, site_id: str, comment_id: uuid.UUID, token: str | None) -> OwnComment:
    """One comment: with its edit token in any status, without one only while published.

    Raises:
        NotFound: no such comment, or not public and no token.
        NotAuthorised: the token is not this comment's.
        Gone: it was erased.
    """
    site = find_site(deps, site_id)
    comment, thread = _find(deps, site, comment_id, lock=False)
    if token is not None:
        _check_token(deps, site, comment, token)
        _check_theirs(deps, site, comment)
    elif not is_shown(comment):
        raise NotFound("There is no such comment.")
    statement = told_statement(deps, site, comment) if token is not None else None
    return OwnComment(comment, thread, edit_until(site, comment), own=token is not None, statement=statement)


def edit_comment(
    deps: Deps, site_id: str, comment_id: uuid.UUID, token: str | None, change: CommentChange, visitor: Visitor
) -> OwnComment:
    """Change text, name or website; the comment then passes moderation like a new one.

    Raises:
        OriginNotAllowed, RateLimited, NotAuthorised, NotFound, Gone, EditWindowClosed, ValidationFailed;
        Conflict: a moderator has already refused this comment.
    """
    site = _door(deps, site_id, visitor)
    with writing(deps.session):
        comment, thread = _find(deps, site, comment_id)
        _check_open(deps, site, comment, token)
        if told_status(comment) not in CHANGEABLE:
            raise Conflict("A moderator has decided on this comment; it can no longer be changed, only deleted.")
        receipt = correct_in_transaction(deps, site, comment, change)
    return OwnComment(comment, thread, edit_until(site, comment), own=True, receipt=receipt)


def correct_in_transaction(deps: Deps, site: Site, comment: Comment, change: CommentChange) -> EventReceipt | None:
    """Inside the caller's write transaction, the comment locked: change it, with an event; None when nothing differs.
    What is public or waits passes moderation like a new comment; what a moderator refused stays refused.

    Raises:
        ValidationFailed: by field. Conflict: a hold for legal claims is on it (Art. 17(3)(e), 18(2)).
    """
    website = comment.author_website if change.author_website is None else change.author_website
    text = write_text(
        deps.settings,
        comment.body if change.body is None else change.body,
        comment.author_name if change.author_name is None else change.author_name,
        website,
    )
    corrected = _differences(comment, text)
    if not corrected:
        return None
    if claims_on(deps.session, comment) is not None:
        raise Conflict("This comment is needed as it is for legal claims. It can be changed once that is over.")
    comment.body, comment.html = text.body, text.html
    comment.author_name, comment.author_website = text.name, text.website
    comment.edited_at = clock.now()
    forget_example(deps.session, site.id, comment.id)  # nobody decided about these words
    deps.session.flush()
    before = comment.status
    passes = told_status(comment) in CHANGEABLE
    status = _status_after_edit(deps, site, comment, "author.name" in corrected) if passes else before
    if status != before:  # what moderators decided was about other words
        settle_flags(deps.session, comment)
        comment.decided_at = None
    set_status(deps.session, comment, status)
    tell_moderators(deps, comment)
    announce(deps, site, COMMENT_EDITED, {"comment": str(comment.id)})
    return _record_correction(deps, site, comment, corrected)


def _differences(comment: Comment, text: CommentText) -> set[str]:
    """Which of its author's fields an edit changes, by their names in the API."""
    before = {"body": comment.body, "author.name": comment.author_name, "author.website": comment.author_website}
    after = {"body": text.body, "author.name": text.name, "author.website": text.website}
    return {name for name, value in after.items() if value != before[name]}


def _record_correction(deps: Deps, site: Site, comment: Comment, corrected: set[str]) -> EventReceipt | None:
    """Append `corrected` (Art. 16 GDPR): that the author changed these, without what they were or are."""
    body = newest_body(deps.session, site.id, comment.record_id)
    record = deps.session.get_one(ConsentRecord, (site.id, comment.record_id))
    if body is None:
        return None
    facts, at = RecordFacts.again(record, body), clock.now()
    promise = append_event(
        deps, site, facts, "corrected", at=at, by="reader", purposes=body.purposes, corrected=corrected
    )
    return EventReceipt(record.id, "corrected", at, promise)


def _status_after_edit(deps: Deps, site: Site, comment: Comment, renamed: bool) -> str:
    """What waits for a moderator goes on waiting, whoever its author is, and what was called spam stays so until one
    has looked; what was published passes like a new one."""
    waits, before = told_status(comment) == Status.PENDING, comment.status
    trusted = not waits and not renamed and posting.is_trusted(deps.session, site, comment)
    status = judge_comment(deps, Candidate(know_site(deps, site.id), comment, edited=True), trusted)
    return before if waits and status != Status.SPAM else status


def delete_own_comment(
    deps: Deps, site_id: str, comment_id: uuid.UUID, token: str | None, visitor: Visitor, *, keep_text: bool = False
) -> EventReceipt:
    """Erase the comment (law 5) inside the edit window, or with `keep_text` all of it but its text.

    Raises like `edit_comment`; Conflict: there is no public text that could stay.
    """
    site = _door(deps, site_id, visitor)
    with writing(deps.session):
        comment, _ = _find(deps, site, comment_id)
        _check_open(deps, site, comment, token)
        return erase_in_transaction(deps, site, comment, by="reader", keep_text=keep_text)


def _door(deps: Deps, site_id: str, visitor: Visitor) -> Site:
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor, bearer=True)
    limit_writes(deps, site, visitor)
    return site


def _find(deps: Deps, site: Site, comment_id: uuid.UUID, *, lock: bool = True) -> tuple[Comment, Thread]:
    if lock:
        lock_threads_of(deps.session, site.id, Comment.id == comment_id)
    comment = deps.session.get(
        Comment, (site.id, comment_id), populate_existing=True, with_for_update={"key_share": True} if lock else None
    )
    if comment is None:
        raise NotFound("There is no such comment.")
    thread = deps.session.get(Thread, (site.id, comment.thread_id))
    if thread is None:
        raise NotFound("There is no such comment.")
    return comment, thread


def _check_open(deps: Deps, site: Site, comment: Comment, token: str | None) -> None:
    if token is None:
        raise NotAuthorised("Send the comment's edit token as a bearer token.")
    _check_token(deps, site, comment, token)
    _check_theirs(deps, site, comment)
    if clock.now() >= edit_until(site, comment):
        raise EditWindowClosed("Your receipt can still take the comment back.")


def _check_theirs(deps: Deps, site: Site, comment: Comment) -> None:
    """Raise `Gone` once it was erased; a text that was left behind then is nobody's any more."""
    if comment.status == "erased":
        raise Gone("This comment was erased.")
    last = newest_event(deps.session, site.id, comment.record_id)
    if last is not None and last.type == "erased":
        raise Gone("What belonged to you was erased. The text stayed, as you chose, and is nobody's now.")


def _check_token(deps: Deps, site: Site, comment: Comment, token: str) -> None:
    if not hmac.compare_digest(token.encode(), author_of(deps, site, comment).encode()):
        raise NotAuthorised("This edit token does not belong to this comment.")
