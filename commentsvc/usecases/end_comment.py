"""End one comment because its time is over: as its author's erasure would, but its record may be promised longer."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.domain.consent import EventType
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_retention import record_months
from commentsvc.domain.retention import Rule
from commentsvc.models import erasing
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, ConsentRecordBody, newest_body, newest_event
from commentsvc.models.contact import forget_contact_if_unneeded
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.erase_comment import erase_in_transaction, forget_comment

BY = "server"
"""Who indicates what nobody asked for."""


def end_in_transaction(deps: Deps, site: Site, comment: Comment, rule: Rule) -> None:
    """Inside the caller's write transaction, the comment locked: delete it by `rule`, with an event that proves it.

    Its record goes with it (`erased`), or stays as long as the notice that its author agreed to promised, and is
    `expired` until then. A text that its author left behind has no record any more and ends without an event; a
    record without a notice promised nobody anything, and goes too.
    """
    last = newest_event(deps.session, site.id, comment.record_id)
    body = newest_body(deps.session, site.id, comment.record_id)
    if last is not None and last.type == EventType.ERASED:
        forget_comment(deps, site, comment, rule=rule)
        erasing.have_scrubbed(deps.session, site.id, clock.now())
    elif body is None or body.notice_sha256 is None or kept_months(deps, site, body.notice_sha256) == 0:
        erase_in_transaction(deps, site, comment, by=BY, rule=rule)
    else:
        _expire(deps, site, comment, body, rule)


def kept_months(deps: Deps, site: Site, notice_sha256: str | None) -> int:
    """How many months a record outlives its comment: what the notice of this SHA-256 says; where it says nothing (an
    older one), the site's setting."""
    notice = find_notice(deps.session, site.id, notice_sha256) if notice_sha256 else None
    told = record_months(parse_manifest(notice.body)) if notice else None
    return site.retention_months if told is None else told


def _expire(deps: Deps, site: Site, comment: Comment, body: ConsentRecordBody, rule: Rule) -> None:
    record = deps.session.get_one(ConsentRecord, (site.id, comment.record_id))
    at, person = clock.now(), comment.subject_id
    forget_comment(deps, site, comment, rule=rule)
    append_event(
        deps,
        site,
        RecordFacts.again(record, body),
        EventType.EXPIRED,
        at=at,
        by=BY,
        purposes=dict.fromkeys(body.purposes, False),
    )
    if person is not None:
        forget_contact_if_unneeded(deps.session, site.id, person)
    erasing.have_scrubbed(deps.session, site.id, at)
