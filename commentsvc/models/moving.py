"""One person's data under another address."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecord, ConsentRecordBody
from commentsvc.models.consent_line import move_lines
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.erasing import forget_subject_if_unused, have_scrubbed
from commentsvc.models.hold import Hold
from commentsvc.models.mail import MailMessage
from commentsvc.models.reader import forget_visits
from commentsvc.models.request import SubjectRequest
from commentsvc.models.visibility import lock_threads_of


def move_person(session: Session, site_id: str, old: uuid.UUID, new: uuid.UUID, address: str, at: datetime) -> None:
    """Inside the caller's write transaction: what the owner of the old address confirmed, with its records and records
    without a comment, stands under `new`; so do their requests, holds and mail. Where an address is kept, it is
    `address` now. What nobody confirmed stays; with nothing left, the old code goes.

    Visits end, and links that were mailed: whoever reads mail at the new address need not be who asked for this.
    """
    _give(session, Comment, site_id, old, new, Comment.confirmed_at.is_not(None))
    moved = sa.select(Comment.id).where(Comment.site_id == site_id, Comment.subject_id == new)
    doubtful = sa.select(Comment.record_id).where(Comment.site_id == site_id, Comment.subject_id == old)
    _give(session, ConsentRecordBody, site_id, old, new, ConsentRecordBody.record_id.not_in(doubtful))
    move_lines(session, site_id, old, new)
    session.execute(
        sa.delete(AddressConfirmation).where(
            AddressConfirmation.site_id == site_id,
            AddressConfirmation.subject_id == old,
            AddressConfirmation.comment_id.in_(moved),
        )
    )
    for model in (SubjectRequest, Hold, MailMessage):
        _give(session, model, site_id, old, new, sa.true())
    forget_visits(session, site_id, old)
    kept = session.get(Contact, (site_id, old))
    if kept is not None:
        session.delete(kept)
        session.flush()
        session.merge(Contact(site_id=site_id, subject_id=new, address=address, confirmed_at=at))
    session.flush()
    forget_subject_if_unused(session, site_id, old)
    have_scrubbed(session, site_id, at)


def hold_person(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Lock what `move_person` will change, in the order in which everybody locks it."""
    theirs = Comment.site_id == site_id, Comment.subject_id == subject_id
    lock_threads_of(session, site_id, Comment.subject_id == subject_id)
    session.execute(sa.select(Comment.id).where(*theirs).order_by(Comment.id).with_for_update(key_share=True)).all()
    named = sa.select(ConsentRecordBody.record_id).where(
        ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == subject_id
    )
    records = sa.select(ConsentRecord.id).where(ConsentRecord.site_id == site_id, ConsentRecord.id.in_(named))
    session.execute(records.order_by(ConsentRecord.id).with_for_update(key_share=True)).all()
    whose = sa.select(Subject.id).where(Subject.site_id == site_id, Subject.id == subject_id)
    session.execute(whose.with_for_update()).all()


def _give(
    session: Session, model: type, site_id: str, old: uuid.UUID, new: uuid.UUID, which: sa.ColumnElement[bool]
) -> None:
    table = model.__table__.c  # type: ignore[attr-defined]
    session.execute(
        sa.update(model)
        .where(table.site_id == site_id, table.subject_id == old, which)
        .values(subject_id=new)
        .execution_options(synchronize_session=False)
    )
