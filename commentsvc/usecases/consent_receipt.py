"""A reader's receipt: see what was agreed to, and take it back as easily as it was given (Art. 7(3) GDPR)."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commentsvc import clock
from commentsvc.domain import consent as rules
from commentsvc.domain.choices import holds_until
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import REPLY_MAIL, parse_manifest
from commentsvc.errors import Conflict, Gone, NotFound, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, events_of, lock_record
from commentsvc.models.contact import forget_confirmations, waiting_purposes
from commentsvc.models.database import writing
from commentsvc.models.erasing import comment_of_record, have_scrubbed
from commentsvc.models.hold import kept_until
from commentsvc.models.notice import CHOICES, Notice, find_notice, notice_in_force
from commentsvc.models.site import Site
from commentsvc.models.visibility import told_status
from commentsvc.usecases.append_event import EventReceipt, RecordFacts, append_event
from commentsvc.usecases.choose_again import words_shown
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.give_reply_mail import address_to_ask, ask_first, is_given_at_once
from commentsvc.usecases.post_comment import limit_writes, receipt_secret
from commentsvc.usecases.release_address import release_address


@dataclass(frozen=True)
class PurposeState:
    """One purpose in the words the reader saw, and whether it is given now."""

    id: str
    label: str
    description: str
    basis: str
    required: bool
    given: bool


@dataclass(frozen=True)
class ConsentReceipt:
    """What one record says now. After erasure only kind, state and events are left. `last` is what the reader keeps of
    the change just made; `waiting` names purposes that the owner of the address was asked to confirm."""

    id: uuid.UUID
    kind: str
    state: str
    notice: Notice | None
    purposes: list[PurposeState]
    events: list[tuple[str, datetime]]
    comment_id: uuid.UUID | None
    comment_status: str | None
    last: EventReceipt | None = None
    held_until: datetime | None = None
    """Until when a hold for legal claims keeps, shown to nobody, what was to be erased; None: nothing is kept so."""
    waiting: Sequence[str] = ()


@dataclass(frozen=True)
class ConsentChange:
    """`withdrawn` or `given` for one purpose, or for several at once (`purposes`). `keep_text`: the reader, who
    withdraws `publish`, lets the text stay. `notice` is the SHA-256 of the notice whose words were shown, where they
    are not those of the record's own. `email` is where mail about replies shall go, if that is given and no confirmed
    address is stored."""

    type: str
    purpose: str | None = None
    keep_text: bool = False
    notice: str | None = None
    purposes: Sequence[str] = ()
    email: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The purposes it is about, each once."""
        return tuple(dict.fromkeys([*([self.purpose] if self.purpose else []), *self.purposes]))


def get_consent(deps: Deps, site_id: str, record_id: uuid.UUID, secret: str | None) -> ConsentReceipt:
    """The receipt of a record, for whoever holds its secret.

    Raises:
        NotFound: no such record, or not its secret (the two are not told apart).
    """
    site = find_site(deps, site_id)
    record = open_record(deps, site, record_id, secret)
    return _receipt(deps, site, record)


def change_consent(
    deps: Deps,
    site_id: str,
    record_id: uuid.UUID,
    secret: str | None,
    change: ConsentChange,
    visitor: Visitor,
) -> ConsentReceipt:
    """Append `withdrawn` or `given` for one purpose. Withdrawing the required purpose takes the comment down and
    erases it at once, or lets its text stay without its author (`erase_comment.erase_in_transaction`). Mail about
    replies is given once the owner of the address confirms (`give_reply_mail`); until then nothing is appended.

    Raises:
        OriginNotAllowed, RateLimited, NotFound like the other writes;
        ValidationFailed: an unknown type or purpose; Conflict: it already is as asked, or there is no public text that
        could stay; Gone: erased; NoticeStale: a later notice asked about this purpose again, and gives the words.
    """
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor, bearer=True)
    limit_writes(deps, site, visitor)
    open_record(deps, site, record_id, secret)
    address = address_to_ask(deps, site, change.email)
    with writing(deps.session):
        record = open_record(deps, site, record_id, secret)
        # Locked before its events are read: what an erasure has just deleted must not be written again behind it.
        comment = comment_of_record(deps.session, site.id, record_id, lock=True)
        if comment is None:
            lock_record(deps.session, site.id, record_id)
        last = _change(deps, site, record, comment, change, address)
    return replace(_receipt(deps, site, record), last=last)


def _change(
    deps: Deps, site: Site, record: ConsentRecord, comment: Comment | None, change: ConsentChange, address: str | None
) -> EventReceipt | None:
    type, names = change.type, change.names
    body = _latest_body(events_of(deps.session, site.id, record.id))
    if body is None or body.notice_sha256 is None:
        raise Gone("This was erased; there is nothing left to change.")
    if type not in ("withdrawn", "given"):
        raise ValidationFailed(fields={"type": ["Send `withdrawn` or `given`."]})
    if not names or not set(names) <= body.purposes.keys():
        raise ValidationFailed(fields={"purpose": [f"One of {', '.join(sorted(body.purposes))}."]})
    wanted = type == "given"
    if comment is not None and comment.status == Status.ERASED:
        return _erase_what_outlived(deps, site, comment, change)
    shown, chosen = None, record.kind == rules.CHOICE
    if wanted and not chosen:
        shown = next(filter(None, [words_shown(deps, site, body.notice_sha256, n, change.notice) for n in names]), None)
    names, stopped = _after_reply_mail(deps, site, comment, body, change, address, shown)
    if not names:
        return None
    if not stopped and all(body.purposes[name] == wanted for name in names):
        raise Conflict(f"{', '.join(f'`{name}`' for name in names)} is already {'given' if wanted else 'not given'}.")
    erases = rules.REQUIRED in names and not wanted and comment is not None
    if change.keep_text and not erases:
        raise ValidationFailed(fields={"keep_text": ["Only what erases the comment can leave its text."]})
    at, purposes = clock.now(), {**body.purposes, **dict.fromkeys(names, wanted)}
    until = _choice_ends(deps, site, body, purposes, at) if chosen else None
    told: dict[str, Any] = {"purposes": purposes, "notice": shown, "valid_until": until}
    promise = append_event(deps, site, RecordFacts.again(record, body), type, at=at, by="reader", **told)
    if comment is not None:
        release_address(deps, site.id, comment.subject_id)
    if erases and comment is not None:
        return erase_in_transaction(deps, site, comment, by="reader", keep_text=change.keep_text)
    return EventReceipt(record.id, type, at, promise)


def _after_reply_mail(
    deps: Deps,
    site: Site,
    comment: Comment | None,
    body: ConsentRecordBody,
    change: ConsentChange,
    address: str | None,
    shown: str | None,
) -> tuple[tuple[str, ...], bool]:
    """What is left to change at once when mail about replies is among it, which the owner of the address gives; and
    whether something that waited for them was stopped."""
    names = change.names
    if comment is None or REPLY_MAIL not in names:
        return names, False
    if change.type == "withdrawn":
        if not forget_confirmations(deps.session, site.id, comment.id):
            return names, False
        have_scrubbed(deps.session, site.id, clock.now())
        return names, True
    if not body.purposes[REPLY_MAIL] and not is_given_at_once(deps, comment):
        ask_first(deps, site, comment, address, shown)
        names = tuple(name for name in names if name != REPLY_MAIL)
    return names, False


def _choice_ends(
    deps: Deps, site: Site, body: ConsentRecordBody, purposes: Mapping[str, bool], at: datetime
) -> datetime | None:
    """Until when a choice holds after this change. Raises `Conflict` where more is given under a notice that is no
    longer in force: what it says may not be what is done today."""
    given = sum(purposes.values()) > sum(body.purposes.values())
    if given:
        notice = find_notice(deps.session, site.id, body.notice_sha256 or "")
        current = notice_in_force(deps.session, site.id, notice.lang, CHOICES) if notice else None
        if current is None or current.sha256 != body.notice_sha256:
            raise Conflict("The notice has changed since. Please choose on the site, where the new one is shown.")
        return holds_until(at)
    return choice_ends(body) if rules.stands(purposes) else None


def choice_ends(body: ConsentRecordBody) -> datetime | None:
    """Until when the choice of this snapshot holds; None once it is ended."""
    until = rules.open_snapshot(body.snapshot)["event"].get("valid_until")
    return datetime.fromisoformat(until) if until else None


def _erase_what_outlived(deps: Deps, site: Site, comment: Comment, change: ConsentChange) -> EventReceipt:
    """The comment's time is over and its record is kept a while longer: its reader may have that erased now, and
    nothing else can be done with it."""
    if rules.REQUIRED not in change.names or change.type != "withdrawn":
        raise Gone(
            "The comment is gone. What is left is its record, which you may have erased by withdrawing `publish`."
        )
    return erase_in_transaction(deps, site, comment, by="reader", keep_text=change.keep_text)


def open_record(deps: Deps, site: Site, record_id: uuid.UUID, secret: str | None) -> ConsentRecord:
    """The record, for whoever holds its secret. Raises `NotFound`, which does not say what of the two was wrong."""
    record = deps.session.get(ConsentRecord, (site.id, record_id))
    expected = receipt_secret(deps, site.id, record_id)
    if not hmac.compare_digest((secret or "").encode(), expected.encode()) or record is None:
        raise NotFound("There is no receipt with this number and secret.")
    return record


def _receipt(deps: Deps, site: Site, record: ConsentRecord) -> ConsentReceipt:
    events = events_of(deps.session, site.id, record.id)
    body = _latest_body(events)
    notice = find_notice(deps.session, site.id, body.notice_sha256) if body and body.notice_sha256 else None
    comment: Comment | None = comment_of_record(deps.session, site.id, record.id)
    return ConsentReceipt(
        id=record.id,
        kind=record.kind,
        state=rules.state_after((event.type, found.purposes if found else {}) for event, found in events),
        notice=notice,
        purposes=_purposes(notice, body),
        events=[(event.type, event.at) for event, _ in events],
        comment_id=comment.id if comment else None,
        comment_status=told_status(comment) if comment else None,
        held_until=kept_until(deps.session, comment) if comment else None,
        waiting=waiting_purposes(deps.session, site.id, comment.id, clock.now()) if comment else (),
    )


def _purposes(notice: Notice | None, body: ConsentRecordBody | None) -> list[PurposeState]:
    return purpose_states(notice, body.purposes) if notice and body else []


def purpose_states(notice: Notice, given: Mapping[str, bool]) -> list[PurposeState]:
    """Every purpose of the notice, in its words and order; what `given` does not name is off."""
    return [
        PurposeState(p["id"], p["label"], p["description"], p["basis"], p["required"], bool(given.get(p["id"])))
        for p in parse_manifest(notice.body)["purposes"]
    ]


def _latest_body(events: list[tuple[ConsentEvent, ConsentRecordBody | None]]) -> ConsentRecordBody | None:
    return next((body for _, body in reversed(events) if body is not None), None)
