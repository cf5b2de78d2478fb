"""The doctor shows how a site's log stands with its timestamp authority; nonsense in the settings stops the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.cli.doctor import examine
from commentsvc.errors import OutboundRefused, SettingsError
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.stamp_checkpoint import STAMP, plan_timestamps, stamp_checkpoint
from tests.support.tsa import TsaServer
from tests.usecases.log_entries import add_pending, integrate_all


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is said does not depend on the database."""
    return sqlite_database


@pytest.fixture
def overrides(tsa: TsaServer) -> dict[str, Any]:
    return tsa.settings()


@pytest.fixture
def told(app: Any, deps: Any, site: Any) -> Callable[[], list[tuple[str, str]]]:
    """`told()`: state and words of what the doctor finds of the site's timestamps."""

    def look() -> list[tuple[str, str]]:
        with app.app_context():
            found = [(one.state, one.say) for one in examine(deps) if one.check == f"timestamps of {site.id}"]
        deps.session.rollback()
        return found

    return look


def work(deps: Any) -> None:
    plan_timestamps(deps)
    run_due_tasks(deps, {STAMP: stamp_checkpoint})


def test_the_doctor_shows_the_last_timestamp_and_what_keeps_the_next(
    deps: Any, site: Any, tsa: TsaServer, told: Callable[[], list[tuple[str, str]]], later: Callable[..., None]
) -> None:
    assert told() == [("ok", "there is none yet")]

    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)
    tsa.misbehave = lambda _query, _reply: (403, b"")
    work(deps)
    [(state, say)] = told()
    assert state == "warning" and "there is none yet" in say and "403" in say

    tsa.misbehave = lambda _query, reply: (200, reply)
    later(minutes=2)
    work(deps)
    [(state, say)] = told()
    assert state == "ok" and "of 3 entries" in say


@pytest.mark.parametrize("overrides", [{}])
def test_where_no_authority_is_set_the_doctor_says_nothing_of_it(
    told: Callable[[], list[tuple[str, str]]], overrides: Any
) -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tsa_roots": ""}, "TSA_ROOTS must name"),
        ({"tsa_url": ""}, "TSA_URL must be an address"),
        ({"tsa_url": "ftp://tsa.example.net"}, "TSA_URL must be an address"),
        ({"tsa_url": "https://user:word@tsa.example.net"}, "TSA_URL must be an address"),
        ({"tsa_url": "https://[tsa"}, "TSA_URL must be an address"),
        ({"tsa_url": "https://tsa.example.net/" + "x" * 300}, "TSA_URL must be an address"),
        ({"tsa_roots": "/nowhere/root.pem"}, "cannot be read"),
        ({"tsa_roots": __file__}, "not a PEM file"),
        ({"tsa_minutes": 0}, "TSA_MINUTES is 0"),
    ],
)
def test_settings_that_make_no_sense_stop_the_start(
    make_app: Callable[..., Any], tsa: TsaServer, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        make_app(**tsa.settings(**changes))


def test_an_authority_without_tls_is_asked_only_where_the_operator_allowed_it(
    make_app: Callable[..., Any], tsa: TsaServer
) -> None:
    app = make_app(**tsa.settings(outbound_exceptions=""))

    with pytest.raises(OutboundRefused, match="without TLS"):
        app.extensions["commentsvc"].timestamps.stamp(b"x")
    assert tsa.asked == []
