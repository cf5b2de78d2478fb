"""NUL, which PostgreSQL refuses in any text: wherever a stranger can write one, it is a refusal and never an error."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.support.pages import Page, submit

NUL = "a\x00b"


ADDRESSES = (
    "/t/example/?url={page}&lang=%00",
    "/t/example/?url={page}&key=a%00b",
    "/t/example/write?url={page}&lang=%00",
    "/t/example/write?url={page}&reply=%00",
    "/t/example/?url={page}&cursor=%00",
    "/admin/example/queue?q=%00",
    "/admin/example/queue?status=%00",
    "/admin/example/threads?q=%00",
    "/admin/example/activity?cursor=%00",
    "/admin/example%00/queue",
    "/admin/example/notice/e%00",
    "/admin/example/notice/text/%00",
    "/admin/sign-in?next=%00",
    "/api/v1/sites/example/comments?page=%00",
    "/api/v1/sites/example/comments?page=/a&cursor=%00",
    "/api/v1/sites/example/notice?lang=%00",
    "/api/v1/sites/example/counts?page=a%00",
    "/api/v1/sites/example/consent-log?purpose=%00",
    "/problems/%00",
    "/static/%00",
)


def test_in_an_address(admin: Any, site: Any) -> None:
    """All in one test: it is the same administrator's browser."""
    for path in ADDRESSES:
        response = admin.get(path.format(page=quote(site.page, safe="")), headers=site.operator())

        assert response.status_code < 500, path


def test_in_the_readers_form(client: Any, site: Any) -> None:
    path = f"/t/{site.id}/write?url={quote(site.page, safe='')}"
    for field in ("name", "email", "website", "body", "parent", "notice", "token", "attempt", "csrf_token"):
        values = {"name": "Ada", "body": "Hello", "purpose.publish": "yes"} | {field: NUL}
        assert submit(client, path, values).status_code < 500, field
    assert submit(client, path, {"name": "Ada", "body": "Hello", "purpose.\x00": "yes"}).status_code < 500


@pytest.mark.parametrize("path", ["settings", "tokens", "notice/en", "queue", "consent-log"])
def test_in_a_form_of_the_console(admin: Any, site: Any, post: Any, path: str) -> None:
    post()
    where = f"/admin/{site.id}/{path}"
    fields = {name for form in Page(admin.get(where).get_data(as_text=True)).forms for name in form["fields"]}
    assert fields
    for field in sorted(fields - {"csrf_token"}):
        assert submit(admin, where, {field: NUL}).status_code < 500, field
