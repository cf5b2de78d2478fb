"""What a process knows of a site's settings holds exactly as long as the database says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.models.database import new_id, writing
from commentsvc.models.known_site import known_site
from commentsvc.models.rule import Rule
from commentsvc.models.site import Site
from commentsvc.models.spam_policy import lock_spam_settings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_spam_settings import change_spam_settings
from commentsvc.usecases.publish_notice import publish_notice


@pytest.fixture
def known(make_app: Callable[..., Any], site: Any) -> Callable[[], Any]:
    """What another process knows of the site just now."""
    from commentsvc.models import db

    other = make_app()

    def ask() -> Any:
        with other.app_context():
            found = known_site(db.session, site.id)
            db.session.rollback()
            return found

    return ask


def test_what_did_not_change_is_not_read_again(known, post):
    before = known()
    post()

    assert known() is before


def test_a_change_of_another_process_is_known_at_once(known, deps, site):
    before = known()
    assert before.policy.flood_limit == 10

    change_spam_settings(deps, CLI, site.id, {"flood_limit": 3})

    assert known().policy.flood_limit == 3
    assert before.policy.flood_limit == 10, "what somebody is working with stays as it was"


def test_a_new_notice_is_in_force_at_once(known, deps, site):
    before = known()
    publish_notice(deps, CLI, site.id, "en", {"summary": "Said in other words."})

    after = known()
    assert after.notices["en"].version == before.notices["en"].version + 1
    assert after.notices["de"].sha256 == before.notices["de"].sha256


def test_what_a_site_begins_or_stops_to_use_is_known_at_once(known, deps, site):
    assert not known().has(Rule)
    facts = {"position": 1, "name": "Links", "kind": "links", "effect": "hold", "settings": {}, "changed_at": now()}
    with writing(deps.session) as session:
        session.add(Rule(site_id=site.id, id=new_id(), enabled=True, **facts))
    assert known().has(Rule)
    with writing(deps.session) as session:
        session.execute(sa.delete(Rule))
    assert not known().has(Rule)


def test_a_change_that_is_taken_back_is_never_taken_for_another(known, deps, site):
    """Seen inside its own transaction, and rolled back: what is changed next has another number."""
    deps.session.rollback()
    with pytest.raises(ZeroDivisionError), writing(deps.session) as session:
        lock_spam_settings(session, site.id).flood_limit = 99
        session.flush()
        known_site(session, site.id)
        raise ZeroDivisionError
    change_spam_settings(deps, CLI, site.id, {"flood_limit": 7})

    found = known_site(deps.session, site.id)
    assert found is not None
    assert found.policy.flood_limit == 7
    assert known().policy.flood_limit == 7


def test_of_a_site_that_is_not_there_nothing_is_known(deps, site):
    assert known_site(deps.session, "nowhere") is None
    assert deps.session.get(Site, "nowhere") is None
