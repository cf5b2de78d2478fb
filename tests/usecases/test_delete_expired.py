"""What expires is deleted, and nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.models.account import ConsoleSession
from commentsvc.models.comment import Comment
from commentsvc.models.database import random_id, writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import IdempotentAnswer, RateWindow, UsedNoticeToken
from commentsvc.models.reader import ReaderLink, ReaderSession
from commentsvc.models.sign_in import AccountEvent
from commentsvc.usecases.delete_expired import EXPIRING, GRACE, delete_expired


@pytest.fixture
def expiring(deps, client, site, draft, admin):
    """A row in every table whose rows expire: a post with an Idempotency-Key, a signed-in browser, a counted limit."""
    headers = site.headers() | {"Idempotency-Key": secrets.token_urlsafe(24)}
    answer = client.post(site.comments_url, json=draft(), headers=headers)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    with writing(deps.session) as session:
        session.add(RateWindow(key="posts:someone", count=1, expires_at=now() + timedelta(minutes=1)))
        at = now()
        times = {"queued_at": at, "changed_at": at, "good_until": at, "expires_at": at + timedelta(days=1)}
        session.add(MailMessage(site_id=site.id, id=random_id(), kind="trial", state="sent", **times))
        until = at + timedelta(minutes=30)
        session.add(ReaderLink(site_id=site.id, id=random_id(), expires_at=until))
        session.add(ReaderSession(site_id=site.id, token_hash="0" * 64, created_at=at, expires_at=until))


def counts(deps):
    deps.session.rollback()
    counted = {table: deps.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in EXPIRING}
    return {table: count for table, count in counted.items() if count}


@pytest.mark.usefixtures("expiring")
def test_what_is_still_valid_stays(deps):
    assert delete_expired(deps) == {}
    passing = (UsedNoticeToken, IdempotentAnswer, RateWindow, ConsoleSession, MailMessage, ReaderLink, ReaderSession)
    assert counts(deps) == dict.fromkeys((*passing, AccountEvent), 1)


@pytest.mark.usefixtures("expiring")
def test_each_table_loses_what_expired(deps, later):
    later(seconds=60 + GRACE.total_seconds() + 1)
    assert delete_expired(deps) == {"rate_window": 1}

    later(days=3)
    gone = (
        "used_notice_token",
        "idempotent_answer",
        "console_session",
        "mail_message",
        "reader_link",
        "reader_session",
    )
    assert delete_expired(deps) == dict.fromkeys(gone, 1)
    assert counts(deps) == {AccountEvent: 1}, "what happened to an account is kept for a year"
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1
    assert delete_expired(deps) == {}
    later(days=366)
    assert delete_expired(deps) == {"account_event": 1}


def test_every_table_with_an_expiry_is_swept_or_named_here():
    kept = {"api_token"}  # an operator sees in the list which of their tokens expired
    kept |= {"content_report"}  # goes with what hangs on it (`forget_expired_reports`)
    with_expiry = {table.name for table in Comment.metadata.tables.values() if "expires_at" in table.c}

    assert with_expiry - kept == {table.__tablename__ for table in EXPIRING}
