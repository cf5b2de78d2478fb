"""The one assertion for the one error shape (RFC 9457, DESIGN law 9)."""

from __future__ import annotations

from typing import Any

from commentsvc import errors


def assert_problem(response: Any, status: int, slug: str, *fields: str) -> dict[str, Any]:
    """`response` is this problem and nothing else; each of `fields` has a message. Returns the document."""
    body = response.get_json(silent=True)
    assert (response.status_code, (body or {}).get("slug")) == (status, slug), response.get_data(as_text=True)[:2000]
    assert response.mimetype == "application/problem+json"
    assert body["status"] == status
    assert body["type"].endswith(f"/problems/{slug}") and body["type"].startswith("http")
    assert body["title"].strip() and isinstance(body["detail"], str)
    assert slug in {kind.slug for kind in errors.Problem.__subclasses__()}, "every slug stands in errors.py"
    messages = body.get("fields", {})
    assert all(texts and all(isinstance(text, str) and text for text in texts) for texts in messages.values())
    missing = [field for field in fields if field not in messages]
    assert not missing, f"no message for {missing} in {messages}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return body
