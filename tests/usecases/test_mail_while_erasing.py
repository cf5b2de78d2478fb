"""PostgreSQL: mail that is queued while its reader is erased is gone too, and the erasure succeeds (law 5).

On SQLite one write transaction follows the other anyway.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa

from commentsvc.adapters.mail import build
from commentsvc.models.comment import Subject
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.settings import Settings
from commentsvc.usecases.queue_mail import queue_mail
from tests.support.sites import bearer

from .log_entries import fresh

ADDRESS = "mia.moreau@example.org"


@pytest.fixture
def database(postgresql_database: str) -> str:
    return postgresql_database


def test_mail_that_is_being_queued_does_not_outlive_its_reader(app, deps, site, post):
    told = {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "comments@example.org"}
    own = replace(fresh(deps), mailer=build(Settings(deps.settings.values | told)))
    answer = post(author={"name": "Mia", "email": ADDRESS})
    subject = deps.session.scalars(sa.select(Subject.id)).one()
    deps.session.rollback()
    answers = []

    def erase() -> None:
        response = app.test_client().delete(
            f"{site.comments_url}/{answer['comment']['id']}", headers=site.headers() | bearer(answer["edit_token"])
        )
        answers.append(response.status_code)

    eraser = threading.Thread(target=erase)
    with own.session, writing(own.session):
        queue_mail(own, site.id, "greeting", facts={}, address=ADDRESS, subject_id=subject)
        eraser.start()
        give_up = time.monotonic() + 180
        with deps.session.get_bind().connect() as watcher:
            while not watcher.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                assert time.monotonic() < give_up and not answers, "the erasure does not wait"
                watcher.rollback()
    eraser.join(180)

    assert answers in ([200], [204])
    assert deps.session.scalars(sa.select(MailMessage)).all() == []
    assert deps.session.scalars(sa.select(Subject)).all() == []
