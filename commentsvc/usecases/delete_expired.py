"""Delete rows whose time is over: used form tokens, idempotent answers, limits, sessions, links, mail, reports,
sealed proofs, typed addresses that nobody confirmed, bans, codes of yesterday's flags, and what spam of long ago
taught."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.models.account import ConsoleSession
from commentsvc.models.ban import Ban
from commentsvc.models.contact import AddressConfirmation
from commentsvc.models.content import ContentReport, forget_expired_reports
from commentsvc.models.database import writing
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.escrow import SealedProof
from commentsvc.models.fingerprint import Fingerprint
from commentsvc.models.flag import CommentFlag, old_codes
from commentsvc.models.invitation import Invitation
from commentsvc.models.learned import LearnedExample, drop_unlinked, is_unlinked
from commentsvc.models.mail import MailMessage
from commentsvc.models.mail_wish import UsedMailLink
from commentsvc.models.passing import IdempotentAnswer, RateWindow, UsedNoticeToken
from commentsvc.models.reader import ReaderLink, ReaderSession, ReaderSessionRecord
from commentsvc.models.sign_in import AccountEvent, SignInStep
from commentsvc.models.webhook import WebhookDelivery
from commentsvc.usecases.deps import Deps

UNLINKED_FOR = timedelta(days=365)
"""How long what spam taught the classifier outlives the spam itself, where that went by its period."""
EXPIRING = (
    Ban,
    UsedNoticeToken,
    IdempotentAnswer,
    RateWindow,
    ConsoleSession,
    MailMessage,
    ReaderLink,
    ReaderSession,
    ReaderSessionRecord,
    AddressConfirmation,
    Invitation,
    SealedProof,
    WebhookDelivery,
    UsedMailLink,
    SignInStep,
    AccountEvent,
    Fingerprint,
)
GRACE = timedelta(minutes=5)
"""Kept a little longer, for machines whose clocks differ: no used token is forgotten while it is valid."""

FLAG_CODE = timedelta(days=1)
"""After which the code of a flag (`domain.flags`) can be that of no other any more."""


def delete_expired(deps: Deps) -> dict[str, int]:
    """Delete what expired more than `GRACE` ago; the number of rows deleted by table."""
    before = now() - GRACE
    all_over = [table.expires_at < before for table in (*EXPIRING, ContentReport)]
    others = (_too_late(before), old_codes(before - FLAG_CODE), is_unlinked(before - UNLINKED_FOR))
    if not any(deps.session.scalar(sa.select(sa.exists().where(over))) for over in (*all_over, *others)):
        deps.session.rollback()
        return {}
    deleted: dict[str, int] = {}
    with writing(deps.session) as session:
        for words in (AddressConfirmation.address, ReaderLink.address, ContentReport.why, SealedProof.sealed):
            table = words.class_
            typed = sa.select(table.site_id).where(table.expires_at < before, words.is_not(None))
            if (site_id := session.scalars(typed.limit(1)).first()) is not None:
                have_scrubbed(session, site_id, now())
        if (
            site_id := session.scalars(sa.select(MailMessage.site_id).where(_too_late(before)).limit(1)).first()
        ) is not None:
            session.execute(sa.update(MailMessage).where(_too_late(before)).values(address=None))
            have_scrubbed(session, site_id, now())
        session.execute(sa.update(CommentFlag).where(old_codes(before - FLAG_CODE)).values(code=None))
        for table in EXPIRING:
            count = session.execute(sa.delete(table).where(table.expires_at < before)).rowcount
            if count:
                deleted[table.__tablename__] = count
        if count := forget_expired_reports(session, before):
            deleted[ContentReport.__tablename__] = count
        if count := drop_unlinked(session, before - UNLINKED_FOR):
            deleted[LearnedExample.__tablename__] = count
    return deleted


def _too_late(before: datetime) -> sa.ColumnElement[bool]:
    """Of mail: it keeps an address, and is too old for anybody to try it again."""
    return sa.and_(MailMessage.good_until < before, MailMessage.address.is_not(None))
