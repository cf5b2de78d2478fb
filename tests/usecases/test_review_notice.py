"""What an owner is shown before publishing a notice, on both databases: difference, who agreed, record, languages."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.models.audit import AuditEvent
from commentsvc.models.notice import notice_in_force
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.review_notice import affected_records, decided, language_states, our_notice, review_notice
from tests.usecases.log_entries import asked_in_each_way

OWNER = Actor("account:x", "Olga", "example", frozenset({"moderate", "admin"}))
MODERATOR = Actor("account:y", "Mia", "example", frozenset({"moderate"}))
FOREIGNER = Actor("account:z", "Fritz", "other", frozenset({"moderate", "admin"}))


def purposes(deps: Any, **changes: Any) -> dict[str, Any]:
    """The purposes in force with `publish` changed."""
    told = parse_manifest(notice_in_force(deps.session, "example", "en").body)["purposes"]
    deps.session.rollback()
    return {"purposes": [{**told[0], **changes}, *told[1:]]}


def test_reviewing_writes_nothing_and_shows_difference_and_record(deps: Any, site: Any) -> None:
    review = review_notice(deps, OWNER, "example", "en", {"title": "Before you write"})
    assert [field.name for field in review.change.fields] == ["title"]
    assert not review.change.material
    assert review.manifest["version"] == 2
    assert review.record["notice"]["version"] == 2
    assert [item["given"] for item in review.record["purposes"]] == [True, False, False]
    assert review.linked["@graph"][0]["@type"] == "dpv:ConsentRecord"
    assert notice_in_force(deps.session, "example", "en").version == 1
    deps.session.rollback()
    assert review_notice(deps, OWNER, "example", "fr", {}).change is None
    with pytest.raises(ValidationFailed) as refused:
        review_notice(deps, OWNER, "example", "en", {"title": ""})
    assert "title" in refused.value.fields


def test_living_records_are_counted_by_version_and_purpose_and_ended_ones_are_not(
    deps: Any, site: Any, client: Any, post: Any
) -> None:
    post()
    post(purposes={"publish": True, "remember-me": True})
    withdrawn = post(purposes={"publish": True, "remember-me": True})
    erased = post()
    ended = client.post(
        f"{site.url}/consents/{withdrawn['receipt']['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers={**site.headers(), "Authorization": f"Bearer {withdrawn['receipt']['secret']}"},
    )
    assert ended.status_code in (200, 201), ended.get_json()
    gone = client.delete(
        f"{site.comments_url}/{erased['comment']['id']}",
        headers={**site.headers(), "Authorization": f"Bearer {erased['edit_token']}"},
    )
    assert gone.status_code == 200
    publish_notice(deps, OWNER, "example", "en", {"title": "Second"})
    post()
    found = asked_in_each_way(deps, "example", lambda: affected_records(deps, OWNER, "example"))
    assert [(one.lang, one.version, one.records, one.purposes) for one in found] == [
        ("en", 2, 1, {"publish": 1, "reply-mail": 0, "remember-me": 0}),
        ("en", 1, 2, {"publish": 2, "reply-mail": 0, "remember-me": 1}),
    ]


def test_a_purpose_taken_back_leaves_the_record_but_not_the_purpose(
    deps: Any, site: Any, client: Any, post: Any
) -> None:
    posted = post(purposes={"publish": True, "remember-me": True})
    client.post(
        f"{site.url}/consents/{posted['receipt']['id']}/events",
        json={"type": "withdrawn", "purpose": "remember-me"},
        headers={**site.headers(), "Authorization": f"Bearer {posted['receipt']['secret']}"},
    )
    found = asked_in_each_way(deps, "example", lambda: affected_records(deps, OWNER, "example"))
    assert [(one.records, one.purposes) for one in found] == [(1, {"publish": 1, "reply-mail": 0, "remember-me": 0})]


def test_asking_again_stands_in_the_notice_and_in_the_audit_and_not_in_the_one_after(deps: Any, site: Any) -> None:
    first = notice_in_force(deps.session, "example", "en").sha256
    deps.session.rollback()
    changes = decided(deps, OWNER, "example", "en", purposes(deps, recipients=["a printer"]), True)
    made = publish_notice(deps, OWNER, "example", "en", changes)
    replaces = parse_manifest(made.body)["replaces"]
    assert replaces == {"sha256": first, "version": 1, "material": True, "asks_again": ["reply-mail", "remember-me"]}
    audit = [row for row in deps.session.query(AuditEvent) if row.action == "notice.publish"]
    assert [row.detail.get("asks_again") for row in audit][-1] == ["reply-mail", "remember-me"]
    deps.session.rollback()
    plain = publish_notice(deps, OWNER, "example", "en", {"title": "Third"})
    assert "replaces" not in parse_manifest(plain.body)
    calm = decided(deps, OWNER, "example", "en", {"title": "Fourth"}, False)
    assert (calm["replaces"]["material"], calm["replaces"]["asks_again"]) == (False, [])
    assert "replaces" not in decided(deps, OWNER, "example", "it", {}, True)  # there is nothing to replace


def test_a_language_that_lags_behind_is_named_until_it_follows(deps: Any, site: Any, later: Any) -> None:
    publish_notice(deps, OWNER, "example", "de", {})
    assert [(one.apart, one.newer) for one in language_states(deps, OWNER, "example")] == [([], []), ([], [])]
    later(minutes=1)
    publish_notice(deps, OWNER, "example", "en", {"title": "Only words"})
    assert all(one.newer == [] for one in language_states(deps, OWNER, "example"))
    later(minutes=1)
    publish_notice(
        deps, OWNER, "example", "en", purposes(deps, recipients=["everyone", "a printer", "a search engine"])
    )
    german, english = language_states(deps, OWNER, "example")
    assert german.newer == ["en"]
    assert "recipients of publish" in german.apart[0]
    assert (english.apart, english.newer) == ([], [])
    later(minutes=1)
    publish_notice(deps, OWNER, "example", "de", {})
    german, english = language_states(deps, OWNER, "example")
    assert german.newer == []
    assert german.apart  # publishing the old text anew does not make it the same
    assert english.newer == []


@pytest.mark.parametrize("who", [MODERATOR, FOREIGNER])
def test_only_the_sites_admins_review(deps: Any, site: Any, other_site: Any, who: Actor) -> None:
    for act in (
        lambda: review_notice(deps, who, "example", "en", {}),
        lambda: affected_records(deps, who, "example"),
        lambda: language_states(deps, who, "example"),
        lambda: our_notice(deps, who, "example", "en"),
        lambda: decided(deps, who, "example", "en", {}, False),
    ):
        with pytest.raises((Forbidden, NotFound)):
            act()


def test_nothing_is_counted_further_than_somebody_looks(
    deps: Any, site: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commentsvc.usecases.review_notice.MOST_RECORDS", 2)
    for n in range(3):
        post(purposes={"publish": True, "remember-me": n == 0})
    (found,) = asked_in_each_way(deps, "example", lambda: affected_records(deps, OWNER, "example"))
    assert (found.records, found.purposes) == (2, {"publish": 2, "reply-mail": 0, "remember-me": 1})


def test_counts_are_those_of_one_site(deps: Any, site: Any, other_site: Any, post: Any) -> None:
    post()
    assert affected_records(deps, FOREIGNER, "other") == []
