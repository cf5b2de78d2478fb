"""Where the owner asks younger readers, there is no comment without their statement, and never a birth date."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.errors import ValidationFailed
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.publish_notice import publish_notice
from tests.support.problems import assert_problem
from tests.support.sites import make_draft
from tests.support.stored import Stored


@pytest.fixture
def asked(deps: Any, site: Any) -> None:
    """The notices of the site ask for the statement, at 14."""
    change_site(deps, CLI, site.id, {"age_of_consent": 14})
    for lang in ("en", "de"):
        publish_notice(deps, CLI, site.id, lang, {})


def draft(client: Any, site: Any, minor: Any, **changes: Any) -> dict[str, Any]:
    made = make_draft(client, site, **changes)
    if minor is not None:
        made["consent"]["minor"] = minor
    return made


def send(client: Any, site: Any, minor: Any = None, **changes: Any) -> Any:
    return client.post(site.comments_url, json=draft(client, site, minor, **changes), headers=site.headers())


def test_it_is_off_until_an_admin_turns_it_on(client: Any, site: Any, deps: Any) -> None:
    served = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    assert "minor" not in served
    assert send(client, site).status_code == 201
    for age in (12, 17, "14", None):
        with pytest.raises(ValidationFailed):
            change_site(deps, CLI, site.id, {"age_of_consent": age})


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("minor", [None, False])
def test_without_the_statement_nothing_is_stored_and_the_reader_is_told_in_their_language(
    client: Any, site: Any, stored: Any, minor: Any
) -> None:
    answer = send(client, site, minor, lang="de")
    problem = assert_problem(answer, 422, "validation")
    assert problem["fields"] == {
        "consent.minor": ["Bitte bestätigen Sie das. Wenn Sie jünger sind, fragen Sie zuerst Ihre Eltern."]
    }
    both = assert_problem(send(client, site, minor, purposes={}), 422, "consent-required")
    assert set(both["fields"]) == {"consent.minor", "consent.purposes.publish"}
    assert stored(site) == Stored()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("minor", ["yes", 1, {"born": "2010-01-01"}])
def test_only_true_is_the_statement(client: Any, site: Any, minor: Any) -> None:
    assert_problem(send(client, site, minor), 422, "validation")


@pytest.mark.usefixtures("asked")
def test_with_it_the_record_says_so_in_the_log_and_in_the_export(client: Any, site: Any) -> None:
    posted = send(client, site, True).get_json()
    export = client.get(f"{site.url}/consent-log?format=jsonld", headers=site.operator()).get_json()
    (node,) = [one for one in export["@graph"] if one["record_id"] == posted["receipt"]["id"]]
    assert node["minor"] == {"threshold": 14, "attested": True, "guardian": "not-told-apart"}
    assert [control["id"] for control in node["controls"]] == ["publish", "remember-me", "minor"]


@pytest.mark.usefixtures("asked")
def test_where_publishing_rests_on_something_else_nobody_is_asked(client: Any, site: Any, deps: Any) -> None:
    from commentsvc.usecases.publish_notice import draft_notice

    purposes = draft_notice(deps, CLI, site.id, "en", {})["purposes"]
    changed = [{**purposes[0], "basis": "eu-gdpr:A6-1-f"}, *purposes[1:]]
    publish_notice(deps, CLI, site.id, "en", {"purposes": changed})
    assert send(client, site).status_code == 201


@pytest.mark.usefixtures("asked")
def test_another_site_is_not_asked(client: Any, other_site: Any) -> None:
    assert send(client, other_site).status_code == 201
