"""Tell the author of a comment that somebody answered it, once for each answer, while they want to be told."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import urlencode

from commentsvc.clock import now
from commentsvc.domain.letter import Action, Letter, Paragraph, Quote
from commentsvc.domain.notice import REPLY_MAIL
from commentsvc.domain.notice_texts import LANGUAGES, words
from commentsvc.domain.reply_text import ReplyText, reply_text
from commentsvc.models import mail as mails
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.contact import find_contact
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import Site
from commentsvc.models.site import find_site as site_of
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown
from commentsvc.usecases.ask_address import STANDING
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.unsubscribe import unsubscribe_url

REPLY = "reply"
"""The kind of mail."""
PER_HOUR = 20
"""So many answers are told to one person within an hour; of a flood they hear no more than that."""


def tell_reply(deps: Deps, site: Site, reply: Comment) -> None:
    """Inside the caller's write transaction, behind `set_status`: when this answer is public now, have the author of
    what it answers mailed, unless they were told of it before, wrote it themselves, or do not want to be."""
    if not is_shown(reply) or reply.reply_to_id is None or _was_told(deps, reply):
        return
    answered = deps.session.get(Comment, (site.id, reply.reply_to_id))
    if answered is None or answered.subject_id is None or answered.subject_id == reply.subject_id:
        return
    if reply_address(deps, answered) is None:
        return
    since = now() - timedelta(hours=1)
    if mails.count_since(deps.session, site.id, REPLY, answered.subject_id, since) >= PER_HOUR:
        return
    reply.told_in = queue_mail(deps, site.id, REPLY, facts={"reply": str(reply.id)}, subject_id=answered.subject_id)
    deps.session.flush()


def reply_address(deps: Deps, comment: Comment) -> str | None:
    """Where its author wants to be told of answers to this very comment: given now, confirmed, stored; else None."""
    if comment.confirmed_at is None or comment.subject_id is None:
        return None
    if comment.status not in STANDING or comment.restricted_by is not None:
        return None
    body = newest_body(deps.session, comment.site_id, comment.record_id)
    if body is None or not body.purposes.get(REPLY_MAIL):
        return None
    contact = find_contact(deps.session, comment.site_id, comment.subject_id)
    return contact.address if contact else None


def write_reply(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail, while the answer is public and its reader still wants it."""
    site = site_of(deps.session, mail.site_id)
    reply = _comment(deps, mail.site_id, uuid.UUID(mail.facts["reply"]))
    answered = _comment(deps, mail.site_id, reply.reply_to_id) if reply and reply.reply_to_id else None
    if site is None or reply is None or answered is None or not is_shown(reply):
        return None
    thread = deps.session.get(Thread, (site.id, reply.thread_id))
    to = reply_address(deps, answered)
    if thread is None or to is None or answered.subject_id != mail.subject_id:
        return None
    told = reply_text(answered.lang)
    name = reply.author_name or words(told.lang if told.lang in LANGUAGES else "en").labels["guest"]
    stop = unsubscribe_url(deps, answered, told.lang)
    return Letter(
        to=to,
        subject=told.reply_subject.format(name=name, site=site.name),
        lang=told.lang,
        parts=[
            Paragraph(told.reply_intro.format(name=name, page=thread.title or thread.url)),
            Quote(reply.body),
            Action(told.reply_action, _where(deps, thread, reply, told)),
            Action(told.reply_stop, stop),
        ],
        footer=told.reply_footer.format(site=site.name, controller=site.controller_name),
        unsubscribe=stop,
    )


def _was_told(deps: Deps, reply: Comment) -> bool:
    """A mail that was stopped, because the answer was hidden again before it went, told nobody."""
    if reply.told_in is None:
        return False
    mail = deps.session.get(MailMessage, (reply.site_id, reply.told_in), populate_existing=True)
    return mail is None or mail.state != mails.STOPPED


def _comment(deps: Deps, site_id: str, comment_id: uuid.UUID) -> Comment | None:
    return deps.session.get(Comment, (site_id, comment_id), populate_existing=True)


def _where(deps: Deps, thread: Thread, reply: Comment, told: ReplyText) -> str:
    """The answer on the thread's hosted page, from which a link leads to the site's own."""
    named = {"url": thread.url, "comment": str(reply.id), "lang": told.lang}
    if thread.key.startswith("key:"):
        named["key"] = thread.key.removeprefix("key:")
    return f"{deps.settings.public_url}/t/{thread.site_id}/?{urlencode(named)}#comment-{reply.id}"
