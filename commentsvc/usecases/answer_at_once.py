"""Answer a request without anybody, where the site wants it so; and end an erasure that somebody began."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from commentsvc import clock
from commentsvc.domain.request import Kind, State, Step
from commentsvc.models.database import new_id, writing
from commentsvc.models.passing import OutboxTask
from commentsvc.models.person_data import extent_of
from commentsvc.models.request import SubjectRequest, find_request
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_for_request import erase_for_request
from commentsvc.usecases.erase_person import A_WHILE
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.forget_reporter import has_reported
from commentsvc.usecases.open_request import ANSWER
from commentsvc.usecases.request_steps import WORKER, close_request, take_step, tell_reader

LOOK_AGAIN = timedelta(seconds=10)
"""Until the next look at whether an erasure of very much is finished."""


def answer_at_once(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """The outbox's handler of `open_request.ANSWER`. `payload` names the request; `by` and `by_name` are the operator
    who began its erasure, if one did, and `unconfirmed` what they decided. Harmless twice."""
    site, request_id = find_site(deps, site_id), uuid.UUID(payload["request"])
    request = find_request(deps.session, site.id, request_id)
    if request is None or request.is_closed:
        return
    if request.kind == Kind.ERASURE or "by" in payload:
        by, unconfirmed = _actor(site, payload), bool(payload.get("unconfirmed"))
        if not erase_for_request(deps, site, request_id, by, unconfirmed=unconfirmed, batches=A_WHILE):
            with writing(deps.session) as session:
                later = clock.now() + LOOK_AGAIN
                session.add(OutboxTask(site_id=site.id, id=new_id(), kind=ANSWER, payload=payload, run_at=later))
    else:
        with writing(deps.session) as session:
            locked = find_request(session, site.id, request_id, lock=True)
            if locked is not None and not locked.is_closed:
                answer_with_copy(deps, site, request_id, WORKER)


def answer_with_copy(deps: Deps, site: Site, request_id: uuid.UUID, by: Actor, note: str = "") -> None:
    """Inside the caller's write transaction: the copy waits for its person at `/my/`, and they are told so. Nothing is
    stored for it: it is made when they fetch it."""
    request = find_request(deps.session, site.id, request_id, lock=True)
    assert request is not None  # noqa: S101 - the caller found it
    reported = ["reported"] if _has_reported(deps, site, request) else []
    if request.subject_id is None and request.record_id is None:
        tell_reader(deps, request, *(reported or ["nothing"]))
        close_request(deps, site, request, State.ANSWERED, by, outcome="nothing", note=note)
        return
    strangers = request.subject_id is not None and extent_of(deps.session, site.id, request.subject_id).unconfirmed
    taken = take_step(deps, site, request, Step.COPIED, by, note=note)
    said = ["copy", *(["unconfirmed"] if strangers else []), *reported]
    tell_reader(deps, request, *said, event=taken.event_id if note else None)
    close_request(deps, site, request, State.ANSWERED, by, outcome="copy")


def _has_reported(deps: Deps, site: Site, request: SubjectRequest) -> bool:
    """Whether who asked, and showed that the address is theirs, sent reports under it, which no copy holds."""
    address = request.reply_address if request.record_id is None else None
    return address is not None and has_reported(deps, site, address_code(deps, site.id, address))


def _actor(site: Site, payload: dict[str, Any]) -> Actor:
    if "by" not in payload:
        return WORKER
    return Actor(payload["by"], payload["by_name"], site.id, frozenset({"subjects"}))
