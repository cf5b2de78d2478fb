"""Behind a proxy that ends TLS, browsers send our pages' forms without a Referer, as those pages ask them to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.pages import Page

HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"trusted_proxies": 1, "public_url": "https://comments.test"}


def test_a_comment_is_sent_without_a_referer(client: Any, site: Any, write_path: str, stored: Any) -> None:
    form = Page(client.get(write_path, headers=HTTPS).get_data(as_text=True))
    hidden = {field["name"]: field.get("value", "") for field in form.named("input") if field.get("type") == "hidden"}
    values = hidden | {"name": "Ada", "body": "Hello.", "purpose.publish": "yes"}

    answer = client.post(write_path, data=values, headers=HTTPS | {"Origin": "null"})

    assert answer.status_code in (200, 201, 303), answer.get_data(as_text=True)[:800]
    assert stored(site).comments == 1
