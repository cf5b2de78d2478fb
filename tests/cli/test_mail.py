"""`commentsvc mail` and what the doctor says of mail, against a real mail server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from commentsvc.app import create_app, create_server_app
from commentsvc.cli import commentsvc
from commentsvc.cli.wiring import Wiring
from commentsvc.jobs.worker import work
from tests.cli.conftest import Run
from tests.domain.test_bounce import TOKEN, notification
from tests.support.demo import free_port
from tests.support.smtp import Server, mail_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mail server, and settings that lead to it."""
    with mail_server() as running:
        set_up(monkeypatch, running.settings)
        yield running


def set_up(monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"COMMENTSVC_{name.upper()}", str(value))


def mail_finding(run: Run) -> dict[str, str]:
    findings = json.loads(run("doctor", "--json").output)
    return next(finding for finding in findings if finding["check"] == "mail")


def test_a_test_mail_goes_at_once(server: Server, ready: Run) -> None:
    sent = ready("mail", "test", "ada@example.org")

    assert sent.exit_code == 0, sent.output
    assert [received.recipients for received in server.box.taken] == [["ada@example.org"]]


def test_what_the_server_says_is_said(server: Server, ready: Run) -> None:
    server.box.say["ada"] = "550 5.7.1 relaying denied"

    refused = ready("mail", "test", "ada@example.org")

    assert refused.exit_code == 1
    assert "relaying denied" in refused.stderr


def test_an_address_that_is_none_is_a_wrong_argument(server: Server, ready: Run) -> None:
    assert ready("mail", "test", "a:;").exit_code == 2
    assert server.box.taken == []


def test_without_a_mail_server_the_settings_are_named(ready: Run) -> None:
    refused = ready("mail", "test", "ada@example.org")

    assert refused.exit_code == 1
    assert "COMMENTSVC_MAIL_HOST" in refused.stderr
    assert mail_finding(ready)["state"] == "ok"
    assert "no mail of replies" in mail_finding(ready)["say"]


def test_the_doctor_signs_in_to_the_mail_server_and_sends_nothing(server: Server, ready: Run) -> None:
    assert mail_finding(ready) == {
        "check": "mail",
        "state": "ok",
        "say": "comes from comments@example.org; the server lets us in",
    }
    assert server.box.taken == []


def test_the_doctor_says_that_a_server_is_not_there(ready: Run, durable: None, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(
        monkeypatch,
        {
            "mail_host": "127.0.0.1",
            "mail_port": free_port(),
            "mail_security": "none",
            "mail_from": "comments@example.org",
        },
    )

    assert mail_finding(ready)["state"] == "wrong"
    assert ready("doctor").exit_code == 1


def test_a_bounce_from_the_mail_server_is_noted_and_anything_else_is_taken_without_complaint(ready: Run) -> None:
    for message in (notification(), b"", b"\xff\x00 no mail at all", b"x" * 1_000_000):
        taken = CliRunner().invoke(
            commentsvc,
            ["mail", "bounce", "--recipient", f"bounces+{TOKEN}@example.org"],
            input=message,
            obj=Wiring(create_app, create_server_app, work),
        )
        assert (taken.exit_code, taken.output) == (0, "Nothing of ours.\n")


def test_a_bounce_before_the_database_is_there_is_left_to_the_mail_server(run: Run) -> None:
    assert run("mail", "bounce", input=notification().decode()).exit_code == 75
