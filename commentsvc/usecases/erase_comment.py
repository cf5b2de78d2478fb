"""Erase one comment and what its record says of a person; its proof stays valid and proves nothing about anybody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from commentsvc import clock
from commentsvc.models import erasing
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.database import new_id
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site
from commentsvc.models.visibility import set_status
from commentsvc.usecases.append_event import Promise, RecordFacts, append_event
from commentsvc.usecases.deps import Deps

SCRUB = "scrub-storage"
"""The outbox task that makes the database's files forget too (SQLite: checkpoint and truncate the WAL)."""


def erase_in_transaction(deps: Deps, site: Site, comment: Comment, *, by: str) -> Promise:
    """Inside the caller's write transaction: delete body, salts, text, name, address code and stored answers of the
    comment and its record; leave a neutral placeholder where it has replies; append an `erased` event (law 5).

    Returns the promise that the erasure itself will be in the log.
    """
    session, at = deps.session, clock.now()
    stub = session.get_one(ConsentRecord, (site.id, comment.record_id))
    subject_id = comment.subject_id
    erasing.forget_record(session, site.id, comment.record_id)
    erasing.forget_answers(session, site.id, comment.id)
    comment.body = comment.html = comment.author_name = ""
    comment.author_website = comment.subject_id = comment.edited_at = None
    comment.held_reasons, comment.lang = [], ""
    set_status(session, comment, "erased")
    if subject_id is not None:
        erasing.forget_subject_if_unused(session, site.id, subject_id)
    promise = append_event(
        deps,
        site,
        RecordFacts(
            record_id=comment.record_id,
            kind=stub.kind,
            subject_id=None,
            notice_sha256=None,
            record=_bare(comment.record_id, stub.commitment),
            has_stub=True,
        ),
        "erased",
        at=at,
        by=by,
        purposes={},
    )
    session.add(OutboxTask(site_id=site.id, id=new_id(), kind=SCRUB, payload={}, run_at=at))
    session.flush()
    return promise


def _bare(record_id: uuid.UUID, commitment: bytes) -> Mapping[str, Any]:
    """All that an `erased` event may say of its record: which entry it ends. Only its own salt reveals even that."""
    return {"record_id": str(record_id), "erases": commitment.hex()}
