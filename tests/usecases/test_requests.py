"""A request's whole life: opened, confirmed, on the clock, answered; every step proven, nothing personal left over."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.adapters.mail import build
from commentsvc.domain.deadline import due_at, extended_due_at
from commentsvc.domain.request import Channel
from commentsvc.errors import Conflict, Forbidden, NotFound, RateLimited, Unavailable, ValidationFailed
from commentsvc.jobs.worker import HANDLERS
from commentsvc.ledger.entry import opens_to, parse_leaf
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.fact import LoggedFact
from commentsvc.models.hold import Hold
from commentsvc.models.log import LogEntry
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import OutboxTask
from commentsvc.models.request import RequestEvent, SubjectRequest
from commentsvc.models.site import Site
from commentsvc.settings import Settings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.deps import Actor, Visitor
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import find_subject
from commentsvc.usecases.open_letter import Letter, open_letter
from commentsvc.usecases.open_request import (
    RequestDraft,
    confirm_request,
    confirm_secret,
    open_request,
    open_request_at_the_door,
)
from commentsvc.usecases.plan_retention import plan_retention
from commentsvc.usecases.review_request import list_requests, review_request
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.run_retention import run_retention
from commentsvc.usecases.set_hold import HoldDraft, lift_hold, set_hold
from commentsvc.usecases.tend_requests import tend_requests
from tests.support.everything import tables_with

ADDRESS = "mia.moreau@example.org"
MIA = {"name": "Mia Moreau", "email": ADDRESS}
STRANGER = Visitor(address="192.0.2.7", origin="https://example.org")


class Post:
    """A mail server that keeps what it is handed."""

    def __init__(self, sender: Any) -> None:
        self.sender = sender
        self.taken: list[Any] = []

    def send(self, mail: Any) -> None:
        self.taken.append(mail)

    def check(self) -> None:
        """Always there."""

    def texts(self, to: str) -> list[str]:
        """The plain texts that went to this address, in order."""
        found = [message_from_bytes(mail.data, policy=default) for mail in self.taken if mail.envelope_to == to]
        return [message["Subject"] + "\n" + message.get_body(("plain",)).get_content() for message in found]


@pytest.fixture
def mailbox(deps: Any, monkeypatch: pytest.MonkeyPatch) -> Post:
    told = {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "comments@example.org"}
    post = Post(build(Settings(deps.settings.values | told)).sender)
    object.__setattr__(deps, "mailer", post)
    return post


@pytest.fixture
def owner(deps: Any, site: Any) -> str:
    """The address of an admin of the site."""
    from commentsvc.usecases.add_account import AccountDraft, add_account

    draft = AccountDraft(email="owner@example.org", password="a long enough password", site_id=site.id, role="admin")
    add_account(deps, CLI, draft)
    return "owner@example.org"


def work(deps: Any) -> None:
    """What the worker would do by now."""
    tend_requests(deps)
    for _ in range(5):
        run_due_tasks(deps, HANDLERS)
    deps.session.rollback()


def by_hand(deps: Any, site: Any) -> None:
    change_site(deps, CLI, site.id, {"answer_at_once": False})


def confirm_all(deps: Any) -> None:
    with writing(deps.session) as session:
        session.execute(sa.update(Comment).values(confirmed_at=clock.now()))


def subject(deps: Any, site: Any) -> Any:
    return find_subject(deps, find_site(deps, site.id), ADDRESS).id


def request_row(deps: Any) -> SubjectRequest:
    deps.session.rollback()
    return deps.session.scalars(sa.select(SubjectRequest)).one()


def steps(deps: Any) -> list[str]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(RequestEvent.type).order_by(RequestEvent.id)))


def test_a_stranger_confirms_by_the_mailed_link_once_and_the_worker_answers(deps, site, publish, mailbox, later):
    mine = publish(author=MIA, body="The swordfish is mine")["comment"]["id"]
    confirm_all(deps)
    draft = RequestDraft("erasure", ADDRESS, "Please erase the swordfish", "de")
    opened = open_request(deps, site.id, draft, Channel.FORM, visitor=STRANGER)
    assert opened.state == "unconfirmed"
    assert steps(deps) == []
    work(deps)
    text = mailbox.texts(ADDRESS)[0]
    assert "Bitte bestätigen" in text and "swordfish" not in text
    number, secret = re.search(r"/my/example/request#([0-9a-f-]{36})\.([\w-]+)", text).groups()
    assert str(opened.id) == number

    with pytest.raises(NotFound):
        confirm_request(deps, site.id, opened.id, "x" * 43)
    assert confirm_request(deps, site.id, opened.id, secret).state == "open"
    with pytest.raises(NotFound):
        confirm_request(deps, site.id, opened.id, secret)
    work(deps)

    assert steps(deps) == ["opened", "confirmed", "erased", "answered"]
    assert request_row(deps).outcome == "erased"
    assert "wurde gelöscht" in mailbox.texts(ADDRESS)[1]
    for needle in ("swordfish", "mia moreau", ADDRESS):
        assert tables_with(deps.session.get_bind(), needle) == []
    assert mine


def test_an_unknown_address_gets_the_same_answer_and_learns_the_truth_in_its_own_mailbox(deps, site, mailbox, publish):
    publish(author=MIA)
    known = open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.FORM, visitor=STRANGER)
    unknown = open_request(deps, site.id, RequestDraft("access", "no.one@example.org"), Channel.FORM, visitor=STRANGER)
    assert (known.kind, known.state) == (unknown.kind, unknown.state)
    work(deps)
    assert len(mailbox.texts("no.one@example.org")) == len(mailbox.texts(ADDRESS)) == 1

    confirm_request(deps, site.id, unknown.id, confirm_secret(deps, site.id, unknown.id))
    work(deps)

    assert "Nothing is stored" in mailbox.texts("no.one@example.org")[1]


def test_a_link_that_nobody_uses_is_gone_after_a_day_with_the_address(deps, site, mailbox, later):
    opened = open_request(deps, site.id, RequestDraft("access", ADDRESS, "Hello"), Channel.FORM, visitor=STRANGER)
    secret = confirm_secret(deps, site.id, opened.id)
    later(hours=25)
    with pytest.raises(NotFound):
        confirm_request(deps, site.id, opened.id, secret)
    tend_requests(deps)

    assert deps.session.scalars(sa.select(SubjectRequest)).all() == []
    assert deps.session.scalars(sa.select(LogEntry).where(LogEntry.type == "audit")).all() == []


def test_a_mailbox_is_not_filled_and_without_mail_a_stranger_is_told_whom_to_write_to(deps, site, make_app, mailbox):
    for _ in range(3):
        open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.FORM, visitor=STRANGER)
    with pytest.raises(RateLimited):
        open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.FORM, visitor=STRANGER)
    object.__setattr__(deps, "mailer", SimpleNamespace(sender=None))
    with pytest.raises(Unavailable, match="privacy@example.org"):
        open_request(deps, site.id, RequestDraft("access", "a@example.org"), Channel.FORM, visitor=STRANGER)


def test_a_receipt_fills_neither_a_strangers_mailbox_nor_the_admins(deps, site, publish, mailbox, owner):
    receipt = publish()["receipt"]
    record, somebody = uuid.UUID(receipt["id"]), "some.body@example.org"

    def ask(kind: str, address: str) -> None:
        draft = RequestDraft(kind, address, record_id=record)
        open_request_at_the_door(deps, site.id, draft, receipt["secret"], STRANGER)
        work(deps)

    for _ in range(3):
        ask("access", somebody)
    with pytest.raises(RateLimited):
        ask("access", somebody)
    assert len(mailbox.texts(somebody)) == 3
    with pytest.raises(RateLimited):
        for number in range(20):
            ask("objection", f"body{number}@example.org")
    deps.session.rollback()
    assert len(deps.session.scalars(sa.select(SubjectRequest)).all()) <= 10


def test_what_needs_a_person_waits_reminds_once_each_and_every_step_opens_in_the_log(
    deps, site, publish, mailbox, owner, later
):
    publish(author=MIA)
    confirm_all(deps)
    draft = RequestDraft("rectification", ADDRESS, "=HYPERLINK(1) <b>\r\nBcc: x@y.z", subject_id=subject(deps, site))
    opened = open_request(deps, site.id, draft, Channel.MAILBOX)
    assert open_request(deps, site.id, draft, Channel.MAILBOX).id == opened.id
    work(deps)
    assert "came in" in mailbox.texts(owner)[0] and "HYPERLINK" not in mailbox.texts(owner)[0]
    received = request_row(deps).received_at
    assert opened.due_at == due_at(received)

    for until_due in (14, 7, 1, 0):
        later(seconds=(opened.due_at - timedelta(days=until_due) - clock.now()).total_seconds() + 60)
        work(deps)
        work(deps)
    told = mailbox.texts(owner)
    assert len(told) == 5
    assert "overdue" in told[4]
    assert list_requests(deps, CLI, site.id).requests[0].overdue
    with pytest.raises(Conflict):
        act_on_request(deps, CLI, site.id, opened.id, RequestAct("extend", "Too late"))

    act_on_request(deps, CLI, site.id, opened.id, RequestAct("done", "Your name is <i>right</i> now"))
    work(deps)
    assert "> Your name is <i>right</i> now" in mailbox.texts(ADDRESS)[0]
    assert "data protection authority" in mailbox.texts(ADDRESS)[0]
    assert steps(deps) == ["opened", "confirmed", *["reminded"] * 4, "answered"]
    for event in deps.session.scalars(sa.select(RequestEvent)):
        fact = deps.session.get(LoggedFact, (site.id, event.entry))
        entry = deps.session.get(LogEntry, (site.id, event.entry))
        assert opens_to(parse_leaf(entry.data), fact.salt, fact.snapshot)
        snapshot = json.loads(fact.snapshot)
        assert (snapshot["what"], snapshot["request"]) == (f"request.{event.type}", str(opened.id))
        assert ADDRESS not in fact.snapshot.decode() and "right" not in fact.snapshot.decode()

    later(days=31)
    work(deps)
    row = request_row(deps)
    assert (row.words, row.reply_address, row.subject_id, row.state) == ("", None, None, "answered")
    assert steps(deps)[-1] == "forgotten"
    assert tables_with(deps.session.get_bind(), "hyperlink") == []


def test_it_is_extended_once_inside_the_first_month_with_notice(deps, site, publish, mailbox):
    by_hand(deps, site)
    publish(author=MIA)
    opened = open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.MAILBOX)
    with pytest.raises(ValidationFailed):
        act_on_request(deps, CLI, site.id, opened.id, RequestAct("extend"))
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("extend", "Very many comments"))
    with pytest.raises(Conflict):
        act_on_request(deps, CLI, site.id, opened.id, RequestAct("extend", "Once more"))
    work(deps)

    row = request_row(deps)
    assert row.due_at == extended_due_at(row.received_at)
    assert "> Very many comments" in mailbox.texts(ADDRESS)[0]
    assert f"{row.due_at:%Y-%m-%d}" in mailbox.texts(ADDRESS)[0]


def test_a_letter_is_the_admins_to_confirm_and_is_answered_by_post(deps, site, publish):
    publish(author=MIA, body="Swordfish")
    came = clock.now() - timedelta(days=3)
    letter = Letter(RequestDraft("erasure"), came, "Called back", about=ADDRESS)
    opened = open_letter(deps, CLI, site.id, letter)
    assert opened.due_at == due_at(came)
    assert OutboxTask not in [type(row) for row in deps.session]
    with pytest.raises(Conflict, match="by post"):
        act_on_request(deps, CLI, site.id, opened.id, RequestAct("erase"))
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("erase", by_post=True, unconfirmed=True))

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert steps(deps) == ["opened", "confirmed", "erased", "answered"]
    with pytest.raises(ValidationFailed):
        open_letter(deps, CLI, site.id, Letter(RequestDraft("erasure"), came, "", about=ADDRESS))


def test_restricted_is_stored_and_shown_to_nobody_until_they_were_told(
    deps, site, publish, client, mailbox, decide, later
):
    comment = publish(author=MIA, body="Contested")["comment"]["id"]
    confirm_all(deps)
    change_retention(deps, CLI, site.id, {"published_months": 1})
    read = lambda: client.get(site.comments_url, query_string={"page": site.page}).get_json()  # noqa: E731
    opened = open_request(
        deps, site.id, RequestDraft("restriction", ADDRESS, subject_id=subject(deps, site)), Channel.MAILBOX
    )
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("restrict"))
    work(deps)

    assert read()["comments"] == [] and read()["thread"]["count"] == 0
    assert client.get(f"{site.comments_url}/{comment}").status_code == 404
    assert decide(comment, "remove")["outcome"] == "conflict"
    later(days=60)
    assert plan_retention(deps, CLI, site.id).count == 0
    assert run_retention(deps, CLI, site.id).gone == {}

    work(deps)
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("lift", "It was right"))
    work(deps)
    assert read()["comments"] == []
    later(days=8)
    work(deps)
    assert read()["thread"]["count"] == 1
    assert "restriction" in mailbox.texts(ADDRESS)[1]
    assert steps(deps)[-2:] == ["announced", "unrestricted"]
    work(deps)
    assert steps(deps)[-1] == "forgotten"


def test_an_objection_takes_down_and_no_moderator_brings_it_back(deps, site, publish, client, decide, mailbox):
    comment = publish(author=MIA)["comment"]["id"]
    confirm_all(deps)
    opened = open_request(
        deps, site.id, RequestDraft("objection", ADDRESS, subject_id=subject(deps, site)), Channel.MAILBOX
    )
    act_on_request(deps, CLI, site.id, opened.id, RequestAct("object"))

    assert client.get(f"{site.comments_url}/{comment}").status_code == 404
    assert decide(comment, "restore")["outcome"] == "conflict"
    assert request_row(deps).outcome == "objected"


def test_a_hold_pauses_retention_and_ends_by_itself(deps, site, publish, later):
    by_hand(deps, site)
    publish(author=MIA, body="Held")
    confirm_all(deps)
    change_retention(deps, CLI, site.id, {"published_months": 1})
    opened = open_request(deps, site.id, RequestDraft("access", subject_id=subject(deps, site)), Channel.MAILBOX)
    set_hold(deps, CLI, site.id, HoldDraft("A dispute", clock.now() + timedelta(days=90), request_id=opened.id))
    later(days=60)
    plan = plan_retention(deps, CLI, site.id)
    assert (plan.count, plan.held) == (0, 1)
    run_retention(deps, CLI, site.id)
    assert tables_with(deps.session.get_bind(), "mia moreau") != []

    later(days=31)
    assert plan_retention(deps, CLI, site.id).count == 1  # before any worker has swept it up
    work(deps)
    assert "released" in steps(deps)
    run_retention(deps, CLI, site.id)
    assert tables_with(deps.session.get_bind(), "mia moreau") == []
    with pytest.raises(ValidationFailed):
        set_hold(deps, CLI, site.id, HoldDraft("Over", clock.now() - timedelta(days=1), request_id=opened.id))


@pytest.mark.parametrize("way", ["request", "receipt"])
def test_what_claims_need_is_taken_down_at_once_and_erased_when_the_hold_ends(
    deps, site, publish, client, mailbox, later, way
):
    answer = publish(author=MIA, body="A libel about swordfish")
    confirm_all(deps)
    whose = subject(deps, site)
    until = clock.now() + timedelta(days=30)
    hold = set_hold(deps, CLI, site.id, HoldDraft("A suit", until, claims=True, subject_id=whose))
    if way == "request":
        open_request(deps, site.id, RequestDraft("erasure", ADDRESS, subject_id=whose), Channel.MAILBOX)
        work(deps)
        assert f"{until:%Y-%m-%d}" in mailbox.texts(ADDRESS)[0]
        assert request_row(deps).outcome == "kept"
    else:
        gone = client.post(
            f"{site.url}/consents/{answer['receipt']['id']}/events",
            json={"type": "withdrawn", "purpose": "publish"},
            headers=site.headers() | {"Authorization": f"Bearer {answer['receipt']['secret']}"},
        )
        assert gone.status_code == 200
    assert client.get(f"{site.comments_url}/{answer['comment']['id']}").status_code == 404
    assert "comment" in tables_with(deps.session.get_bind(), "swordfish")
    if way == "request":
        later(days=31)
        work(deps)
    else:
        lift_hold(deps, CLI, site.id, hold)

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert deps.session.scalars(sa.select(Hold)).one().ended_at is not None


def test_no_operator_of_another_site_and_no_moderator_gets_near(deps, site, other_site, publish):
    by_hand(deps, site)
    publish(author=MIA)
    opened = open_request(deps, site.id, RequestDraft("access", ADDRESS), Channel.MAILBOX)
    stranger = Actor("token:x", "x", other_site.id, frozenset({"subjects", "admin"}))
    moderator = Actor("token:y", "y", site.id, frozenset({"moderate"}))
    for act in (
        lambda who: list_requests(deps, who, site.id),
        lambda who: review_request(deps, who, site.id, opened.id),
        lambda who: act_on_request(deps, who, site.id, opened.id, RequestAct("erase")),
        lambda who: set_hold(deps, who, site.id, HoldDraft("x", clock.now() + timedelta(1), request_id=opened.id)),
        lambda who: open_letter(deps, who, site.id, Letter(RequestDraft("access"), clock.now(), "x")),
    ):
        with pytest.raises(NotFound):
            act(stranger)
        with pytest.raises(Forbidden):
            act(moderator)
    with pytest.raises(NotFound):
        act_on_request(deps, CLI, other_site.id, opened.id, RequestAct("erase"))
    with pytest.raises(NotFound):
        confirm_request(deps, other_site.id, opened.id, confirm_secret(deps, site.id, opened.id))
    assert request_row(deps).state == "open"
    assert deps.session.scalars(sa.select(MailMessage)).all() == []
    assert deps.session.scalars(sa.select(Site.id)).all()
