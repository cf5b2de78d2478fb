"""The notice: served with a token, archived by hash."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from commentsvc.adapters.current import current_deps
from commentsvc.errors import Conflict
from commentsvc.usecases.access import CLI
from commentsvc.usecases.publish_notice import publish_notice
from tests.support.problems import assert_problem


def test_the_form_gets_everything_it_shows_and_nothing_is_ticked(client, site):
    response = client.get(f"{site.url}/notice", query_string={"lang": "en", "page": site.page})
    notice = response.get_json()
    assert response.headers["Cache-Control"] == "no-store"
    assert notice["controller"]["name"] == "The Example Times"
    assert [(p["id"], p["required"], p["basis"]) for p in notice["purposes"]] == [
        ("publish", True, "eu-gdpr:A6-1-a"),
        ("remember-me", False, "eu-gdpr:A6-1-a"),
    ]
    assert all(p["description"] and p["retention"] for p in notice["purposes"])
    assert notice["buttons"]["submit"] and notice["labels"]["name"] and notice["token"] and notice["expires_at"]


@pytest.mark.parametrize(("asked", "answered"), [("de", "de"), ("de-AT", "de"), ("xx", "en"), (None, "en")])
def test_the_language_falls_back(client, site, asked, answered):
    query = {"lang": asked} if asked else {}
    assert client.get(f"{site.url}/notice", query_string=query).get_json()["lang"] == answered


def test_the_exact_bytes_are_at_their_hash_for_ever(client, site, deps):
    old = client.get(f"{site.url}/notice").get_json()["sha256"]
    before = client.get(f"{site.url}/notices/{old}").data
    newer = publish_notice(deps, CLI, site.id, "en", {"title": "A new title"})
    after = client.get(f"{site.url}/notices/{old}")
    assert after.data == before and hashlib.sha256(before).hexdigest() == old
    assert (
        after.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in after.headers["Content-Security-Policy"]
    )
    served = client.get(f"{site.url}/notice").get_json()
    assert (served["sha256"], served["version"], served["title"]) == (newer.sha256, 2, "A new title")
    manifest = json.loads(client.get(f"{site.url}/notices/{newer.sha256}").data)
    assert all(purpose["default"] is False for purpose in manifest["purposes"])


def test_a_notice_of_one_site_is_not_found_on_another(client, site, other_site):
    sha = client.get(f"{site.url}/notice").get_json()["sha256"]
    assert_problem(client.get(f"{other_site.url}/notices/{sha}"), 404, "not-found")


def test_two_editors_do_not_overwrite_each_other(deps, site):
    publish_notice(deps, CLI, site.id, "en", {"title": "Mine"}, expected_version=1)
    with pytest.raises(Conflict):
        publish_notice(deps, CLI, site.id, "en", {"title": "Yours"}, expected_version=1)


def test_a_pre_ticked_or_ungrounded_purpose_cannot_be_published(deps, site, client):
    from commentsvc.errors import ValidationFailed

    sha256 = client.get(f"{site.url}/notice").get_json()["sha256"]
    purposes = json.loads(client.get(f"{site.url}/notices/{sha256}").data)["purposes"]
    for bad in ([purposes[0] | {"default": True}], [purposes[0] | {"basis": "because"}], purposes[1:], []):
        with pytest.raises(ValidationFailed):
            publish_notice(deps, CLI, site.id, "en", {"purposes": bad})


def test_opening_forms_is_limited_by_address(make_app, site):
    client = make_app(notices_per_minute=2).test_client()
    codes = [client.get(f"{site.url}/notice").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_versions_published_at_the_same_moment_follow_each_other(app, deps, site):
    def publish(number: int) -> int:
        with app.app_context():
            return publish_notice(current_deps(), CLI, site.id, "en", {"title": f"Title {number}"}).version

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(publish, range(4))) == [2, 3, 4, 5]
    with ThreadPoolExecutor(4) as pool:
        seen = [pool.submit(_published_after, app, site.id, 5) for _ in range(4)]
    assert sorted(str(each.result()) for each in seen) == ["6", "conflict", "conflict", "conflict"]


def _published_after(app, site_id: str, version: int) -> int | str:
    with app.app_context():
        try:
            return publish_notice(current_deps(), CLI, site_id, "en", {}, expected_version=version).version
        except Conflict as refused:
            return refused.slug
