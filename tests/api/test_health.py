"""Alive, ready, measured: what an operator's programs ask for, and who may not."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.models import db
from tests.support.problems import assert_problem


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_database


@pytest.fixture
def app(make_app: Any) -> Any:
    """One that has answered nobody yet: what it measured is looked at."""
    return make_app()


def test_alive_and_ready(client: Any) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["checks"] == {"database": "ok", "migrations": "ok", "worker": "elsewhere"}
    assert ready.headers["Cache-Control"] == "no-store"


def test_not_ready_while_the_worker_gives_no_sign_of_life(make_app: Any) -> None:
    response = make_app(run_worker=True).test_client().get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["checks"]["worker"] == "no sign of life"


def test_not_ready_before_the_migrations(make_app: Any, tmp_path: Any) -> None:
    response = make_app(database_url=f"sqlite:///{tmp_path / 'empty.db'}").test_client().get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["checks"]["migrations"] == "run `commentsvc migrate`"


def test_a_server_that_runs_says_when_the_database_became_one_it_would_break(client: Any, app: Any) -> None:
    def change(statement: str) -> Any:
        with app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        return client.get("/readyz").get_json()["checks"]["migrations"]

    assert client.get("/readyz").status_code == 200
    assert change("UPDATE alembic_version SET version_num = '9999'") == "ok", "what was only expanded is no trouble"
    assert change("UPDATE schema_support SET oldest_code = '9999'") == "of a newer version"
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_a_database(make_app: Any) -> None:
    gone = make_app(database_url="postgresql://nobody@127.0.0.1:1/nothing").test_client().get("/readyz")

    assert gone.status_code == 503
    assert gone.get_json()["checks"]["database"] == "not reachable"


def test_metrics_are_private(make_app: Any) -> None:
    local, far = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "198.51.100.7"}
    plain = make_app().test_client()

    assert plain.get("/metrics", environ_base=local).status_code == 200
    assert_problem(plain.get("/metrics", environ_base=far), 404, "not-found")
    proxied = {"X-Forwarded-For": "198.51.100.7"}
    assert_problem(plain.get("/metrics", environ_base=local, headers=proxied), 404, "not-found")
    behind = make_app(trusted_proxies=1).test_client()
    assert_problem(behind.get("/metrics", environ_base=local), 404, "not-found")
    tls_in_front = make_app(public_url="https://comments.test").test_client()
    assert_problem(tls_in_front.get("/metrics", environ_base=local), 404, "not-found")
    with_token = make_app(metrics_token="m" * 32).test_client()
    assert_problem(with_token.get("/metrics", environ_base=local), 401, "not-authorised")
    opened = with_token.get("/metrics", environ_base=far, headers={"Authorization": "Bearer " + "m" * 32})
    assert opened.status_code == 200


def test_metrics_count_by_route_and_never_by_path(client: Any, site: Any) -> None:
    client.get(f"{site.comments_url}?page=/a")
    client.get("/secret-path")
    numbers = client.get("/metrics").get_data(as_text=True)

    assert (
        'commentsvc_requests_total{method="GET",route="/api/v1/sites/<site:site>/comments",status="200"} 1.0' in numbers
    )
    assert 'route="unmatched",status="404"} 1.0' in numbers
    assert "secret-path" not in numbers
