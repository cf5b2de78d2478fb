"""Alembic's environment: runs on the application's own engine, in one transaction a revision."""

from __future__ import annotations

from alembic import context
from flask import current_app

from commentsvc.models.database import WRITE
from commentsvc.models.schema_support import note_oldest_code
from commentsvc.models.search import is_modelled

db = current_app.extensions["migrate"].db


LOCK = 7_224_701
LOCK_TIMEOUT = "2s"
"""How long a table is waited for on PostgreSQL: whoever comes meanwhile waits behind the migration."""


def oldest_code() -> str:
    """The oldest revision whose code works on the schema that was just made: no migration took away what it uses."""
    made = context.get_context().get_current_revision() or "base"
    past = context.script.iterate_revisions(made, "base")
    return max((script.module.oldest_code for script in past if hasattr(script.module, "oldest_code")), default="")


def run() -> None:
    """Upgrade under one lock (SQLite: the write lock; PostgreSQL: an advisory one), so that starters take turns."""
    with db.engine.connect().execution_options(**{WRITE: True}) as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
            connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
            connection.commit()
        try:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_as_batch=True,
                compare_type=True,
                transactional_ddl=True,
                include_name=is_modelled,
            )
            with context.begin_transaction():
                context.run_migrations()
                note_oldest_code(connection, oldest_code())
        finally:
            if postgresql:
                connection.rollback()
                connection.exec_driver_sql("RESET lock_timeout")
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
                connection.commit()


run()
