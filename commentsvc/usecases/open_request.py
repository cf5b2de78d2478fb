"""Open a data subject request (Art. 15 to 21 GDPR), however it comes, and confirm that it is its sender's."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc import clock
from commentsvc.domain.contact import clean_email, is_as_found
from commentsvc.domain.deadline import due_at
from commentsvc.domain.derived import derive
from commentsvc.domain.plain_text import clean_body
from commentsvc.domain.request import AT_ONCE, CONFIRM_WITHIN, WORDS_MAX, Channel, Kind, State, Step, reference
from commentsvc.domain.webhook_event import REQUEST_OPENED
from commentsvc.errors import NotFound, RateLimited, Unavailable, ValidationFailed
from commentsvc.models.comment import Subject
from commentsvc.models.consent import ConsentRecord
from commentsvc.models.database import new_id, random_id, writing
from commentsvc.models.passing import OutboxTask
from commentsvc.models.request import SubjectRequest, find_request, same_open_request
from commentsvc.models.site import Site
from commentsvc.usecases.announce import announce
from commentsvc.usecases.consent_receipt import open_record
from commentsvc.usecases.deps import Actor, Deps, Visitor
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.find_subject import address_code, find_subject
from commentsvc.usecases.post_comment import limit_writes
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.request_steps import NEWS_MAIL, READER, take_step, tell_admins

ANSWER = "answer-request"
"""The outbox task that answers a request without anybody, or ends what somebody began (`answer_at_once`)."""
CONFIRM_MAIL = "request-confirm"
"""The mail with the link; its facts are the request's id."""
PER_HOUR, PER_ADDRESS = 10, 3
"""Requests from one place, and of whoever did not show that mailbox, to one address: nobody's mailbox is filled."""


@dataclass(frozen=True)
class RequestDraft:
    """What somebody asks for. `address` is where the answer goes; `words` are theirs.

    With `subject_id` it is about everything of that person, with `record_id` about that record (and its comment) only.
    For `Channel.FORM` both stay empty: who it is is looked up once the address is confirmed.
    """

    kind: str
    address: str | None = None
    words: str = ""
    lang: str = ""
    subject_id: uuid.UUID | None = None
    record_id: uuid.UUID | None = None


@dataclass(frozen=True)
class OpenedRequest:
    """A request that is on file, as its sender may know it; `reference` is the short number for people."""

    id: uuid.UUID
    kind: str
    state: str
    reference: str
    due_at: datetime


def open_request(
    deps: Deps,
    site_id: str,
    draft: RequestDraft,
    by: Channel,
    *,
    visitor: Visitor | None = None,
    at_once: bool = True,
) -> OpenedRequest:
    """Open it for a reader. Who calls has checked what `by` claims: `MAILBOX` and `RECEIPT` are confirmed at once.

    `FORM` is anybody who typed an address: it stays unconfirmed until the link mailed there is used, and neither the
    answer nor anything that happens depends on whether the address is known. Asking again for what is open already
    leads to the request there is. Letters are `open_letter`'s. Without `at_once` a person answers,
    whatever the site wants.

    Raises:
        NotFound: no such site, or the person or record is not of it.
        ValidationFailed: by field; RateLimited; OriginNotAllowed: of a stranger;
        Unavailable: a stranger's request, and this service sends no mail.
        KeyMissing: nothing could be proven, so nothing was stored.
    """
    site = find_site(deps, site_id)
    checked = check_draft(draft, needs_address=by is Channel.FORM)
    if by is Channel.FORM:
        _door(deps, site, visitor)
    _limit(deps, site, checked, visitor)
    with writing(deps.session):
        request = new_request(site, checked, by, clock.now())
        if by is Channel.FORM:
            return _wait_for_the_link(deps, request)
        _check_whose(deps, request)
        if found := same_open_request(deps.session, request):
            return opened(found)
        begin(deps, site, request, READER, at_once=at_once)
        return opened(request)


def open_request_at_the_door(
    deps: Deps, site_id: str, draft: RequestDraft, secret: str | None, visitor: Visitor
) -> OpenedRequest:
    """What anybody may send: with a record and its receipt's `secret` it is its holder's, else a stranger's.

    Raises like `open_request`; NotFound: not the secret of that receipt.
    """
    if draft.record_id is None:
        return open_request(deps, site_id, draft, Channel.FORM, visitor=visitor)
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor, bearer=True)
    limit_writes(deps, site, visitor)
    open_record(deps, site, draft.record_id, secret)
    return open_request(deps, site_id, draft, Channel.RECEIPT, visitor=visitor)


def see_waiting_request(deps: Deps, site_id: str, request_id: uuid.UUID, secret: str) -> str:
    """What kind of request waits for this link; nothing changes. Raises `NotFound` like `confirm_request`."""
    return waiting_request(deps, find_site(deps, site_id), request_id, secret).kind


def confirm_request(deps: Deps, site_id: str, request_id: uuid.UUID, secret: str) -> OpenedRequest:
    """The owner of the address used the link: the request is theirs, and open. Works once.

    Raises:
        NotFound: no such request, not its secret, used already, or too late; they are not told apart.
    """
    site = find_site(deps, site_id)
    with writing(deps.session):
        request = waiting_request(deps, site, request_id, secret, lock=True)
        request.subject_id = subject_of(deps, site, request.reply_address or "")
        if found := same_open_request(deps.session, request):
            deps.session.delete(request)
            return opened(found)
        request.forget_at = None
        begin(deps, site, request, READER)
        return opened(request)


def subject_of(deps: Deps, site: Site, address: str) -> uuid.UUID | None:
    """Who is found by this address on the site, or None: nobody, or another mailbox than was written to."""
    found = find_subject(deps, site, address) if is_as_found(address) else None
    return found.id if found else None


def waiting_request(
    deps: Deps, site: Site, request_id: uuid.UUID, secret: str, *, lock: bool = False
) -> SubjectRequest:
    """The unconfirmed request that the link in a mail is about. Raises `NotFound` like `confirm_request`."""
    right = hmac.compare_digest(secret.encode(), confirm_secret(deps, site.id, request_id).encode())
    request = find_request(deps.session, site.id, request_id, lock=lock) if right else None
    if request is None or request.state != State.UNCONFIRMED or request.received_at + CONFIRM_WITHIN <= clock.now():
        raise NotFound("This link was used before, or it is too old. You can simply ask again.")
    return request


def confirm_secret(deps: Deps, site_id: str, request_id: uuid.UUID) -> str:
    """The secret in the mailed link: derived, and good for one request that waits."""
    return derive(deps.settings.secret, "request-confirm", site_id, str(request_id))


def check_draft(draft: RequestDraft, *, needs_address: bool = False) -> RequestDraft:
    """The draft with its texts cleaned. Raises `ValidationFailed` by field."""
    wrong: dict[str, list[str]] = {}
    if draft.kind not in {kind.value for kind in Kind}:
        wrong["kind"] = [f"One of {', '.join(kind.value for kind in Kind)}."]
    address = None
    try:
        address = clean_email(draft.address)
    except ValidationFailed as bad:
        wrong["address"] = [text for texts in bad.fields.values() for text in texts]
    if needs_address and address is None and "address" not in wrong:
        wrong["address"] = ["Needed: the link that confirms the request is sent there."]
    words = clean_body(draft.words).strip()
    if len(words) > WORDS_MAX:
        wrong["words"] = [f"At most {WORDS_MAX} characters."]
    if wrong:
        raise ValidationFailed("Nothing was stored.", fields=wrong)
    return RequestDraft(draft.kind, address, words, draft.lang[:35], draft.subject_id, draft.record_id)


def new_request(site: Site, draft: RequestDraft, by: Channel, received_at: datetime) -> SubjectRequest:
    """The row, not yet added: open, unless it waits for its link."""
    waits = by is Channel.FORM
    return SubjectRequest(
        site_id=site.id,
        id=random_id(),
        kind=draft.kind,
        state=(State.UNCONFIRMED if waits else State.OPEN).value,
        channel=by.value,
        lang=draft.lang or site.default_language,
        subject_id=None if waits else draft.subject_id,
        record_id=None if waits else draft.record_id,
        reply_address=draft.address,
        words=draft.words,
        received_at=received_at,
        due_at=due_at(received_at),
        reminded=0,
        outcome="",
        forget_at=received_at + CONFIRM_WITHIN if waits else None,
    )


def begin(deps: Deps, site: Site, request: SubjectRequest, by: Actor, *, note: str = "", at_once: bool = True) -> None:
    """Inside the caller's write transaction: the request is its sender's, and its clock runs from receipt. It goes on
    file, admins are told, and what the site wants done at once is left to the worker."""
    request.state, request.confirmed_at = State.OPEN.value, clock.now()
    deps.session.add(request)
    deps.session.flush()
    take_step(deps, site, request, Step.OPENED, by, told={"channel": request.channel})
    take_step(deps, site, request, Step.CONFIRMED, by, note=note, told={"channel": request.channel})
    announce(deps, site, REQUEST_OPENED, {"request": str(request.id)})
    if at_once and site.answer_at_once and request.kind in AT_ONCE and request.channel != Channel.LETTER:
        answer_soon(deps, request)
    else:
        tell_admins(deps, request, NEWS_MAIL)


def answer_soon(deps: Deps, request: SubjectRequest, **how: Any) -> None:
    """Inside the caller's write transaction: have the worker answer it; `how` as in `answer_at_once`."""
    payload = {"request": str(request.id), **how}
    task = OutboxTask(site_id=request.site_id, id=new_id(), kind=ANSWER, payload=payload, run_at=clock.now())
    deps.session.add(task)
    deps.session.flush()


def opened(request: SubjectRequest) -> OpenedRequest:
    """What its sender may know of it."""
    return OpenedRequest(request.id, request.kind, request.state, reference(request.id), request.due_at)


def _door(deps: Deps, site: Site, visitor: Visitor | None) -> None:
    if visitor is not None:
        check_origin(deps, site, visitor)
    if deps.mailer.sender is None:
        raise Unavailable(f"This service sends no mail. Please write to {site.controller_contact}.")


def _limit(deps: Deps, site: Site, draft: RequestDraft, visitor: Visitor | None) -> None:
    """Each request may mail every admin, and its answer goes to whatever address was typed."""
    counted = [("request", f"{site.id}/{visitor.address}", PER_HOUR)] if visitor else []
    own = draft.subject_id is not None and subject_of(deps, site, draft.address or "") == draft.subject_id
    if draft.address and not own:
        counted.append(("request-to", f"{site.id}/{address_code(deps, site.id, draft.address)}", PER_ADDRESS))
    for name, key, per in counted:
        if wait := deps.limits.hit(name, key, per, 3600):
            raise RateLimited("That were many requests. Please try again later.", retry_after=wait)


def _wait_for_the_link(deps: Deps, request: SubjectRequest) -> OpenedRequest:
    deps.session.add(request)
    deps.session.flush()
    queue_mail(deps, request.site_id, CONFIRM_MAIL, facts={"request": str(request.id)}, good_for=CONFIRM_WITHIN)
    return opened(request)


def _check_whose(deps: Deps, request: SubjectRequest) -> None:
    where = request.site_id
    if request.subject_id is not None and deps.session.get(Subject, (where, request.subject_id)) is None:
        raise NotFound("There is nobody like that on this site.")
    if request.record_id is not None and deps.session.get(ConsentRecord, (where, request.record_id)) is None:
        raise NotFound("There is no such record on this site.")
