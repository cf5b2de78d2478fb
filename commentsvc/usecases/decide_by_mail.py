"""Decide about a comment with the link from a mail: looked at first, carried out by one press, once.

The link stands for its member, who need not be signed in: it can do the one thing that it was written for, while they
still may, and while the comment is still what the mail showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from commentsvc.clock import now
from commentsvc.domain.content import StatementDraft
from commentsvc.domain.mail_link import MailLink, link_digest, read_link
from commentsvc.errors import Conflict, Gone, NotFound
from commentsvc.models import queue
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.mail_wish import UsedMailLink
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.usecases.decide_comments import DecisionDraft, decide_in_transaction
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.tell_moderators import moderator

READY, DONE = "ready", "done"
UNKNOWN, EXPIRED, USED, NOT_YOURS, CHANGED, DECIDED, GONE, RESTRICTED = (
    "unknown", "expired", "used", "not-yours", "changed", "decided", "gone", "restricted",
)  # fmt: skip
"""Why a link does nothing: not whole; too old; used; its member does not moderate any more; the comment was edited
since; somebody decided meanwhile; it was erased; it was restricted."""
_TOLD_STATEMENT = ("reject", "remove")
"""Actions of which the author is told, as from the console, at least that it was against the site's rules."""


@dataclass(frozen=True)
class MailedDecision:
    """What a link is about, and whether it can be carried out (`READY`), was just now (`DONE`), or why not.

    `comment` and `thread` are there where the link's member may see them: in `READY`, `DONE`, and where it is told what
    the comment is now. `by` and `at` tell who decided last."""

    state: str
    action: str = ""
    member: str = ""
    comment: Comment | None = None
    thread: Thread | None = None
    by: str = ""
    at: datetime | None = None


def look_at_mail_link(deps: Deps, site_id: str, text: str) -> MailedDecision:
    """What the link would do. Nothing changes. Raises `NotFound` for an unknown site."""
    site = find_site(deps, site_id)
    link = read_link(deps.settings.secret, site.id, text)
    if link is None:
        return MailedDecision(UNKNOWN)
    return _judged(deps, site, link, text)


def decide_by_mail(deps: Deps, site_id: str, text: str, seen_from: str = "") -> MailedDecision:
    """Carry it out in its member's name, once; or say why not. Raises `NotFound` for an unknown site."""
    site = find_site(deps, site_id)
    link = read_link(deps.settings.secret, site.id, text)
    if link is None:
        return MailedDecision(UNKNOWN)
    try:
        with writing(deps.session) as session:
            comments = queue.lock_comments(session, site.id, [link.comment_id])
            found = _judged(deps, site, link, text)
            who = moderator(deps, site.id, link.account_id, seen_from)
            if found.state != READY or who is None:
                return found
            past = queue.decisions_of(session, site.id, [link.comment_id]).get(link.comment_id, [])
            session.add(UsedMailLink(site_id=site.id, digest=link_digest(text), expires_at=link.expires_at))
            decision = decide_in_transaction(deps, who[1], site, _draft(link), comments[link.comment_id], past)
            return MailedDecision(
                DONE, link.action, who[0].name, found.comment, found.thread, decision.actor_name, decision.at
            )
    except (Conflict, Gone, NotFound, IntegrityError):  # somebody was faster; say what is
        return _judged(deps, site, link, text)


def _draft(link: MailLink) -> DecisionDraft:
    return DecisionDraft(
        link.comment_id,
        link.action,
        expected_status=link.status,
        expected_edited_at=link.edited_at,
        statement=StatementDraft("rules") if link.action in _TOLD_STATEMENT else None,
    )


def _judged(deps: Deps, site: Site, link: MailLink, text: str) -> MailedDecision:
    """What a link that was written here can do now. Who may not see the comment is shown nothing of it."""
    session = deps.session
    who = moderator(deps, site.id, link.account_id)
    if who is None:
        return MailedDecision(NOT_YOURS)
    used = session.get(UsedMailLink, (site.id, link_digest(text)), populate_existing=True) is not None
    if not used and link.expires_at <= now():
        return MailedDecision(EXPIRED)
    comment = session.get(Comment, (site.id, link.comment_id), populate_existing=True)
    if comment is None or comment.status == "erased":
        return MailedDecision(GONE)
    if comment.restricted_by is not None:
        return MailedDecision(RESTRICTED)
    past = queue.decisions_of(session, site.id, [comment.id]).get(comment.id, [])
    last = past[-1] if past and past[-1].to_status == comment.status else None
    state = USED if used else _changed(link, comment)
    thread = session.get_one(Thread, (site.id, comment.thread_id))
    by, at = (last.actor_name, last.at) if last else ("", None)
    return MailedDecision(state, link.action, who[0].name, comment, thread, by, at)


def _changed(link: MailLink, comment: Comment) -> str:
    if comment.status != link.status:
        return DECIDED
    return READY if comment.edited_at == link.edited_at else CHANGED
