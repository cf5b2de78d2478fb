"""A reader's visit to what is theirs: opened by a mailed link or a receipt, found by its cookie, and ended."""

from __future__ import annotations

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentsvc.clock import now
from commentsvc.domain.consent import EventType
from commentsvc.domain.derived import derive
from commentsvc.errors import Gone, NotFound, RateLimited
from commentsvc.models.consent import newest_event
from commentsvc.models.database import writing
from commentsvc.models.mine import Mine
from commentsvc.models.posting import insert_once
from commentsvc.models.reader import ReaderSession, ReaderSessionRecord, end_session, records_of_session, take_link
from commentsvc.models.site import Site
from commentsvc.usecases.confirm_comment import confirm_comment
from commentsvc.usecases.consent_receipt import open_record
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import token_hash
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.mail_reader_link import link_secret

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=2)
STALE = timedelta(minutes=1)
"""How far the end of a visit may lag behind the last click, so that not every look writes."""
TRIES_PER_HOUR = 60


@dataclass(frozen=True)
class OpenVisit:
    """A visit that was just opened: `token` is the cookie's value, shown to nobody else."""

    token: str


@dataclass(frozen=True)
class Visit:
    """Somebody who has shown what they may see. `form_key` stands in each of their forms; no other page knows it."""

    site: Site
    mine: Mine
    token: str
    form_key: str
    ends_at: datetime

    @property
    def by_mailbox(self) -> bool:
        """Whether they came by a mailed link, and not only with receipts."""
        return self.mine.subject_id is not None


def enter(
    deps: Deps,
    site_id: str,
    number: uuid.UUID,
    secret: str,
    visitor: Visitor,
    token: str | None = None,
    key: str = "",
) -> OpenVisit:
    """Open a visit with a mailed link, which is used up by it, or with a receipt. The receipt's comment joins the visit
    of `token`, if that goes on. A link always begins a new visit, and the old one ends.

    With the visit's own form key as `key`, the comment is confirmed where it was sent under that mailbox's address. Who
    only followed somebody's link to a receipt has not said that the comment is theirs.

    Raises:
        NotFound: neither a link nor a receipt of this site, or used, or too old (not told apart).
        Gone: the receipt's record was erased. RateLimited.
    """
    site = find_site(deps, site_id)
    if wait := deps.limits.hit("reader-enter", f"{site.id}/{visitor.address}", TRIES_PER_HOUR, 3600):
        raise RateLimited("Many tries came from here. Please wait a little.", retry_after=wait)
    with writing(deps.session):
        at = now()
        if hmac.compare_digest(secret.encode(), link_secret(deps, site.id, number).encode()):
            _leave(deps, site, token)  # before anybody is locked whom an erasure waits for
            link = take_link(deps.session, site.id, number, at)
            if link is None or link.address is not None:
                raise NotFound("This link does not work any more.")
            return _open(deps, site, link.subject_id, at)
        record = open_record(deps, site, number, secret)
        last = newest_event(deps.session, site.id, record.id)
        if last is not None and last.type == EventType.ERASED:
            raise Gone("What belonged to this receipt was erased.")
        going_on = _found(deps, site, token, at)
        visit = OpenVisit(token) if going_on and token else _open(deps, site, None, at)
        _show_record(deps, site, visit, record.id, at)
        if going_on is not None and going_on.subject_id is not None and is_form_key(deps, site.id, visit.token, key):
            confirm_comment(deps, site, record, going_on.subject_id)
        return visit


def find_visit(deps: Deps, site_id: str, token: str | None) -> Visit | None:
    """The visit of this cookie on this site, which goes on by being looked for; None when there is none or it ended."""
    site = find_site(deps, site_id)
    at = now()
    found = _found(deps, site, token, at)
    if found is None or token is None:
        return None
    end = min(at + IDLE, found.created_at + LONGEST)
    if end - found.expires_at > STALE:
        with writing(deps.session):
            again = _found(deps, site, token, at)
            if again is None:
                return None
            again.expires_at = end
    mine = Mine(site.id, found.subject_id, records_of_session(deps.session, site.id, found.token_hash))
    return Visit(site, mine, token, form_key(deps, site.id, token), end)


def leave(deps: Deps, site_id: str, token: str | None) -> None:
    """End the visit of this cookie; nothing happens when there is none."""
    site = find_site(deps, site_id)
    with writing(deps.session):
        _leave(deps, site, token)


def form_key(deps: Deps, site_id: str, token: str) -> str:
    """What only a form of our own pages, drawn in this visit, can send."""
    return derive(deps.settings.secret, "reader-form", site_id, token)


def is_form_key(deps: Deps, site_id: str, token: str, key: str) -> bool:
    """Whether `key` came from such a form."""
    return hmac.compare_digest(key.encode(), form_key(deps, site_id, token).encode())


def _found(deps: Deps, site: Site, token: str | None, at: datetime) -> ReaderSession | None:
    if not token or len(token) > 100:
        return None
    found = deps.session.get(ReaderSession, (site.id, token_hash(token)), populate_existing=True)
    return found if found is not None and found.expires_at > at else None


def _open(deps: Deps, site: Site, subject_id: uuid.UUID | None, at: datetime) -> OpenVisit:
    token = secrets.token_urlsafe(32)
    deps.session.add(
        ReaderSession(
            site_id=site.id,
            token_hash=token_hash(token),
            subject_id=subject_id,
            created_at=at,
            expires_at=at + IDLE,
        )
    )
    deps.session.flush()
    return OpenVisit(token)


def _show_record(deps: Deps, site: Site, visit: OpenVisit, record_id: uuid.UUID, at: datetime) -> None:
    insert_once(
        deps.session,
        ReaderSessionRecord,
        site_id=site.id,
        token_hash=token_hash(visit.token),
        record_id=record_id,
        expires_at=at + LONGEST,
    )


def _leave(deps: Deps, site: Site, token: str | None) -> None:
    if token and len(token) <= 100:
        end_session(deps.session, site.id, token_hash(token))
