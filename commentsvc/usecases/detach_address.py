"""Take an address off a comment that its owner says is not theirs. The comment stays, and is nobody's we know."""

from __future__ import annotations

from dataclasses import replace

from commentsvc import clock
from commentsvc.domain.notice import CONFIRMED_FIRST
from commentsvc.models import erasing, posting
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, newest_body
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.deps import Deps

EVENT = "invalidated"


def detach_address(deps: Deps, site: Site, comment: Comment) -> EventReceipt | None:
    """Inside the caller's write transaction, the comment locked (thread first): give the comment and its record a
    person of their own, without an address; what was given or asked for under the address is void, and an
    `invalidated` event says so. The address is deleted unless other comments of its owner need it.

    None when the record was erased already: then nothing is left to detach.
    """
    session, at, before = deps.session, clock.now(), comment.subject_id
    body = newest_body(session, site.id, comment.record_id)
    record = session.get_one(ConsentRecord, (site.id, comment.record_id))
    if body is None or before is None:
        return None
    own = posting.subject_for(session, site.id, None, at)
    comment.subject_id, comment.confirmed_at = own, None
    forget_confirmations(session, site.id, comment.id)
    facts = RecordFacts.again(record, body)
    told = {**facts.record, "identity_assurance": "none", "subject_ref": str(own)}
    facts = replace(facts, subject_id=own, record=told)
    purposes = {name: on and name not in CONFIRMED_FIRST for name, on in body.purposes.items()}
    promise = append_event(deps, site, facts, EVENT, at=at, by="server", purposes=purposes)
    erasing.name_subject(session, site.id, record.id, own)
    erasing.forget_subject_if_unused(session, site.id, before)
    erasing.have_scrubbed(session, site.id, at)
    return EventReceipt(record.id, EVENT, at, promise)
