"""The calls about bans: what they answer, and that a stranger and an operator of another site get nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.support.problems import assert_problem

EVE = {"name": "Eve", "email": "eve@example.org"}


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What these calls ask of the database runs on both in tests/usecases."""
    return sqlite_database


def test_a_ban_is_made_listed_and_lifted(client: Any, site: Any, other_site: Any, post: Any) -> None:
    comment = post(author=EVE)["comment"]["id"]
    wanted = {"comment": comment, "days": 30, "note": "<script>alert(1)</script>", "purge": True}
    made = client.post(f"{site.url}/bans", json=wanted, headers=site.operator())
    assert made.status_code == 201, made.get_data(as_text=True)
    ban = made.get_json()["bans"][0]
    assert (ban["kind"], ban["confirmed"], made.get_json()["purged"]) == ("author", False, 1)

    assert client.get(f"{site.url}/bans", headers=site.operator()).get_json() == {"bans": [ban], "next": None}
    where = f"{site.url}/bans/{ban['id']}"
    assert_problem(client.delete(where, headers=other_site.operator()), 404, "not-found")
    assert_problem(client.delete(where), 401, "not-authorised")
    lifted = client.delete(f"{where}?restore=true", headers=site.operator())
    assert lifted.get_json() == {"restored": 1, "kept": 0}
    assert_problem(client.delete(where, headers=site.operator()), 404, "not-found")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"by": []}, "by"),
        ({"by": ["network"], "days": 7}, "by"),
        ({"days": 0}, "days"),
        ({"note": "n" * 501}, "note"),
    ],
)
def test_what_is_wrong_with_a_ban_is_said_by_field(
    client: Any, site: Any, post: Any, wanted: dict[str, Any], field: str
) -> None:
    body = {"comment": post(author=EVE)["comment"]["id"], **wanted}
    assert_problem(client.post(f"{site.url}/bans", json=body, headers=site.operator()), 422, "validation", field)


def test_a_comment_that_is_not_there_or_has_no_address_bans_nobody(client: Any, site: Any, post: Any) -> None:
    nobody = {"comment": str(uuid.uuid4())}
    assert_problem(client.post(f"{site.url}/bans", json=nobody, headers=site.operator()), 404, "not-found")
    guest = {"comment": post(author={"name": "Guest"})["comment"]["id"]}
    assert_problem(client.post(f"{site.url}/bans", json=guest, headers=site.operator()), 409, "conflict")
