"""The consent log: who, when, what text, for what, on what basis, how, whether taken back, for which comment."""

from __future__ import annotations

import json
import tracemalloc
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.domain.consent_history import STATES
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.exchange.consent_log import FORMATS
from commentsvc.exchange.consent_row import COLUMNS
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
from commentsvc.models.log import LogEntry
from commentsvc.models.notice import notice_in_force
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.export_consent_log import ConsentLogFilter, export_consent_log, read_filter
from commentsvc.usecases.integrate_entries import integrate_entries

DPO = Actor(ref="account:dpo", name="Dora", site_id="example", scopes=frozenset({"export"}))
EVERYTHING = ConsentLogFilter()


@pytest.fixture
def rows(deps):
    """`rows(state="given", …)`: the whole export."""

    def export(**filters):
        deps.session.rollback()
        return list(export_consent_log(deps, DPO, "example", ConsentLogFilter(**filters)))

    return export


@pytest.fixture
def withdraw(client, site):
    """`withdraw(answer, "remember-me")`: by the receipt's secret."""

    def send(answer, purpose, type="withdrawn"):
        receipt = answer["receipt"]
        response = client.post(
            f"{site.url}/consents/{receipt['id']}/events",
            json={"type": type, "purpose": purpose},
            headers=site.headers() | {"Authorization": f"Bearer {receipt['secret']}"},
        )
        assert response.status_code == 200, response.get_data(as_text=True)

    return send


def of(rows, answer):
    """This comment's rows by purpose."""
    return {row.purpose: row for row in rows if row.record == answer["receipt"]["id"]}


def audit(deps):
    deps.session.rollback()
    query = sa.select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.id)
    return list(deps.session.scalars(query))


def test_a_row_answers_who_when_what_for_what_how_and_for_which_comment(deps, site, rows, post):
    answer = post(purposes={"publish": True, "remember-me": False}, lang="de")
    notice = notice_in_force(deps.session, "example", "de")
    manifest = json.loads(notice.body)
    record = deps.session.get(ConsentRecord, ("example", uuid.UUID(answer["receipt"]["id"])))

    publish, _, remember = rows()

    assert [publish.purpose, remember.purpose] == ["publish", "remember-me"]
    assert uuid.UUID(publish.subject)
    assert (publish.record, publish.kind) == (answer["receipt"]["id"], "consent")
    assert publish.purpose_text == manifest["purposes"][0]["label"]
    assert publish.purpose_description == manifest["purposes"][0]["description"]
    assert publish.lawful_basis == "eu-gdpr:A6-1-a"
    assert (publish.state, publish.given_at) == ("given", answer["comment"]["created_at"])
    assert (remember.state, remember.given_at) == ("not-given", None)
    assert publish.indicated_by == "checkbox and submit"
    assert publish.withdrawn_at is None
    assert (publish.notice_sha256, publish.notice_version, publish.language) == (notice.sha256, 1, "de")
    assert publish.page == answer["comment"]["page"]
    assert (publish.comment, publish.comment_status) == (answer["comment"]["id"], "pending")
    assert publish.commitment == record.commitment.hex()
    assert publish.log_index is None
    assert publish.recorded_by == "reader"


def test_the_log_index_appears_once_the_entry_is_integrated(deps, site, rows, post):
    post()
    post()
    deps.session.rollback()
    integrate_entries(deps, "example")

    entries = {
        entry.data: entry.leaf_index for entry in deps.session.scalars(sa.select(LogEntry)) if entry.type == "given"
    }
    assert sorted({row.log_index for row in rows()}) == sorted(entries.values())


def test_withdrawing_one_purpose_shows_when_and_leaves_the_other(rows, post, withdraw, later):
    answer = post(purposes={"publish": True, "remember-me": True})
    later(minutes=5)
    withdraw(answer, "remember-me")

    found = of(rows(), answer)

    assert (found["publish"].state, found["publish"].withdrawn_at) == ("given", None)
    assert found["remember-me"].state == "withdrawn"
    assert found["remember-me"].given_at == answer["comment"]["created_at"] < found["remember-me"].withdrawn_at

    later(minutes=5)
    withdraw(answer, "remember-me", type="given")
    again = of(rows(), answer)["remember-me"]
    assert (again.state, again.withdrawn_at) == ("given", None)
    assert again.given_at > found["remember-me"].withdrawn_at


def test_an_erased_record_says_so_and_holds_nothing_personal(deps, rows, post, withdraw):
    answer = post(author={"name": "Grace", "email": "grace@example.org"}, page="https://example.org/illness")
    before = of(rows(), answer)["publish"]
    withdraw(answer, "publish")

    (row,) = [row for row in rows() if row.record == answer["receipt"]["id"]]

    told = {column: getattr(row, column) for column in COLUMNS if getattr(row, column) is not None}
    assert set(told) == {
        "record", "kind", "state", "given_at", "withdrawn_at", "comment", "comment_status", "commitment",
    }  # fmt: skip
    assert (row.state, row.comment_status, row.commitment) == ("erased", "erased", before.commitment)
    assert row.given_at == before.given_at
    for word in ("Grace", "grace", "illness", before.subject):
        assert word not in str(row)


def test_no_salt_and_no_secret_leaves_in_any_format(deps, rows, post):
    answer = post(author={"name": "Grace", "email": "grace@example.org"})
    salts = list(deps.session.scalars(sa.select(RecordSalt.salt)))
    deps.session.rollback()

    for form in FORMATS.values():
        data = b"".join(form.write(export_consent_log(deps, DPO, "example", EVERYTHING, format=form.name)))
        assert answer["receipt"]["id"].encode() in data
        for salt in salts:
            assert salt not in data
            assert salt.hex().encode() not in data
        for secret in (answer["receipt"]["secret"], answer["edit_token"], "grace@example.org"):
            assert secret.encode() not in data


def test_each_filter_keeps_what_it_names(rows, post, withdraw, later):
    early = post(purposes={"publish": True, "remember-me": True}, author={"email": "ada@example.org"})
    later(days=2)
    late = post(purposes={"publish": True, "remember-me": False})
    withdraw(early, "remember-me")
    made = datetime.fromisoformat(late["comment"]["created_at"])
    subject = uuid.UUID(of(rows(), early)["publish"].subject)

    def records(**filters):
        found = [(row.record == late["receipt"]["id"], row.purpose) for row in rows(**filters)]
        return [one for one in found if one[1] != "reply-mail"]

    everything = [(False, "publish"), (False, "remember-me"), (True, "publish"), (True, "remember-me")]
    assert records() == everything
    assert records(from_=made) == everything[2:]
    assert records(to=made) == everything[:2]
    assert records(from_=made - timedelta(days=1), to=made) == []
    assert records(purpose="publish") == everything[::2]
    assert records(state="withdrawn") == [(False, "remember-me")]
    assert records(state="not-given") == [(True, "remember-me")]
    assert records(subject=subject) == everything[:2]
    assert records(subject=uuid.uuid4()) == []
    assert records(subject=subject, purpose="publish", state="withdrawn") == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-02-30"}, "from"),
        ({"from": "2026-01-31T09:30:00"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"from": "2026-02-01", "to": "2026-01-31"}, "to"),
        ({"state": "happy"}, "state"),
        ({"subject": "ada@example.org"}, "subject"),
        ({"purpose": "x" * 101}, "purpose"),
        ({"purpose": "\udcff"}, "purpose"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_field(given, field):
    with pytest.raises(ValidationFailed) as refused:
        read_filter(given)

    assert list(refused.value.fields) == [field]


def test_days_and_times_are_read_and_the_last_day_is_included():
    read = read_filter({"from": "2026-01-31", "to": "2026-01-31", "purpose": "", "state": None})
    assert read == ConsentLogFilter(datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    assert read_filter({"from": "2026-01-31T10:00:00+02:00"}).from_ == datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert [read_filter({"state": state}).state for state in STATES] == list(STATES)


def test_the_export_is_written_down_before_its_first_row_and_again_when_it_is_complete(deps, site, post):
    post()
    subject = uuid.uuid4()
    deps.session.rollback()

    exported = export_consent_log(deps, DPO, "example", ConsentLogFilter(state="given"), format="csv")
    (begun,) = audit(deps)
    deps.session.rollback()
    assert len(list(exported)) == 1
    assert len(list(export_consent_log(deps, DPO, "example", ConsentLogFilter(subject=subject)))) == 0

    first, complete, personal, _ = audit(deps)
    assert (first.id, first.action, first.actor, first.actor_name) == (
        begun.id, "export.consent-log", "account:dpo", "Dora",
    )  # fmt: skip
    assert first.detail == {"format": "csv", "state": "given"}
    assert (complete.action, complete.target, complete.detail) == (
        "export.consent-log-complete",
        first.target,
        {"rows": 1},
    )
    assert str(subject) not in json.dumps(personal.detail)


def test_a_broken_off_export_is_written_down_as_begun_only_and_lets_the_database_go(deps, site, post):
    for n in range(3):
        post(body=f"Number {n}.")
    deps.session.rollback()

    exported = export_consent_log(deps, DPO, "example", EVERYTHING)
    next(exported)
    exported.close()

    assert [event.action for event in audit(deps)] == ["export.consent-log"]
    assert deps.session.get_bind().pool.checkedout() <= 1


def test_nobody_exports_another_site_or_without_the_scope_and_nothing_is_written_then(deps, site, other_site, post):
    post(at=other_site)
    for actor, at, error in (
        (DPO, "other", NotFound),
        (replace(DPO, scopes=frozenset({"moderate"})), "example", Forbidden),
        (replace(DPO, site_id=None), "nowhere", NotFound),
    ):
        with pytest.raises(error):
            export_consent_log(deps, actor, at, EVERYTHING)

    assert audit(deps) == []
    assert list(export_consent_log(deps, DPO, "example", EVERYTHING)) == []


def test_an_export_shows_one_moment_while_others_post_withdraw_and_erase(
    deps, client, site, rows, post, withdraw, monkeypatch
):
    monkeypatch.setattr("commentsvc.usecases.export_consent_log.BATCH", 2)
    answers = [post(body=f"Number {n}.", purposes={"publish": True, "remember-me": True}) for n in range(6)]
    expected = rows()

    exported = export_consent_log(deps, DPO, "example", EVERYTHING)
    seen = [next(exported)]
    withdraw(answers[-1], "publish")
    withdraw(answers[-2], "remember-me")
    post(body="A late one.")
    seen += list(exported)

    assert seen == expected
    assert {row.state for row in rows()} == {"given", "withdrawn", "erased", "not-given"}


def test_records_of_the_same_millisecond_are_all_there_across_batches(
    deps, site, rows, post, monkeypatch, time_machine
):
    monkeypatch.setattr("commentsvc.usecases.export_consent_log.BATCH", 2)
    time_machine.move_to(datetime(2027, 1, 1, tzinfo=UTC), tick=False)
    records = {post(body=f"Number {n}.")["receipt"]["id"] for n in range(7)}

    exported = [row.record for row in rows(purpose="publish")]

    assert len(exported) == 7
    assert set(exported) == records


def test_memory_stays_flat_over_4_000_records(deps, site, post):
    """Incident: an export that breaks from 100 comments on (Remark42); memory that grows with the work (Isso)."""
    copy_record(deps, uuid.UUID(post()["receipt"]["id"]), 4_000)
    deps.session.close()
    chunks = FORMATS["csv"].write(export_consent_log(deps, DPO, "example", EVERYTHING))
    size = lines = early = since = 0

    tracemalloc.start()
    for chunk in chunks:
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
        if not early and lines > 3_000:
            early, since = tracemalloc.get_traced_memory()[1], size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert lines == 1 + 3 * 4_001
    assert peak - early < (size - since) / 3, (early, peak, since, size)  # whoever kept what follows would need it all


def copy_record(deps, record_id, times):
    """Write `times` more records like this one, straight into the tables, three a millisecond."""
    session: Session = deps.session
    session.rollback()
    event = session.scalars(sa.select(ConsentEvent).where(ConsentEvent.record_id == record_id)).one()
    comment = session.scalars(sa.select(Comment).where(Comment.record_id == record_id)).one()
    make_id = {
        "sqlite": "printf('{}%031x', n)",
        "postgresql": "CAST('{}' || lpad(to_hex(n), 31, '0') AS uuid)",
    }[session.get_bind().dialect.name]
    entry, made, record, replica = (sa.literal_column(make_id.format(digit)) for digit in "eadc")
    count = sa.literal_column("n")
    for model, original, changes in (
        (LogEntry, event.entry, {"id": entry, "leaf_index": count}),
        (ConsentRecord, record_id, {"id": record, "entry": entry}),
        (
            ConsentEvent,
            event.id,
            {"id": made, "entry": entry, "record_id": record, "at": sa.literal_column("at + n / 3")},
        ),
        (ConsentRecordBody, event.id, {"event_id": made, "record_id": record}),
        (Comment, comment.id, {"id": replica, "root_id": replica, "record_id": record}),
    ):
        numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
        numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < times))
        columns = model.__table__.columns
        key = columns["event_id" if "event_id" in changes else "id"]
        copies = sa.select(*(changes.get(column.key, column) for column in columns)).where(key == original)
        copies = copies.select_from(model.__table__.join(numbers, sa.true()))
        session.execute(sa.insert(model).from_select([column.key for column in columns], copies))
    session.commit()
