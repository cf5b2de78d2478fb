"""The page Spam layers: what a site uses, what that found, and who may change it."""

from __future__ import annotations

from typing import Any

from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_spam_settings import review_spam
from tests.console.browsing import press, text
from tests.support.sites import make_draft

URL = "/admin/example/spam"


def test_an_admin_changes_the_layers_and_sees_what_they_found(
    admin: Any, client: Any, make_app: Any, site: Any, deps: Any
) -> None:
    assert "Nothing." in text(admin.get(URL))
    assert "has turned the layers off" in text(admin.get(URL))
    judging = make_app(spam_layers=True, proof_cost=10).test_client()
    draft = make_draft(judging, site) | {"form": {"trap": "Buy pills", "proof": "unable"}}
    assert judging.post(site.comments_url, json=draft, headers=site.headers()).status_code == 201

    shown = text(admin.get(URL))
    assert "The field nobody sees was filled in" in shown
    press(admin, URL, {"flood_limit": "3", "proof": "all"}, action="/spam")

    policy = review_spam(deps, CLI, site.id).policy
    assert (policy.flood_limit, policy.proof, policy.trap) == (3, "all", True)
    activity = text(admin.get("/admin/example/activity"))
    assert "changed what is used against spam" in activity
    assert "flood limit from 10 to 3" in activity


def test_what_is_out_of_bounds_is_said_beside_its_field(admin: Any, site: Any, deps: Any) -> None:
    for field, wrong in (("flood_limit", "-1"), ("link_limit", "1001"), ("link_limit", ""), ("proof", "everybody")):
        refused = press(admin, URL, {field: wrong}, action="/spam")
        assert refused.status_code == 422, field
    deps.session.rollback()
    assert review_spam(deps, CLI, site.id).policy.flood_limit == 10


def test_programs_change_them_with_a_token_and_nobody_from_elsewhere(client: Any, site: Any, other_site: Any) -> None:
    url = f"{site.url}/spam/layers"
    changed = client.patch(url, json={"trap": False, "link_limit": 0}, headers=site.operator())
    assert changed.json["settings"] == {
        "trap": False, "timing": True, "proof": "doubtful", "repeats": True, "flood_limit": 10, "link_limit": 0,
    }  # fmt: skip
    for wrong in ({"trap": "yes"}, {"proof": "x"}, {"link_limit": 1.5}, {"other": 1}, {"flood_limit": -1}):
        assert client.patch(url, json=wrong, headers=site.operator()).status_code == 422, wrong
    assert client.get(url, headers=other_site.operator()).status_code == 404
    assert client.patch(url, json={"trap": True}, headers=other_site.operator()).status_code == 404
    assert client.get(url).status_code == 401
    assert client.get(url, headers=site.operator()).json["settings"]["trap"] is False
