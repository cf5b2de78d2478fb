"""The consent log is the same file, byte by byte, whether its lines are ready or every record is opened for it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.domain.consent import build_record
from commentsvc.domain.notice import parse_manifest
from commentsvc.exchange.consent_log import FORMATS, ROWS
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, newest_body
from commentsvc.models.consent_line import ConsentLine, ConsentLineState, ConsentWording
from commentsvc.models.database import random_id, writing
from commentsvc.models.moving import move_person
from commentsvc.models.notice import notice_in_force
from commentsvc.usecases import write_consent_log as writing_it
from commentsvc.usecases.access import CLI
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.export_consent_log import ConsentLogFilter, export_consent_log
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.publish_notice import draft_notice, publish_notice
from commentsvc.usecases.ready_consent_lines import ready_consent_lines, sites_to_ready
from commentsvc.usecases.reply_as_staff import StaffReply, reply_as_staff
from commentsvc.usecases.write_consent_log import write_consent_log
from tests.support.choices import choose, publish_cookie_notice
from tests.support.sites import bearer
from tests.usecases.log_entries import integrate_all

HOSTILE = '=1+1;"a", %s %% {0} \\n </script> ;=cmd'
UNSEEN = f"{HOSTILE}\r\n\ue000 \u2028 \t \x00 -"
BOTH = {"publish": True, "remember-me": True}
BY_ROW = [form for form in FORMATS.values() if form.unit == ROWS]


@pytest.fixture
def happens(deps, site):
    """`happens(answer, "withdrawn", remember=False)`: one more event of its record."""

    def append(answer: dict[str, Any], type: str, **purposes: bool) -> None:
        record_id = uuid.UUID(answer["receipt"]["id"])
        deps.session.rollback()
        with writing(deps.session) as session:
            body = newest_body(session, site.id, record_id)
            facts = RecordFacts.again(session.get_one(ConsentRecord, (site.id, record_id)), body)
            choice = body.purposes | {name.replace("_", "-"): on for name, on in purposes.items()}
            told = {"at": clock.now(), "by": "server" if type in ("expired", "invalidated") else "reader"}
            corrected = ["body"] if type == "corrected" else []
            append_event(deps, find_site(deps, site.id), facts, type, purposes=choice, corrected=corrected, **told)

    return append


@pytest.fixture
def ready(deps, site):
    """`ready()`: everything is in the log and has its line."""

    def work() -> None:
        deps.session.rollback()
        integrate_all(deps, site.id)
        while site.id in sites_to_ready(deps):
            ready_consent_lines(deps, site.id, leaves=7)

    return work


@pytest.fixture
def history(deps, client, site, post, decide, happens, later):
    """Readers to whom everything happened that can; returns some of their answers."""
    purposes = draft_notice(deps, CLI, site.id, "en", {})["purposes"]
    purposes[0] |= {"label": HOSTILE, "description": f"{HOSTILE}\n{HOSTILE}"}
    posts = [post(purposes=BOTH, body=f"Number {number}.") for number in range(4)]
    publish_notice(deps, CLI, site.id, "en", {"purposes": purposes})
    posts += [post(purposes=BOTH, page=f"{site.origin}/?q={text}") for text in ("%3Da,b", "%22;%3D", "%25s")]
    posts.append(post(purposes=BOTH, key='=k,"e;-y%s'))
    publish_cookie_notice(deps, site)
    posts += [choose(client, site, "statistics"), choose(client, site, "statistics")]
    for again in range(2):
        for answer, type, on in (
            (posts[0], "withdrawn", False),
            (posts[0], "given", True),
            (posts[1], "refused", False),
        ):
            later(minutes=1 + again)
            happens(answer, type, remember_me=on)
    happens(posts[2], "renewed")
    happens(posts[2], "corrected")
    happens(posts[4], "expired", remember_me=False)
    happens(posts[5], "invalidated", publish=False, remember_me=False)
    happens(posts[8], "withdrawn", statistics=False)
    _import(deps, site)
    decide(posts[0]["comment"]["id"], "publish")
    reply_as_staff(deps, CLI, site.id, StaffReply(uuid.UUID(posts[0]["comment"]["id"]), "Thank you."))
    assert _erase(client, site, posts[3]).status_code in (200, 204)
    return posts


def _erase(client, site, answer):
    url = f"{site.comments_url}/{answer['comment']['id']}"
    return client.delete(url, headers=site.headers() | bearer(answer["edit_token"]))


def _import(deps, site) -> None:
    """A record that claims nothing, of nobody, without a comment."""
    deps.session.rollback()
    with writing(deps.session) as session:
        notice = notice_in_force(session, site.id, "de")
        manifest, record_id = parse_manifest(notice.body), random_id()
        choice = {purpose["id"]: True for purpose in manifest["purposes"]}
        record = build_record(
            record_id=str(record_id), subject_ref="", manifest=manifest, notice_sha256=notice.sha256,
            effective_from="2026-01-31T00:00:00.000Z", purposes=choice, withdrawal_url="", widget={}, signals={},
            page=UNSEEN, origin="", comment_id=None, checkpoint_before=None,
        )  # fmt: skip
        facts = RecordFacts(record_id, "imported", None, notice.sha256, record)
        append_event(deps, find_site(deps, site.id), facts, "imported", at=clock.now(), by="server", purposes=choice)


def assert_same(deps, site, **filters: Any) -> dict[str, bytes]:
    """The files as they are written now, which are what the opened records say."""
    found = {}
    for form in BY_ROW:
        chosen = ConsentLogFilter(**filters)
        deps.session.rollback()
        opened = b"".join(form.write(export_consent_log(deps, CLI, site.id, chosen)))
        found[form.name] = b"".join(write_consent_log(deps, CLI, site.id, chosen, form))
        assert found[form.name] == opened
    return found


def every_filter(deps, site) -> list[dict[str, Any]]:
    deps.session.rollback()
    times = sorted(deps.session.scalars(sa.select(ConsentEvent.at)))
    subjects = deps.session.scalars(sa.select(ConsentRecordBody.subject_id).distinct()).all()
    early, late = times[3], times[-4]
    states = ("given", "not-given", "withdrawn", "refused", "erased", "imported", "expired", "invalidated", "unknown")
    return [
        {},
        {"from_": early, "to": late},
        {"from_": late},
        {"to": early},
        {"purpose": "publish"},
        {"purpose": "statistics", "from_": early},
        {"purpose": "nothing"},
        *({"state": state} for state in states),
        {"subject": next(one for one in subjects if one)},
    ]


def test_the_file_is_what_the_opened_records_say_however_much_of_it_is_ready(
    deps, client, site, history, happens, post, decide, ready, monkeypatch
):
    for chosen in every_filter(deps, site):
        assert_same(deps, site, **chosen)

    ready()
    with monkeypatch.context() as shut:
        shut.setattr(writing_it, "open_records", _never)
        shut.setattr(writing_it, "opened_rows", _never)
        for chosen in every_filter(deps, site):
            assert_same(deps, site, **chosen)

    happens(history[0], "withdrawn", remember_me=False)
    happens(history[9], "given", external_media=True)
    post(purposes=BOTH, lang="de")
    decide(history[1]["comment"]["id"], "spam")
    assert _erase(client, site, history[6]).status_code in (200, 204)
    for chosen in every_filter(deps, site):
        assert_same(deps, site, **chosen)

    monkeypatch.setattr(writing_it, "MOST_WAITING", 1)
    before = assert_same(deps, site)
    monkeypatch.undo()
    ready()
    after = assert_same(deps, site)
    assert HOSTILE[-6:].encode() in before["jsonl"] and len(after["csv"]) > len(before["csv"])  # the log's indexes


def _never(*_: Any, **__: Any) -> Any:
    raise AssertionError("a record was opened although its line is ready")


def test_both_exports_are_written_into_the_trail_alike(deps, site, post, ready):
    post(purposes=BOTH)
    ready()
    for export in (
        lambda: list(export_consent_log(deps, CLI, site.id, ConsentLogFilter(state="given"), format="csv")),
        lambda: list(write_consent_log(deps, CLI, site.id, ConsentLogFilter(state="given"), FORMATS["csv"])),
        lambda: list(write_consent_log(deps, CLI, site.id, ConsentLogFilter(state="given"), FORMATS["jsonld"])),
    ):
        export()
    deps.session.rollback()
    query = sa.select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.id)
    told = [(event.action, event.detail) for event in deps.session.scalars(query)]
    assert told[0:2] == told[2:4] == [
        ("export.consent-log", {"format": "csv", "state": "given"}),
        ("export.consent-log-complete", {"rows": 2}),
    ]  # fmt: skip
    assert told[5] == ("export.consent-log-complete", {"rows": 1})


def test_a_file_shows_one_moment_while_lines_are_made_forgotten_and_erased(
    deps, client, site, post, happens, ready, monkeypatch
):
    monkeypatch.setattr(writing_it, "LINES_AT_ONCE", 2)
    answers = [post(purposes=BOTH, body=f"Number {number}.") for number in range(8)]
    ready()
    happens(answers[2], "withdrawn", remember_me=False)
    expected = assert_same(deps, site)["jsonl"]

    deps.session.rollback()
    chunks = write_consent_log(deps, CLI, site.id, ConsentLogFilter(), FORMATS["jsonl"])
    written = [next(chunks)]
    happens(answers[7], "withdrawn", remember_me=False)
    assert _erase(client, site, answers[6]).status_code in (200, 204)
    ready()
    written += chunks

    assert b"".join(written) == expected
    assert b'"erased"' in assert_same(deps, site)["jsonl"]


def test_a_broken_off_file_lets_the_database_go(deps, site, post, ready):
    post()
    ready()
    chunks = write_consent_log(deps, CLI, site.id, ConsentLogFilter(), FORMATS["csv"])
    next(chunks)
    chunks.close()

    assert deps.session.get_bind().pool.checkedout() <= 1


def test_a_line_goes_with_its_record_and_nothing_personal_comes_back(deps, client, site, post, ready):
    answer = post(author={"name": "Grace", "email": "grace@example.org"}, page=f"{site.origin}/illness")
    ready()
    (line,) = deps.session.scalars(sa.select(ConsentLine)).all()
    assert "illness" in line.said
    subject = deps.session.scalars(sa.select(Comment.subject_id)).one()
    (shared,) = deps.session.scalars(sa.select(ConsentWording.rows)).all()
    assert not [one for one in ("illness", str(subject), line.record_id.hex[:8]) if one in str(shared)]
    deps.session.rollback()

    assert _erase(client, site, answer).status_code in (200, 204)
    deps.session.expire_all()
    assert deps.session.scalars(sa.select(ConsentLine)).all() == []
    ready()

    (line,) = deps.session.scalars(sa.select(ConsentLine)).all()
    assert "illness" not in line.said and str(subject) not in line.said
    assert_same(deps, site, state="erased")


def test_a_person_who_moves_to_another_address_takes_their_lines_along(deps, site, post, ready):
    post(author={"name": "Grace", "email": "grace@example.org"})
    post(author={"name": "Ada", "email": "ada@example.org"})
    ready()
    old, new = deps.session.scalars(sa.select(Comment.subject_id).order_by(Comment.id)).all()
    with writing(deps.session) as session:
        session.execute(sa.update(Comment).values(confirmed_at=clock.now()))
        move_person(session, site.id, old, new, "ada@example.org", clock.now())

    assert str(old).encode() not in assert_same(deps, site)["csv"]


def test_a_tenants_lines_are_in_no_other_tenants_file(deps, site, other_site, post, ready):
    post(at=other_site)
    post()
    ready()
    deps.session.rollback()
    integrate_all(deps, other_site.id)
    while ready_consent_lines(deps, other_site.id):
        pass

    files = [assert_same(deps, one)["csv"] for one in (site, other_site)]
    assert [len(file.splitlines()) for file in files] == [4, 4] and files[0] != files[1]


def test_lines_are_made_again_from_nothing_as_after_an_upgrade(deps, site, history, ready):
    ready()
    before = assert_same(deps, site)
    with writing(deps.session) as session:
        session.execute(sa.delete(ConsentLine))
        session.execute(sa.update(ConsentLineState).values(visited=0))

    assert assert_same(deps, site) == before
    ready()
    assert assert_same(deps, site) == before
