"""Handing mail to a real server: protected or not at all, and every kind of failure told apart."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commentsvc.adapters.mail import NoMail, SmtpMailer, build
from commentsvc.domain.letter import Letter, Mail, Paragraph, compose
from commentsvc.errors import MailDelayed, MailRefused, MailUnsure
from commentsvc.settings import load_settings
from tests.support.smtp import Server, certificate_for, mail_server, rude_server, talk

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def mailer(tmp_path: Path) -> Callable[[dict[str, Any]], SmtpMailer]:
    """`mailer(settings)`: a mailer of these settings."""

    def make(settings: dict[str, Any]) -> SmtpMailer:
        facts = {"data_dir": tmp_path / "data", "public_url": "https://comments.test"}
        made = build(load_settings(facts | settings))
        assert isinstance(made, SmtpMailer)
        return made

    return make


def mail_to(mailer: SmtpMailer, address: str = "ada@example.org", text: str = "Hello.") -> Mail:
    from datetime import UTC, datetime

    assert mailer.sender
    letter = Letter(address, "A subject", "en", [Paragraph(text)])
    return compose(letter, mailer.sender, TOKEN, datetime(2027, 1, 1, tzinfo=UTC))


def test_a_mail_arrives_as_it_was_written(mailer: Any) -> None:
    with mail_server() as server:
        sending = mailer(server.settings)
        sending.send(mail_to(sending, text="One.\n.\n..two\nFrom here"))

        (received,) = server.box.taken
        assert (received.sender, received.recipients) == ("comments@example.org", ["ada@example.org"])
        assert received.message["Message-ID"] == f"<{TOKEN}@comments.test>"
        body = received.message.get_body(("plain",))
        assert body is not None and body.get_content().splitlines() == ["One.", ".", "..two", "From here"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_with_a_certificate_that_is_trusted_mail_travels_under_tls_and_signed_in(
    mailer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    certificate = certificate_for(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(security=security, certificate=certificate, signed_in=True) as server:
        sending = mailer(server.settings)
        sending.check()
        assert server.box.taken == []
        sending.send(mail_to(sending))

        assert len(server.box.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["of nobody we know", "of another name"])
def test_a_certificate_that_is_not_right_is_refused_before_anything_is_said(
    mailer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, fault: str
) -> None:
    certificate = certificate_for(tmp_path, "mail.example.org" if fault == "of another name" else "127.0.0.1")
    if fault == "of another name":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(security=security, certificate=certificate, signed_in=True) as server:
        sending = mailer(server.settings)

        with pytest.raises(MailDelayed, match="certificate"):
            sending.send(mail_to(sending))
        assert server.box.taken == []


def test_a_server_that_does_not_offer_starttls_gets_nothing(mailer: Any) -> None:
    with mail_server() as server:
        sending = mailer(server.settings | {"mail_security": "starttls"})

        with pytest.raises(MailDelayed, match="does not offer"):
            sending.send(mail_to(sending))
        assert server.box.taken == []


def test_a_wrong_password_is_something_an_operator_can_put_right(
    mailer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certificate_for(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(security="starttls", certificate=certificate, signed_in=True) as server:
        sending = mailer(server.settings | {"mail_password": "another"})

        with pytest.raises(MailDelayed, match="refuses the name or the password"):
            sending.check()


def refusal(server: Server, mailer: Any, address: str, answer: str) -> Exception:
    server.box.say["nobody"] = answer
    sending = mailer(server.settings)
    with pytest.raises((MailDelayed, MailRefused)) as raised:
        sending.send(mail_to(sending, address))
    return raised.value


def test_a_refusal_for_good_is_told_from_one_for_now(mailer: Any) -> None:
    with mail_server() as server:
        for_good = refusal(server, mailer, "nobody@example.org", "550 5.1.1 no such user")
        for_now = refusal(server, mailer, "nobody@example.org", "451 4.7.1 greylisted, come back later")

    assert isinstance(for_good, MailRefused) and for_good.status == "5.1.1"
    assert "no such user" in str(for_good)
    assert isinstance(for_now, MailDelayed) and "greylisted" in str(for_now)


def test_what_the_server_says_is_kept_without_the_recipient(mailer: Any) -> None:
    said = "550 5.1.1 <nobody.at.all@example.org>: nobody.at.all unknown, ask postmaster@example.org"
    with mail_server() as server:
        error = refusal(server, mailer, "nobody.at.all@example.org", said)

    assert "nobody" not in str(error) and "@" not in str(error)
    assert "unknown, ask …" in str(error)


def test_a_message_the_server_does_not_like_is_refused_for_good_and_one_it_cannot_store_is_not(mailer: Any) -> None:
    with mail_server() as server:
        sending = mailer(server.settings)
        server.box.after_data = "554 5.7.1 looks like spam"
        with pytest.raises(MailRefused, match="spam"):
            sending.send(mail_to(sending))
        server.box.after_data = "452 4.3.1 disk full"
        with pytest.raises(MailDelayed, match="disk full"):
            sending.send(mail_to(sending))


def test_a_server_that_does_not_take_our_sender_is_an_operators_matter_and_no_recipients(mailer: Any) -> None:
    with mail_server() as server:
        server.box.from_answer = "553 5.7.1 not your address"
        sending = mailer(server.settings)

        with pytest.raises(MailDelayed, match="does not take mail from us: 553"):
            sending.send(mail_to(sending))


def test_a_server_that_is_not_there_is_left_alone_for_a_while(mailer: Any, later: Callable[..., None]) -> None:
    with mail_server() as server:
        settings = server.settings
    sending = mailer(settings)
    for expected in ("did not answer", "left alone"):
        with pytest.raises(MailDelayed, match=expected):
            sending.send(mail_to(sending))
    later(minutes=2)
    with pytest.raises(MailDelayed) as again:
        sending.send(mail_to(sending))
    assert "left alone" not in str(again.value)


def hang(peer: socket.socket) -> None:
    while peer.recv(1000):
        pass


def trickle(peer: socket.socket) -> None:
    while True:
        peer.sendall(b"220-and more\r\n")
        time.sleep(0.05)


def hang_after_data(peer: socket.socket) -> None:
    talk(peer, b"250 hello", b"250 OK", b"250 OK", b"354 go on")
    hang(peer)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
@pytest.mark.parametrize("behave", [hang, trickle])
def test_a_server_that_hangs_or_trickles_is_given_up_in_time(mailer: Any, behave: Any, security: str) -> None:
    """It would hang for ever."""
    with rude_server(behave) as settings:
        sending = mailer(settings | {"mail_security": security})
        with pytest.raises(MailDelayed):
            sending.send(mail_to(sending))


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (b"250 hello",),
        (b"250 hello", b"250 OK"),
        (b"250 hello", b"250 OK", b"250 OK"),
        (b"250 hello", b"421 going down"),
    ],
)
def test_a_connection_that_ends_before_the_message_was_sent_delivered_nothing(
    mailer: Any, answers: tuple[bytes, ...]
) -> None:
    with rude_server(lambda peer: talk(peer, *answers)) as settings:
        sending = mailer(settings)

        with pytest.raises(MailDelayed):
            sending.send(mail_to(sending))


def close_after_data(peer: socket.socket) -> None:
    stream = peer.makefile("rb")
    peer.sendall(b"220 here\r\n")
    for answer in (b"250 hello", b"250 OK", b"250 OK", b"354 go on"):
        stream.readline()
        peer.sendall(answer + b"\r\n")
    while stream.readline() not in (b".\r\n", b""):
        pass


@pytest.mark.parametrize("behave", [close_after_data, hang_after_data])
def test_when_the_answer_to_the_whole_message_is_missing_nobody_says_that_it_arrived_or_not(
    mailer: Any, behave: Any
) -> None:
    with rude_server(behave) as settings:
        sending = mailer(settings)

        with pytest.raises(MailUnsure):
            sending.send(mail_to(sending))


def test_an_address_beyond_ascii_is_written_as_the_server_can_take_it(mailer: Any) -> None:
    with mail_server() as server:
        sending = mailer(server.settings)
        sending.send(mail_to(sending, "ada@bücher.example"))
        sending.send(mail_to(sending, "адам@example.org"))

        assert [received.recipients for received in server.box.taken] == [
            ["ada@xn--bcher-kva.example"],
            ["адам@example.org"],
        ]


def test_a_server_that_cannot_do_that_is_not_sent_half_an_address(mailer: Any) -> None:
    with rude_server(lambda peer: talk(peer, b"250 hello", b"250 OK")) as settings:
        sending = mailer(settings)

        with pytest.raises(MailRefused) as raised:
            sending.send(mail_to(sending, "адам@example.org"))
    assert raised.value.status == "5.6.7"


def test_without_a_mail_server_nothing_is_sent_and_what_waits_may_wait(tmp_path: Path) -> None:
    twin = build(load_settings({"data_dir": tmp_path / "data"}))

    assert isinstance(twin, NoMail) and twin.sender is None
    for act in (twin.check, lambda: twin.send(Mail("a@example.org", "b@example.org", b""))):
        with pytest.raises(MailDelayed, match="no mail server"):
            act()
