"""The consent log as a file: formats, filters, headers, and texts that do nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from commentsvc.exchange.consent_row import COLUMNS
from tests.support.problems import assert_problem


@pytest.fixture
def export(client, site):
    """`export(format="csv", **{"from": …})` with the operator's token."""

    def send(**query):
        return client.get(f"{site.url}/consent-log", query_string=query, headers=site.operator())

    return send


def lines(response):
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))


def test_the_csv_has_a_row_a_purpose_with_the_hash_of_the_notice_that_was_shown(client, site, post, export):
    served = client.get(f"{site.url}/notice?lang=en").get_json()
    answer = post(purposes={"publish": True, "remember-me": False})

    response = export()

    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    assert response.headers["Cache-Control"] == "no-store"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="consent-log-example-2')
    assert disposition.endswith('.csv"')
    publish, _, remember = lines(response)
    assert list(publish) == list(COLUMNS)
    assert (publish["comment"], publish["notice_sha256"]) == (answer["comment"]["id"], served["sha256"])
    assert (publish["purpose"], publish["state"], remember["purpose"], remember["state"]) == (
        "publish",
        "given",
        "remember-me",
        "not-given",
    )
    shown = client.get(f"{site.url}/notices/{publish['notice_sha256']}")
    assert publish["purpose_text"] == shown.get_json(force=True)["purposes"][0]["label"]


def test_json_ld_holds_each_record_whole_and_after_erasure_only_that_it_was(client, site, post, export):
    kept, erased = post(author={"name": "Ada"}), post(author={"name": "Grace"})
    withdraw = {"type": "withdrawn", "purpose": "publish"}
    headers = site.headers() | {"Authorization": f"Bearer {erased['receipt']['secret']}"}
    assert (
        client.post(f"{site.url}/consents/{erased['receipt']['id']}/events", json=withdraw, headers=headers).status_code
        == 200
    )

    response = export(format="jsonld")

    assert response.mimetype == "application/ld+json"
    assert response.headers["Content-Disposition"].endswith('.jsonld"')
    whole, bare = response.get_json(force=True)["@graph"]
    assert (whole["record_id"], bare["record_id"]) == (kept["receipt"]["id"], erased["receipt"]["id"])
    assert [purpose["id"] for purpose in whole["purposes"]] == ["publish", "reply-mail", "remember-me"]
    assert (bare["state"], [event["type"] for event in bare["events"]]) == ("erased", ["given", "withdrawn", "erased"])
    assert "purposes" not in bare and "context" not in bare
    assert len(export(format="jsonld", state="given").get_json(force=True)["@graph"]) == 1


def test_json_lines_hold_the_same_rows(post, export):
    for n in range(3):
        post(body=f"Number {n}.")

    response = export(format="jsonl")

    assert response.mimetype == "application/jsonl"
    assert response.headers["Content-Disposition"].endswith('.jsonl"')
    objects = [json.loads(line) for line in response.get_data(as_text=True).splitlines()]
    cells = [{name: str(value) if value is not None else "" for name, value in row.items()} for row in objects]
    assert cells == lines(export())
    assert len(cells) == 3 * len({row["purpose"] for row in cells})


def test_250_comments_are_exported_whole(post, export):
    """Incident: an export that is invalid from 100 comments on (Remark42)."""
    records = [post(body=f"Number {n}.")["receipt"]["id"] for n in range(250)]

    rows = [json.loads(line) for line in export(format="jsonl", purpose="publish").get_data(as_text=True).splitlines()]

    assert [row["record"] for row in rows] == records


def test_filters_come_from_the_query(post, export, later):
    early = post()
    later(days=2)
    late = post()

    def records(**query):
        return {row["record"] for row in lines(export(**query))}

    day = late["comment"]["created_at"][:10]
    assert records() == {early["receipt"]["id"], late["receipt"]["id"]}
    assert records(**{"from": day}) == {late["receipt"]["id"]}
    assert records(to=early["comment"]["created_at"][:10]) == {early["receipt"]["id"]}
    assert records(state="withdrawn") == set()
    subject = next(row["subject"] for row in lines(export()) if row["record"] == early["receipt"]["id"])
    assert records(subject=subject, purpose="publish", state="given") == {early["receipt"]["id"]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"format": "xlsx"}, "format"),
        ({"from": "soon"}, "from"),
        ({"to": "2026-13-01"}, "to"),
        ({"state": "happy"}, "state"),
        ({"subject": "ada@example.org"}, "subject"),
        ({"purpose": "x" * 101}, "purpose"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_filter_or_format_is_refused_by_name_and_nothing_is_logged(client, deps, site, export, query, field):
    import sqlalchemy as sa

    from commentsvc.models.audit import AuditEvent

    body = assert_problem(export(**query), 422, "validation", field)

    if field == "format":
        assert "csv" in body["fields"]["format"][0] and "jsonl" in body["fields"]["format"][0]
    events = deps.session.scalars(sa.select(AuditEvent.action)).all()
    assert not [action for action in events if action.startswith("export.")]


@pytest.mark.parametrize(
    "payload", ['=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-1+1"]
)
def test_hostile_page_addresses_do_nothing_in_a_spreadsheet(post, export, payload):
    post(key=payload, author={"name": payload}, title=payload)
    post(page=f"https://example.org/a;{payload.replace(' ', '%20')}")

    for row in csv.reader(io.StringIO(export().get_data(as_text=True), newline="")):
        for cell in row:
            assert cell[:1] not in set("=+-@\t\r")
            assert ";=" not in cell and ";+" not in cell and ";@" not in cell and ";-" not in cell


def test_the_file_is_streamed_and_needs_no_application_context(client, site, post):
    post()

    response = client.get(f"{site.url}/consent-log", headers=site.operator(), buffered=False)

    assert response.is_streamed
    assert "Content-Length" not in response.headers
    assert len(lines(response)) == 3


def test_asking_for_the_head_only_takes_no_rows(client, site, post):
    post()
    response = client.head(f"{site.url}/consent-log", headers=site.operator())

    assert (response.status_code, response.get_data()) == (200, b"")
