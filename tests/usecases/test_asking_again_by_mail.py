"""Whose optional consent ended by itself is asked once by mail, where we still can. Over a real mail server."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.domain.renewal_text import TEXTS
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.run_retention import WORKER, run_retention
from tests.support.everything import tables_with
from tests.support.reply_mail import ADDRESS, WANTED, Postman, confirm_link, html, plain, press
from tests.support.sites import bearer
from tests.support.smtp import mail_server
from tests.usecases.test_ask_again import publish_asking, told, types, work

MIA = {"name": "Mia", "email": ADDRESS}
HOSTILE = "<img src=x> {site} https://evil.example"


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
def wants_mail(client, post, postman):
    """Two comments by Mia, who confirmed that she wants mail about replies to both."""
    posted = []
    for _ in range(2):
        posted.append(post(author=MIA, purposes=WANTED))
        press(client, confirm_link(postman.carry_one()), "yes")
    return posted


def every(deps: Any, model: Any) -> list[Any]:
    deps.session.rollback()
    found = list(deps.session.query(model))
    deps.session.rollback()  # what comes next sees what others wrote since
    return found


def test_who_is_asked_again_gets_one_mail_and_the_address_is_gone(deps, site, post, wants_mail, postman):
    post(purposes={"publish": True, "remember-me": True})  # nobody knows where to reach this one
    change_site(deps, CLI, site.id, {"name": HOSTILE})
    publish_asking(deps, site.id)
    work(deps)

    assert [types(deps, one) for one in wants_mail] == [["given", "given", "expired"]] * 2
    assert every(deps, Contact) == []
    received = postman.carry_one()
    words = TEXTS["en"]
    assert received.recipients == [ADDRESS]
    assert words.stopped in plain(received)
    assert "http://comments.test/my/example/" in plain(received)
    assert "<img" not in html(received) and 'href="https://evil' not in html(received)
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_whose_consent_is_over_is_asked_in_the_same_way(deps, site, wants_mail, postman, later):
    change_retention(deps, CLI, site.id, {"consent_months": 1})
    later(days=40)
    run_retention(deps, WORKER, site.id)

    assert [types(deps, one)[-1] for one in wants_mail] == ["expired"] * 2
    assert TEXTS["en"].over.replace("{site}", "Example") in plain(postman.carry_one())
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_a_link_that_waits_confirms_nothing_any_more_once_the_words_are_others(deps, site, client, post, postman):
    posted = post(author=MIA, purposes=WANTED)
    link = confirm_link(postman.carry_one())
    publish_asking(deps, site.id)
    work(deps)
    answer = press(client, link, "yes")

    assert answer.status_code == 404
    assert types(deps, posted) == ["given"]
    assert every(deps, Contact) == []
    assert len(every(deps, AddressConfirmation)) == 1  # until its days are over, or its owner says it was somebody else


def test_who_was_asked_again_gives_it_anew_under_the_words_in_force_and_by_a_new_click(
    deps, site, client, wants_mail, postman, later
):
    new = publish_asking(deps, site.id)
    work(deps)
    postman.carry_one()
    later(days=2)  # an address is asked three times a day at most
    posted = wants_mail[0]
    url = f"{site.url}/consents/{posted['receipt']['id']}/events"
    asked = {"type": "given", "purpose": "reply-mail", "email": ADDRESS}
    headers = site.headers() | bearer(posted["receipt"]["secret"])

    assert client.post(url, json=asked, headers=headers).status_code == 409  # these are not the words they would see
    assert every(deps, AddressConfirmation) == []
    assert client.post(url, json={**asked, "notice": new}, headers=headers).status_code == 200
    press(client, confirm_link(postman.carry_one()), "yes")
    assert told(deps, posted)[-1]["notice"] == new
    assert told(deps, posted)[-1]["purposes"]["reply-mail"] is True
    (contact,) = every(deps, Contact)
    assert contact.address == ADDRESS
