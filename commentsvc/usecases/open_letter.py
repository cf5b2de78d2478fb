"""Put a request on file that came by post, by telephone, or in any way but through this service."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commentsvc import clock
from commentsvc.domain.plain_text import clean_body
from commentsvc.domain.request import NOTE_MAX, Channel, reference
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.open_request import (
    OpenedRequest,
    RequestDraft,
    begin,
    check_draft,
    new_request,
    opened,
    subject_of,
)
from commentsvc.usecases.record_act import record_act

OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Letter:
    """What is known of it. `identified` says how somebody made sure whose it is; no ID document is kept. `about` is the
    address (or `record` the receipt's number) under which the person wrote here; `draft.address` is where an answer
    goes by mail, if anywhere."""

    draft: RequestDraft
    received_at: datetime
    identified: str
    about: str | None = None


def open_letter(deps: Deps, actor: Actor, site_id: str, letter: Letter) -> OpenedRequest:
    """Open it, confirmed by the operator. Its clock runs from the day it came.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`; no such record.
        ValidationFailed: by field.
    """
    require(actor, site_id, "subjects")
    site, identified = find_site(deps, site_id), clean_body(letter.identified).strip()
    draft = check_draft(letter.draft)
    about = check_draft(replace(letter.draft, address=letter.about)).address
    wrong: dict[str, list[str]] = {}
    if not identified or len(identified) > NOTE_MAX:
        wrong["identified"] = ["Say how you made sure whose letter it is."]
    if not clock.now() - OLDEST <= letter.received_at <= clock.now():
        wrong["received_on"] = ["The day it came: today or within the last year."]
    if wrong:
        raise ValidationFailed("Nothing was stored.", fields=wrong)
    with writing(deps.session):
        subject_id: uuid.UUID | None = subject_of(deps, site, about) if about else draft.subject_id
        request = new_request(site, replace(draft, subject_id=subject_id), Channel.LETTER, letter.received_at)
        if request.record_id and deps.session.get(ConsentRecord, (site.id, request.record_id)) is None:
            raise NotFound("There is no receipt with this number.")
        begin(deps, site, request, actor, note=identified)
        record_act(deps, site.id, actor, "request.letter", reference(request.id))
        return opened(request)
