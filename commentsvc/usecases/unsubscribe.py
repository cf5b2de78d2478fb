"""End mail about replies with the link that stands in each of them: the same withdrawal as with the receipt.

The link's secret reaches the server, because mailbox providers press the button for their users (RFC 8058). It ends
this one purpose of one comment and can do nothing else (ADR 0044).
"""

from __future__ import annotations

import hmac
import uuid

from commentsvc import clock
from commentsvc.domain.derived import derive
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import REPLY_MAIL
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, newest_body
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.database import writing
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.site import Site
from commentsvc.models.visibility import lock_threads_of
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.release_address import release_address


def unsubscribe_url(deps: Deps, comment: Comment, lang: str) -> str:
    """The link in every mail about answers to this comment."""
    token = f"{comment.id}.{unsubscribe_secret(deps, comment.site_id, comment.id)}"
    return f"{deps.settings.public_url}/my/{comment.site_id}/unsubscribe?of={token}&lang={lang}"


def unsubscribe_secret(deps: Deps, site_id: str, comment_id: uuid.UUID) -> str:
    """What the link proves: that its holder got mail about this comment. Derived, good for nothing else."""
    return derive(deps.settings.secret, "unsubscribe", site_id, str(comment_id))


def unsubscribe(deps: Deps, site_id: str, comment_id: uuid.UUID, secret: str) -> EventReceipt | None:
    """Take back mail about answers to this comment, and delete the address unless something else needs it.

    None when there was nothing to take back: it was before, the comment is gone, or the secret is not its own. Callers
    tell nobody which. Raises `NotFound` for an unknown site.
    """
    site = find_site(deps, site_id)
    expected = unsubscribe_secret(deps, site.id, comment_id)
    if not hmac.compare_digest(secret.encode(), expected.encode()):
        return None
    with writing(deps.session) as session:
        lock_threads_of(session, site.id, Comment.id == comment_id)
        comment = session.get(
            Comment, (site.id, comment_id), populate_existing=True, with_for_update={"key_share": True}
        )
        return end_reply_mail(deps, site, comment) if comment and comment.status != Status.ERASED else None


def end_reply_mail(deps: Deps, site: Site, comment: Comment) -> EventReceipt | None:
    """Inside the caller's write transaction, the comment locked: append `withdrawn` for mail about replies. What waits
    to be sent is not sent: each mail asks again when it is written."""
    session, at = deps.session, clock.now()
    if forget_confirmations(session, site.id, comment.id):
        have_scrubbed(session, site.id, at)
    body = newest_body(session, site.id, comment.record_id)
    if body is None or not body.purposes.get(REPLY_MAIL):
        return None
    record = session.get_one(ConsentRecord, (site.id, comment.record_id))
    purposes = {**body.purposes, REPLY_MAIL: False}
    facts = RecordFacts.again(record, body)
    promise = append_event(deps, site, facts, "withdrawn", at=at, by="reader", purposes=purposes)
    release_address(deps, site.id, comment.subject_id)
    return EventReceipt(record.id, "withdrawn", at, promise)
