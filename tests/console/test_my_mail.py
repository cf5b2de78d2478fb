"""One's own mail about comments: chosen on a page, seen by nobody else."""

from __future__ import annotations

from typing import Any

from tests.console.browsing import press, text

PAGE = "/admin/example/my-mail"


def test_a_moderator_chooses_changes_and_ends_it_for_themselves_alone(moderator: Any, owner: Any) -> None:
    assert "sends no mail" in text(moderator.get(PAGE))
    kept = press(moderator, PAGE, {"rhythm": "daily", "about": "all", "hour": "18"}, action="/my-mail")
    assert "It is kept." in text(kept)
    page = text(moderator.get(PAGE))
    assert 'checked id="rhythm-3"' in page and 'selected value="18"' in page
    assert 'checked id="rhythm-0"' in text(owner.get(PAGE))

    assert "You get no mail" in text(press(moderator, PAGE, {"rhythm": ""}, action="/my-mail"))
    refused = press(moderator, PAGE, {"rhythm": "hourly", "hour": "99"}, action="/my-mail")
    assert refused.status_code == 422
    assert "chose what to hear by mail" in text(owner.get("/admin/example/activity"))
