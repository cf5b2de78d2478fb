"""Carry out a request for erasure: of the person, or of the one record it is about; and close it when that is done."""

from __future__ import annotations

import uuid
from datetime import datetime

from commentsvc.domain.request import State, Step
from commentsvc.errors import NotFound
from commentsvc.models import erasing
from commentsvc.models.consent import newest_body
from commentsvc.models.database import writing
from commentsvc.models.hold import claims_on, last_claim_on
from commentsvc.models.person_data import extent_of
from commentsvc.models.request import find_request, forget_in_request
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_comment import erase_in_transaction, erase_record_in_transaction
from commentsvc.usecases.erase_person import erase_person
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.forget_reporter import forget_reporter
from commentsvc.usecases.request_steps import close_request, take_step, tell_reader


def erase_for_request(
    deps: Deps, site: Site, request_id: uuid.UUID, by: Actor, *, unconfirmed: bool = False, batches: int | None = None
) -> bool:
    """Erase, in transactions of its own, and answer; whether it is finished. At most `batches` of them (None: all).

    `unconfirmed`: also what was sent under the address and never confirmed, which only an admin may decide.
    A request that is closed already is nothing to do.
    """
    request = find_request(deps.session, site.id, request_id)
    if request is None or request.is_closed:
        return True
    subject_id, record_id = request.subject_id, request.record_id
    indicated = "reader" if by.site_id is None and not by.scopes else "moderator"
    until, strangers, reported = None, False, False
    if record_id is not None:
        until = _erase_record(deps, site, record_id, indicated)
    elif subject_id is not None:
        until = last_claim_on(deps.session, site.id, subject_id)
        strangers = not unconfirmed and extent_of(deps.session, site.id, subject_id).unconfirmed > 0
        if not _erase_person(deps, site, subject_id, indicated, unconfirmed, batches):
            return False
    elif request.reply_address is not None:
        with writing(deps.session):
            reported = forget_reporter(deps, site, address_code(deps, site.id, request.reply_address))
    sentences = ["erased", *(["unconfirmed"] if strangers else []), *(["kept"] if until else [])]
    found = subject_id or record_id or reported
    _answer(deps, site, request_id, by, sentences if found else ["nothing"], until)
    return True


def _erase_person(
    deps: Deps, site: Site, subject_id: uuid.UUID, indicated: str, unconfirmed: bool, batches: int | None
) -> bool:
    try:
        done = erase_person(deps, site, subject_id, by=indicated, unconfirmed=unconfirmed, batches=batches)
    except NotFound:  # erased meanwhile, by themselves or by the worker
        return True
    return done.finished


def _erase_record(deps: Deps, site: Site, record_id: uuid.UUID, indicated: str) -> datetime | None:
    """Erase the record and its comment; until when a hold keeps it instead."""
    with writing(deps.session) as session:
        comment = erasing.comment_of_record(session, site.id, record_id, lock=True)
        hold = claims_on(session, comment) if comment is not None else None
        if newest_body(session, site.id, record_id) is None:
            return None
        if comment is not None:
            if not (hold and comment.restricted_by == hold.id):
                erase_in_transaction(deps, site, comment, by=indicated)
        else:
            erase_record_in_transaction(deps, site, record_id, by=indicated)
        return hold.until if hold else None


def _answer(
    deps: Deps, site: Site, request_id: uuid.UUID, by: Actor, sentences: list[str], until: datetime | None
) -> None:
    with writing(deps.session) as session:
        request = find_request(session, site.id, request_id, lock=True)
        if request is None or request.is_closed:
            return
        outcome = "nothing" if sentences == ["nothing"] else "kept" if until else "erased"
        if outcome != "nothing":
            take_step(deps, site, request, Step.ERASED, by, told={"kept": until is not None})
        tell_reader(deps, request, *sentences, day=until, address=request.reply_address)
        close_request(deps, site, request, State.ANSWERED, by, outcome=outcome)
        forget_in_request(session, request)  # what was asked for is meant for this too
