"""The owner of an address says whether a comment is theirs: the click that gives what was asked for, or takes the
address off it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from commentsvc import clock
from commentsvc.domain.derived import derive, pseudonym
from commentsvc.domain.letter import masked
from commentsvc.domain.moderation import Status
from commentsvc.errors import NotFound
from commentsvc.models import contact as contacts
from commentsvc.models import erasing, posting
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, newest_body
from commentsvc.models.contact import AddressConfirmation
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.models.visibility import lock_threads_of
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.ask_address import is_confirmation_secret
from commentsvc.usecases.choose_again import asked_since
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.detach_address import detach_address
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.post_comment import limit_writes, receipt_secret

MAIL_CONFIRMED = "mail-confirmed"
"""The `identity_assurance` of a record from the click on."""
UNKNOWN = "This link was used, is too old, or is not whole. Nothing was changed."


@dataclass(frozen=True)
class WaitingConfirmation:
    """What the link's holder is asked about. `address` is masked; `html` was sanitised when it was written."""

    name: str
    html: str
    address: str
    lang: str


@dataclass(frozen=True)
class ConfirmedAddress:
    """What the owner of the address keeps: the event that gave the purposes, and the way to take them back."""

    receipt: EventReceipt
    receipt_url: str
    lang: str


def look_at_confirmation(
    deps: Deps, site_id: str, confirmation_id: uuid.UUID, secret: str, visitor: Visitor
) -> WaitingConfirmation:
    """What waits to be confirmed, for whoever holds the mailed link. Nothing changes.

    Raises:
        OriginNotAllowed, RateLimited like the other writes; NotFound: whatever is wrong with the link, in one
        wording.
    """
    site = _door(deps, site_id, visitor)
    waiting, comment = _waiting(deps, site, confirmation_id, secret)
    return WaitingConfirmation(comment.author_name, comment.html, masked(waiting.address), comment.lang)


def confirm_address(
    deps: Deps, site_id: str, confirmation_id: uuid.UUID, secret: str, visitor: Visitor
) -> ConfirmedAddress:
    """Give what was asked for: append `given`, store the address, and note that the comment is its owner's. The link is
    used up. Raises like `look_at_confirmation`."""
    site = _door(deps, site_id, visitor)
    with _taken(deps, site, confirmation_id, secret) as (waiting, comment):
        session, at = deps.session, clock.now()
        before, owner = comment.subject_id, _owner(deps, site, waiting)
        record = session.get_one(ConsentRecord, (site.id, comment.record_id))
        body = newest_body(session, site.id, record.id)
        stale = asked_since(deps, site, waiting.notice_sha256 or body.notice_sha256) if body else frozenset()
        wanted = [name for name in waiting.purposes if body and name in body.purposes and name not in stale]
        if body is None or not wanted:  # erased meanwhile; or a notice asked again, and these words count no more
            raise NotFound(UNKNOWN)
        facts = RecordFacts.again(record, body)
        told = {**facts.record, "identity_assurance": MAIL_CONFIRMED, "subject_ref": str(owner)}
        given = {name: on or name in wanted for name, on in body.purposes.items()}
        facts = replace(facts, subject_id=owner, record=told)
        shown = waiting.notice_sha256
        promise = append_event(deps, site, facts, "given", at=at, by="reader", purposes=given, notice=shown)
        comment.confirmed_at, comment.subject_id = at, owner
        contacts.keep_contact(session, site.id, owner, waiting.address, at)
        contacts.forget_confirmations(session, site.id, comment.id)
        if before is not None and before != owner:
            erasing.name_subject(session, site.id, record.id, owner)
            erasing.forget_subject_if_unused(session, site.id, before)
    url = f"{deps.settings.public_url}/my/{site.id}/receipt#{record.id}.{receipt_secret(deps, site.id, record.id)}"
    return ConfirmedAddress(EventReceipt(record.id, "given", at, promise), url, comment.lang)


def refuse_address(deps: Deps, site_id: str, confirmation_id: uuid.UUID, secret: str, visitor: Visitor) -> None:
    """It was somebody else: take the address off the comment, which stays. The link is used up. Raises like
    `look_at_confirmation`."""
    site = _door(deps, site_id, visitor)
    with _taken(deps, site, confirmation_id, secret) as (_, comment):
        detach_address(deps, site, comment)


def _door(deps: Deps, site_id: str, visitor: Visitor) -> Site:
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor)
    limit_writes(deps, site, visitor)
    return site


def _owner(deps: Deps, site: Site, waiting: AddressConfirmation) -> uuid.UUID:
    """The person of this address: the one the comment names already, unless the address was given later."""
    code = pseudonym(derive(deps.settings.secret, "pseudonym", site.id).encode(), waiting.address)
    return posting.subject_for(deps.session, site.id, code, clock.now())


@contextmanager
def _taken(
    deps: Deps, site: Site, confirmation_id: uuid.UUID, secret: str
) -> Iterator[tuple[AddressConfirmation, Comment]]:
    """A write transaction in which what the link names is this caller's alone."""
    with writing(deps.session) as session:
        found = contacts.find_confirmation(session, site.id, confirmation_id)
        if found is not None:  # the thread and the comment first, as everybody does
            lock_threads_of(session, site.id, Comment.id == found.comment_id)
            session.get(
                Comment, (site.id, found.comment_id), populate_existing=True, with_for_update={"key_share": True}
            )
        yield _waiting(deps, site, confirmation_id, secret, lock=True)


def _waiting(
    deps: Deps, site: Site, confirmation_id: uuid.UUID, secret: str, *, lock: bool = False
) -> tuple[AddressConfirmation, Comment]:
    known = is_confirmation_secret(deps, site.id, confirmation_id, secret)
    found = contacts.find_confirmation(deps.session, site.id, confirmation_id, lock=lock)
    if not known or found is None or found.expires_at <= clock.now():
        raise NotFound(UNKNOWN)
    comment = deps.session.get(Comment, (site.id, found.comment_id))
    if comment is None or comment.status == Status.ERASED:
        raise NotFound(UNKNOWN)
    return found, comment
