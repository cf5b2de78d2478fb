"""A year of a small site: people comment, confirm, ask and leave; requests fall due, consents end, spam
goes; and at every month's end the whole log and every receipt that somebody kept are checked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
import pytest

from commentsvc import clock
from commentsvc.domain.request import Kind
from commentsvc.jobs.worker import Worker
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.proof import verify_consistency
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.open_letter import Letter, open_letter
from commentsvc.usecases.open_request import RequestDraft
from commentsvc.usecases.review_request import RequestReview, review_request
from tests.support.everything import tables_with
from tests.support.pages import Page, submit
from tests.support.reply_mail import WANTED, confirm_link, plain, press
from tests.support.sites import bearer, make_draft, make_site
from tests.support.smtp import Mailbox, Server, mail_server
from tests.usecases.log_entries import audit

BEGIN = datetime(2027, 1, 1, 9, tzinfo=UTC)
BY_THE_DAY = ((1, 1), (4, 6)), ((6, 20), (7, 20))
"""When a letter waits for its answer and people are reminded of it, and when consents end: (month, day) to another."""
CONSENT_MONTHS, SPAM_DAYS, PUBLISHED_MONTHS = 6, 30, 9
MIA, NOOR = "mia.moreau@example.net", "noor.nassar@example.net"
ADMIN, WRITER = "owner@example.net", "letter.writer@example.net"


@pytest.fixture
def server() -> Iterator[Server]:
    """A real mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server: Server) -> dict[str, Any]:
    """The service sends its mail there."""
    return server.settings


@dataclass
class Year:
    """The site's life: what time it is, who kept which receipt, and how far the log was seen."""

    deps: Any
    client: Any
    site: Any
    box: Mailbox
    clock_hand: Any
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[Checkpoint] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.worker = Worker(self.deps, Event())
        self.now = BEGIN

    def live_until(self, day: datetime) -> None:
        """Let the days pass; once in each the worker comes by, as long as something is due by the day."""
        while self.now < day:
            daily = any(begin <= (self.now.month, self.now.day) <= end for begin, end in BY_THE_DAY)
            self.now = min(self.now + timedelta(days=1 if daily else 6), day)
            self.clock_hand.move_to(self.now, tick=True)
            self.worker.tick()
        self.round()

    def round(self) -> None:
        """The worker comes by twice, a minute apart: what it finds, and what that left for later."""
        for _ in range(2):
            self.now += timedelta(minutes=1)
            self.clock_hand.move_to(self.now, tick=True)
            self.worker.tick()

    def post(self, who: str, body: str, **draft: Any) -> dict[str, Any]:
        """A comment is sent; its author keeps the receipt."""
        sent = make_draft(self.client, self.site, body=body, author={"name": who, **draft.pop("author", {})}, **draft)
        answer = self.client.post(self.site.comments_url, json=sent, headers=self.site.headers())
        assert answer.status_code == 201, answer.get_data(as_text=True)
        told: dict[str, Any] = answer.get_json()
        self.receipts[told["receipt"]["id"]] = told
        return told

    def decide(self, told: dict[str, Any], action: str) -> None:
        """A moderator decides."""
        draft = {"decisions": [{"comment": told["comment"]["id"], "action": action}]}
        answer = self.client.post(
            f"{self.site.url}/moderation/decisions", json=draft, headers=self.site.operator()
        ).get_json()
        assert answer["outcomes"][0]["outcome"] == "done", answer

    def mails_to(self, address: str) -> list[Any]:
        """What lies in this mailbox."""
        return [mail for mail in self.box.taken if mail.recipients == [address]]

    def subjects(self, address: str) -> list[str]:
        """The subjects of those mails, oldest first."""
        return [str(mail.message["Subject"]) for mail in self.mails_to(address)]

    def end_of_month(self) -> None:
        """An auditor who believes nothing: the log is whole, grew from what was seen before, and every receipt that
        anybody kept is proven by it."""
        newest = audit(self.deps, self.site.id)
        if self.seen:
            self._grew(self.seen[-1], newest)
        self.seen.append(newest)
        trust = Trust((self.deps.session.get(Site, self.site.id).log_vkey,))
        self.deps.session.rollback()
        for kept in self.receipts.values():
            url = f"{self.site.url}/consents/{kept['receipt']['id']}/receipt"
            file = self.client.get(url, headers=bearer(kept["receipt"]["secret"])).get_data()
            verdict = verify_receipt(file, trust)
            assert verdict.outcome is Outcome.OPERATORS_WORD, verdict
            assert all(event["proof"] for event in orjson.loads(file)["events"])

    def _grew(self, old: Checkpoint, new: Checkpoint) -> None:
        asked = {"from": old.size, "to": new.size}
        told = self.client.get(f"{self.site.url}/log/consistency", query_string=asked).get_json()
        proof = [from_base64(node) for node in told["proof"]]
        verify_consistency(old.size, new.size, old.root, new.root, proof)

    def request(self, request_id: UUID) -> RequestReview:
        """A request as the site's admins see it."""
        found = review_request(self.deps, CLI, self.site.id, request_id)
        self.deps.session.rollback()
        return found

    def state(self, told: dict[str, Any]) -> dict[str, Any]:
        """What the receipt says now."""
        url = f"{self.site.url}/consents/{told['receipt']['id']}"
        found: dict[str, Any] = self.client.get(url, headers=bearer(told["receipt"]["secret"])).get_json()["consent"]
        return found


@pytest.fixture
def year(deps: Any, client: Any, make_site_open: Any, server: Server, time_machine: Any) -> Year:
    """The first morning."""
    return Year(deps, client, make_site_open, server.box, time_machine)


@pytest.fixture
def make_site_open(deps: Any, time_machine: Any) -> Any:
    """A site that publishes at once, keeps spam for a month, optional consents for half a year, comments for nine
    months, and has an admin."""
    time_machine.move_to(BEGIN, tick=True)
    site = make_site(deps, "example", "https://example.org", moderation="after")
    periods = {"spam_days": SPAM_DAYS, "consent_months": CONSENT_MONTHS, "published_months": PUBLISHED_MONTHS}
    change_retention(deps, CLI, site.id, periods)
    change_site(deps, CLI, site.id, {"answer_at_once": True})
    add_account(deps, CLI, AccountDraft(email=ADMIN, password="a long enough password", site_id=site.id, role="admin"))
    return site


def month(number: int) -> datetime:
    """The first morning of the year's month `number`, counted from 1; 13 is the next year's first."""
    return BEGIN.replace(year=BEGIN.year + (number - 1) // 12, month=(number - 1) % 12 + 1)


def test_a_year_of_a_small_site(year: Year) -> None:
    mia = year.post("Mia", "Mia writes in January.", author={"email": MIA}, purposes=WANTED)
    noor = year.post("Noor", "Noor writes too.", author={"email": NOOR}, purposes=WANTED)
    year.round()
    for address in (MIA, NOOR):
        assert press(year.client, confirm_link(year.mails_to(address)[-1]), "yes").status_code == 200
    spam = year.post("Seller", "Buy what nobody needs.")
    year.decide(spam, "spam")
    letter = _a_letter_comes(year)
    _the_letter_is_extended_in_its_last_days(year, letter)

    for number in range(2, 14):
        year.live_until(month(number))
        year.end_of_month()
        if number == 2:
            assert year.state(spam)["state"] == "erased", "spam goes after a month"
        if number == 4:
            _noor_has_everything_erased(year, noor)
        if number <= 8:
            year.post(f"Guest {number}", "A guest answers.", parent=mia["comment"]["id"])
            year.round()
            assert len(year.mails_to(MIA)) == told_of_answers(number), f"month {number}: {year.subjects(MIA)}"

    _what_mia_left_behind_is_gone(year, mia)
    _the_letter_is_overdue(year, letter)
    assert not tables_with(year.deps.session.get_bind(), NOOR), "whoever left is nowhere"
    sizes = [checkpoint.size for checkpoint in year.seen]
    assert len(sizes) == 12
    assert sizes == sorted(sizes)


def told_of_answers(number: int) -> int:
    """How many mails Mia has by then: the one that asked for her address; each answer while she wants to hear of them,
    which is half a year, counted from the click; and the one that asks her again, when that is over."""
    return min(number, 8)


def _a_letter_comes(year: Year) -> UUID:
    draft = RequestDraft(kind=Kind.RECTIFICATION, address=WRITER, words="My name is misspelt.")
    letter = Letter(draft, clock.now(), identified="Called back under the number in the letter.")
    return open_letter(year.deps, CLI, year.site.id, letter).id


def _the_letter_is_extended_in_its_last_days(year: Year, letter: UUID) -> None:
    year.live_until(month(2) - timedelta(hours=6))
    assert len(year.mails_to(ADMIN)) == 4, "when it came; two weeks, one week and one day before its end"
    extension = RequestAct("extend", "The name stands in many places.")
    act_on_request(year.deps, CLI, year.site.id, letter, extension)
    year.round()
    (told,) = year.mails_to(WRITER)
    assert "by 2027-04-01 at the latest" in plain(told)
    assert not year.request(letter).view.overdue


def _noor_has_everything_erased(year: Year, noor: dict[str, Any]) -> None:
    draft = {"kind": "erasure", "address": NOOR, "words": "All of it, please."}
    asked = year.client.post(f"{year.site.url}/subject-requests", json=draft, headers=year.site.headers())
    assert asked.status_code == 202, asked.get_data(as_text=True)
    year.round()
    assert year.state(noor)["state"] == "given", "nothing happens before the link was used"
    link = urlsplit(re.findall(r"http\S+/request\S*#\S+", plain(year.mails_to(NOOR)[-1]))[0])
    shown = submit(year.client, link.path, {"receipt": link.fragment})
    (form,) = [form for form in Page(shown.text).forms if form["action"].endswith("/confirm")]
    assert year.client.post(form["action"], data=form["fields"]).status_code == 200
    year.round()
    assert year.state(noor)["state"] == "erased"


def _the_letter_is_overdue(year: Year, letter: UUID) -> None:
    assert year.request(letter).view.overdue
    assert len(year.mails_to(ADMIN)) == 8, "the same again for the second end, and the day on which that was over"


def _what_mia_left_behind_is_gone(year: Year, mia: dict[str, Any]) -> None:
    """Her wish ended in July, and the address with it; her comment after nine months."""
    assert year.state(mia)["state"] == "erased"
    assert [event["type"] for event in year.state(mia)["events"]] == ["given", "given", "expired", "erased"]
    assert not tables_with(year.deps.session.get_bind(), MIA)
