"""No statement of a server process holds its thread and its connection for ever."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from commentsvc import app
from commentsvc.models.database import bound_statements
from commentsvc.models.outage import is_outage


def test_one_that_takes_too_long_on_postgresql_ends_as_if_the_database_were_away(postgresql_database: str) -> None:
    engine = sa.create_engine(postgresql_database, poolclass=NullPool)
    bound_statements(engine, 0.05)
    with pytest.raises(OperationalError) as ended, engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_sleep(3600)"))
    assert is_outage(ended.value)


def test_a_server_process_has_such_a_limit_and_an_application_of_a_command_has_none(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name, value in {"DATABASE_URL": postgresql_database, "DATA_DIR": str(tmp_path), "RUN_WORKER": "false"}.items():
        monkeypatch.setenv(f"COMMENTSVC_{name}", value)
    limits = []
    for made in (app.create_app(), app.create_server_app()):
        with made.app_context():
            limits.append(app.db.session.scalar(sa.text("SHOW statement_timeout")))
            app.db.session.remove()
            app.db.engine.dispose()
    assert limits == ["0", f"{app.STATEMENT_SECONDS // 60}min"]
