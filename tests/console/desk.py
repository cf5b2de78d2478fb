"""A queue in a real browser: who works in it, and comments by the hundred that cost a test nothing."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from tests.support.demo import free_port

PASSWORD = "a long enough password"


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The application behind a real socket; its address."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()
    server.server_close()


def comments_like(deps: Any, comment: str, count: int, name: str = "Reader {}", **facts: Any) -> list[str]:
    """So many more pending comments like this one, each numbered in its text and its author's name."""
    with writing(deps.session) as session:
        first = session.get(Comment, ("example", uuid.UUID(comment)))
        columns = {column.key: getattr(first, column.key) for column in sa.inspect(Comment).mapper.column_attrs}
        made: list[str] = []
        last = first.id
        for number in range(1, count + 1):
            last = new_id(after=last)
            text = f"Number {number} of many."
            more = {"body": text, "html": f"<p>{text}</p>", "author_name": name.format(number)} | facts
            session.add(Comment(**{**columns, "id": last, "root_id": last, **more}))
            made.append(str(last))
    return made


def decisions_by(deps: Any) -> list[tuple[str, str, str, bool]]:
    """Every decision, oldest first: who, what, about which comment, and whether it took one back."""
    deps.session.rollback()
    rows = deps.session.scalars(sa.select(Decision).order_by(Decision.id))
    return [(row.actor_name, row.action, str(row.comment_id), row.undoes is not None) for row in rows]


def waiting(deps: Any) -> int:
    """How many comments wait for a decision."""
    deps.session.rollback()
    return int(deps.session.scalar(sa.select(sa.func.count()).where(Comment.status == "pending")))


class Desk:
    """A moderator at the queue: presses keys, and reads what is there."""

    def __init__(self, tab: Page, address: str) -> None:
        self.tab = tab
        self.address = address

    def sign_in(self, deps: Any, name: str) -> Desk:
        """As a new moderator of the site `example`."""
        email = f"{name.lower()}@example.org"
        add_account(
            deps, CLI, AccountDraft(email=email, password=PASSWORD, name=name, site_id="example", role="moderator")
        )
        self.enter(email)
        return self

    def enter(self, email: str, tab: Page | None = None) -> None:
        """Through the sign-in, as a person does."""
        page = tab or self.tab
        page.goto(f"{self.address}/admin/sign-in?next=/admin/example/queue")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator("body.live").wait_for()

    def open(self, query: str = "") -> Desk:
        """The queue."""
        self.tab.goto(f"{self.address}/admin/example/queue{query}")
        self.tab.locator("body.live").wait_for()
        return self

    def press(self, *keys: str) -> Desk:
        """One key after the other."""
        for key in keys:
            self.tab.keyboard.press(key)
        return self

    def row(self, comment: str) -> Locator:
        """The comment's row."""
        return self.tab.locator(f"#comment-{comment}")

    @property
    def current(self) -> Locator:
        """The row that has the focus."""
        return self.tab.locator("article:focus")

    def told(self, words: str) -> Locator:
        """The line that says this, once it is there."""
        line = self.tab.locator(".toast", has_text=words)
        expect(line.first).to_be_visible()
        return line
