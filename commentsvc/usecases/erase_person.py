"""Erase one person on one site: everything that is surely theirs, in small transactions that hold nobody up.

The first transaction leaves a task in the outbox and stops all mail; the last one deletes the task. So a crash in
between, or a person with ten thousand comments, is the worker's to go on with.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from commentsvc import clock
from commentsvc.errors import NotFound
from commentsvc.models import erasing, person_data
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import new_id, writing
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import EventReceipt
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.detach_address import detach_address
from commentsvc.usecases.erase_comment import erase_in_transaction, erase_record_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.forget_reporter import forget_reporter
from commentsvc.usecases.take_turns import ROWS, let_others_write

ERASE = "erase-person"
"""The outbox task that goes on; its payload is the person's reference and how to erase."""
BATCH = ROWS
AT_ONCE = 10
"""Batches that whoever asked waits for; the worker does the rest."""
A_WHILE = 20
"""Batches of one task of the worker, so that promises and mail are not held up; what is left is another task's."""
GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class PersonErased:
    """What was done so far: a receipt for each record, and how many comments were parted from the address because
    nobody had confirmed them. Not `finished`: the worker goes on within minutes."""

    receipts: list[EventReceipt] = field(default_factory=list)
    detached: int = 0
    finished: bool = True


def erase_person(
    deps: Deps,
    site: Site,
    subject_id: uuid.UUID,
    *,
    by: str,
    keep_text: bool = False,
    unconfirmed: bool = False,
    batches: int | None = AT_ONCE,
) -> PersonErased:
    """Erase the person's comments, records, choices, stored address, mail and closed requests, and take their name and
    address off what they reported.

    `by` is who wants it, as in `erase_in_transaction`. With `keep_text`, the reader's choice alone, published texts
    stay without their author. What was sent under the address and never confirmed may be a stranger's: it is detached,
    or with `unconfirmed`, which is for admins, erased too. At most `batches` transactions (None: all there are) are
    waited for. Run again, it finds nothing.

    Raises:
        NotFound: the site has nobody with this reference (any more).
        KeyMissing: nothing could be proven, so nothing more is erased.
    """
    with writing(deps.session):
        task = begin_erasing(deps, site, subject_id, by=by, keep_text=keep_text, unconfirmed=unconfirmed)
    return _go_on(deps, site, _Erasure(subject_id, task, by, keep_text, unconfirmed), batches)


def go_on_erasing(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """The outbox's handler of `ERASE`: whatever an erasure that was begun has left."""
    subject_id = uuid.UUID(payload["subject"])
    if deps.session.get(Subject, (site_id, subject_id)) is None:
        return
    left = _Erasure(subject_id, None, payload["by"], payload["keep_text"], payload["unconfirmed"])
    if not _go_on(deps, find_site(deps, site_id), left, A_WHILE).finished:
        with writing(deps.session) as session:
            session.add(OutboxTask(site_id=site_id, id=new_id(), kind=ERASE, payload=payload, run_at=clock.now()))


@dataclass(frozen=True)
class _Erasure:
    subject_id: uuid.UUID
    task: uuid.UUID | None
    by: str
    keep_text: bool
    unconfirmed: bool


def begin_erasing(
    deps: Deps, site: Site, subject_id: uuid.UUID, *, by: str, keep_text: bool = False, unconfirmed: bool = False
) -> uuid.UUID:
    """Inside the caller's write transaction: stop all mail to the person, take them off their reports, and leave the
    erasure to the worker, unless `erase_person` with the same arguments is quicker; the task's id.

    Raises:
        NotFound: the site has nobody with this reference (any more).
    """
    session = deps.session
    subject = session.get(Subject, (site.id, subject_id))
    if subject is None:
        raise NotFound("There is nobody like that on this site.")
    if subject.pseudonym is not None:
        forget_reporter(deps, site, subject.pseudonym)
    person_data.stop_mail_to(session, site.id, subject_id)
    payload = {"subject": str(subject_id), "by": by, "keep_text": keep_text, "unconfirmed": unconfirmed}
    begun = erasing.same_task(session, site.id, ERASE, payload)
    if begun is not None:
        return begun
    task = OutboxTask(site_id=site.id, id=new_id(), kind=ERASE, payload=payload, run_at=clock.now() + GRACE)
    session.add(task)
    session.flush()
    return task.id


def _go_on(deps: Deps, site: Site, erasure: _Erasure, batches: int | None) -> PersonErased:
    """`batches` transactions at most (None: all there are); a further one ends it."""
    receipts: list[EventReceipt] = []
    detached = 0
    works: list[Callable[[], int]] = [
        lambda: _comments(deps, site, erasure, receipts),
        lambda: _strangers(deps, site, erasure),
        lambda: _records(deps, site, erasure, receipts),
    ]
    for place, work in enumerate(works):
        while True:
            if batches is not None and batches <= 0:
                return PersonErased(receipts, detached, finished=False)
            with writing(deps.session):
                done = work()
            detached += done if place == 1 else 0
            if not done:
                break
            if done == BATCH:
                let_others_write()
            batches = None if batches is None else batches - 1
    with writing(deps.session) as session:
        person_data.stop_mail_to(session, site.id, erasure.subject_id)
        erasing.forget_subject_if_unused(session, site.id, erasure.subject_id)
        erasing.forget_tasks(session, [erasure.task] if erasure.task else [])
    return PersonErased(receipts, detached)


def _comments(deps: Deps, site: Site, erasure: _Erasure, receipts: list[EventReceipt]) -> int:
    theirs = person_data.is_theirs(deps.session, site.id, erasure.subject_id)
    conditions = (*person_data.comments_of(site.id, erasure.subject_id), *(() if erasure.unconfirmed else (theirs,)))
    comments = person_data.lock_some(deps.session, BATCH, *conditions)
    for comment in comments:
        keep = erasure.keep_text and comment.status == "published" and comment.restricted_by is None
        receipts.append(erase_in_transaction(deps, site, comment, by=erasure.by, keep_text=keep))
    return len(comments)


def _strangers(deps: Deps, site: Site, erasure: _Erasure) -> int:
    comments = person_data.lock_some(
        deps.session,
        BATCH,
        *person_data.comments_of(site.id, erasure.subject_id),
        Comment.confirmed_at.is_(None),
    )
    for comment in comments:
        if detach_address(deps, site, comment) is None:  # its record is gone already, and with it whose it was
            comment.subject_id = None
    return len(comments)


def _records(deps: Deps, site: Site, erasure: _Erasure, receipts: list[EventReceipt]) -> int:
    records = person_data.records_without_comment(deps.session, site.id, erasure.subject_id, BATCH)
    for record_id in records:
        comment = erasing.comment_of_record(deps.session, site.id, record_id, lock=True)
        receipts.append(
            erase_in_transaction(deps, site, comment, by=erasure.by)
            if comment is not None
            else erase_record_in_transaction(deps, site, record_id, by=erasure.by)
        )
    return len(records)
