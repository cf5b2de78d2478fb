"""What a person wants erased and legal claims need a while longer (Art. 17(3)(e) GDPR): kept, shown to nobody."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.domain.consent import EventType
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, newest_body
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.hold import claims_on
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.release_address import release_address
from commentsvc.usecases.restrict_comment import restrict_comment


def keep_for_claims(deps: Deps, site: Site, comment: Comment, *, by: str) -> EventReceipt | None:
    """Inside the caller's write transaction, the comment locked: if a hold for claims is on it, take it out of
    everybody's sight, take back every purpose with an event, delete an address that nothing needs by that, and leave
    the erasure to the hold's end (`end_hold`).

    None: nothing holds it, so it can be erased; nothing was done.
    """
    hold = claims_on(deps.session, comment)
    body = newest_body(deps.session, site.id, comment.record_id) if hold else None
    if hold is None or body is None or body.notice_sha256 is None:
        return None
    restrict_comment(deps, site, comment, hold.id)
    record, at = deps.session.get_one(ConsentRecord, (site.id, comment.record_id)), clock.now()
    purposes = dict.fromkeys(body.purposes, False)
    facts = RecordFacts.again(record, body)
    promise = append_event(deps, site, facts, EventType.WITHDRAWN, at=at, by=by, purposes=purposes)
    if forget_confirmations(deps.session, site.id, comment.id):
        have_scrubbed(deps.session, site.id, at)
    release_address(deps, site.id, comment.subject_id)
    return EventReceipt(comment.record_id, EventType.WITHDRAWN.value, at, promise)
