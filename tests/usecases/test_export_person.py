"""A person's copy of their data: what is in it, whose it is, that it checks itself, and that nothing in it acts."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.errors import Forbidden, NotFound
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.fact import LoggedFact
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.erase_comment import forget_comment
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.person import Person, person_by_letter, person_of_receipts, person_of_subject
from tests.usecases.log_entries import integrate_all
from tests.usecases.test_export_consent_log import copy_record

OFFICER = Actor(ref="account:dora", name="Dora", site_id="example", scopes=frozenset({"subjects"}))
ADDRESS = "ada@example.org"


def taken(deps: Any, person: Person, by: Actor | None = None, lang: str = "en") -> bytes:
    deps.session.rollback()
    return b"".join(export_person(deps, "example", person, by, lang).chunks)


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return {name: read.read(name) for name in read.namelist()}


def document(data: bytes) -> dict[str, Any]:
    """`export.json`, held against the schema that comes with it."""
    found = files(data)
    told: dict[str, Any] = json.loads(found["export.json"])
    schema = json.loads(found["export.schema.json"])
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(told)
    return told


def checked(deps: Any, data: bytes) -> Verdict:
    """What somebody says who had the site's key from elsewhere."""
    return verify_archive(io.BytesIO(data), Trust([deps.session.get(Site, "example").log_vkey]))


def audit(deps: Any) -> list[AuditEvent]:
    deps.session.rollback()
    query = sa.select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.id)
    return list(deps.session.scalars(query))


def confirm(deps: Any, *answers: dict[str, Any]) -> None:
    """As if the owner of the address had said that these comments are theirs."""
    for answer in answers:
        deps.session.get(Comment, ("example", uuid.UUID(answer["comment"]["id"]))).confirmed_at = clock.now()
    deps.session.commit()


@pytest.fixture
def as_ada(post: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`as_ada(body=…)`: posts under Ada's address."""

    def send(**changes: Any) -> dict[str, Any]:
        return post(**{"author": {"name": "Ada", "email": ADDRESS}} | changes)

    return send


@pytest.fixture
def mailbox(deps: Any, site: Any) -> Callable[[], Person]:
    """Whoever read mail at Ada's address."""

    def find() -> Person:
        deps.session.rollback()
        at = find_site(deps, "example")
        return person_of_subject(at, find_subject(deps, at, ADDRESS).id)

    return find


def test_a_mailbox_gets_what_it_confirmed_whole_and_learns_of_the_rest_only_that_it_is_there(
    deps, site, post, as_ada, mailbox
):
    """Whoever types an address proves nothing: a stranger's comment under it is not its owner's to read."""
    mine = as_ada(body="This is *mine*.", lang="de", page="https://example.org/news/one")
    strangers = as_ada(body="A stranger wrote this.", author={"name": "Mallory", "email": ADDRESS})
    other = post(body="Somebody else.", author={"name": "Bob", "email": "bob@example.org"})
    confirm(deps, mine)
    integrate_all(deps, "example")

    data = taken(deps, mailbox())

    told, found = document(data), files(data)
    assert [comment["id"] for comment in told["comments"]] == [mine["comment"]["id"]]
    (comment,) = told["comments"]
    assert (comment["text"], comment["author"]["name"], comment["language"]) == ("This is *mine*.", "Ada", "de")
    assert told["unconfirmed"] == [{"page": site.page, "created_at": strangers["comment"]["created_at"]}]
    assert [consent["record"] for consent in told["consents"]] == [mine["receipt"]["id"]]
    assert comment["record"] == mine["receipt"]["id"] and told["consents"][0]["comment"] == comment["id"]
    everything = b"".join(found.values())
    for word in ("Mallory", "stranger wrote", strangers["receipt"]["id"], strangers["comment"]["id"], "Somebody else"):
        assert word.encode() not in everything, word
    assert other["comment"]["id"].encode() not in everything
    assert checked(deps, data).outcome.slug == "operators-word"


def test_everything_that_was_agreed_to_is_there_word_for_word_with_its_proof(deps, site, as_ada, mailbox):
    made = [as_ada(lang=lang) for lang in ("en", "de", "en")]
    confirm(deps, *made)
    integrate_all(deps, "example")

    data = taken(deps, mailbox(), lang="de")

    told, found = document(data), files(data)
    shown = {consent["notice"]["sha256"] for consent in told["consents"]}
    assert len(shown) == 2 and {name[8:] for name in found if name.startswith("notices/")} == shown
    for name in shown:
        assert found[f"notices/{name}"] == find_notice(deps.session, "example", name).body
    receipts = [json.loads(line) for line in found["receipts/00001.jsonl"].splitlines()]
    assert {receipt["record"] for receipt in receipts} == {answer["receipt"]["id"] for answer in made}
    assert all(event["proof"] and event["salt"] for receipt in receipts for event in receipt["events"])
    verdict = checked(deps, data)
    assert verdict.outcome.slug == "operators-word", verdict.sentence
    assert len(verdict.files) == 3 and "signed at" in verdict.details[0]
    graph = json.loads(found["consents.jsonld"])["@graph"]
    assert {node["record_id"] for node in graph} == {receipt["record"] for receipt in receipts}


def test_receipts_open_exactly_their_own_comments_whatever_the_address(deps, site, as_ada, post):
    mine, not_shown = as_ada(body="First."), as_ada(body="Second.")
    shown = [(uuid.UUID(mine["receipt"]["id"]), mine["receipt"]["secret"])]
    at = find_site(deps, "example")

    told = document(taken(deps, person_of_receipts(deps, at, shown)))

    assert [comment["text"] for comment in told["comments"]] == ["First."]
    assert told["subject"] is None and told["unconfirmed"] == told["mail"] == told["address"] == []
    assert not_shown["comment"]["id"] not in json.dumps(told)
    with pytest.raises(NotFound):
        person_of_receipts(deps, at, [(shown[0][0], "x" * 43)])


def test_an_operator_who_answers_a_letter_decides_about_what_was_never_confirmed(deps, site, other_site, as_ada):
    as_ada(body="Never confirmed.")
    at = find_site(deps, "example")

    careful = person_by_letter(deps, OFFICER, at, address="ADA@example.org ")
    decided = person_by_letter(deps, OFFICER, at, address=ADDRESS, unconfirmed=True)

    assert document(taken(deps, careful, OFFICER))["comments"] == []
    assert [c["text"] for c in document(taken(deps, decided, OFFICER))["comments"]] == ["Never confirmed."]
    stranger = Actor("account:o", "O", "other", frozenset({"subjects"}))
    moderator = Actor("account:m", "M", "example", frozenset({"moderate", "export"}))
    for actor, error in ((stranger, NotFound), (moderator, Forbidden)):
        with pytest.raises(error):
            person_by_letter(deps, actor, at, address=ADDRESS)
        with pytest.raises(error):
            export_person(deps, "example", careful, actor)
    with pytest.raises(NotFound):
        export_person(deps, "other", careful, None)
    with pytest.raises(NotFound):
        person_by_letter(deps, OFFICER, at, address="nobody@example.org")


def test_that_a_copy_was_made_is_in_the_audit_log_and_in_the_log_and_neither_says_whose(deps, site, as_ada, mailbox):
    confirm(deps, as_ada())
    person = mailbox()

    export = export_person(deps, "example", person)
    begun = audit(deps)
    b"".join(export.chunks)
    export_person(deps, "example", person, OFFICER).chunks.close()

    assert [(one.action, one.actor) for one in begun] == [("export.person", "reader")]
    first, complete, second = audit(deps)
    assert complete.action == "export.person-complete" and complete.target == first.target
    assert complete.detail == {"comments": 1, "records": 1}
    assert (second.action, second.actor) == ("export.person", "account:dora")
    fact = deps.session.get(LoggedFact, ("example", export.fact.entry))
    assert json.loads(fact.snapshot)["what"] == "export.person"
    told = json.dumps([one.detail for one in (first, complete, second)]) + fact.snapshot.decode()
    assert str(person.subject_id) not in told and ADDRESS not in told


def test_a_record_that_outlives_a_confirmed_comment_is_still_its_owners(deps, site, as_ada, mailbox):
    kept, strangers = as_ada(body="Kept."), as_ada(body="Not mine.")
    confirm(deps, kept)
    person = mailbox()
    for answer in (kept, strangers):  # what retention does where the notice promised the record for longer
        comment = deps.session.get(Comment, ("example", uuid.UUID(answer["comment"]["id"])))
        forget_comment(deps, deps.session.get(Site, "example"), comment)
    deps.session.commit()

    told = document(taken(deps, person))

    assert told["comments"] == []
    assert [(one["record"], one["comment"]) for one in told["consents"]] == [(kept["receipt"]["id"], None)]


def test_a_spreadsheet_runs_nothing_of_it_and_every_text_is_exact_in_the_document(deps, site, as_ada, mailbox):
    """Incident class: formulas in exports (CSV injection)."""
    bodies = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a;=cmd|' /C calc'!A0", 'with "quotes", commas\nand lines']
    made = [as_ada(body=body, author={"name": "=HYPERLINK(1)", "email": ADDRESS}) for body in bodies]
    confirm(deps, *made)

    found = files(data := taken(deps, mailbox()))

    rows = list(csv.DictReader(io.StringIO(found["comments.csv"].decode(), newline="")))
    stored = [comment["text"] for comment in document(data)["comments"]]
    assert stored[0] == "=1+1" and stored[6] == bodies[6]
    assert [row["text"].replace("'", "") for row in rows] == [text.replace("'", "") for text in stored]
    for row in rows:
        assert not [cell for cell in row.values() if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_nothing_that_acts_is_in_it(deps, site, as_ada, mailbox):
    posted = as_ada()
    confirm(deps, posted)

    everything = b"".join(files(taken(deps, mailbox())).values())

    for secret in (posted["edit_token"], posted["receipt"]["secret"], deps.settings.secret_key):
        assert secret.encode() not in everything
    assert deps.keys.signer("example").seed() not in everything


def test_250_comments_parse_and_are_on_pages_a_person_can_open(deps, site, as_ada, mailbox):
    """Incident: Remark42's user export is invalid JSON from 100 comments on."""
    first = as_ada(body="One of many.")
    confirm(deps, first)
    copy_record(deps, uuid.UUID(first["receipt"]["id"]), 249)

    found = files(data := taken(deps, mailbox()))

    told = document(data)
    assert len(told["comments"]) == len(told["consents"]) == 250
    assert len({comment["id"] for comment in told["comments"]}) == 250
    assert len(list(csv.reader(io.StringIO(found["comments.csv"].decode(), newline="")))) == 251
    assert [name for name in found if name.startswith("comments/")] == ["comments/00002.html"]
    pages = found["index.html"].decode(), found["comments/00002.html"].decode()
    assert [page.count("<article") for page in pages] == [200, 50]
    assert 'href="comments/00002.html"' in pages[0] and 'href="../index.html#comments"' in pages[1]
    assert [len(found[f"receipts/0000{n}.jsonl"].splitlines()) for n in (1, 2)] == [200, 50]


def test_the_same_moment_is_shown_while_others_write(deps, site, as_ada, mailbox, client):
    made = [as_ada(body=f"Number {n}.") for n in range(3)]
    confirm(deps, *made)

    export = export_person(deps, "example", mailbox(), lang="en")
    head = next(export.chunks)
    as_ada(body="Too late.")
    data = head + b"".join(export.chunks)

    told = document(data)
    assert (len(told["comments"]), told["unconfirmed"]) == (3, [])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_memory_stays_flat_over_1_000_comments_and_bytes_flow_all_the_time(deps, site, as_ada, mailbox):
    """Incident class: memory that grows with the work (Isso). 100,000: `benchmarks/measure_person.py`."""
    first = as_ada(body="One of many. " * 20)
    confirm(deps, first)
    copy_record(deps, uuid.UUID(first["receipt"]["id"]), 1_000)
    export = export_person(deps, "example", mailbox())
    deps.session.close()
    early, seen = 0, set()

    tracemalloc.start()
    for _ in export.chunks:
        seen.add(export.counts.comments)
        early = early or (tracemalloc.get_traced_memory()[1] if export.counts.comments > 200 else 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (export.counts.comments, export.counts.receipts) == (1_001, 1_001)
    assert peak < early * 2, (early, peak)  # of almost four times as many
    assert len(seen) >= 5, "a file leaves with every 200 comments, not all of them at the end"
