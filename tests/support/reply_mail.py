"""Readers who want mail about replies, and the mailbox in which they look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from commentsvc.usecases.deps import Deps
from commentsvc.usecases.queue_mail import SEND
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.send_mail import ATTEMPTS, send_mail
from tests.support.pages import Page, submit
from tests.support.smtp import Mailbox, Received

WANTED = {"publish": True, "reply-mail": True}
ADDRESS = "mia.moreau@example.net"


@dataclass
class Postman:
    """Carries what waits to the mailbox, and reads what came."""

    deps: Deps
    box: Mailbox

    def carry(self) -> list[Received]:
        """Send what is due; the mails that came by it."""
        before = len(self.box.taken)
        run_due_tasks(self.deps, {SEND: send_mail}, 500, patience={SEND: ATTEMPTS})
        self.deps.session.rollback()
        return self.box.taken[before:]

    def carry_one(self) -> Received:
        """Send what is due, which must be exactly one mail."""
        (mail,) = self.carry()
        return mail


def plain(mail: Received) -> str:
    """The plain text of a mail."""
    body = mail.message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html(mail: Received) -> str:
    """The HTML of a mail."""
    body = mail.message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def confirm_link(mail: Received) -> str:
    """The link of the mail that asks for an address."""
    found = re.search(r"http\S+/confirm\?lang=\S+#\S+", plain(mail))
    assert found, plain(mail)
    return found[0]


def ask_page(client: Any, link: str) -> Any:
    """The page behind the link, once the script or the reader put its fragment into the form."""
    address = urlsplit(link)
    return submit(client, f"{address.path}?{address.query}", {"receipt": address.fragment})


def press(client: Any, link: str, answer: str) -> Any:
    """Open the link and press `yes` or `no`."""
    shown = ask_page(client, link)
    if shown.status_code != 200:
        return shown
    form = next(form for form in Page(shown.text).forms if form["action"].endswith(f"/{answer}"))
    return client.post(form["action"], data=form["fields"])
