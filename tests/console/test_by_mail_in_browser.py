"""A moderator decides from a mail, on a phone, not signed in: with a script and without one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.serving import make_server

from commentsvc.clock import now
from commentsvc.domain.mail_link import MailLink, write_link
from commentsvc.models.account import find_account
from commentsvc.models.comment import Comment
from tests.support.looks import beside, violations


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    """Where the application answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("script", [True, False])
def test_one_link_one_look_one_press(
    deps: Any, site: Any, post: Any, moderator: Any, address: str, browser: Any, script: bool
) -> None:
    post(body="About **swordfish**", author={"name": "Mia"})
    comment = deps.session.scalars(sa.select(Comment)).one()
    account = find_account(deps.session, "mia@example.org")
    link = MailLink(account.id, comment.id, "publish", "pending", None, now() + timedelta(days=1))
    secret = write_link(deps.settings.secret, site.id, link)
    deps.session.rollback()
    context = browser.new_context(viewport={"width": 360, "height": 700}, java_script_enabled=script)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/admin/example/by-mail#{secret}")
    if not script:
        page.get_by_label("The link from your mail").fill(f"https://comments.test/admin/example/by-mail#{secret}")
        page.get_by_role("button", name="Show the comment").click()
    page.get_by_role("heading", name="Publish this comment?").wait_for()
    assert _status(deps) == "pending"
    assert page.get_by_text("swordfish").is_visible() and beside(page) == 0
    if script:
        assert secret not in page.url and violations(page) == []
    page.get_by_role("button", name="Publish this comment").click()
    page.get_by_role("heading", name="Done").wait_for()

    assert _status(deps) == "published"
    assert [url for url in asked if secret in url.partition("#")[0]] == []
    assert context.cookies() == []
    context.close()


def _status(deps: Any) -> str:
    deps.session.rollback()
    return str(deps.session.scalars(sa.select(Comment.status)).one())
