"""What the command line's tests share: a server, and `run(…)`, which runs a command on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commentsvc.app import create_server_app
from commentsvc.cli import commentsvc
from commentsvc.cli.wiring import Wiring
from commentsvc.jobs.worker import work
from tests.support import apps, databases
from tests.support.databases import SECRET
from tests.support.server import RunningServer

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "data"


@pytest.fixture
def server(database: str, site: Any, tmp_path: Path) -> Iterator[RunningServer]:
    """One server process on the test's database."""
    running = RunningServer(
        tmp_path / "server.log", database_url=database, data_dir=tmp_path / "data", secret_key=SECRET, run_worker=False
    )
    yield running
    running.close()


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, app_shells: apps.Shells) -> Run:
    """`run("site", "list", input="")`: the command's result; it must not have crashed."""
    monkeypatch.setenv("COMMENTSVC_DATA_DIR", str(folder))
    monkeypatch.setenv("COMMENTSVC_SPAM_LAYERS", "false")  # these post without a form that could prove work
    monkeypatch.setenv("COMMENTSVC_KEPT_MEGABYTES", "0")  # many, short-lived: none listens

    def invoke(*arguments: str, input: str | None = None) -> Result:
        made: list[Any] = []

        def make() -> Any:
            made.append(app_shells.on({}, {}))
            return made[-1]

        result = CliRunner().invoke(commentsvc, arguments, input=input, obj=Wiring(make, create_server_app, work))
        for app in made:
            apps.let_go(app)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return invoke


@pytest.fixture
def ready(run: Run, folder: Path, sqlite_template: databases.SqliteTemplate) -> Run:
    """`run`, on a migrated database with the site `blog`."""
    folder.mkdir(mode=0o700)
    sqlite_template.copy(folder)
    assert run(*ADD_SITE).exit_code == 0
    return run


ADD_SITE = (
    "site",
    "add",
    "blog",
    "--name=A blog",
    "--origin=https://blog.example.org",
    "--controller-name=Ada Byron",
    "--controller-contact=ada@example.org",
    "--privacy-url=https://blog.example.org/privacy",
)
