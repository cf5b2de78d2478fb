"""An author's own comment: read, change and erase it with the edit token, while the edit window is open."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc import clock
from commentsvc.domain.moderation import initial_status
from commentsvc.errors import Conflict, EditWindowClosed, Gone, NotAuthorised, NotFound
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of, set_status
from commentsvc.usecases.comment_text import write_text
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.post_comment import author_of, edit_until, limit_writes


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it (`body` and status too), or as everybody does (`own` False)."""

    comment: Comment
    thread: Thread
    edit_until: datetime
    own: bool


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
    elif comment.status != "published":
        raise NotFound("There is no such comment.")
    if comment.status == "erased":
        raise Gone("This comment was erased.")
    return OwnComment(comment, thread, edit_until(site, comment), own=token is not None)


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
        if comment.status not in ("pending", "published"):
            raise Conflict("A moderator has decided on this comment; it can no longer be changed, only deleted.")
        website = comment.author_website if change.author_website is None else change.author_website
        text = write_text(
            deps.settings,
            comment.body if change.body is None else change.body,
            comment.author_name if change.author_name is None else change.author_name,
            website,
        )
        renamed = text.name != comment.author_name
        comment.body, comment.html = text.body, text.html
        comment.author_name, comment.author_website = text.name, text.website
        comment.edited_at = clock.now()
        deps.session.flush()
        set_status(deps.session, comment, _status_after_edit(deps, site, comment, renamed))
    return OwnComment(comment, thread, edit_until(site, comment), own=True)


def _status_after_edit(deps: Deps, site: Site, comment: Comment, renamed: bool) -> str:
    """What waits for a moderator goes on waiting, whoever its author is; what was published passes like a new one."""
    if comment.status == "pending":
        return comment.status
    trusted = not renamed and posting.is_trusted(deps.session, site, comment)
    return initial_status(site.moderation, trusted, comment.held_reasons).value


def delete_own_comment(deps: Deps, site_id: str, comment_id: uuid.UUID, token: str | None, visitor: Visitor) -> None:
    """Erase the comment (law 5) inside the edit window. Raises like `edit_comment`, without Conflict."""
    site = _door(deps, site_id, visitor)
    with writing(deps.session):
        comment, _ = _find(deps, site, comment_id)
        _check_open(deps, site, comment, token)
        erase_in_transaction(deps, site, comment, by="reader")


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
    if comment.status == "erased":
        raise Gone("This comment was erased.")
    if clock.now() >= edit_until(site, comment):
        raise EditWindowClosed("Your receipt can still take the comment back.")


def _check_token(deps: Deps, site: Site, comment: Comment, token: str) -> None:
    if not hmac.compare_digest(token.encode(), author_of(deps, site, comment).encode()):
        raise NotAuthorised("This edit token does not belong to this comment.")
