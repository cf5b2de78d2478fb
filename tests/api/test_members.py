"""The calls about members and invitations; who may make them is tried in `tests/test_permissions.py`."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.models.account import find_account, role_of
from tests.support.problems import assert_problem


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is asked of the database is tried on both in tests/usecases."""
    return sqlite_database


def test_a_program_lists_changes_and_removes_members_but_owners(
    client: Any, deps: Any, site: Any, other_site: Any, sign_in: Any
) -> None:
    sign_in("bea@example.org", name="Bea", site_id=site.id, role="owner")
    mia = sign_in("mia@example.org", name="Mia", site_id=site.id, role="moderator")
    mia.get(f"/admin/{site.id}/queue")
    where, headers = f"{site.url}/members", site.operator()
    bea, seen = client.get(where, headers=headers).json["members"]
    assert (seen["name"], seen["role"], seen["second_factor"]) == ("Mia", "moderator", False)
    assert bea["seen_on"] is None and len(seen["seen_on"]) == 10
    one = f"{where}/{seen['account']}"

    assert client.patch(one, json={"role": "dpo"}, headers=headers).status_code == 204
    assert mia.get(f"/admin/{site.id}/queue").status_code == 403
    for refused in (
        client.patch(one, json={"role": "owner"}, headers=headers),
        client.patch(f"{where}/{bea['account']}", json={"role": "admin"}, headers=headers),
        client.delete(f"{where}/{bea['account']}", headers=headers),
        client.post(f"{site.url}/invitations", json={"email": "x@example.org", "role": "owner"}, headers=headers),
    ):
        assert_problem(refused, 403, "forbidden")
    assert_problem(client.patch(one, json={"role": "king"}, headers=headers), 422, "validation")
    elsewhere = one.replace(f"/{site.id}/", f"/{other_site.id}/")
    assert_problem(client.delete(elsewhere, headers=other_site.operator()), 404, "not-found")

    assert client.delete(one, headers=headers).status_code == 204
    assert mia.get(f"/admin/{site.id}/requests").status_code == 404
    assert_problem(client.delete(one, headers=headers), 404, "not-found")
    account = find_account(deps.session, "mia@example.org")
    assert account is not None and role_of(deps.session, account.id, site.id) is None


def test_a_program_invites_and_takes_back(client: Any, site: Any, other_site: Any) -> None:
    where, headers = f"{site.url}/invitations", site.operator()
    made = client.post(where, json={"email": "Nina@example.org", "role": "admin"}, headers=headers)
    assert made.status_code == 201 and made.headers["Cache-Control"] == "no-store"
    told = made.json["invitation"]
    assert (told["email"], told["by"]) == ("nina@example.org", "tests")
    assert made.json["link"].startswith(f"http://comments.test/admin/invitation#{site.id}.{told['id']}.")
    [listed] = client.get(where, headers=headers).json["invitations"]
    assert listed == told
    one = f"{where}/{told['id']}"
    elsewhere = one.replace(f"/{site.id}/", f"/{other_site.id}/")
    assert_problem(client.delete(elsewhere, headers=other_site.operator()), 404, "not-found")
    assert client.delete(one, headers=headers).status_code == 204
    assert_problem(client.delete(one, headers=headers), 404, "not-found")
