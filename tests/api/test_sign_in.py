"""A program of the site's admin asks everybody for a second factor; nobody else does, and no other site is touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.problems import assert_problem
from tests.support.sites import bearer


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is asked of the database here runs on both in the tests of the console's use-cases."""
    return sqlite_database


def test_an_admins_program_asks_for_a_second_factor_and_sees_who_has_none(
    client: Any, site: Any, other_site: Any, operator_token: Callable[..., str], sign_in: Callable[..., Any]
) -> None:
    mia = sign_in("mia@example.org", name="Mia", site_id=site.id, role="moderator")
    admin, there = bearer(operator_token("admin")), bearer(operator_token("admin", site=other_site))
    at = f"{site.url}/sign-in"
    assert client.get(at, headers=admin).get_json() == {
        "second_factor": False,
        "without": [{"email": "mia@example.org", "name": "Mia"}],
    }
    assert client.put(at, json={"second_factor": True}, headers=admin).get_json()["second_factor"] is True
    assert mia.get("/admin/example/queue").location == "/admin/account#second-factor"
    assert client.get(f"{other_site.url}/sign-in", headers=there).get_json()["second_factor"] is False

    for headers, status, slug in (
        ({}, 401, "not-authorised"),
        (bearer(operator_token("moderate")), 403, "forbidden"),
        (there, 404, "not-found"),
    ):
        assert_problem(client.put(at, json={"second_factor": False}, headers=headers), status, slug)
    assert_problem(client.put(at, json={"second_factor": False, "more": 1}, headers=admin), 422, "validation")
    assert client.get(at, headers=admin).get_json()["second_factor"] is True
