"""An act that is about no consent record is in the log too, and says nothing there about anybody."""

from __future__ import annotations

import json
from typing import Any

from commentsvc.ledger.entry import opens_to, parse_leaf
from commentsvc.models.database import writing
from commentsvc.models.fact import LoggedFact, forget_facts
from commentsvc.models.log import LogEntry
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.read_inclusion import read_inclusion


def test_a_fact_is_opened_by_what_is_stored_and_its_entry_names_neither_kind_nor_person(deps: Any, site: Any) -> None:
    with writing(deps.session):
        fact = append_fact(deps, find_site(deps, site.id), "request.opened", {"request": "a-number"})

    entry = deps.session.get(LogEntry, (site.id, fact.entry))
    stored = deps.session.get(LoggedFact, (site.id, fact.entry))
    told = json.loads(stored.snapshot)
    assert opens_to(parse_leaf(entry.data), stored.salt, stored.snapshot)
    assert (told["what"], told["request"], told["site"]) == ("request.opened", "a-number", site.id)
    assert parse_leaf(entry.data).type == "audit"
    assert b"request" not in entry.data


def test_a_fact_is_integrated_like_an_event_and_its_proof_outlives_what_opens_it(deps: Any, site: Any) -> None:
    with writing(deps.session):
        fact = append_fact(deps, find_site(deps, site.id), "request.opened", {})
    assert integrate_entries(deps, site.id).included == 1
    with writing(deps.session):
        forget_facts(deps.session, site.id, [fact.entry])

    assert deps.session.get(LoggedFact, (site.id, fact.entry)) is None
    assert read_inclusion(deps, site.id, fact.promise.leaf).leaf == fact.promise.leaf


def test_what_is_rolled_back_leaves_no_entry(deps: Any, site: Any) -> None:
    append_fact(deps, find_site(deps, site.id), "request.opened", {})
    deps.session.rollback()

    assert deps.session.query(LogEntry).filter_by(site_id=site.id, type="audit").count() == 0
