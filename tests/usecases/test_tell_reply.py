"""Mail about replies: to whom confirmed that they want it, once an answer, and no more once they took it back."""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent
from commentsvc.models.contact import Contact
from commentsvc.usecases.tell_reply import PER_HOUR
from tests.support.everything import file_bytes, tables_with
from tests.support.pages import Page
from tests.support.problems import assert_problem
from tests.support.reply_mail import ADDRESS, WANTED, Postman, confirm_link, html, plain, press
from tests.support.sites import bearer
from tests.support.smtp import mail_server

MIA = {"name": "Mia Marram", "email": ADDRESS}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server):
    return server.settings | {"public_url": "https://comments.test"}


@pytest.fixture
def postman(deps, server):
    return Postman(deps, server.box)


@pytest.fixture
def told(client, publish, postman):
    """A public comment whose author confirmed that she wants mail about replies."""
    answer = publish(author=MIA, purposes=WANTED, body="Who saw the swifts?")
    assert press(client, confirm_link(postman.carry_one()), "yes").status_code == 200
    return answer


def stop_link(mail) -> str:
    (link,) = re.findall(r"<(https://\S+)>", mail.message["List-Unsubscribe"])
    return str(link)


def path(link: str) -> str:
    address = urlsplit(link)
    return f"{address.path}?{address.query}"


def events(deps, answer) -> list[str]:
    deps.session.rollback()
    query = sa.select(ConsentEvent.type).where(ConsentEvent.record_id == uuid.UUID(answer["receipt"]["id"]))
    found = list(deps.session.scalars(query.order_by(ConsentEvent.id)))
    deps.session.rollback()
    return found


def change(client, site, answer, type: str, purpose: str = "reply-mail", **more: Any):
    receipt = answer["receipt"]
    return client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": type, "purpose": purpose, **more},
        headers=site.headers() | bearer(receipt["secret"]),
    )


def test_the_author_is_told_when_an_answer_is_public_and_once(told, post, decide, postman):
    answer = post(parent=told["comment"]["id"], author={"name": "Ben"}, body="I *did*, at https://ben.example/x.")
    assert postman.carry() == []

    decide(answer["comment"]["id"], "publish")
    mail = postman.carry_one()
    for action in ("undo", "publish", "remove", "restore"):
        assert decide(answer["comment"]["id"], action)["outcome"] == "done"

    assert mail.recipients == [ADDRESS]
    assert mail.message["Subject"] == "Ben answered you on Example"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "> I *did*, at" in plain(mail) and "https://ben.example" not in plain(mail)
    links = [a["href"] for a in Page(html(mail)).named("a")]
    assert links[1] == stop_link(mail) and links[0].endswith(f"#comment-{answer['comment']['id']}")
    assert all(link.startswith("https://comments.test/") for link in links)
    assert postman.carry() == []


def test_an_answer_that_was_hidden_before_the_mail_went_is_told_when_it_is_public_again(told, publish, decide, postman):
    answer = publish(parent=told["comment"]["id"], author={"name": "Ben"})
    decide(answer["comment"]["id"], "undo")
    assert postman.carry() == []

    decide(answer["comment"]["id"], "publish")
    assert len(postman.carry()) == 1


def test_the_link_leads_to_the_answer_on_our_page(client, told, publish, postman):
    answer = publish(parent=told["comment"]["id"], author={"name": "Ben"}, body="Over the lake.")
    (link, _) = [a["href"] for a in Page(html(postman.carry_one())).named("a")]

    page = client.get(path(link))
    assert page.status_code == 200
    assert "Over the lake." in page.text and f'id="comment-{answer["comment"]["id"]}"' in page.text


def test_nobody_else_is_told_and_nobody_of_their_own_answers(client, told, publish, postman):
    reply = publish(parent=told["comment"]["id"], author={"name": "Ben", "email": "ben@example.net"})
    assert len(postman.carry()) == 1

    publish(parent=reply["comment"]["id"], author={"name": "Cleo"})  # Ben asked for nothing
    publish(parent=told["comment"]["id"], author=MIA, body="I found out myself.")
    publish(author={"name": "Dora"})  # answers nobody

    assert postman.carry() == []


def test_a_tick_that_was_never_confirmed_tells_nobody(publish, postman):
    asked = publish(author=MIA, purposes=WANTED)
    assert len(postman.carry()) == 1
    publish(parent=asked["comment"]["id"], author={"name": "Ben"})

    assert postman.carry() == []


def test_a_comment_under_a_confirmed_address_still_needs_its_own_confirmation(told, publish, postman):
    """Whoever types an address that somebody else confirmed gets that person no mail."""
    other = publish(author=MIA | {"name": "Not Mia"}, purposes={"publish": True})
    publish(parent=other["comment"]["id"], author={"name": "Ben"})

    assert postman.carry() == []


def test_the_link_in_the_mail_is_the_withdrawal(client, deps, told, publish, postman):
    first = publish(parent=told["comment"]["id"], author={"name": "Ben"}, body="Yes.")
    link = stop_link(postman.carry_one())
    publish(parent=told["comment"]["id"], author={"name": "Cleo"}, body="Me too.")  # waits to be sent

    looked = client.get(path(link))
    assert looked.status_code == 200 and events(deps, told) == ["given", "given"]
    assert MIA["name"] not in looked.text and ADDRESS not in looked.text
    stopped = client.post(path(link), data=ONE_CLICK)
    again = client.post(path(link), data=ONE_CLICK)
    unknown = client.post(path(link).replace(told["comment"]["id"], first["comment"]["id"]), data=ONE_CLICK)

    assert stopped.status_code == again.status_code == unknown.status_code == 200
    assert "Set-Cookie" not in stopped.headers and stopped.headers["Referrer-Policy"] == "no-referrer"
    assert stopped.text == again.text == unknown.text
    assert events(deps, told) == ["given", "given", "withdrawn"]
    assert postman.carry() == []
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_ending_it_for_one_comment_leaves_it_for_another(client, deps, told, publish, postman):
    second = publish(author=MIA, purposes=WANTED, body="And the bats?")
    assert press(client, confirm_link(postman.carry_one()), "yes").status_code == 200
    publish(parent=told["comment"]["id"], author={"name": "Ben"}, body="Yes.")
    client.post(path(stop_link(postman.carry_one())), data=ONE_CLICK)

    publish(parent=told["comment"]["id"], author={"name": "Cleo"}, body="I did.")
    publish(parent=second["comment"]["id"], author={"name": "Dora"}, body="They too.")

    assert "> They too." in plain(postman.carry_one())
    assert tables_with(deps.session.get_bind(), ADDRESS) == ["contact"]


def test_a_link_of_another_site_cut_or_made_up_ends_nothing(client, deps, site, other_site, told, publish, postman):
    publish(parent=told["comment"]["id"], author={"name": "Ben"})
    link = path(stop_link(postman.carry_one()))

    for wrong in (
        link.replace(f"/my/{site.id}/", f"/my/{other_site.id}/"),
        link.replace("&lang", "x&lang"),
        f"/my/{site.id}/unsubscribe",
        f"/my/{site.id}/unsubscribe?of={uuid.uuid4()}.{'x' * 43}",
        f"/my/{site.id}/unsubscribe?of=%00",
    ):
        assert client.post(wrong, data=ONE_CLICK).status_code in (200, 422), wrong

    assert events(deps, told) == ["given", "given"]
    assert client.post("/my/nowhere/unsubscribe", data=ONE_CLICK).status_code == 404


def test_taking_it_back_with_the_receipt_ends_it_too(client, deps, site, told, publish, postman):
    publish(parent=told["comment"]["id"], author={"name": "Ben"})

    changed = change(client, site, told, "withdrawn").get_json()

    assert changed["receipt"]["event"] == "withdrawn"
    assert postman.carry() == []
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_giving_it_again_asks_the_owner_of_the_address_first(client, deps, site, told, publish, postman):
    change(client, site, told, "withdrawn")
    problem = assert_problem(change(client, site, told, "given"), 422, "validation")
    assert list(problem["fields"]) == ["email"]

    asked = change(client, site, told, "given", email="mia@elsewhere.example").get_json()
    assert (asked["receipt"], asked["consent"]["waiting"]) == (None, ["reply-mail"])
    assert events(deps, told) == ["given", "given", "withdrawn"]
    assert press(client, confirm_link(postman.carry_one()), "yes").status_code == 200
    publish(parent=told["comment"]["id"], author={"name": "Ben"})

    assert postman.carry_one().recipients == ["mia@elsewhere.example"]
    assert events(deps, told) == ["given", "given", "withdrawn", "given"]
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_what_waits_can_be_taken_back_before_it_is_confirmed(client, deps, site, post, postman):
    answer = post(author=MIA, purposes=WANTED)
    link = confirm_link(postman.carry_one())

    assert change(client, site, answer, "withdrawn").status_code == 200
    assert press(client, link, "yes").status_code == 404
    assert tables_with(deps.session.get_bind(), ADDRESS) == []


def test_erasing_leaves_the_address_nowhere(client, deps, site, told, publish, postman):
    publish(parent=told["comment"]["id"], author={"name": "Ben"})
    assert change(client, site, told, "withdrawn", "publish").status_code == 200

    assert postman.carry() == []
    assert tables_with(deps.session.get_bind(), ADDRESS) == []
    assert tables_with(deps.session.get_bind(), ADDRESS.split("@")[1]) == []
    if deps.session.get_bind().dialect.name == "sqlite":
        deps.session.rollback()
        assert ADDRESS.encode() not in file_bytes(deps.session.get_bind())


def test_a_flood_of_answers_is_not_a_flood_of_mail(deps, told, publish, postman):
    for n in range(PER_HOUR + 3):
        publish(parent=told["comment"]["id"], author={"name": f"N{n}"}, body=f"Number {n}")

    assert len(postman.carry()) == PER_HOUR


def test_hostile_names_titles_and_texts_are_inert(told, publish, postman, site):
    """Incident class: links and tracking pixels in notification mail."""
    name = "a:;\r\nBcc: x@evil.example =?utf-8?q?x?= {site}"
    title = "<img src=x>\u202e https://evil.example/ {controller}"
    body = "[click](https://evil.example) ![](https://evil.example/p.gif)\r\n.\r\nRCPT TO:<x@evil.example>"
    publish(parent=told["comment"]["id"], author={"name": name}, title=title, body=body)

    mail = postman.carry_one()
    shown = Page(html(mail))
    assert mail.recipients == [ADDRESS] and mail.message["Bcc"] is None
    assert mail.message["To"] == ADDRESS
    assert {urlsplit(a["href"]).netloc for a in shown.named("a")} == {"comments.test"}
    assert shown.named("img") == []
    assert "evil.example" not in plain(mail) and "\u202e" not in plain(mail)
    assert "{site}" in mail.message["Subject"]


def test_who_moderates_sees_no_address(admin, told, publish, postman):
    publish(parent=told["comment"]["id"], author={"name": "Ben"})
    assert ADDRESS not in admin.get("/admin/example/mail").text
    postman.carry()
    assert ADDRESS not in admin.get("/admin/example/mail").text


def test_the_address_stays_with_a_comment_that_can_be_restored(deps, told, decide):
    decide(told["comment"]["id"], "remove")
    deps.session.rollback()

    assert len(deps.session.scalars(sa.select(Contact)).all()) == 1
    (comment,) = deps.session.scalars(sa.select(Comment)).all()
    assert comment.confirmed_at is not None
