"""Write the mails that tell a moderator of comments: words of strangers as words, and links that ask once more.

Written when they are sent: what was erased, restricted or decided about meanwhile is not in them, and a digest in which
nothing is left is not sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from commentsvc.clock import now
from commentsvc.domain.judgement import REASONS
from commentsvc.domain.letter import Action, Letter, Paragraph, Part, Quote
from commentsvc.domain.mail_link import MailLink, write_link
from commentsvc.domain.mail_wish import LINKS_FOR, PER_HOUR, wants
from commentsvc.models.account import Account
from commentsvc.models.comment import Comment
from commentsvc.models.mail import MailMessage
from commentsvc.models.mail_wish import MailWish, find_wish
from commentsvc.models.site import Site, find_site
from commentsvc.models.thread import Thread
from commentsvc.usecases.change_mail_wish import stop_url
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.tell_moderators import moderator

VERBS = {"publish": "Publish", "reject": "Reject", "spam": "Mark as spam", "remove": "Remove"}
OFFERED = {"pending": ("publish", "reject", "spam"), "published": ("remove", "spam")}
"""What can be done from a mail about a comment of this status."""
_IN_DIGEST = 600  # characters of each comment
_DAYS = LINKS_FOR.days


def write_one(deps: Deps, mail: MailMessage) -> Letter | None:
    """About one comment, while it is still worth it and its reader still wants it."""
    found = _reader(deps, mail)
    if found is None:
        return None
    site, account, wish = found
    comments = _comments(deps, wish, mail.facts["comments"])
    if not comments:
        return None
    comment, thread = comments[0]
    parts = [*_about(deps, site, account, comment, thread, len(comment.body)), *_end(deps, site, 1)]
    subject = f"{site.name}: {_name(comment)} on {_page(thread)}"
    return _letter(deps, site, account, subject, parts)


def write_digest(deps: Deps, mail: MailMessage) -> Letter | None:
    """About several; None when nothing of it is left."""
    found = _reader(deps, mail)
    if found is None:
        return None
    site, account, wish = found
    comments, more = _comments(deps, wish, mail.facts["comments"]), int(mail.facts.get("more", 0))
    if not comments:
        return None
    count = len(comments) + more
    parts: list[Part] = [Paragraph(f"{_counted(count)} on {site.name} since the last mail.")]
    if mail.facts.get("flood"):
        parts.append(
            Paragraph(
                f"You chose one mail a comment, but there were more than {PER_HOUR} within an hour, so they come "
                "together. The next mail comes in an hour at the earliest."
            )
        )
    for comment, thread in comments:
        parts += _about(deps, site, account, comment, thread, _IN_DIGEST)
    if more:
        parts.append(Paragraph(f"{_counted(more)} more are not shown here. The queue has all of them."))
    return _letter(deps, site, account, f"{site.name}: {_counted(count)}", [*parts, *_end(deps, site, count)])


def _reader(deps: Deps, mail: MailMessage) -> tuple[Site, Account, MailWish] | None:
    """Whom the mail is for, if they still moderate and still want it."""
    account_id = uuid.UUID(mail.facts["account"])
    site, wish = find_site(deps.session, mail.site_id), find_wish(deps.session, mail.site_id, account_id)
    who = moderator(deps, mail.site_id, account_id)
    return (site, who[0], wish) if site and wish and who else None


def _comments(deps: Deps, wish: MailWish, ids: Iterable[str]) -> list[tuple[Comment, Thread]]:
    """Those that are still worth a mail, with their pages."""
    found = []
    for number in ids:
        comment = deps.session.get(Comment, (wish.site_id, uuid.UUID(number)), populate_existing=True)
        if comment is not None and wants(wish.about, comment.status) and comment.restricted_by is None:
            found.append((comment, deps.session.get_one(Thread, (wish.site_id, comment.thread_id))))
    return found


def _about(deps: Deps, site: Site, account: Account, comment: Comment, thread: Thread, most: int) -> Sequence[Part]:
    stands = "It waits for a decision." if comment.status == "pending" else "It is public."
    held = [REASONS.get(reason, reason) for reason in comment.held_reasons]
    why = f" Held back: {', '.join(held)}." if held else ""
    body = comment.body if len(comment.body) <= most else comment.body[:most].rstrip() + "…"
    parts: list[Part] = [Paragraph(f"{_name(comment)} on {_page(thread)}. {stands}{why}"), Quote(body)]
    for action in OFFERED[comment.status]:
        parts.append(Action(VERBS[action], _link(deps, site, account, comment, action, now())))
    return parts


def _link(deps: Deps, site: Site, account: Account, comment: Comment, action: str, at: datetime) -> str:
    link = MailLink(account.id, comment.id, action, comment.status, comment.edited_at, at + LINKS_FOR)
    secret = write_link(deps.settings.secret, site.id, link)
    return f"{deps.settings.public_url}/admin/{site.id}/by-mail#{secret}"


def _end(deps: Deps, site: Site, count: int) -> Sequence[Part]:
    return [
        Paragraph(
            f"Each link shows the comment and asks once more before anything happens. It works once, for {_DAYS} days, "
            "for you alone, and only while the comment is as it is here. Do not pass it on: whoever opens it can press "
            "the button in your name."
        ),
        Action("Open the queue", f"{deps.settings.public_url}/admin/{site.id}/queue"),
    ]


def _letter(deps: Deps, site: Site, account: Account, subject: str, parts: Sequence[Part]) -> Letter:
    return Letter(
        to=account.email,
        subject=subject,
        lang="en",
        parts=parts,
        footer=f"You get this because you chose it as a moderator of {site.name}. The link in the mail’s header ends "
        "it, and so does “Get this by mail” under the queue in the console.",
        unsubscribe=stop_url(deps, site.id, account.id),
    )


def _name(comment: Comment) -> str:
    return comment.author_name or "Somebody"


def _page(thread: Thread) -> str:
    return thread.title or thread.url


def _counted(count: int) -> str:
    return f"{count} comment" if count == 1 else f"{count} comments"
