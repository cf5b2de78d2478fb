"""Mail moderators of new comments: noted in the comment's transaction, mailed by the worker, each or as a digest."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from commentsvc.clock import now
from commentsvc.domain.mail_wish import EACH, PER_HOUR, SHOWN, next_digest, wants
from commentsvc.errors import Forbidden, NotFound
from commentsvc.models import mail_wish as wishes
from commentsvc.models.account import Account
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.mail_wish import MailWish
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_session import actor_of
from commentsvc.usecases.queue_mail import queue_mail

ONE, DIGEST = "moderate-one", "moderate-digest"
"""The kinds of mail. Their facts are ids; of a digest also how many comments more there are, and whether it is one
because there were too many for one mail each."""
GOOD_FOR = timedelta(days=1)
AT_ONCE = 50
MOST_NEWS = 5000
_HOUR = timedelta(hours=1)


def tell_moderators(deps: Deps, comment: Comment) -> None:
    """Inside the caller's write transaction, behind `set_status`: note the comment for every member who wants to hear
    of it. Where nobody does, this is one small query."""
    for wish in wishes.wishes_of(deps.session, comment.site_id):
        if wants(wish.about, comment.status) and comment.restricted_by is None:
            wishes.add_news(deps.session, wish, comment.id)


def mail_moderators(deps: Deps) -> int:
    """Queue the mails that are due, of all sites; how many. Whoever does not moderate any more is dropped."""
    queued = 0
    for site_id, account_id in wishes.due_wishes(deps.session, now(), AT_ONCE):
        with writing(deps.session) as session:
            wish = wishes.find_wish(session, site_id, account_id, lock=True)
            if wish is None or wish.next_at > now():
                continue  # another worker was first
            if moderator(deps, site_id, account_id) is None:
                wishes.remove_wish(session, wish)
            else:
                queued += _tell(deps, wish)
    deps.session.rollback()
    return queued


def moderator(deps: Deps, site_id: str, account_id: uuid.UUID, seen_from: str = "") -> tuple[Account, Actor] | None:
    """The account and what it may do on the site, if it may decide about comments there today; else None."""
    account = deps.session.get(Account, account_id, populate_existing=True)
    if account is None or account.disabled_at is not None:
        return None
    try:
        actor = actor_of(deps, account, site_id, seen_from)
        require(actor, site_id, "moderate")
    except (NotFound, Forbidden):
        return None
    return account, actor


def _tell(deps: Deps, wish: MailWish) -> int:
    """Inside the write transaction, the wish locked: one mail a comment while they are few, else one for all."""
    at = now()
    news = wishes.news_for(deps.session, wish, MOST_NEWS)
    wishes.forget_news_for(deps.session, wish, [comment.id for comment in news])
    told = [one for one in news if wants(wish.about, one.status) and one.restricted_by is None]
    if wish.rhythm != EACH:
        wish.next_at = next_digest(wish.rhythm, wish.hour, at)
        return _digest(deps, wish, told)
    return _each(deps, wish, told, at)


def _each(deps: Deps, wish: MailWish, told: Sequence[Comment], at: datetime) -> int:
    if wish.window_at is None or at - wish.window_at >= _HOUR:
        wish.window_at, wish.sent = at, 0
    if wish.sent + len(told) > PER_HOUR:
        wish.next_at, wish.window_at = at + _HOUR, None
        return _digest(deps, wish, told, flood=True)
    for comment in told:
        facts = {"account": str(wish.account_id), "comments": [str(comment.id)]}
        queue_mail(deps, wish.site_id, ONE, facts=facts, subject_id=comment.subject_id, good_for=GOOD_FOR)
    wish.sent += len(told)
    return len(told)


def _digest(deps: Deps, wish: MailWish, told: Sequence[Comment], *, flood: bool = False) -> int:
    if not told:
        return 0
    facts: dict[str, Any] = {
        "account": str(wish.account_id),
        "comments": [str(comment.id) for comment in told[:SHOWN]],
        "more": len(told) - len(told[:SHOWN]),
    }
    if flood:
        facts["flood"] = True
    queue_mail(deps, wish.site_id, DIGEST, facts=facts, good_for=GOOD_FOR)
    return 1
