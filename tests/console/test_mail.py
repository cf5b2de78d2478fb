"""The page Mail: a site without mail is told so; with it, a test arrives, and what does not go is seen and decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from commentsvc.models.database import writing
from commentsvc.usecases.queue_mail import SEND, queue_mail
from commentsvc.usecases.run_due_tasks import TaskRun, run_due_tasks
from commentsvc.usecases.send_mail import send_mail
from tests.console.browsing import form_of, press, send, text
from tests.support.smtp import Server, mail_server
from tests.usecases.test_send_mail import ADDRESS, write_greeting

PAGE = "/admin/example/mail"


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server that runs."""
    with mail_server() as running:
        yield running


@pytest.fixture
def overrides(server: Server) -> dict[str, Any]:
    """Mail is set up."""
    return server.settings


def work(deps: Any) -> TaskRun:
    def handler(own: Any, site_id: str, payload: dict[str, Any]) -> None:
        send_mail(own, site_id, payload)

    return run_due_tasks(deps, {SEND: handler})


def work_greeting(deps: Any) -> TaskRun:
    def handler(own: Any, site_id: str, payload: dict[str, Any]) -> None:
        send_mail(own, site_id, payload, letters={"greeting": write_greeting})

    return run_due_tasks(deps, {SEND: handler})


def queue(deps: Any, site: Any) -> None:
    with writing(deps.session):
        assert queue_mail(deps, site.id, "greeting", facts={}, address=ADDRESS)


def test_the_test_goes_to_who_pressed_the_button_and_its_outcome_is_shown(
    owner: Any, deps: Any, server: Server
) -> None:
    assert "comments@example.org" in text(owner.get(PAGE))
    waiting = press(owner, PAGE, {"to": "eve@example.net"}, action="/mail")
    assert "Waiting" in text(waiting)

    assert work(deps) == TaskRun(done=1)

    (received,) = server.box.taken
    assert received.recipients == ["olga@example.org"]
    assert received.message["Subject"] == "Test: mail of Example arrives"
    page = text(owner.get(PAGE))
    assert "Sent" in page and "the mail server took it" in page
    assert "tested mail" in text(owner.get("/admin/example/activity"))


def test_a_test_that_the_server_refuses_says_why(owner: Any, deps: Any, server: Server) -> None:
    server.box.say["olga"] = "550 5.7.1 relaying denied"
    press(owner, PAGE, action="/mail")
    work(deps)

    page = text(owner.get(PAGE))
    assert "Refused" in page and "relaying denied" in page


def test_pressing_the_button_again_and_again_ends_in_waiting(owner: Any, server: Server) -> None:
    answers = [text(press(owner, PAGE, action="/mail")) for _ in range(11)]

    assert "enough tests for an hour" not in answers[9]
    assert "enough tests for an hour" in answers[10]


def test_what_did_not_go_is_shown_without_its_address_tried_again_and_given_up(
    owner: Any, deps: Any, site: Any, server: Server
) -> None:
    queue(deps, site)
    server.box.say["mia"] = "550 5.1.1 <mia.moreau@example.org> mia.moreau is unknown"
    work_greeting(deps)

    page = text(owner.get(PAGE))
    assert "m…@example.org" in page and "Refused" in page and "550 5.1.1" in page
    assert "moreau" not in page

    again = press(owner, PAGE, action="/retry")
    assert "tried again within seconds" in text(again) and "Waiting" in text(again)
    work_greeting(deps)
    gone = press(owner, PAGE, action="/stop")
    assert "given up" in text(gone) and "m…@example.org" not in text(gone)
    assert "gave up a mail" in text(owner.get("/admin/example/activity"))
    assert server.box.taken == []


def test_deciding_twice_is_told_and_does_nothing(owner: Any, deps: Any, site: Any, server: Server) -> None:
    queue(deps, site)
    form = form_of(owner, PAGE, "/retry")
    work_greeting(deps)

    late = send(owner, form.action, form.fields)

    assert late.status_code == 200
    assert "This mail was sent, stopped" in text(late)
    assert len(server.box.taken) == 1


def test_the_server_is_shown_to_who_administers_the_installation_only(owner: Any, admin: Any, server: Server) -> None:
    assert f"127.0.0.1:{server.port}" not in text(owner.get(PAGE))
    assert f"127.0.0.1:{server.port}" in text(admin.get(PAGE))


def test_a_mail_of_another_site_is_nobodys_to_decide_under_ones_own(
    foreigner: Any, deps: Any, site: Any, server: Server
) -> None:
    queue(deps, site)
    token = dict(form_of(foreigner, "/admin/other/mail").fields)["csrf_token"]
    from commentsvc.models.mail import mail_of_note

    [(mail, _)] = mail_of_note(deps.session, site.id, 10)
    deps.session.rollback()
    for verb in ("retry", "stop"):
        own = foreigner.post(f"/admin/other/mail/{mail.id}/{verb}", data={"csrf_token": token}, follow_redirects=True)
        assert "There is no such mail any more." in text(own)
        there = foreigner.post(f"/admin/example/mail/{mail.id}/{verb}", data={"csrf_token": token})
        assert there.status_code == 404
    assert work_greeting(deps) == TaskRun(done=1)
    assert len(server.box.taken) == 1


def test_a_hostile_word_of_the_mail_server_is_only_shown(owner: Any, deps: Any, site: Any, server: Server) -> None:
    queue(deps, site)
    server.box.say["mia"] = "550 <script>alert(1)</script><img src=x>"
    work_greeting(deps)

    assert "<script" not in text(owner.get(PAGE)) and "<img" not in text(owner.get(PAGE))


class TestWithoutMail:
    """An installation that has no mail server."""

    @pytest.fixture
    def overrides(self) -> dict[str, Any]:
        """Nothing is set up."""
        return {}

    def test_the_site_is_told_what_it_loses_and_that_the_rest_works(self, owner: Any) -> None:
        page = text(owner.get(PAGE))

        assert "sends no mail" in page and "works without" in page
        assert "Send a test" not in page

    def test_a_test_that_is_sent_all_the_same_is_told_that_there_is_none(self, owner: Any) -> None:
        token = dict(form_of(owner, "/admin/example/tokens").fields)["csrf_token"]

        assert "No mail server is set up." in text(owner.post(PAGE, data={"csrf_token": token}, follow_redirects=True))

    def test_what_waited_when_mail_was_taken_away_waits_on(self, owner: Any, deps: Any, site: Any) -> None:
        with mail_server() as running:
            from commentsvc.adapters.mail import build
            from commentsvc.settings import Settings

            queue(replace(deps, mailer=build(Settings(deps.settings.values | running.settings))), site)
        work_greeting(deps)

        page = text(owner.get(PAGE))
        assert "no mail server is set up" in page.lower() and "m…@example.org" in page
        assert "/retry" not in page and "/stop" in page
