"""The copy of a person's data for whoever answers their letter: the same archive they could fetch themselves."""

from __future__ import annotations

import uuid

from commentsvc.domain.request import State, Step
from commentsvc.errors import Conflict, NotFound
from commentsvc.models.database import writing
from commentsvc.models.request import find_request
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.export_person import PersonExport, export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.person import person_by_letter
from commentsvc.usecases.request_steps import take_step


def export_for_request(
    deps: Deps, actor: Actor, site_id: str, request_id: uuid.UUID, *, unconfirmed: bool = False
) -> PersonExport:
    """The archive for what the request is about; that it was taken is a step of the request.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`; no such request.
        Conflict: it is about nothing that is stored here.
    """
    require(actor, site_id, "subjects")
    site = find_site(deps, site_id)
    request = find_request(deps.session, site.id, request_id)
    if request is None or request.state == State.UNCONFIRMED:
        raise NotFound("There is no such request.")
    if request.subject_id is None and request.record_id is None:
        raise Conflict("Nothing that is stored here belongs to this request.")
    whole = request.record_id is None
    person = person_by_letter(
        deps,
        actor,
        site,
        subject_id=request.subject_id if whole else None,
        records=() if request.record_id is None else (request.record_id,),
        unconfirmed=unconfirmed,
    )
    lang = request.lang
    with writing(deps.session) as session:
        locked = find_request(session, site.id, request_id, lock=True)
        if locked is not None:
            take_step(deps, site, locked, Step.COPIED, actor, told={"unconfirmed": unconfirmed})
    return export_person(deps, site.id, person, actor, lang)
