"""Closing and reopening a thread: once each, written into the activity, seen by readers at once."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa

from commentsvc.errors import Forbidden, NotFound
from commentsvc.models.audit import AuditEvent
from commentsvc.models.thread import Thread
from commentsvc.usecases.close_thread import close_thread, reopen_thread
from commentsvc.usecases.deps import Actor
from tests.support.problems import assert_problem

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))


@pytest.fixture
def thread(deps, post):
    post()
    return deps.session.scalars(sa.select(Thread).where(Thread.site_id == "example")).one()


def acts(deps):
    deps.session.rollback()
    query = sa.select(AuditEvent).where(AuditEvent.action.like("thread.%")).order_by(AuditEvent.id)
    return [(event.action, event.actor_name, event.target) for event in deps.session.scalars(query)]


def test_a_closed_thread_takes_no_comment_until_it_is_opened_again(deps, client, site, draft, thread):
    late = draft(body="Too late?")

    close_thread(deps, MIA, "example", thread.id)
    refused = client.post(site.comments_url, json=late, headers=site.headers())
    shown = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    reopen_thread(deps, MIA, "example", thread.id)
    taken = client.post(site.comments_url, json=late, headers=site.headers())

    assert_problem(refused, 403, "thread-closed")
    assert shown["thread"]["closed"] is True
    assert taken.status_code == 201
    assert acts(deps) == [("thread.close", "Mia", str(thread.id)), ("thread.reopen", "Mia", str(thread.id))]


def test_closing_changes_what_readers_have_cached_and_closing_again_changes_nothing(deps, client, site, thread):
    etag = client.get(site.comments_url, query_string={"page": site.page}).headers["ETag"]

    closed = close_thread(deps, MIA, "example", thread.id)
    first = (closed.closed_at, closed.version)
    again = close_thread(deps, MIA, "example", thread.id)

    assert (again.closed_at, again.version) == first
    assert client.get(site.comments_url, query_string={"page": site.page}).headers["ETag"] != etag
    assert len(acts(deps)) == 1


def test_only_the_sites_own_moderators_close_and_only_its_own_threads(deps, other_site, thread):
    with pytest.raises(NotFound):
        close_thread(deps, replace(MIA, site_id="other"), "example", thread.id)
    with pytest.raises(NotFound):
        close_thread(deps, replace(MIA, site_id="other"), "other", thread.id)
    with pytest.raises(NotFound):
        close_thread(deps, MIA, "example", uuid.uuid4())
    with pytest.raises(Forbidden):
        close_thread(deps, replace(MIA, scopes=frozenset({"export"})), "example", thread.id)
    assert acts(deps) == []
