"""PostgreSQL: who comes in, or moves to another address, while the same person is erased waits, and nobody deadlocks.

On SQLite one write transaction follows the other anyway.
"""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.mail import build
from commentsvc.clock import now
from commentsvc.domain.request import Channel
from commentsvc.errors import Conflict, NotFound
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import random_id, writing
from commentsvc.models.erasing import forget_subject_if_unused
from commentsvc.models.hold import end_holds_on_comment
from commentsvc.models.person_data import comments_of, lock_some
from commentsvc.models.reader import ReaderLink
from commentsvc.models.visibility import lock_threads_of
from commentsvc.settings import Settings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.append_fact import Fact
from commentsvc.usecases.change_address import take_new_address
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.mail_reader_link import link_secret
from commentsvc.usecases.open_request import RequestDraft, open_request
from commentsvc.usecases.reader_session import enter
from commentsvc.usecases.set_hold import HoldDraft, lift_hold, set_hold
from tests.support.visits import confirm

from .log_entries import fresh

SOMEBODY = Visitor(address="203.0.113.7", hosted=True)


@pytest.fixture
def database(postgresql_database: str) -> str:
    return postgresql_database


def wait_until_somebody_waits(deps: Any, done: list[Any]) -> None:
    give_up = time.monotonic() + 180
    with deps.session.get_bind().connect() as watcher:
        while not watcher.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
            assert time.monotonic() < give_up and not done, "nobody waits"
            watcher.rollback()


def test_who_comes_in_while_they_are_erased_is_refused_and_the_erasure_goes_on(deps: Any, site: Any, post: Any) -> None:
    posted = post(author={"name": "Ada Byron", "email": "ada@example.org"})
    comment = uuid.UUID(posted["comment"]["id"])
    whose = deps.session.get(Comment, (site.id, comment)).subject_id
    link_id = random_id()
    with writing(deps.session) as session:
        session.add(ReaderLink(site_id=site.id, id=link_id, subject_id=whose, expires_at=now() + timedelta(minutes=30)))
    came: list[Any] = []

    def come() -> None:
        its = fresh(deps)
        with its.session:
            try:
                came.append(enter(its, site.id, link_id, link_secret(deps, site.id, link_id), SOMEBODY))
            except Exception as error:
                came.append(error)

    comer = threading.Thread(target=come)
    with writing(deps.session) as session:
        session.execute(sa.text("DELETE FROM consent_record_body"))
        session.execute(sa.text("UPDATE comment SET subject_id = NULL"))
        session.execute(sa.text("SELECT id FROM subject FOR UPDATE"))  # as an erasure does first
        comer.start()
        wait_until_somebody_waits(deps, came)
        forget_subject_if_unused(session, site.id, whose)
    comer.join(180)

    assert [type(one) for one in came] == [NotFound]


def test_who_moves_to_another_address_waits_for_whoever_changes_their_comments(deps: Any, site: Any, post: Any) -> None:
    told = [post(author={"name": "Ada Byron", "email": "ada@example.org"})["comment"]["id"] for _ in range(2)]
    confirm(deps, site, *told)
    first, second = sorted(uuid.UUID(one) for one in told)
    whose = deps.session.get(Comment, (site.id, first)).subject_id
    link_id = random_id()
    ends = now() + timedelta(minutes=30)
    with writing(deps.session) as session:
        session.add(
            ReaderLink(site_id=site.id, id=link_id, subject_id=whose, address="countess@example.org", expires_at=ends)
        )
    moved: list[Any] = []

    def move() -> None:
        its = fresh(deps)
        with its.session:
            try:
                moved.append(take_new_address(its, site.id, link_id, link_secret(deps, site.id, link_id), SOMEBODY))
            except Exception as error:
                moved.append(error)

    mover = threading.Thread(target=move)
    with writing(deps.session) as session:
        lock_threads_of(session, site.id, Comment.id == second)
        session.execute(sa.update(Comment).where(Comment.id == second).values(lang="de"))
        mover.start()
        wait_until_somebody_waits(deps, moved)
        session.execute(sa.update(Comment).where(Comment.id == first).values(lang="de"))
        session.execute(sa.select(Subject.id).where(Subject.id == whose).with_for_update()).all()
    mover.join(180)

    assert [type(one) for one in moved] == [Fact], moved
    deps.session.rollback()
    assert {deps.session.get(Comment, (site.id, one)).lang for one in (first, second)} == {"de"}


def test_who_restricts_for_a_request_while_its_person_is_erased_waits_without_a_deadlock(
    deps: Any, site: Any, publish: Any
) -> None:
    posted = publish(author={"name": "Ada Byron", "email": "ada@example.org"})
    confirm(deps, site, posted["comment"]["id"])
    comment = uuid.UUID(posted["comment"]["id"])
    whose = deps.session.get(Comment, (site.id, comment)).subject_id
    request = open_request(deps, site.id, RequestDraft("restriction", subject_id=whose), Channel.MAILBOX)
    acted: list[Any] = []

    def act() -> None:
        its = fresh(deps)
        with its.session:
            try:
                acted.append(act_on_request(its, CLI, site.id, request.id, RequestAct("restrict", by_post=True)))
            except Exception as error:
                acted.append(error)

    actor = threading.Thread(target=act)
    with writing(deps.session) as session:
        [locked] = lock_some(session, 10, *comments_of(site.id, whose))
        actor.start()
        wait_until_somebody_waits(deps, acted)
        erase_in_transaction(deps, find_site(deps, site.id), locked, by="reader")
    actor.join(180)

    assert [type(one) for one in acted] == [Conflict], acted


def test_who_answers_a_request_by_mail_while_its_person_is_erased_waits_without_a_deadlock(
    deps: Any, site: Any, publish: Any
) -> None:
    told = {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "comments@example.org"}
    own = replace(deps, mailer=build(Settings(deps.settings.values | told)))
    posted = publish(author={"name": "Ada Byron", "email": "ada@example.org"})
    whose = deps.session.get(Comment, (site.id, uuid.UUID(posted["comment"]["id"]))).subject_id
    draft = RequestDraft("rectification", "ada@example.org", subject_id=whose)
    request = open_request(own, site.id, draft, Channel.MAILBOX)
    acted: list[Any] = []

    def act() -> None:
        its = replace(fresh(deps), mailer=own.mailer)
        with its.session:
            try:
                acted.append(act_on_request(its, CLI, site.id, request.id, RequestAct("refuse", "No")))
            except Exception as error:
                acted.append(error)

    actor = threading.Thread(target=act)
    with writing(deps.session) as session:
        session.execute(sa.text("DELETE FROM consent_record_body"))
        session.execute(sa.text("UPDATE comment SET subject_id = NULL"))
        session.execute(sa.text("SELECT id FROM subject FOR UPDATE"))  # as an erasure does first
        actor.start()
        wait_until_somebody_waits(deps, acted)
        forget_subject_if_unused(session, site.id, whose)
    actor.join(180)

    assert acted == [None]


def test_who_lifts_a_hold_while_its_comment_is_erased_waits_without_a_deadlock(
    deps: Any, site: Any, publish: Any
) -> None:
    comment = uuid.UUID(publish(author={"name": "Ada Byron"})["comment"]["id"])
    until = now() + timedelta(days=9)
    hold = set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, comment_id=comment))
    with writing(deps.session) as session:
        [locked] = lock_some(session, 1, Comment.site_id == site.id, Comment.id == comment)
        erase_in_transaction(deps, find_site(deps, site.id), locked, by="reader")  # which the hold delays
    lifted: list[Any] = []

    def lift() -> None:
        its = fresh(deps)
        with its.session:
            try:
                lifted.append(lift_hold(its, CLI, site.id, hold))
            except Exception as error:
                lifted.append(error)

    lifter = threading.Thread(target=lift)
    with writing(deps.session) as session:
        lock_some(session, 1, Comment.site_id == site.id, Comment.id == comment)
        lifter.start()
        wait_until_somebody_waits(deps, lifted)
        end_holds_on_comment(session, site.id, comment)  # as an erasure does
    lifter.join(180)

    assert lifted == [None]
