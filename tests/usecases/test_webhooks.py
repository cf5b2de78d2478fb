"""Webhooks: signed, sent through the one way out, tried again for days, and never telling what was erased."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from standardwebhooks import Webhook

from commentsvc.adapters.outbound import OutboundClient
from commentsvc.domain.request import Channel
from commentsvc.domain.webhook_event import EVENTS, TEST, TEST_EVENT
from commentsvc.domain.webhook_schedule import AFTER, ROTATION
from commentsvc.errors import Conflict, Forbidden, NotFound, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.webhook import DEAD, DELIVERED, DROPPED, WAITING
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_webhook import CHOICES, WebhookDraft, add_webhook
from commentsvc.usecases.announce import announce
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_webhook import WebhookChange, change_webhook, change_webhook_secret, remove_webhook
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_webhooks import list_deliveries, list_webhooks
from commentsvc.usecases.open_request import RequestDraft, open_request
from commentsvc.usecases.replay_webhook import replay_webhook, try_webhook
from commentsvc.usecases.restrict_comment import restrict_comment
from commentsvc.usecases.send_webhooks import send_webhooks
from commentsvc.usecases.write_paper import write_paper
from tests.support.everything import tables_with as all_tables_with
from tests.support.receiver import Receiver, webhook_receiver
from tests.support.reply_mail import Postman, plain
from tests.support.sites import bearer
from tests.support.smtp import mail_server

MIA = {"name": "Mia Moreau", "email": None, "website": "https://mia.example.org/"}


def tables_with(engine: Any, needle: str) -> list[str]:
    """The tables that hold it; the search index of SQLite forgets when the worker writes it anew."""
    return [name for name in all_tables_with(engine, needle) if not name.startswith("search_fts")]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as running:
        yield running


@pytest.fixture
def overrides(receiver: Receiver) -> dict[str, Any]:
    return receiver.settings


@pytest.fixture
def hook(deps: Any, site: Any, receiver: Receiver) -> Any:
    """A webhook that is told everything, with names and texts; with its secret."""
    return add_webhook(deps, CLI, site.id, WebhookDraft("Desk", receiver.url, list(CHOICES), contents=True))


def deliveries(deps: Any, site: Any, hook: Any, state: str | None = None) -> list[Any]:
    deps.session.rollback()
    return list(list_deliveries(deps, CLI, site.id, hook.webhook.id, state=state).deliveries)


def paths(value: Any, before: str = "") -> Iterator[str]:
    """Where the values of a message stand, as the reference names them."""
    for name, part in value.items():
        if isinstance(part, dict):
            yield from paths(part, f"{before}{name}.")
        else:
            yield before + name


def withdraw(client: Any, site: Any, answer: Any) -> None:
    receipt = answer["receipt"]
    response = client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | bearer(receipt["secret"]),
    )
    assert response.status_code == 200, response.text


def edit(client: Any, site: Any, answer: Any, body: str) -> None:
    where = f"{site.comments_url}/{answer['comment']['id']}"
    changed = client.patch(where, json={"body": body}, headers=site.headers() | bearer(answer["edit_token"]))
    assert changed.status_code == 200, changed.text


def test_every_event_is_told_signed_and_as_the_reference_says(deps, site, client, post, decide, hook, receiver):
    answer = post(author=MIA, body="About *swordfish*")
    edit(client, site, answer, "About herrings")
    decide(answer["comment"]["id"], "publish")
    request = open_request(
        deps, site.id, RequestDraft("access", record_id=uuid.UUID(answer["receipt"]["id"])), Channel.RECEIPT
    )
    with writing(deps.session):
        announce(deps, find_site(deps, site.id), "comment.flagged", {"comment": answer["comment"]["id"], "flags": 3})
        announce(deps, find_site(deps, site.id), "comment.restricted", {"comment": answer["comment"]["id"]})
    try_webhook(deps, CLI, site.id, hook.webhook.id)
    send_webhooks(deps)
    withdraw(client, site, answer)
    send_webhooks(deps)

    assert sorted(receiver.events) == sorted([*EVENTS, TEST])
    told = {one.json["type"]: one.json["data"] for one in receiver.told}
    for event, about in {**EVENTS, TEST: TEST_EVENT}.items():
        assert set(paths(told[event])) == about.paths(contents=True) == set(paths(about.example)), event
    assert told["comment.posted"]["comment"]["body"] == "About herrings", "written when it is sent"
    assert told["comment.decided"]["decision"]["action"] == "publish"
    assert told["request.opened"]["request"]["id"] == str(request.id)
    assert told["comment.erased"] == {"comment": {"id": answer["comment"]["id"]}}
    for one in receiver.told:
        Webhook(hook.secret).verify(one.body, one.headers)
        assert one.headers["content-type"] == "application/json"
    assert len({one.headers["webhook-id"] for one in receiver.told}) == len(receiver.told)
    assert {one.state for one in deliveries(deps, site, hook)} == {DELIVERED}
    assert send_webhooks(deps) == 0


def test_without_names_and_texts_there_are_none_and_only_what_was_chosen_and_is_owed(
    deps, site, client, post, decide, receiver
):
    add_webhook(deps, CLI, site.id, WebhookDraft("Counter", receiver.url, ["comment.decided"]))
    answer = post(author=MIA, body="About swordfish")
    decide(answer["comment"]["id"], "publish")
    send_webhooks(deps)
    withdraw(client, site, answer)
    send_webhooks(deps)

    assert receiver.events == ["comment.decided", "comment.erased"]
    assert set(paths(receiver.told[0].json["data"])) == EVENTS["comment.decided"].paths(contents=False)
    assert b"swordfish" not in receiver.told[0].body and b"Mia" not in receiver.told[0].body


def test_of_a_restricted_comment_no_word_is_told(deps, site, post, hook, receiver):
    answer = post(author=MIA, body="About swordfish")
    with writing(deps.session) as session:
        comment = session.get(Comment, (site.id, uuid.UUID(answer["comment"]["id"])))
        restrict_comment(deps, find_site(deps, site.id), comment, uuid.uuid4())
    send_webhooks(deps)

    assert receiver.events == ["comment.posted", "comment.restricted"]
    assert not any(b"swordfish" in one.body or b"Mia" in one.body for one in receiver.told)


def test_an_erased_comment_is_in_no_delivery_not_even_in_what_the_receiver_repeated(
    deps, site, client, post, decide, hook, receiver
):
    """Garrul: erased text survives in stored webhook deliveries."""
    receiver.answer, receiver.status = b"Thanks for the swordfish, Mia Moreau!", 200
    answer = post(author=MIA, body="About swordfish")
    assert "webhook_delivery" not in tables_with(deps.session.get_bind(), "swordfish"), "it is not stored to be sent"
    send_webhooks(deps)
    assert "webhook_delivery" in tables_with(deps.session.get_bind(), "swordfish"), "the receiver repeats it"
    decide(answer["comment"]["id"], "publish")
    withdraw(client, site, answer)

    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert tables_with(deps.session.get_bind(), "Moreau") == []
    send_webhooks(deps)
    assert receiver.events == ["comment.posted", "comment.erased"], "what waited is not told any more"
    assert [one.state for one in deliveries(deps, site, hook)] == [DELIVERED, DROPPED, DELIVERED]
    assert tables_with(deps.session.get_bind(), "swordfish") == []


def test_an_answer_that_comes_after_the_erasure_is_not_kept(deps, site, client, post, hook, receiver, make_app):
    answer = post(author=MIA, body="About swordfish")

    class Slow:
        """Between sending and writing down, the author erases."""

        def post(self, url, body, media_type, headers):
            withdraw(client, site, answer)
            receiver.answer, receiver.status = b"Thanks for the swordfish!", 200
            return deps.outbound.post(url, body, media_type, headers)

    send_webhooks(replace(deps, outbound=Slow()), 1)

    assert receiver.events == ["comment.posted"]
    assert tables_with(deps.session.get_bind(), "swordfish") == []


def test_what_is_not_taken_is_tried_again_for_days_and_is_then_a_dead_letter_to_be_sent_again(
    deps, site, post, hook, receiver, later
):
    post()
    receiver.status, receiver.answer = 503, b"<b>busy</b>\r\n\x00 now"
    for wait in AFTER:
        assert send_webhooks(deps) == 1
        assert send_webhooks(deps) == 0
        later(seconds=wait.total_seconds() + 1)
    [waiting] = deliveries(deps, site, hook)
    assert (waiting.state, waiting.attempts, waiting.status) == (WAITING, len(AFTER), 503)
    assert waiting.answer == "<b>busy</b> now"
    send_webhooks(deps)

    [dead] = deliveries(deps, site, hook, DEAD)
    assert dead.reason
    [view] = list_webhooks(deps, CLI, site.id)
    assert (view.webhook.disabled_why, view.dead) == ("failing", 1)
    with pytest.raises(Conflict):
        replay_webhook(deps, CLI, site.id, hook.webhook.id)
    post()
    assert len(deliveries(deps, site, hook)) == 1, "nothing is kept for a webhook that is off"

    change_webhook(deps, CLI, site.id, hook.webhook.id, WebhookChange(enabled=True))
    receiver.status = 200
    assert replay_webhook(deps, CLI, site.id, hook.webhook.id, dead.id) == 1
    with pytest.raises(NotFound):
        replay_webhook(deps, CLI, site.id, hook.webhook.id, dead.id)
    send_webhooks(deps)
    [done] = deliveries(deps, site, hook)
    assert (done.state, done.status) == (DELIVERED, 200)
    assert {one.headers["webhook-id"] for one in receiver.told} == {f"msg_{dead.id.hex}"}


def test_a_receiver_that_fails_is_left_alone_whatever_waits_for_it(deps, site, post, hook, receiver, later):
    receiver.status = 500
    for _ in range(5):
        post()
    assert send_webhooks(deps) == 1
    later(seconds=6)
    assert send_webhooks(deps) == 1
    receiver.status = 200
    later(minutes=11)
    assert send_webhooks(deps) == 5
    [view] = list_webhooks(deps, CLI, site.id)
    assert (view.waiting, view.webhook.failing_since) == (0, None)


def test_who_says_that_it_is_gone_is_switched_off_at_once(deps, site, post, hook, receiver):
    receiver.status = 410
    post()
    post()
    assert send_webhooks(deps) == 1

    [view] = list_webhooks(deps, CLI, site.id)
    assert (view.webhook.disabled_why, view.dead, view.waiting) == ("gone", 2, 0)


@pytest.mark.parametrize(
    ("name", "address"),
    [("private.example", "10.0.0.1"), ("meta.example", "169.254.169.254"), ("six.example", "::ffff:127.0.0.1")],
)
def test_what_leads_to_a_private_address_is_never_asked(deps, site, post, receiver, name, address):
    """Remark42: SSRF; the name is judged by what it leads to at the moment of sending."""
    hook = add_webhook(deps, CLI, site.id, WebhookDraft("In", f"https://{name}/hook", ["comment.posted"]))
    post()
    judged = OutboundClient(deps.settings.outbound_allowed, resolve=lambda _host, _port: ["93.184.216.34", address])
    send_webhooks(replace(deps, outbound=judged))

    [delivery] = deliveries(deps, site, hook)
    assert "not on the public internet" in delivery.reason
    assert receiver.told == []


def test_a_redirect_is_not_followed(deps, site, post, hook, receiver):
    receiver.status = 307
    receiver.headers = {"Location": "http://169.254.169.254/latest/meta-data"}
    post()
    send_webhooks(deps)

    [delivery] = deliveries(deps, site, hook)
    assert "redirect" in delivery.reason and delivery.state == WAITING


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "https://user:word@hooks.example.org/", "https://hooks.example.org/#a", "ftp://x/",
        "https://", "https://hooks.example.org/\r\nX-A: b", "javascript:alert(1)", "https://h\u00f6\u00f6ks.example/",
        "http://127.0.0.1:1/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(deps, site, url):
    with pytest.raises(ValidationFailed) as refused:
        add_webhook(deps, CLI, site.id, WebhookDraft("Desk", url, ["comment.posted"]))
    assert "url" in refused.value.fields


def test_after_a_change_of_the_secret_both_hold_for_a_while_and_none_is_stored(deps, site, post, hook, receiver, later):
    fresh = change_webhook_secret(deps, CLI, site.id, hook.webhook.id)
    assert fresh.secret != hook.secret and fresh.secret.startswith("whsec_")
    post()
    send_webhooks(deps)
    later(seconds=ROTATION.total_seconds() + 1)
    post()
    send_webhooks(deps)

    both, one = receiver.told
    assert len(both.headers["webhook-signature"].split()) == 2
    assert len(one.headers["webhook-signature"].split()) == 1
    Webhook(fresh.secret).verify(one.body, one.headers)
    for secret in (hook.secret, fresh.secret):
        assert tables_with(deps.session.get_bind(), secret.removeprefix("whsec_")) == []


def test_only_admins_of_the_site_have_to_do_with_them(deps, site, other_site, hook):
    theirs = Actor(ref="t", name="t", site_id=other_site.id, scopes=frozenset({"admin"}))
    lesser = Actor(ref="t", name="t", site_id=site.id, scopes=frozenset({"moderate", "export", "subjects"}))
    number = hook.webhook.id
    for act in (
        lambda who: add_webhook(deps, who, site.id, WebhookDraft("x", "https://x.example/", ["comment.posted"])),
        lambda who: change_webhook(deps, who, site.id, number, WebhookChange(enabled=False)),
        lambda who: change_webhook_secret(deps, who, site.id, number),
        lambda who: remove_webhook(deps, who, site.id, number),
        lambda who: replay_webhook(deps, who, site.id, number),
        lambda who: try_webhook(deps, who, site.id, number),
        lambda who: list_deliveries(deps, who, site.id, number),
    ):
        with pytest.raises(NotFound):
            act(theirs)
        with pytest.raises(Forbidden):
            act(lesser)
    with pytest.raises(NotFound):
        remove_webhook(deps, theirs, other_site.id, number)


def test_a_webhook_is_removed_with_what_it_was_told(deps, site, post, hook):
    post()
    assert remove_webhook(deps, CLI, site.id, hook.webhook.id) == "Desk"
    assert list_webhooks(deps, CLI, site.id) == []
    post()
    assert send_webhooks(deps) == 0


def test_who_receives_names_and_texts_is_named_in_the_record_of_processing(deps, site, hook, receiver):
    paper = write_paper(deps, CLI, site.id, "record")
    [said] = [line for section in paper.sections for line in section.lines if line.label.startswith("Programs")]
    assert said.values[0] == f"Desk: 127.0.0.1:{receiver.port}"


class TestWithMail:
    """The admins are told when one is switched off."""

    @pytest.fixture
    def database(self, sqlite_database: str) -> str:
        return sqlite_database

    @pytest.fixture
    def server(self) -> Iterator[Any]:
        with mail_server() as running:
            yield running

    @pytest.fixture
    def overrides(self, receiver: Receiver, server: Any) -> dict[str, Any]:
        return receiver.settings | server.settings

    def test_admins_hear_of_it_once(self, deps, site, post, hook, receiver, server, sign_in):
        sign_in("olga@example.org", name="Olga", site_id=site.id, role="admin")
        change_site(deps, CLI, site.id, {"name": "The\r\nBcc: x@x.example =?utf-8?q?a?="})
        receiver.status = 410
        post()
        send_webhooks(deps)

        mail = Postman(deps, server.box).carry_one()
        assert mail.recipients == ["olga@example.org"] and mail.message["Bcc"] is None
        assert "“Desk” is switched off" in mail.message["Subject"]
        assert f"/admin/{site.id}/webhooks/{hook.webhook.id}" in plain(mail)


def test_nothing_is_told_where_nobody_listens(deps, site, post):
    post()
    assert send_webhooks(deps) == 0
