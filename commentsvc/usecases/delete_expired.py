"""Delete rows whose time is over: used form tokens, idempotent answers, limits, sessions, links, mail, reports, and
typed addresses that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.models.account import ConsoleSession
from commentsvc.models.contact import AddressConfirmation
from commentsvc.models.content import ContentReport, forget_expired_reports
from commentsvc.models.database import writing
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import IdempotentAnswer, RateWindow, UsedNoticeToken
from commentsvc.models.reader import ReaderLink, ReaderSession, ReaderSessionRecord
from commentsvc.usecases.deps import Deps

EXPIRING = (
    UsedNoticeToken,
    IdempotentAnswer,
    RateWindow,
    ConsoleSession,
    MailMessage,
    ReaderLink,
    ReaderSession,
    ReaderSessionRecord,
    AddressConfirmation,
)
GRACE = timedelta(minutes=5)
"""Kept a little longer, for machines whose clocks differ: no used token is forgotten while it is valid."""


def delete_expired(deps: Deps) -> dict[str, int]:
    """Delete what expired more than `GRACE` ago; the number of rows deleted by table."""
    before = now() - GRACE
    all_tables = (*EXPIRING, ContentReport)
    if not any(deps.session.scalar(sa.select(sa.exists().where(table.expires_at < before))) for table in all_tables):
        deps.session.rollback()
        return {}
    deleted: dict[str, int] = {}
    with writing(deps.session) as session:
        for words in (AddressConfirmation.address, ReaderLink.address, ContentReport.why):
            table = words.class_
            typed = sa.select(table.site_id).where(table.expires_at < before, words.is_not(None))
            if (site_id := session.scalars(typed.limit(1)).first()) is not None:
                have_scrubbed(session, site_id, now())
        for table in EXPIRING:
            count = session.execute(sa.delete(table).where(table.expires_at < before)).rowcount
            if count:
                deleted[table.__tablename__] = count
        if count := forget_expired_reports(session, before):
            deleted[ContentReport.__tablename__] = count
    return deleted
