"""The page Cookie notice: purposes of the site's own, published by a form, and shown as they were typed."""

from __future__ import annotations

import json
from typing import Any

from commentsvc.models.notice import CHOICES, notice_in_force
from tests.console.browsing import form_of, press, send, text

URL = "/admin/example/cookie-notice"
HOSTILE = "<script>alert(1)</script>'\"{{ 7*7 }}"


def manifest(deps: Any, lang: str = "en") -> dict[str, Any]:
    deps.session.rollback()
    found: dict[str, Any] = json.loads(notice_in_force(deps.session, "example", lang, CHOICES).body)
    return found


def test_a_notice_begins_with_our_words_and_nothing_is_asked_for_until_it_is_ticked(admin: Any, site: Any) -> None:
    assert "None yet, so pages show none." in text(admin.get(URL))
    shown = text(admin.get(f"{URL}/de"))
    assert "Statistik" in shown and "checked" not in shown
    refused = press(admin, f"{URL}/de", action="/cookie-notice/de")
    assert refused.status_code == 422 and "Name 1 to 12 purposes" in text(refused)


def test_what_is_ticked_is_published_with_who_receives_it_and_changed_later(
    admin: Any, site: Any, deps: Any, client: Any
) -> None:
    first = {"purpose-0-offer": "yes", "purpose-0-recipients": "Counters Ltd, Ireland\nOthers"}
    own = {"purpose-4-offer": "yes", "purpose-4-id": "heat-maps", "purpose-4-label": HOSTILE}
    own |= {"purpose-4-description": "Where you point.", "purpose-4-personal_data": "clicks"}
    answer = press(admin, f"{URL}/en", first | own, action="/cookie-notice/en")
    assert "Version 1 (en) is in force" in text(answer)
    told = {purpose["id"]: purpose for purpose in manifest(deps)["purposes"]}
    assert list(told) == ["statistics", "heat-maps"]
    assert told["statistics"]["recipients"] == ["Counters Ltd, Ireland", "Others"]
    assert told["heat-maps"]["label"] == HOSTILE and told["heat-maps"]["retention"]

    again = text(admin.get(f"{URL}/en"))
    assert "<script>alert" not in again and "49" not in again.split("heat-maps")[1][:200]
    press(admin, f"{URL}/en", {"title": "We ask"}, action="/cookie-notice/en")
    assert (manifest(deps)["version"], manifest(deps)["title"]) == (2, "We ask")
    assert [purpose["id"] for purpose in manifest(deps)["purposes"]] == ["statistics", "heat-maps"]
    assert client.get("/api/v1/sites/example/choices").get_json()["title"] == "We ask"
    assert "heat-maps" in text(admin.get("/admin/example/consent-log"))


def test_two_editors_do_not_overwrite_each_other(admin: Any, site: Any, deps: Any) -> None:
    old = form_of(admin, f"{URL}/en", "/cookie-notice/en").fields
    offered = [*old, ("purpose-0-offer", "yes")]
    assert "Version 1 (en) is in force" in text(send(admin, f"{URL}/en", offered))
    mine = [(name, "Mine" if name == "title" else value) for name, value in offered]
    refused = send(admin, f"{URL}/en", mine)
    assert refused.status_code == 409 and "Another version was published" in text(refused)
    assert "Mine" in text(refused) and manifest(deps)["version"] == 1
