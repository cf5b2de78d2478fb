"""Double opt-in: a tick asks, the click of the address's owner gives, and nobody else's does."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.usecases.ask_address import PER_ADDRESS
from commentsvc.usecases.delete_expired import delete_expired
from tests.support.everything import tables_with
from tests.support.pages import Page, submit
from tests.support.problems import assert_problem
from tests.support.reply_mail import ADDRESS, WANTED, Postman, ask_page, confirm_link, html, plain, press
from tests.support.smtp import mail_server

MIA = {"name": "Mia", "email": ADDRESS}


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


@pytest.fixture
def asked(post, postman):
    """A comment whose author wants mail, and the link that came to the address."""
    answer = post(author=MIA, purposes=WANTED, body="Swifts <b>again</b>.")
    return answer, confirm_link(postman.carry_one())


def snapshots(deps, record: str) -> list[dict[str, Any]]:
    deps.session.rollback()
    rows = deps.session.scalars(
        sa.select(ConsentRecordBody.snapshot)
        .where(ConsentRecordBody.record_id == uuid.UUID(record))
        .order_by(ConsentRecordBody.event_id)
    ).all()
    deps.session.rollback()
    return [json.loads(row) for row in rows]


def every(deps, model) -> list[Any]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(model).execution_options(populate_existing=True)))


def test_a_tick_asks_and_gives_nothing(deps, asked):
    answer, _ = asked
    (told,) = snapshots(deps, answer["receipt"]["id"])
    assert "look into your mailbox" in answer["said"]
    (waiting,) = every(deps, AddressConfirmation)

    assert told["event"]["purposes"] == {"publish": True, "reply-mail": False, "remember-me": False}
    assert told["event"]["requested"] == ["reply-mail"]
    assert told["record"]["identity_assurance"] == "none"
    assert (waiting.address, waiting.purposes) == (ADDRESS, ["reply-mail"])
    assert every(deps, Contact) == []
    assert tables_with(deps.session.get_bind(), ADDRESS) == ["address_confirmation"]


def test_the_click_of_the_owner_gives_with_a_receipt_and_works_once(client, deps, asked):
    answer, link = asked
    page = Page(ask_page(client, link).text)
    assert "Swifts" in page.text and "m…@example.net" in page.text
    assert every(deps, Contact) == []

    done = press(client, link, "yes")
    again = press(client, link, "yes")

    first, given = snapshots(deps, answer["receipt"]["id"])
    (comment,) = every(deps, Comment)
    (contact,) = every(deps, Contact)
    assert done.status_code == 200
    assert done.headers["Cache-Control"] == "no-store" and done.headers["Referrer-Policy"] == "no-referrer"
    assert f"{answer['receipt']['id']}.{answer['receipt']['secret']}" in done.text
    assert given["event"]["type"] == "given" and given["event"]["purposes"]["reply-mail"] is True
    assert given["record"]["identity_assurance"] == "mail-confirmed"
    assert given["record"]["purposes"] == first["record"]["purposes"]
    assert comment.confirmed_at is not None
    assert (contact.address, contact.subject_id) == (ADDRESS, comment.subject_id)
    assert every(deps, AddressConfirmation) == []
    assert again.status_code == 404
    assert len(snapshots(deps, answer["receipt"]["id"])) == 2


def test_a_mailbox_of_other_letters_that_fold_alike_is_not_asked(deps, post, postman):
    post(author=MIA | {"email": "strasse@example.net"}, purposes=WANTED)
    assert [mail.recipients for mail in postman.carry()] == [["strasse@example.net"]]

    post(author=MIA | {"email": "stra\u00dfe@example.net"}, purposes=WANTED)

    assert postman.carry() == []
    assert [waiting.address for waiting in every(deps, AddressConfirmation)] == ["strasse@example.net"]


def test_who_was_not_it_takes_the_address_off_and_the_comment_stays(client, deps, asked):
    answer, link = asked
    before = [subject.id for subject in every(deps, Subject)]

    said = press(client, link, "no")

    (comment,) = every(deps, Comment)
    (owner,) = every(deps, Subject)
    told = snapshots(deps, answer["receipt"]["id"])
    assert said.status_code == 200
    assert comment.body and comment.status == "pending"
    assert owner.id == comment.subject_id and owner.id not in before and owner.pseudonym is None
    assert told[-1]["event"]["type"] == "invalidated" and told[-1]["event"]["by"] == "server"
    assert told[-1]["record"]["subject_ref"] == str(owner.id)
    assert {body.subject_id for body in every(deps, ConsentRecordBody)} == {owner.id}
    assert tables_with(deps.session.get_bind(), ADDRESS) == []
    assert press(client, link, "yes").status_code == 404


def test_a_link_that_is_not_whole_foreign_or_old_is_refused_in_one_answer(client, deps, asked, site, other_site, later):
    _, link = asked
    number, secret = link.rpartition("#")[2].split(".")
    stranger = str(uuid.uuid4())
    wrong = [f"{number}.{'x' * 43}", f"{stranger}.{secret}", "nothing", "", f"{number}.{secret[:-1]}\x00", "\x00"]
    path = f"/my/{site.id}/confirm"

    answers = {
        client.post(f"{path}{act}", data={"receipt": text}).text for text in wrong for act in ("", "/yes", "/no")
    }
    elsewhere = client.post(f"/my/{other_site.id}/confirm/yes", data={"receipt": f"{number}.{secret}"})
    later(days=7, minutes=1)
    old = client.post(f"{path}/yes", data={"receipt": f"{number}.{secret}"})

    assert {text for text in answers if "problem" not in text} and len(answers) <= 2  # NUL is refused at the door
    assert elsewhere.status_code == old.status_code == 404
    assert old.text in answers
    assert every(deps, Contact) == []
    assert len(every(deps, ConsentEvent)) == 1


def test_an_address_that_nobody_confirmed_is_gone_after_seven_days(deps, asked, later):
    later(days=7, minutes=6)
    delete_expired(deps)

    assert every(deps, AddressConfirmation) == []
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_looking_at_the_page_and_following_the_link_change_nothing(client, deps, asked):
    _, link = asked
    for method in (client.get, client.head):
        assert method(link.partition("#")[0].removeprefix("http://comments.test")).status_code == 200
    ask_page(client, link)
    assert client.get(f"/my/example/confirm/yes?receipt={link.rpartition('#')[2]}").status_code == 404

    assert len(every(deps, AddressConfirmation)) == 1


def test_nobody_is_flooded_by_posts_under_their_address(post, postman, site, other_site):
    for n in range(PER_ADDRESS + 2):
        post(author={"name": f"N{n}", "email": ADDRESS.upper()}, purposes=WANTED, body=f"Number {n}")
        post(at=other_site, author=MIA, purposes=WANTED, body=f"Number {n}")

    assert len(postman.carry()) == PER_ADDRESS


def test_a_comment_that_was_refused_meanwhile_asks_nobody(post, decide, postman):
    answer = post(author=MIA, purposes=WANTED)
    decide(answer["comment"]["id"], "spam")

    assert postman.carry() == []


def test_an_erased_comment_leaves_no_address_and_no_working_link(client, deps, asked, site):
    answer, link = asked
    receipt = answer["receipt"]
    gone = client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | {"Authorization": f"Bearer {receipt['secret']}"},
    )

    assert gone.status_code == 200
    assert press(client, link, "yes").status_code == 404
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_a_confirmed_address_goes_with_the_last_comment_that_needs_it(client, deps, post, postman, site):
    receipts = []
    for n in range(2):
        receipts.append(post(author=MIA, purposes=WANTED, body=f"Number {n}")["receipt"])
        assert press(client, confirm_link(postman.carry_one()), "yes").status_code == 200
    kept = []
    for receipt in receipts:
        client.post(
            f"{site.url}/consents/{receipt['id']}/events",
            json={"type": "withdrawn", "purpose": "publish"},
            headers=site.headers() | {"Authorization": f"Bearer {receipt['secret']}"},
        )
        kept.append(tables_with(deps.session.get_bind(), ADDRESS))

    assert kept == [["contact"], []]


def test_without_an_address_the_field_is_named_and_nothing_is_stored(client, site, draft, stored):
    response = client.post(
        site.comments_url, json=draft(author={"name": "Mia"}, purposes=WANTED), headers=site.headers()
    )

    problem = assert_problem(response, 422, "validation")
    assert list(problem["fields"]) == ["author.email"]
    assert stored(site).comments == 0


def test_hostile_words_in_the_mail_are_words(client, deps, post, postman, site):
    """Incident class: links and tracking pixels in notification mail."""
    body = "See https://evil.example/x and <img src=https://evil.example/p.gif> \u202egnp.exe\r\nBcc: all@evil.example"
    post(author={"name": "a:;\r\nBcc: x@evil.example =?utf-8?q?hi?=", "email": ADDRESS}, purposes=WANTED, body=body)

    mail = postman.carry_one()

    shown = Page(html(mail))
    assert mail.recipients == [ADDRESS]
    assert mail.message["Bcc"] is None
    assert [a["href"] for a in shown.named("a")] == [confirm_link(mail)]
    assert shown.named("img") == []
    assert "evil.example" not in plain(mail) and "\u202e" not in plain(mail)


def test_the_mail_speaks_the_language_of_the_comment(post, postman):
    post(author=MIA, purposes=WANTED, lang="de")

    mail = postman.carry_one()
    assert mail.message["Subject"] == "Bitte bestätigen: Mails über Antworten auf Example"
    assert mail.message["Content-Language"] == "de"
    assert "lang=de#" in confirm_link(mail)


class TestWithoutMail:
    @pytest.fixture
    def overrides(self):
        return {}

    def test_the_box_is_not_offered_and_the_record_says_so(self, client, deps, site, post):
        served = client.get(f"{site.url}/notice", query_string={"lang": "en"}, headers=site.headers()).get_json()
        answer = post(author=MIA)
        (told,) = snapshots(deps, answer["receipt"]["id"])

        assert [purpose["id"] for purpose in served["purposes"]] == ["publish", "remember-me"]
        assert [control["id"] for control in told["record"]["controls"]] == ["publish", "remember-me"]
        assert told["event"]["purposes"]["reply-mail"] is False
        assert "reply-mail" not in submit(client, f"/t/{site.id}/write?url={site.page}", {}).text

    def test_whoever_asks_all_the_same_is_told_and_keeps_the_draft(self, client, site, draft, stored):
        response = client.post(site.comments_url, json=draft(author=MIA, purposes=WANTED), headers=site.headers())

        problem = assert_problem(response, 422, "validation")
        assert list(problem["fields"]) == ["consent.purposes.reply-mail"]
        assert stored(site).comments == 0
