"""The embedded database's files: what people wrote is for the service's own user to read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from commentsvc.settings import load_settings
from tests.support.databases import bare_app, migrate


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _a_generous_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_database_and_its_log_are_for_their_owner_alone(tmp_path):
    from commentsvc.models import db

    file = tmp_path / "commentsvc.db"
    migrate(f"sqlite:///{file}")
    with bare_app(f"sqlite:///{file}").app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO heartbeat (name, at) VALUES ('test', 1)")
            assert {found.name: mode(found) for found in tmp_path.iterdir()} == {
                f"commentsvc.db{ending}": 0o600 for ending in ("", "-shm", "-wal")
            }
        db.engine.dispose()


def test_what_an_operator_chose_for_a_database_that_exists_is_kept(tmp_path):
    from commentsvc.models import db

    file = tmp_path / "commentsvc.db"
    migrate(f"sqlite:///{file}")
    file.chmod(0o640)
    with bare_app(f"sqlite:///{file}").app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        db.engine.dispose()
    assert mode(file) == 0o640


def test_a_new_data_folder_is_for_its_owner_alone(tmp_path):
    load_settings({"data_dir": tmp_path / "new" / "data"})

    assert mode(tmp_path / "new" / "data") == 0o700
