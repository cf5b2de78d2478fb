"""Say that a comment is the mailbox owner's: they read its mail and hold the comment's receipt."""

from __future__ import annotations

import uuid
from dataclasses import replace

from commentsvc import clock
from commentsvc.domain.moderation import Status
from commentsvc.models.consent import ConsentRecord, newest_body
from commentsvc.models.erasing import comment_of_record
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.confirm_address import MAIL_CONFIRMED
from commentsvc.usecases.deps import Deps


def confirm_comment(deps: Deps, site: Site, record: ConsentRecord, subject_id: uuid.UUID) -> EventReceipt | None:
    """Inside the caller's write transaction, which has seen the receipt and the mailbox of `subject_id`: if the
    record's comment was sent under that address and is not confirmed, it is now, with a `corrected` event. None: there
    was nothing to confirm."""
    comment = comment_of_record(deps.session, site.id, record.id, lock=True)
    body = newest_body(deps.session, site.id, record.id)
    if comment is None or body is None or comment.subject_id != subject_id or comment.status == Status.ERASED:
        return None
    if comment.confirmed_at is not None:
        return None
    facts, at = RecordFacts.again(record, body), clock.now()
    facts = replace(facts, record={**facts.record, "identity_assurance": MAIL_CONFIRMED})
    corrected = ["identity_assurance"]
    promise = append_event(
        deps, site, facts, "corrected", at=at, by="reader", purposes=body.purposes, corrected=corrected
    )
    comment.confirmed_at = at
    deps.session.flush()
    return EventReceipt(record.id, "corrected", at, promise)
