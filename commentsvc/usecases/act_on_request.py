"""What an operator does about a request: each act is one transaction, one step in its history, one fact in the log."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.deadline import extended_due_at, reminder_stage
from commentsvc.domain.moderation import Status
from commentsvc.domain.plain_text import clean_body
from commentsvc.domain.request import LIFT_AFTER, NOTE_MAX, Kind, State, Step, reference
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models import person_data
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.hold import kept_for_claims
from commentsvc.models.request import SubjectRequest, find_request
from commentsvc.models.retention import pause_retention
from commentsvc.models.site import Site
from commentsvc.models.visibility import set_status
from commentsvc.usecases.access import require
from commentsvc.usecases.answer_at_once import answer_with_copy
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.erase_for_request import erase_for_request
from commentsvc.usecases.erase_person import AT_ONCE
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.lift_restriction import lift_later
from commentsvc.usecases.open_request import answer_soon
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.request_steps import can_mail, close_request, take_step, tell_reader
from commentsvc.usecases.restrict_comment import restrict_comment

MOST = 10_000
"""Comments that are restricted or taken down in one act."""


@dataclass(frozen=True)
class RequestAct:
    """What is done. `text` is the reason of a refusal or an extension, the answer, or the note for the file. `by_post`:
    the operator has told the person themselves, where no mail can be sent. `unconfirmed`: an erasure takes along what
    was sent under the address and never confirmed."""

    act: str
    text: str = ""
    by_post: bool = False
    unconfirmed: bool = False


def act_on_request(deps: Deps, actor: Actor, site_id: str, request_id: uuid.UUID, draft: RequestAct) -> None:
    """Carry it out. What a person must be told of is told by mail in the same transaction, or by post.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`; no such request.
        ValidationFailed: an unknown act; `text` is missing where it is needed, or too long.
        Conflict: it is closed or not confirmed; it was extended before, or its first month is over; nobody can be
        mailed and nobody was written to; there is nothing that the act could be about.
        KeyMissing: nothing could be proven, so nothing was done.
    """
    require(actor, site_id, "subjects")
    site, text = find_site(deps, site_id), clean_body(draft.text).strip()
    known = _ACTS.get(draft.act)
    if known is None:
        raise ValidationFailed(fields={"act": [f"One of {', '.join(_ACTS)}."]})
    if len(text) > NOTE_MAX or (known.needs_text and not text):
        raise ValidationFailed("Nothing was done.", fields={"text": [f"Needed here; at most {NOTE_MAX} characters."]})
    with writing(deps.session) as session:
        if known.do is _restrict:
            pause_retention(session, site.id)
        if known.do in (_restrict, _object):  # comments are locked before requests, as an erasure does
            seen = find_request(session, site.id, request_id)
            if seen is not None:
                _comments_of(deps, site, seen)
        request = find_request(session, site.id, request_id, lock=True)
        if request is None or request.state == State.UNCONFIRMED:
            raise NotFound("There is no such request.")
        if request.is_closed and not known.after_end:
            raise Conflict("This request is closed.")
        if known.tells and not draft.by_post and not can_mail(deps, request):
            raise Conflict("No mail can be sent to this person. Write to them by post, and say that you have.")
        known.do(deps, site, request, actor, RequestAct(draft.act, text, draft.by_post, draft.unconfirmed))
        record_act(deps, site.id, actor, f"request.{draft.act}", reference(request_id))
    if draft.act == "erase":
        erase_for_request(deps, site, request_id, actor, unconfirmed=draft.unconfirmed, batches=AT_ONCE)


def _note(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    take_step(deps, site, request, Step.NOTED, actor, note=draft.text)


def _extend(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    if request.extended_at is not None:
        raise Conflict("It was extended before. The law allows it once.")
    if clock.now() >= request.due_at:
        raise Conflict("Its first month is over; it can be extended only with notice inside that.")
    request.extended_at, request.due_at = clock.now(), extended_due_at(request.received_at)
    request.reminded = reminder_stage(request.due_at, clock.now())
    taken = take_step(deps, site, request, Step.EXTENDED, actor, note=draft.text, told={"by_post": draft.by_post})
    tell_reader(deps, request, "extended", "reason", day=request.due_at, event=taken.event_id)


def _refuse(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    taken = close_request(deps, site, request, State.REFUSED, actor, outcome="refused", note=draft.text)
    tell_reader(deps, request, "refused", "reason", event=taken.event_id)


def _withdraw(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    close_request(deps, site, request, State.WITHDRAWN, actor, outcome="withdrawn", note=draft.text)


def _done(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    taken = close_request(deps, site, request, State.ANSWERED, actor, outcome="done", note=draft.text)
    event = None if request.kind == Kind.ERASURE else taken.event_id  # of an erasure no note is kept
    tell_reader(deps, request, "done", *(["answer"] if draft.text and event else []), event=event)


def _copy(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    answer_with_copy(deps, site, request.id, actor, draft.text)


def _erase(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    """Durable first: should this process die, the worker erases."""
    answer_soon(deps, request, by=actor.ref, by_name=actor.name, unconfirmed=draft.unconfirmed)


def _restrict(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    comments = _about(deps, site, request)
    for comment in comments:
        restrict_comment(deps, site, comment, request.id)
    told = {"comments": len(comments)}
    take_step(deps, site, request, Step.RESTRICTED, actor, note=draft.text, told=told)
    if request.kind == Kind.RESTRICTION:
        tell_reader(deps, request, "restricted")
        close_request(deps, site, request, State.ANSWERED, actor, outcome="restricted")


def _lift(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    """Announce it: the person is told before (Art. 18(3)); the worker lifts it at that time (`lift_restriction`)."""
    if not person_data.count_restricted(deps.session, site.id, request.id):
        raise Conflict("Nothing is restricted because of this request.")
    ends_at = clock.now() + LIFT_AFTER
    told = {"ends_at": iso(ends_at), "by_post": draft.by_post}
    taken = take_step(deps, site, request, Step.ANNOUNCED, actor, note=draft.text, told=told)
    said = ["lifted", *(["reason"] if draft.text else [])]
    tell_reader(deps, request, *said, day=ends_at, event=taken.event_id)
    lift_later(deps, request, ends_at, taken.event_id)


def _object(deps: Deps, site: Site, request: SubjectRequest, actor: Actor, draft: RequestAct) -> None:
    comments = _about(deps, site, request)
    for comment in comments:
        if comment.status == Status.PUBLISHED:
            set_status(deps.session, comment, Status.REMOVED)
            comment.decided_at = clock.now()
        restrict_comment(deps, site, comment, request.id)
    told = {"comments": len(comments)}
    taken = take_step(deps, site, request, Step.OBJECTED, actor, note=draft.text, told=told)
    said = ["objected", *(["answer"] if draft.text else [])]
    tell_reader(deps, request, *said, event=taken.event_id if draft.text else None)
    close_request(deps, site, request, State.ANSWERED, actor, outcome="objected")


def _about(deps: Deps, site: Site, request: SubjectRequest) -> list[Comment]:
    """The comments it is about, locked. Raises `Conflict` where there are none."""
    comments = _comments_of(deps, site, request)
    if not comments:
        raise Conflict("Nothing that is stored here is surely what this request is about.")
    return comments


def _comments_of(deps: Deps, site: Site, request: SubjectRequest) -> list[Comment]:
    """The comments it is about, locked: the record's, or what is surely the person's."""
    conditions = [Comment.site_id == site.id, Comment.status != Status.ERASED, ~kept_for_claims(site.id)]
    if request.record_id is not None:
        conditions.append(Comment.record_id == request.record_id)
    elif request.subject_id is not None:
        conditions.append(Comment.subject_id == request.subject_id)
        if request.kind != Kind.IMPERSONATION:
            conditions.append(person_data.is_theirs(deps.session, site.id, request.subject_id))
    return person_data.lock_some(deps.session, MOST, *conditions) if request.record_id or request.subject_id else []


_Do = Callable[[Deps, Site, SubjectRequest, Actor, RequestAct], None]


@dataclass(frozen=True)
class _Act:
    """How an act is done; whether the person must hear of it, `text` is needed, and it still makes sense at the end."""

    do: _Do
    tells: bool = True
    needs_text: bool = False
    after_end: bool = False


_ACTS: dict[str, _Act] = {
    "note": _Act(_note, tells=False, needs_text=True, after_end=True),
    "extend": _Act(_extend, needs_text=True),
    "refuse": _Act(_refuse, needs_text=True),
    "withdraw": _Act(_withdraw, tells=False),
    "copy": _Act(_copy),
    "erase": _Act(_erase),
    "restrict": _Act(_restrict),
    "lift": _Act(_lift, after_end=True),
    "object": _Act(_object),
    "done": _Act(_done),
}
ACTS = tuple(_ACTS)
"""Everything that can be done about a request."""
