"""Alembic's environment: runs on the application's own engine, in one transaction a revision."""

from __future__ import annotations

from alembic import context
from flask import current_app

from commentsvc.models.database import WRITE
from commentsvc.models.search import is_modelled

db = current_app.extensions["migrate"].db


LOCK = 7_224_701


def run() -> None:
    """Upgrade under one lock (SQLite: the write lock; PostgreSQL: an advisory one), so that starters take turns."""
    with db.engine.connect().execution_options(**{WRITE: True}) as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
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
        finally:
            if postgresql:
                connection.rollback()
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
                connection.commit()


run()
