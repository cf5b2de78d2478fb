"""Erase everything that a visit may see, at once (Art. 17 GDPR)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from commentsvc.domain.consent import EventType
from commentsvc.domain.moderation import Status
from commentsvc.errors import NotFound
from commentsvc.models import erasing
from commentsvc.models.consent import newest_event
from commentsvc.models.database import writing
from commentsvc.models.hold import claims_on, last_claim_on
from commentsvc.models.mine import comments_of
from commentsvc.models.reader import end_session
from commentsvc.usecases.append_event import EventReceipt
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.erase_comment import erase_in_transaction, erase_record_in_transaction
from commentsvc.usecases.erase_person import erase_person
from commentsvc.usecases.find_session import token_hash
from commentsvc.usecases.post_comment import limit_writes
from commentsvc.usecases.reader_session import Visit

MOST = 1000
"""Comments by receipts that one visit is asked about."""


@dataclass(frozen=True)
class ErasedMine:
    """A receipt for each record that was erased so far. Not `finished`: the worker goes on within minutes. `held_until`
    is how long something of it is kept for legal claims (Art. 17(3)(e)), shown to nobody; None where nothing is."""

    receipts: list[EventReceipt] = field(default_factory=list)
    finished: bool = True
    held_until: datetime | None = None


def erase_mine(deps: Deps, visit: Visit, visitor: Visitor, *, keep_text: bool = False) -> ErasedMine:
    """Erase every comment and record of the visit: those of its mailbox (`erase_person`), and those whose receipts were
    shown. With `keep_text` published texts stay without their author. The visit ends with it.

    Raises:
        RateLimited. KeyMissing: nothing could be proven, so nothing more is erased.
    """
    limit_writes(deps, visit.site, visitor)
    held = _held_until(deps, visit)
    receipts = [
        receipt
        for record_id in sorted(visit.mine.records)
        if (receipt := _erase(deps, visit, record_id, keep_text=keep_text)) is not None
    ]
    finished = True
    if visit.mine.subject_id is not None:
        try:
            erased = erase_person(deps, visit.site, visit.mine.subject_id, by="reader", keep_text=keep_text)
        except NotFound:  # the receipts were all there was
            pass
        else:
            receipts, finished = receipts + erased.receipts, erased.finished
    with writing(deps.session) as session:
        end_session(session, visit.site.id, token_hash(visit.token))
    kept = any(receipt.type != EventType.ERASED for receipt in receipts)
    return ErasedMine(receipts, finished, held if kept else None)


def _held_until(deps: Deps, visit: Visit) -> datetime | None:
    """Until when claims need something of theirs."""
    session, mine = deps.session, visit.mine
    holds = [
        claims_on(session, comment) for comment, _ in comments_of(session, mine._replace(subject_id=None), 0, MOST)
    ]
    ends = [hold.until for hold in holds if hold is not None]
    of_person = last_claim_on(session, mine.site_id, mine.subject_id) if mine.subject_id else None
    return max([*ends, *([of_person] if of_person else [])], default=None)


def _erase(deps: Deps, visit: Visit, record_id: uuid.UUID, *, keep_text: bool) -> EventReceipt | None:
    """One record with its comment, in a transaction of its own; None when it was erased meanwhile."""
    with writing(deps.session) as session:
        comment = erasing.comment_of_record(session, visit.site.id, record_id, lock=True)
        last = newest_event(session, visit.site.id, record_id)
        if last is None or last.type == EventType.ERASED:
            return None
        if comment is None:
            return erase_record_in_transaction(deps, visit.site, record_id, by="reader")
        keep = keep_text and comment.status == Status.PUBLISHED and comment.restricted_by is None
        return erase_in_transaction(deps, visit.site, comment, by="reader", keep_text=keep)
