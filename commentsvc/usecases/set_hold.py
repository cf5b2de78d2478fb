"""Set a legal hold, lift it, and end it when its time is over: what retention leaves alone meanwhile, and what is kept
for claims though its person wants it erased."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.plain_text import clean_body
from commentsvc.domain.request import NOTE_MAX, Step
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models import erasing, queue
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import random_id, writing
from commentsvc.models.hold import Hold, kept_by
from commentsvc.models.request import SubjectRequest, find_request
from commentsvc.models.retention import pause_retention
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.request_steps import take_step

LONGEST = timedelta(days=3660)
"""A hold ends by itself, and within ten years; a longer reason is given again."""
BATCH = 50


@dataclass(frozen=True)
class HoldDraft:
    """What to hold, why and until when: a request (whatever it is about), or one comment, or one person. `claims`: it
    is needed for legal claims, so that an erasure waits as well (Art. 17(3)(e))."""

    why: str
    until: datetime
    claims: bool = False
    request_id: uuid.UUID | None = None
    comment_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None


def set_hold(deps: Deps, actor: Actor, site_id: str, draft: HoldDraft) -> uuid.UUID:
    """Set it; the hold's id. Retention stops at once.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`; nothing like that is on the site.
        ValidationFailed: no reason, or an end that is not in the next ten years.
        Conflict: the request is about nothing that is stored.
    """
    require(actor, site_id, "subjects")
    site, why = find_site(deps, site_id), clean_body(draft.why).strip()
    wrong: dict[str, list[str]] = {}
    if not why or len(why) > NOTE_MAX:
        wrong["why"] = [f"Say why, in at most {NOTE_MAX} characters."]
    if not clock.now() < draft.until <= clock.now() + LONGEST:
        wrong["until"] = ["A day in the next ten years: a hold ends by itself."]
    if wrong:
        raise ValidationFailed("Nothing was held.", fields=wrong)
    with writing(deps.session) as session:
        pause_retention(session, site.id)
        request, subject_id, comment_id = _target(deps, site, draft)
        hold_id = random_id()
        told = {"hold": str(hold_id), "until": iso(draft.until), "claims": draft.claims}
        entry = (
            take_step(deps, site, request, Step.HELD, actor, note=why, told=told).entry
            if request
            else append_fact(deps, site, "hold.set", {**told, "by": actor.ref}).entry
        )
        record_act(deps, site.id, actor, "hold.set", str(hold_id), {"claims": draft.claims})
        session.add(
            Hold(
                site_id=site.id,
                id=hold_id,
                request_id=draft.request_id,
                subject_id=subject_id,
                comment_id=comment_id,
                why=why,
                claims=draft.claims,
                set_at=clock.now(),
                set_by=actor.ref,
                set_by_name=actor.name,
                until=draft.until,
                entry=entry,
            )
        )
    return hold_id


def lift_hold(deps: Deps, actor: Actor, site_id: str, hold_id: uuid.UUID) -> None:
    """End it now. What was kept for claims only, though its person had it erased, is erased with it.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`; or there is no such hold.
        Conflict: it has ended already.
    """
    require(actor, site_id, "subjects")
    hold = deps.session.get(Hold, (site_id, hold_id))
    if hold is None:
        raise NotFound("There is no such hold.")
    if hold.ended_at is not None:
        raise Conflict("This hold has ended already.")
    end_hold(deps, hold.site_id, hold.id, actor)


def end_hold(deps: Deps, site_id: str, hold_id: uuid.UUID, by: Actor) -> None:
    """Erase what only this hold kept, in small transactions, then write that it has ended. Harmless twice, and begun
    again by the worker after a crash."""
    site = find_site(deps, site_id)
    while True:
        with writing(deps.session) as session:
            ids = kept_by(session, site_id, hold_id, BATCH)
            comments = queue.lock_comments(session, site_id, ids)  # before the hold, as an erasure does
            hold = session.get(Hold, (site_id, hold_id), with_for_update=True, populate_existing=True)
            if hold is None or hold.ended_at is not None:
                return
            if not ids:
                _write_end(deps, site, hold, by)
                return
            hold.until = min(hold.until, clock.now())  # it holds nothing any more; another one still may
            session.flush()
            for comment in comments.values():
                if comment.restricted_by != hold_id:  # erased until it was locked
                    continue
                erase_in_transaction(deps, site, comment, by="server")


def _write_end(deps: Deps, site: Site, hold: Hold, by: Actor) -> None:
    record_act(deps, site.id, by, "hold.end", str(hold.id))
    hold.ended_at = clock.now()
    hold.until = min(hold.until, hold.ended_at)
    told = {"hold": str(hold.id)}
    request = find_request(deps.session, site.id, hold.request_id, lock=True) if hold.request_id else None
    if request is not None:
        take_step(deps, site, request, Step.RELEASED, by, told=told)
    else:
        append_fact(deps, site, "hold.ended", {**told, "by": by.ref})


def _target(
    deps: Deps, site: Site, draft: HoldDraft
) -> tuple[SubjectRequest | None, uuid.UUID | None, uuid.UUID | None]:
    session = deps.session
    if draft.request_id is not None:
        request = find_request(session, site.id, draft.request_id, lock=True)
        if request is None:
            raise NotFound("There is no such request.")
        if request.record_id is not None:
            comment = erasing.comment_of_record(session, site.id, request.record_id)
            if comment is not None:
                return request, None, comment.id
        if request.subject_id is None:
            raise Conflict("This request is about nothing that is stored here, so there is nothing to hold.")
        return request, request.subject_id, None
    if draft.comment_id is not None and session.get(Comment, (site.id, draft.comment_id)) is not None:
        return None, None, draft.comment_id
    if draft.subject_id is not None and session.get(Subject, (site.id, draft.subject_id)) is not None:
        return None, draft.subject_id, None
    raise NotFound("There is nothing like that on this site.")
