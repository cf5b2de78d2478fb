"""The calls about spam learning and spam services."""

from __future__ import annotations

from typing import Any

from tests.support.everything import tables_with

KEY = "sesame-4711"


def test_programs_read_the_figures_and_set_the_threshold(client, site, operator_token):
    url, moderator = f"{site.url}/spam/learning", bearer(operator_token("moderate"))
    told = client.get(url, headers=moderator).get_json()
    assert (told["speaks"], told["spam"], told["measured"]["precision"]) == (False, 0, None)
    assert told["chosen"] == {"enabled": True, "hold_at": None, "discards": False}
    assert client.patch(url, json={"hold_at": 90}, headers=moderator).status_code == 403

    changed = client.patch(url, json={"hold_at": 90, "enabled": False}, headers=site.operator())

    assert changed.get_json()["chosen"] == {"enabled": False, "hold_at": 90, "discards": False}
    assert client.patch(url, json={"hold_at": 30}, headers=site.operator()).status_code == 422
    assert client.patch(url, json={"weights": []}, headers=site.operator()).status_code == 422


def test_programs_switch_services_and_are_told_of_the_new_notices(client, site, deps):
    url = f"{site.url}/spam/services"
    told = client.patch(f"{url}/akismet", json={"enabled": True, "key": KEY}, headers=site.operator())

    assert told.status_code == 200
    assert told.headers["Cache-Control"] == "no-store"
    assert [(one["lang"], one["version"]) for one in told.get_json()["notices"]] == [("de", 2), ("en", 2)]
    listed = client.get(url, headers=site.operator()).get_data(as_text=True)
    assert '"has_key":true' in listed.replace(" ", "")
    assert KEY not in listed + told.get_data(as_text=True)
    assert tables_with(deps.session.get_bind(), KEY) == []
    assert client.patch(f"{url}/pigeon", json={}, headers=site.operator()).status_code == 404
    refused = client.patch(f"{url}/http", json={"enabled": True}, headers=site.operator())
    assert (refused.status_code, refused.get_json()["slug"]) == (422, "validation")


def bearer(token: str) -> dict[str, Any]:
    return {"Authorization": f"Bearer {token}"}
