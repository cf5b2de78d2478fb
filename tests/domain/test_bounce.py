"""Notifications of mail servers: those that say something of a message of ours, and everything else."""

from __future__ import annotations

import random

import pytest

from commentsvc.domain.bounce import Bounce, read_bounce, status_words

TOKEN = "0123456789abcdef" * 2


def notification(
    *, action: str = "failed", status: str = "5.1.1", to: str = "comments@example.org", returned: str | None = None
) -> bytes:
    """As postfix writes it."""
    message_id = f"<{TOKEN}@comments.test>" if returned is None else returned
    return f"""From: MAILER-DAEMON@mail.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry. <mia@example.org>: user unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; mia@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: text/rfc822-headers

From: comments@example.org
To: mia@example.org
Message-ID: {message_id}

--b--
""".encode()


def test_a_failed_delivery_is_known_by_the_returned_message_id() -> None:
    assert read_bounce(notification()) == Bounce(TOKEN, "5.1.1", True)


def test_the_whole_message_may_be_returned_instead_of_its_headers() -> None:
    whole = notification().replace(b"text/rfc822-headers", b"message/rfc822")

    assert read_bounce(whole) == Bounce(TOKEN, "5.1.1", True)


def test_it_is_known_by_the_address_it_came_back_to() -> None:
    nothing_returned = notification(to=f"bounces+{TOKEN}@example.org", returned="<other@host>")

    assert read_bounce(nothing_returned) == Bounce(TOKEN, "5.1.1", True)
    assert read_bounce(notification(returned=""), f"bounces+{TOKEN}@example.org") == Bounce(TOKEN, "5.1.1", True)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_late_or_arrived_has_not_failed(action: str) -> None:
    assert read_bounce(notification(action=action, status="4.4.1")) == Bounce(TOKEN, "4.4.1", False)


def test_a_status_that_is_none_is_left_out() -> None:
    assert read_bounce(notification(status="<script>")) == Bounce(TOKEN, "", True)
    assert status_words("") == "the recipient’s mail system gave no reason"
    assert status_words("5.1.1") == "the address does not exist"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"From: a\n\nJust a reply from a person. " + TOKEN.encode() + b"@comments.test",
        notification(returned="<somebody-elses@host>"),
        notification(returned=""),
        b"Content-Type: multipart/report; boundary=\n\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 100_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"To: " + b"a:;" * 80_000 + b"\n\n",
        b"To: " + b"(" * 200_000 + b"\n\n",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n\xff\xfe",
        b"Content-Type: multipart/report; boundary=b; charset*0*=\xff\n\n--b\nContent-Type: text/rfc822-headers;"
        b" charset=no-such\nContent-Transfer-Encoding: x-uuencode\n\nbegin\n--b--",
    ],
)
def test_whatever_else_comes_is_nothing_of_ours_and_breaks_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_damage_anywhere_never_raises() -> None:
    chance = random.Random(7)  # noqa: S311 - damage, not a secret
    for _ in range(600):
        raw = bytearray(notification())
        for _ in range(chance.randrange(1, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        found = read_bounce(bytes(raw))

        assert found is None or len(found.token) == 32
