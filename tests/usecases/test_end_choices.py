"""Choices without a comment: what becomes of them over time, and wherever records are looked at."""

from __future__ import annotations

import json
import uuid
import zipfile
from io import BytesIO

import pytest
import sqlalchemy as sa

from commentsvc.exchange.consent_log import FORMATS
from commentsvc.models.comment import Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody, RecordSalt
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.erase_person import erase_person
from commentsvc.usecases.export_consent_log import ConsentLogFilter, export_consent_log
from commentsvc.usecases.export_evidence import Chosen, export_evidence
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.person import person_of_receipts
from commentsvc.usecases.plan_retention import plan_retention
from commentsvc.usecases.run_retention import WORKER, run_retention
from tests.support.choices import choose, publish_cookie_notice
from tests.support.pages import Page, submit
from tests.support.sites import bearer
from tests.usecases.log_entries import asked_in_each_way, audit, integrate_all


@pytest.fixture
def keeps(deps, site):
    """`keeps(months)`: the site has a cookie notice that keeps records that long."""

    def publish(months: int) -> str:
        change_site(deps, CLI, site.id, {"retention_months": months})
        return publish_cookie_notice(deps, site)

    return publish


@pytest.fixture
def run(deps, site):
    """`run()`: what the worker's run lets go now, which is what the dry run said."""

    def go() -> dict[str, int]:
        planned = asked_in_each_way(
            deps, site.id, lambda: {rule.rule: rule.count for rule in plan_retention(deps, CLI, site.id).rules}
        )
        done = run_retention(deps, WORKER, site.id)
        assert done.gone == planned, "the dry run said otherwise"
        integrate_all(deps, site.id)
        audit(deps, site.id)
        return done.gone

    return go


def events(deps, given) -> list[str]:
    deps.session.rollback()
    record = uuid.UUID(given["receipt"]["id"])
    query = sa.select(ConsentEvent.type).where(ConsentEvent.record_id == record).order_by(ConsentEvent.id)
    return list(deps.session.scalars(query))


def withdraw(client, site, given, *purposes: str) -> None:
    answer = client.post(
        f"{site.url}/consents/{given['receipt']['id']}/events",
        json={"type": "withdrawn", "purposes": list(purposes)},
        headers=site.headers() | bearer(given["receipt"]["secret"]),
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)


def test_a_choice_ends_after_six_months_and_its_record_goes_as_the_notice_said(client, site, deps, keeps, run, later):
    keeps(3)
    given = choose(client, site, "statistics", "external-media")
    later(days=100)
    withdraw(client, site, given, "external-media")
    later(days=78)
    assert run() == {} and events(deps, given) == ["given", "withdrawn"]
    later(days=8)
    assert run() == {"choice": 1} and run() == {}
    assert events(deps, given) == ["given", "withdrawn", "expired"]
    later(days=100)
    assert run() == {"record": 1}
    assert events(deps, given) == ["given", "withdrawn", "expired", "erased"]
    left = deps.session.scalars(sa.select(sa.func.count()).select_from(ConsentRecordBody)).one()
    assert left == 1, "the bare proof of the erasure"
    assert deps.session.scalars(sa.select(RecordSalt.record_id)).all() == [uuid.UUID(given["receipt"]["id"])]
    assert deps.session.scalars(sa.select(Subject.id)).all() == []


def test_where_nothing_is_kept_beyond_the_choice_its_record_goes_with_it(client, site, deps, keeps, run, later):
    keeps(0)
    ended, withdrawn = choose(client, site, "statistics"), choose(client, site, "statistics")
    withdraw(client, site, withdrawn, "statistics")
    assert run() == {"record": 1}
    assert events(deps, withdrawn) == ["given", "withdrawn", "erased"]
    later(days=190)
    assert run() == {"choice": 1}
    assert events(deps, ended) == ["given", "erased"]


def test_the_consent_log_tells_of_choices_in_every_format(client, site, deps, keeps):
    keeps(0)
    given, comment_free = choose(client, site, "statistics"), choose(client, site, "statistics", "external-media")
    withdraw(client, site, comment_free, "statistics", "external-media")
    rows = list(export_consent_log(deps, CLI, site.id, ConsentLogFilter()))
    told = {(row.record, row.purpose): (row.kind, row.state, row.page, row.comment) for row in rows}
    assert told == {
        (given["receipt"]["id"], "statistics"): ("choice", "given", None, None),
        (given["receipt"]["id"], "external-media"): ("choice", "not-given", None, None),
        (comment_free["receipt"]["id"], "statistics"): ("choice", "withdrawn", None, None),
        (comment_free["receipt"]["id"], "external-media"): ("choice", "withdrawn", None, None),
    }
    assert [row.purpose for row in export_consent_log(deps, CLI, site.id, ConsentLogFilter(state="given"))] == [
        "statistics"
    ]
    for name, format in FORMATS.items():
        exported = export_consent_log(deps, CLI, site.id, ConsentLogFilter(), format=name)
        text = b"".join(format.write(exported)).decode()
        assert text.count(given["receipt"]["id"]) >= 1 and "Counters Ltd" not in text.split("\n")[0]
        if name == "jsonld":
            nodes = json.loads(text)["@graph"]
            assert {(node["@type"], node["state"]) for node in nodes} == {
                ("dpv:ConsentRecord", "given"),
                ("dpv:ConsentRecord", "withdrawn"),
            }


def test_the_evidence_of_a_choice_checks_itself(client, site, deps, keeps):
    keeps(0)
    given = choose(client, site, "statistics")
    withdraw(client, site, given, "statistics")
    integrate_all(deps, site.id)
    archive = b"".join(export_evidence(deps, CLI, site.id, Chosen()).chunks)
    names = zipfile.ZipFile(BytesIO(archive)).namelist()
    assert any(given["receipt"]["id"] in name for name in names) and any("notices/" in name for name in names)
    found = client.get(
        f"{site.url}/consents/{given['receipt']['id']}/receipt", headers=bearer(given["receipt"]["secret"])
    ).get_json()
    assert [event["type"] for event in found["events"]] == ["given", "withdrawn"]
    assert all(event["proof"] for event in found["events"]) and len(found["notices"]) == 1


def test_whoever_holds_the_receipt_takes_the_choice_back_and_is_told_what_is_not_reached(client, site, deps, keeps):
    keeps(0)
    given = choose(client, site, "statistics", "external-media")
    path = f"/my/{site.id}/receipt"
    shown = Page(submit(client, path, {"receipt": given["receipt"]["url"]}).text)
    assert "What you agreed to" in shown.text and "Refuse all" in shown.text and "Your comment" not in shown.text
    answer = client.post(f"{path}/withdraw", data={"receipt": given["receipt"]["url"]})
    assert answer.status_code == 200
    assert "Withdrawn." in Page(answer.text).text and "open the privacy choices of the site" in Page(answer.text).text
    assert events(deps, given) == ["given", "withdrawn"]
    again = client.post(f"{path}/withdraw", data={"receipt": given["receipt"]["url"]})
    assert again.status_code == 409 and events(deps, given) == ["given", "withdrawn"]


def test_nobody_takes_back_a_comment_by_naming_no_purpose(client, site, deps, post):
    receipt = post()["receipt"]
    answer = client.post(f"/my/{site.id}/receipt/withdraw", data={"receipt": receipt["url"]})
    assert answer.status_code == 409
    assert events(deps, {"receipt": receipt}) == ["given"]


def test_a_choice_is_taken_along_and_erased_with_its_receipt(client, site, deps, keeps):
    keeps(12)
    given = choose(client, site, "statistics")
    found = find_site(deps, site.id)
    number, secret = uuid.UUID(given["receipt"]["id"]), given["receipt"]["secret"]
    person = person_of_receipts(deps, found, [(number, secret)])
    archive = zipfile.ZipFile(BytesIO(b"".join(export_person(deps, site.id, person).chunks)))
    assert any(given["receipt"]["id"] in archive.read(name).decode(errors="replace") for name in archive.namelist())
    subject = deps.session.scalars(sa.select(Subject.id)).one()
    erase_person(deps, found, subject, by="reader")
    assert events(deps, given) == ["given", "erased"]
    assert deps.session.scalars(sa.select(Subject.id)).all() == []
