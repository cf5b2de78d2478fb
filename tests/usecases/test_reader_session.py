"""Visits of readers, on both databases."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import NotFound
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import random_id, writing
from commentsvc.models.reader import ReaderLink, ReaderSession
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.erase_mine import erase_mine
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.mail_reader_link import link_secret
from commentsvc.usecases.reader_session import enter, find_visit
from tests.support.visits import confirm

from .log_entries import fresh

SOMEBODY = Visitor(address="203.0.113.7", hosted=True)


def link_to(deps: Any, site: Any, subject_id: uuid.UUID) -> uuid.UUID:
    """A link as it is mailed."""
    link_id = random_id()
    with writing(deps.session) as session:
        session.add(
            ReaderLink(site_id=site.id, id=link_id, subject_id=subject_id, expires_at=now() + timedelta(minutes=30))
        )
    return link_id


def person(deps: Any, site: Any) -> uuid.UUID:
    subject_id = random_id()
    with writing(deps.session) as session:
        session.add(Subject(site_id=site.id, id=subject_id, pseudonym="a" * 43, created_at=now()))
    return subject_id


def test_of_browsers_that_use_one_link_at_once_one_comes_in(deps: Any, site: Any) -> None:
    link_id = link_to(deps, site, person(deps, site))
    opened: list[object] = []
    refused: list[object] = []
    start = threading.Barrier(4)

    def come() -> None:
        its = fresh(deps)
        with its.session:
            start.wait()
            try:
                opened.append(enter(its, site.id, link_id, link_secret(deps, site.id, link_id), SOMEBODY))
            except NotFound as error:
                refused.append(error)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)

    assert (len(opened), len(refused)) == (1, 3)
    deps.session.rollback()
    assert len(list(deps.session.scalars(sa.select(ReaderSession)))) == 1


def test_a_link_that_confirms_an_address_opens_no_visit(deps: Any, site: Any) -> None:
    link_id = link_to(deps, site, person(deps, site))
    with writing(deps.session) as session:
        session.get(ReaderLink, (site.id, link_id)).address = "new@example.org"

    with pytest.raises(NotFound):
        enter(deps, site.id, link_id, link_secret(deps, site.id, link_id), SOMEBODY)


def test_erasing_everything_says_so_of_each_record_and_ends_the_visit(deps: Any, site: Any, post: Any) -> None:
    posted = [post(author={"name": "Ada Byron", "email": "ada@example.org"}) for _ in range(3)]
    confirm(deps, site, *(one["comment"]["id"] for one in posted))
    whose = deps.session.get(Comment, (site.id, uuid.UUID(posted[0]["comment"]["id"]))).subject_id
    link_id = link_to(deps, site, whose)
    opened = enter(deps, site.id, link_id, link_secret(deps, site.id, link_id), SOMEBODY)
    visit = find_visit(deps, site.id, opened.token)
    assert visit is not None and visit.site.id == find_site(deps, site.id).id

    erased = erase_mine(deps, visit, SOMEBODY)

    assert len(erased.receipts) == 3 and erased.finished
    assert find_visit(deps, site.id, opened.token) is None
