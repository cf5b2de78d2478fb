"""What an erasure must reach beyond the comment itself: requests about it, the address it no longer needs, and what its
person reported."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.domain.request import Channel
from commentsvc.jobs.worker import HANDLERS
from commentsvc.models.comment import Comment
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.content import ContentReport
from commentsvc.models.database import writing
from commentsvc.models.erasing import SCRUB
from commentsvc.models.mail import MailMessage
from commentsvc.models.mine import Mine
from commentsvc.models.passing import OutboxTask
from commentsvc.models.request import SubjectRequest
from commentsvc.usecases import find_person
from commentsvc.usecases.access import CLI
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.find_person import Wanted, erase_found
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.mail_reader_link import mail_reader_link
from commentsvc.usecases.open_request import RequestDraft, confirm_request, confirm_secret, open_request
from commentsvc.usecases.queue_mail import SEND
from commentsvc.usecases.reader_session import Visit
from commentsvc.usecases.report_comment import ReportDraft, read_report, report_comment
from commentsvc.usecases.request_mine import ask_for
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.set_hold import HoldDraft, set_hold
from commentsvc.usecases.tend_requests import tend_requests
from tests.support.everything import tables_with
from tests.support.reply_mail import ADDRESS, WANTED, Postman, confirm_link, plain, press
from tests.support.smtp import mail_server

MIA = {"name": "Mia Moreau", "email": ADDRESS}


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server):
    return server.settings


@pytest.fixture
def postman(deps, server):
    return Postman(deps, server.box)


def withdraw(client: Any, site: Any, answer: Any) -> None:
    response = client.post(
        f"{site.url}/consents/{answer['receipt']['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | {"Authorization": f"Bearer {answer['receipt']['secret']}"},
    )
    assert response.status_code == 200, response.text


def count(deps: Any, model: Any) -> int:
    deps.session.rollback()
    return deps.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_what_a_closed_request_says_goes_with_the_comment_that_it_was_about(deps, site, publish, client):
    change_site(deps, CLI, site.id, {"answer_at_once": False})
    answer = publish(author={"name": "Mia Moreau"}, body="About swordfish")
    record = uuid.UUID(answer["receipt"]["id"])
    told = RequestDraft("rectification", "mia.moreau@example.com", words="I am no swordfish", record_id=record)
    opened = open_request(deps, site.id, told, Channel.RECEIPT)
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("done", "the swordfish was struck out", by_post=True))

    withdraw(client, site, answer)
    deps.session.rollback()

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    row = deps.session.get_one(SubjectRequest, (site.id, opened.id))
    assert (row.record_id, row.words, row.reply_address) == (None, "", None)
    assert row.outcome == "done", "that it was answered stays"


@pytest.mark.parametrize("waits", [False, True])
def test_what_is_kept_for_claims_keeps_no_address_that_nothing_needs(deps, site, publish, client, postman, waits):
    answer = publish(author=MIA, purposes=WANTED, body="A libel about swordfish")
    link = confirm_link(postman.carry_one())
    if not waits:
        assert press(client, link, "yes").status_code == 200
    assert count(deps, AddressConfirmation if waits else Contact) == 1
    comment = uuid.UUID(answer["comment"]["id"])
    until = clock.now() + timedelta(days=30)
    set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, comment_id=comment))

    withdraw(client, site, answer)

    assert "comment" in tables_with(deps.session.get_bind(), "swordfish")
    assert (count(deps, AddressConfirmation), count(deps, Contact)) == (0, 0)
    assert "contact" not in tables_with(deps.session.get_bind(), ADDRESS)


def test_an_operators_erasure_that_is_on_record_is_carried_out_whatever_happens_next(deps, site, publish, monkeypatch):
    publish(author=MIA, body="About swordfish")

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(find_person, "erase_person", dies)
    with pytest.raises(KeyboardInterrupt):
        erase_found(deps, CLI, site.id, Wanted(address=ADDRESS), unconfirmed=True)
    deps.session.rollback()
    with writing(deps.session) as session:
        session.execute(sa.update(OutboxTask).values(run_at=clock.now()))
    run_due_tasks(deps, HANDLERS)

    assert tables_with(deps.session.get_bind(), "swordfish") == []


def report(deps: Any, site: Any, answer: Any, **who: Any) -> Any:
    draft = ReportDraft(uuid.UUID(answer["comment"]["id"]), "Bob lies about an aardvark", good_faith=True, **who)
    return report_comment(deps, site.id, draft, Visitor("192.0.2.1", None, hosted=True))


def ask(deps: Any, site: Any, postman: Any, kind: str) -> str:
    """Ask as a stranger who can read the mail; what came as the answer."""
    visitor = Visitor("192.0.2.1", site.origin)
    opened = open_request(deps, site.id, RequestDraft(kind, ADDRESS), Channel.FORM, visitor=visitor)
    confirm_request(deps, site.id, opened.id, confirm_secret(deps, site.id, opened.id))
    for _ in range(3):
        run_due_tasks(deps, {name: HANDLERS[name] for name in HANDLERS if name != SEND})
    return " ".join(plain(mail) for mail in postman.carry())


@pytest.mark.parametrize("comments", [False, True])
def test_who_reported_is_told_so_and_goes_with_an_erasure(deps, site, publish, postman, comments):
    change_site(deps, CLI, site.id, {"answer_at_once": True})
    answer = publish(author={"name": "Bob"}, body="All is well")
    if comments:
        publish(author=MIA, body="I disagree")
    theirs = report(deps, site, answer, name="Mia Moreau", email="Mia.Moreau@example.net")
    others = report(deps, site, answer, name="Zoe", email="zoe@example.net")
    postman.carry()

    said = ask(deps, site, postman, "access")
    assert "Comments were reported under your address" in said
    assert "Nothing is stored" not in said
    said = ask(deps, site, postman, "erasure")
    assert "Nothing is stored" not in said
    assert "was erased" in said

    deps.session.rollback()
    found = {row.id: (row.name, row.email) for row in deps.session.scalars(sa.select(ContentReport))}
    assert found == {theirs.report.id: ("", None), others.report.id: ("Zoe", "zoe@example.net")}
    assert read_report(deps, site.id, theirs.report.id, theirs.secret).why, "the report is still decided about"
    assert "content_report" not in tables_with(deps.session.get_bind(), ADDRESS)


def test_what_somebody_typed_leaves_the_files_when_its_time_is_over(deps, site, publish, postman, later):
    answer = publish(author={"name": "Bob"}, body="All is well")
    visitor = Visitor("192.0.2.1", site.origin)
    open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.FORM, visitor=visitor)
    scrubs = sa.select(sa.func.count()).select_from(OutboxTask).where(OutboxTask.kind == SCRUB)
    later(days=2)
    assert deps.session.scalar(scrubs) == 0
    tend_requests(deps)
    assert deps.session.scalar(scrubs) == 1

    report(deps, site, answer, name="Mia Moreau", email=ADDRESS)
    with writing(deps.session) as session:
        session.execute(sa.update(ContentReport).values(expires_at=clock.now() - timedelta(days=1)))
    delete_expired(deps)
    assert count(deps, ContentReport) == 0
    assert deps.session.scalar(scrubs) == 2


def test_what_is_asked_in_a_visit_is_read_by_a_person_as_the_page_says(deps, site, publish, client):
    change_site(deps, CLI, site.id, {"answer_at_once": True})
    answer = publish(author=MIA, body="About swordfish")
    with writing(deps.session) as session:
        session.execute(sa.update(Comment).values(confirmed_at=clock.now()))
    found = find_site(deps, site.id)
    subject = find_subject(deps, found, ADDRESS)
    assert subject is not None
    mine = Mine(site.id, subject.id, frozenset())
    visit = Visit(found, mine, "a token", "a key", clock.now() + timedelta(hours=1))

    ask_for(deps, visit, "erasure", "Only what search engines keep", Visitor("192.0.2.1", None, hosted=True))
    run_due_tasks(deps, HANDLERS)

    deps.session.rollback()
    assert deps.session.scalars(sa.select(SubjectRequest)).one().state == "open"
    assert client.get(f"{site.comments_url}/{answer['comment']['id']}").status_code == 200


def test_a_mail_that_was_refused_keeps_its_address_only_while_it_can_be_tried_again(deps, site, publish, later):
    publish(author=MIA, body="About swordfish")
    mail_reader_link(deps, site.id, ADDRESS, "en", Visitor("192.0.2.1", None, hosted=True))
    with writing(deps.session) as session:
        session.execute(sa.update(MailMessage).values(state="refused", reason="no such mailbox"))
    assert "mail_message" in tables_with(deps.session.get_bind(), ADDRESS)

    later(minutes=40)
    delete_expired(deps)

    assert "mail_message" not in tables_with(deps.session.get_bind(), ADDRESS)
    assert count(deps, MailMessage) == 1, "that it did not arrive stays known"
