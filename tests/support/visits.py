"""A reader who comes in to their own pages: by a mailed link, or with a receipt."""

from __future__ import annotations

import re
import uuid
from typing import Any

from commentsvc import clock
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.send_mail import send_mail
from tests.support.pages import Page, submit

LINK = re.compile(r"https?://\S+/enter\?lang=[\w-]+#[0-9a-f-]{36}\.[\w-]{43}")


def send_all(deps: Any) -> None:
    """Run the worker's tasks for mail once."""
    deps.session.rollback()  # a snapshot that a test left open would not show them
    run_due_tasks(deps, {"send-mail": send_mail})


def ask_for_link(client: Any, site: Any, address: str, **more: str) -> Any:
    """Type the address at the door; the answer."""
    return submit(client, f"/my/{site.id}/", {"address": address, **more})


def mailed_link(deps: Any, server: Any, client: Any, site: Any, address: str) -> str:
    """Ask for a link, have it sent, and find it in the mail."""
    assert ask_for_link(client, site, address).status_code == 200
    send_all(deps)
    return link_in(server.box.taken[-1])


def link_in(mail: Any) -> str:
    """The link in the plain text of a mail."""
    body = mail.message.get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found, body.get_content()
    return found[0]


def come_in(client: Any, site: Any, link: str) -> Any:
    """Paste the link or the receipt and press the button; the answer to that."""
    return submit(client, f"/my/{site.id}/enter", {"receipt": link})


def confirm(deps: Any, site: Any, *comments: str) -> None:
    """As if the owner of the address had confirmed that these comments are theirs."""
    with writing(deps.session) as session:
        for comment in comments:
            session.get(Comment, (site.id, uuid.UUID(comment))).confirmed_at = clock.now()


def form_to(answer: Any, end: str, **having: str) -> dict[str, Any]:
    """The form of the page whose action ends like this, and has these fields."""
    return next(
        form
        for form in Page(answer.text).forms
        if form["action"].split("?")[0].endswith(end) and having.items() <= form["fields"].items()
    )
