"""Named deletions of erasure: the only queries that delete a record's body or salt."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.audit import Decision
from commentsvc.models.ban import forget_bans_of_subject
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody, RecordSalt
from commentsvc.models.consent_line import forget_line
from commentsvc.models.contact import forget_contact, forget_contact_if_unneeded
from commentsvc.models.database import new_id
from commentsvc.models.hold import end_holds_on_subject
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import IdempotentAnswer, OutboxTask
from commentsvc.models.reader import forget_record_in_sessions, forget_visits
from commentsvc.models.request import part_with_record, part_with_subject
from commentsvc.models.search import forget_words
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of

SCRUB = "scrub-storage"
"""The outbox task that makes the database's files forget too."""


def forget_record(session: Session, site_id: str, record_id: uuid.UUID) -> None:
    """Delete every snapshot and salt of the record: its commitments can never be opened again. Nobody who has shown
    its receipt sees anything by that any more, and what closed requests about it say goes too."""
    forget_record_in_sessions(session, site_id, record_id)
    part_with_record(session, site_id, record_id)
    events = sa.select(ConsentEvent.id).where(ConsentEvent.site_id == site_id, ConsentEvent.record_id == record_id)
    for model in (ConsentRecordBody, RecordSalt):
        session.execute(sa.delete(model).where(model.site_id == site_id, model.event_id.in_(events)))
    forget_line(session, site_id, record_id)


def name_subject(session: Session, site_id: str, record_id: uuid.UUID, subject_id: uuid.UUID) -> None:
    """Have every snapshot of the record found under this person, and under nobody else."""
    session.execute(
        sa.update(ConsentRecordBody)
        .where(ConsentRecordBody.site_id == site_id, ConsentRecordBody.record_id == record_id)
        .values(subject_id=subject_id)
    )


def forget_answers(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete stored idempotent answers of the comment, and what moderators wrote about it."""
    session.execute(
        sa.delete(IdempotentAnswer).where(
            IdempotentAnswer.site_id == site_id, IdempotentAnswer.comment_id == comment_id
        )
    )
    session.execute(
        sa.update(Decision).where(Decision.site_id == site_id, Decision.comment_id == comment_id).values(reason="")
    )


def forget_subject_if_unused(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Delete the subject, the code of its address and mail to or about them once nothing else of theirs is left; until
    then only their address, unless something that is left needs it."""
    theirs = sa.select(Subject.id).where(Subject.site_id == site_id, Subject.id == subject_id)
    if session.scalars(theirs.with_for_update()).first() is None:  # waits for mail to them that is being queued
        return
    # Asked only now: whoever was just posting under the same code held the row until their comment could be seen.
    used = sa.exists().where(Comment.site_id == site_id, Comment.subject_id == subject_id)
    kept = sa.exists().where(ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == subject_id)
    if session.scalar(sa.select(sa.or_(used, kept))):
        forget_contact_if_unneeded(session, site_id, subject_id)
        return
    session.execute(sa.delete(MailMessage).where(MailMessage.site_id == site_id, MailMessage.subject_id == subject_id))
    forget_contact(session, site_id, subject_id)
    part_with_subject(session, site_id, subject_id)
    end_holds_on_subject(session, site_id, subject_id)
    forget_visits(session, site_id, subject_id)
    forget_bans_of_subject(session, site_id, subject_id)
    session.execute(sa.delete(Subject).where(Subject.site_id == site_id, Subject.id == subject_id))


def have_scrubbed(session: Session, site_id: str, at: datetime, erased: Mapping[str, Any] | None = None) -> None:
    """Ask the worker to make the database's files forget what this transaction deletes, and to note outside the
    database what was `erased` (numbers only), so that no older backup brings it back."""
    session.add(OutboxTask(site_id=site_id, id=new_id(), kind=SCRUB, payload=dict(erased or {}), run_at=at))
    session.flush()


def comment_of_record(session: Session, site_id: str, record_id: uuid.UUID, *, lock: bool = False) -> Comment | None:
    """The comment a record belongs to; `lock` it for change, thread first (`visibility.lock_threads_of`)."""
    query = sa.select(Comment).where(Comment.site_id == site_id, Comment.record_id == record_id)
    if lock:
        lock_threads_of(session, site_id, Comment.record_id == record_id)
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).first()


def forget_title_if_alone(session: Session, site_id: str, thread_id: uuid.UUID) -> None:
    """Delete the title of a page on which no comment is left: nobody but those who are gone said that it is called so.
    The next comment brings it again."""
    left = sa.exists().where(Comment.site_id == site_id, Comment.thread_id == thread_id, Comment.status != "erased")
    nameless = sa.update(Thread).where(Thread.site_id == site_id, Thread.id == thread_id, ~left).values(title=None)
    if session.execute(nameless.returning(Thread.id)).first() is not None:
        forget_words(session.connection(), site_id, thread_id)


def waiting_tasks(session: Session, kind: str) -> Sequence[OutboxTask]:
    """Every site's tasks of this kind that were not given up: the database's files are all sites' together."""
    query = sa.select(OutboxTask).where(OutboxTask.kind == kind, OutboxTask.failed_at.is_(None))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def same_task(session: Session, site_id: str, kind: str, payload: dict[str, Any]) -> uuid.UUID | None:
    """A task of the site that waits to do exactly this, if there is one."""
    query = sa.select(OutboxTask.id).where(
        OutboxTask.site_id == site_id,
        OutboxTask.kind == kind,
        OutboxTask.payload == payload,
        OutboxTask.failed_at.is_(None),
    )
    return session.scalars(query.limit(1)).first()


def forget_tasks(session: Session, tasks: Collection[uuid.UUID]) -> None:
    """Delete these tasks, as far as no other worker has."""
    session.execute(sa.delete(OutboxTask).where(OutboxTask.id.in_(tasks)))
