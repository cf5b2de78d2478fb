"""The guard of Articles 15 and 17: every column is classified, what is said to be in a copy is in it, and what is said
to be erased is gone, held against somebody who has data in every table (Coral left usernames and notes behind)."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.bundle_texts import bundle_text
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.personal_data import TABLES, Reason
from commentsvc.domain.request import Kind, Step
from commentsvc.models import db
from commentsvc.models.account import Account
from commentsvc.models.audit import Decision
from commentsvc.models.ban import Ban
from commentsvc.models.comment import Comment
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.content import ContentReport, Statement
from commentsvc.models.database import new_id, random_id, writing
from commentsvc.models.escrow import SealedProof
from commentsvc.models.finding import add_findings
from commentsvc.models.fingerprint import keep_fingerprints
from commentsvc.models.flag import CommentFlag
from commentsvc.models.hold import Hold
from commentsvc.models.learned import LearnedExample
from commentsvc.models.mail import MailMessage
from commentsvc.models.mail_wish import MailWish, add_news
from commentsvc.models.passing import IdempotentAnswer, OutboxTask
from commentsvc.models.reader import ReaderLink, ReaderSession, ReaderSessionRecord
from commentsvc.models.request import SubjectRequest
from commentsvc.models.spam_service import SpamCheck
from commentsvc.models.webhook import WebhookEndpoint
from commentsvc.usecases.access import CLI
from commentsvc.usecases.announce import delivery_of
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.erase_person import erase_person
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.person import person_of_subject
from commentsvc.usecases.ready_consent_lines import ready_consent_lines
from commentsvc.usecases.request_steps import READER, take_step
from tests.docs.pages import ROOT
from tests.support.everything import dump
from tests.usecases.log_entries import integrate_all

ADDRESS = "mia.moreau@example.org"
MIA = {"name": "Mia Moreau", "email": ADDRESS, "website": "https://mia.example.org/"}
WORDS = ("mia moreau", "mia.example.org", ADDRESS, "swordfish", "harbour", "her file", "a note about her", "mia's page")


@dataclass(frozen=True)
class Her:
    """Whose data it is, and the rows that are about her: table, primary key, values."""

    subject: uuid.UUID
    rows: list[tuple[sa.Table, tuple[Any, ...], dict[str, Any]]]


def test_every_column_of_every_table_is_classified_once_and_has_its_reason() -> None:
    here = {name: {column.name for column in table.columns} for name, table in db.metadata.tables.items()}

    assert {name: table.columns for name, table in TABLES.items()} == here
    for name, table in TABLES.items():
        assert not set(table.plain.split()) & set(table.personal), name
        assert bool(table.personal) != bool(table.about), name
        for column, told in table.personal.items():
            assert bool(told.copy) != bool(told.withheld), f"{name}.{column} is in a copy, or withheld for a reason"
    assert set(bundle_text("en").reasons) == set(Reason)


def test_the_page_what_is_stored_does_not_call_a_table_harmless_that_has_something_of_a_reader() -> None:
    page = (ROOT / "docs" / "explanation" / "what-is-stored.md").read_text(encoding="utf-8")
    cells = {line.split("`")[1]: line.split(" | ") for line in page.splitlines() if line.startswith("| `")}

    for name, table in TABLES.items():
        if table.personal and name != "outbox_task":
            assert cells[name][2] != "no", f"{name} holds {', '.join(table.personal)}"


def test_what_is_said_to_be_in_a_copy_is_in_it_and_what_is_said_to_be_erased_is_gone(deps, site, post, decide):
    her = _somebody_with_everything(deps, site, post, decide)
    person = person_of_subject(find_site(deps, site.id), her.subject)

    plain = [
        f"{table.name}.{column}: {value!r} is about her"
        for table, _, values in her.rows
        for column, value in values.items()
        if column in TABLES[table.name].plain.split() and _says_of_her(value, her.subject)
    ]
    assert plain == []
    about = [name for name, table in TABLES.items() if table.about]
    told = "\n".join(row for name, rows in dump(deps.session.get_bind()).items() if name in about for row in rows)
    assert not _says_of_her(told, her.subject), "a table that is said to be about no reader"

    copy = _read(b"".join(export_person(deps, site.id, person, lang="en").chunks))
    missing = [
        f"{table.name}.{column}: {values[column]!r} is not at {told.copy}"
        for table, _, values in her.rows
        for column, told in TABLES[table.name].personal.items()
        if told.copy and values[column] not in (None, "", [], {}) and not _is_in(copy, told.copy, values[column])
    ]
    assert missing == []

    assert erase_person(deps, find_site(deps, site.id), her.subject, by="reader").finished
    deps.session.rollback()
    left = [
        f"{table.name}.{column} still says {values[column]!r}"
        for table, key, values in her.rows
        for column, told in TABLES[table.name].personal.items()
        if not told.kept
        and values[column] not in (None, "", [], {})
        and _now(deps, table, key).get(column) == values[column]
    ]
    assert left == []
    assert not _says_of_her(_everything(deps), her.subject)


def _somebody_with_everything(deps: Any, site: Any, post: Any, decide: Any) -> Her:
    """A reader of whom every table that can have something has it, in every column that is about readers."""
    bob = post(author={"name": "Bob", "email": "bob@example.org"}, page=f"{site.origin}/other")["comment"]["id"]
    assert decide(bob, "publish")["outcome"] == "done"
    mine = post(
        author=MIA, body="The swordfish [is](https://example.com/a) mine", parent=bob, page=f"{site.origin}/other",
        lang="de", title="Mia's page", purposes={"publish": True, "remember-me": True},
    )  # fmt: skip
    alone = post(author=MIA, body="In the harbour", title="Mia's page")
    made = [uuid.UUID(one["comment"]["id"]) for one in (mine, alone)]
    decide(str(made[0]), "publish", reason="a note about her")
    decide(str(made[1]), "publish")
    integrate_all(deps, site.id)
    while ready_consent_lines(deps, site.id):
        pass
    subject = find_subject(deps, find_site(deps, site.id), ADDRESS)
    assert subject is not None
    at = clock.now()
    with writing(deps.session) as session:
        for comment_id in made:
            comment = session.get(Comment, (site.id, comment_id))
            comment.confirmed_at, comment.edited_at, comment.spam_score = at, at, 93
            found = Finding("links", "It has twelve links.", Verdict.HOLD)
            add_findings(session, comment, [found], at)
            keep_fingerprints(session, comment, "text", [comment_id.hex], at, at + timedelta(days=1))
        _add_rest(deps, site, subject.id, made[0], at)
    return Her(subject.id, _rows(deps, site.id, subject.id, made))


def _add_rest(deps: Any, site: Any, subject_id: uuid.UUID, comment_id: uuid.UUID, at: datetime) -> None:
    """Inside the caller's transaction: rows of the tables that other parts of the service write."""
    session, where = deps.session, {"site_id": site.id}
    record = session.get(Comment, (site.id, comment_id)).record_id
    request = SubjectRequest(
        **where, id=random_id(), kind=Kind.ACCESS, state="answered", channel="letter", lang="de", subject_id=subject_id,
        record_id=record, reply_address=ADDRESS, words="Please send me her file", received_at=at, confirmed_at=at,
        due_at=at, extended_at=at, reminded=0, outcome="copied", closed_at=at, forget_at=at + timedelta(days=30),
    )  # fmt: skip
    mail = MailMessage(
        **where, id=random_id(), kind="request-confirm", facts={"request": str(request.id)}, address=ADDRESS,
        subject_id=subject_id, hint="m***@example.org", state="bounced", status="5.1.1", reason="no such mia moreau",
        queued_at=at, changed_at=at, good_until=at, expires_at=at + timedelta(days=14),
    )  # fmt: skip
    contact = Contact(**where, subject_id=subject_id, address=ADDRESS, confirmed_at=at)
    waiting = AddressConfirmation(
        **where, id=random_id(), comment_id=comment_id, subject_id=subject_id, address=ADDRESS,
        purposes=["reply-mail"], created_at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip
    link = ReaderLink(**where, id=random_id(), subject_id=subject_id, address=ADDRESS, expires_at=at)
    visit = ReaderSession(**where, token_hash="t" * 64, subject_id=subject_id, created_at=at, expires_at=at)
    shown = ReaderSessionRecord(**where, token_hash="t" * 64, record_id=record, expires_at=at)
    for row in (request, mail, contact, waiting, link, visit, shown):
        session.add(row)
        session.flush()
    take_step(deps, find_site(deps, site.id), request, Step.ANSWERED, READER, note="a note about her")
    for held in ({"subject_id": subject_id}, {"comment_id": comment_id}):
        fact = append_fact(deps, find_site(deps, site.id), "hold.set", {"hold": str(new_id())})
        session.add(
            Hold(
                **where,
                **held,
                id=new_id(),
                request_id=request.id,
                why="a note about her",
                claims=False,
                set_at=at,
                set_by=CLI.ref,
                set_by_name=CLI.name,
                until=at + timedelta(days=1),
                ended_at=at,
                entry=fact.entry,
            )  # fmt: skip
        )
    decision = session.scalars(sa.select(Decision).where(Decision.comment_id == comment_id)).one()
    said = {"comment_id": comment_id, "means": "human", "decision_id": decision.id, **where}
    session.add(Statement(**said, ground="terms", rule="No swordfish", facts="You write harbour", reported=True, at=at))
    session.add(
        ContentReport(
            **said,
            id=random_id(),
            location="https://example.org/",
            why="mia moreau lies",
            name="Zoe",
            email="z@z.example",
            lang="en",
            state="decided",
            received_at=at,
            answer="her file",
            decided_at=at,
            decided_by="cli",
        )  # fmt: skip
    )
    session.add(CommentFlag(**where, id=new_id(), comment_id=comment_id, why="rude", code="c" * 43, at=at))
    banned = {"comment_id": comment_id, "subject_id": subject_id, "code": "c" * 32, "note": "a note about her"}
    by = {"set_by": CLI.ref, "set_by_name": CLI.name, "set_at": at, "expires_at": at + timedelta(days=1)}
    session.add(Ban(**where, **banned, **by, id=new_id(), kind="author", sure=True, told=True))
    session.add(
        IdempotentAnswer(**where, key_hash="k" * 64, body_digest="d" * 64, comment_id=comment_id, expires_at=at)
    )
    _tell_others(session, where, comment_id, at)
    learnt = {"buckets": b"\1\2", "spam": False, "score": 7, "learnt_at": at}
    asked = {"state": "honest", "score": 3, "goes_on": True, "due_at": at, "sent_at": at, "told": "spam"}
    session.add(SpamCheck(**where, comment_id=comment_id, kind="http", ref=random_id(), **asked))
    session.add(LearnedExample(**where, place=1, comment_id=comment_id, **learnt))
    session.add(SealedProof(**where, id=random_id(), sealed=b"sealed", expires_at=at + timedelta(days=30)))
    session.add(
        OutboxTask(**where, id=new_id(), kind="answer-request", payload={"request": str(request.id)}, run_at=at)
    )


def _tell_others(session: Any, where: dict[str, Any], comment_id: uuid.UUID, at: datetime) -> None:
    """A receiver that repeated what it was told; a moderator who is not told yet."""
    endpoint = WebhookEndpoint(
        **where, id=new_id(), name="Desk", url="https://hooks.example.org/", events=["comment.posted"], contents=True,
        generation=1, failures=0, created_at=at,
    )  # fmt: skip
    session.add(endpoint)
    session.flush()
    told = delivery_of(endpoint, "comment.posted", {"comment": str(comment_id)})
    told.state, told.answer, told.status = "delivered", "Thanks for: mia moreau, swordfish", 200
    session.add(told)
    account = Account(
        id=random_id(), email="olga@example.org", name="Olga", password_hash="x", instance_admin=False, created_at=at
    )
    session.add(account)
    session.flush()
    wish = MailWish(**where, account_id=account.id, rhythm="daily", about="all", hour=6, next_at=at, sent=0)
    session.add(wish)
    session.flush()
    add_news(session, wish, comment_id)


_BY = ("subject_id", "comment_id", "record_id", "request_id")


def _says_of_her(value: Any, subject: uuid.UUID) -> list[str]:
    """What of hers stands in it, words or reference."""
    text = (value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)).casefold()
    return [word for word in (*WORDS, str(subject), subject.hex) if word in text]


def _rows(
    deps: Any, site_id: str, subject_id: uuid.UUID, comments: list[uuid.UUID]
) -> list[tuple[sa.Table, tuple[Any, ...], dict[str, Any]]]:
    """Every row that is about her, found by the references that lead to her; no table is without one."""
    session = deps.session
    records = [session.get(Comment, (site_id, one)).record_id for one in comments]
    threads = [session.get(Comment, (site_id, one)).thread_id for one in comments]
    requests = list(session.scalars(sa.select(SubjectRequest.id)))
    hers: dict[str, set[Any]] = {
        "subject_id": {subject_id}, "comment_id": set(comments), "record_id": set(records), "request_id": set(requests),
    }  # fmt: skip
    own: dict[str, set[Any]] = {
        "comment": set(comments), "subject": {subject_id}, "consent_record": set(records), "thread": set(threads),
        "subject_request": set(requests),
    }  # fmt: skip
    found = []
    for name, table in db.metadata.tables.items():
        if not TABLES[name].personal:
            continue
        theirs = [
            dict(row)
            for row in session.execute(sa.select(table)).mappings()
            if (row["id"] in own[name] if name in own else _hers(dict(row), hers))
        ]
        if name == "log_entry":
            events = session.execute(sa.select(db.metadata.tables["consent_event"])).mappings()
            ids = {event["entry"] for event in events if event["record_id"] in hers["record_id"]}
            theirs = [dict(row) for row in session.execute(sa.select(table)).mappings() if row["id"] in ids]
        assert theirs, f"nobody has anything in {name}: the guard would pass whatever it says"
        found += [(table, tuple(row[key.name] for key in table.primary_key), row) for row in theirs]
    return found


def _hers(row: dict[str, Any], hers: dict[str, set[Any]]) -> bool:
    named = [column for column in _BY if column in row]
    return any(row[column] in hers[column] for column in named) if named else True


def _now(deps: Any, table: sa.Table, key: tuple[Any, ...]) -> dict[str, Any]:
    conditions = [column == value for column, value in zip(table.primary_key, key, strict=True)]
    row = deps.session.execute(sa.select(table).where(*conditions)).mappings().first()
    return dict(row) if row else {}


def _read(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        names = [name for name in found.namelist() if name.startswith("receipts/")]
        return {
            "export.json": json.loads(found.read("export.json")),
            "consents.jsonld": json.loads(found.read("consents.jsonld")),
            "receipts": [json.loads(line) for name in names for line in found.read(name).splitlines()],
        }


def _is_in(copy: dict[str, Any], place: str, value: Any) -> bool:
    file, _, path = place.partition(":")
    wanted = _as_json(value)
    return any(found in wanted for found in _at(copy[file], path))


def _at(value: Any, path: str) -> Iterator[Any]:
    """Everything that stands at a path such as `comments[].author.name`."""
    if not path:
        yield value
    elif path.startswith("[]"):
        for one in value or ():
            yield from _at(one, path[2:].removeprefix("."))
    else:
        step = path.split(".")[0].split("[")[0]
        if isinstance(value, dict) and step in value:
            yield from _at(value[step], path[len(step) :].removeprefix("."))


def _as_json(value: Any) -> list[Any]:
    """The forms in which a stored value may stand in a file."""
    if isinstance(value, datetime):
        return [iso(value)]
    if isinstance(value, uuid.UUID):
        return [str(value)]
    if isinstance(value, bytes):
        return [value.decode("utf-8", "replace"), b64encode(value).decode(), value.hex()]
    return [value]


def _everything(deps: Any) -> str:
    return "\n".join(row for rows in dump(deps.session.get_bind()).values() for row in rows).casefold()
