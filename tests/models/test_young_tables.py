"""What PostgreSQL plans while tables are empty does not make every later post read all rows of its site."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.models.database import random_id
from commentsvc.models.posting import subject_row
from commentsvc.models.posting_together import look_up_together
from commentsvc.models.prepared import insert_rows
from commentsvc.models.young_tables import FIRST, plan_as_tables_grow
from tests.support.sites import make_site

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
REFERENCE = "SELECT 1 FROM ONLY subject x WHERE site_id = $1 AND id = $2 FOR KEY SHARE OF x"
"""What the server asks itself for a foreign key to a subject."""


def counted(session: Any) -> int:
    """How many subjects the planner knows of; -1: nobody has counted them."""
    found = int(session.scalar(sa.text("SELECT reltuples FROM pg_class WHERE relname = 'subject'")))
    session.rollback()
    return found


def test_tables_that_have_rows_are_counted_before_the_server_does(deps: Any) -> None:
    make_site(deps, "example", "https://example.test")
    engine = sa.create_engine(deps.session.get_bind().url)
    plan_as_tables_grow(engine)
    with engine.connect() as writer, Session(writer) as session:
        for number in range(1, FIRST + 1):
            insert_rows(session, [subject_row("example", random_id(), clock.now())])
            session.commit()
            assert counted(deps.session) == (-1 if number < FIRST else FIRST), number
    engine.dispose()


def test_a_key_is_looked_up_by_its_own_index_as_soon_as_a_table_was_counted(deps: Any) -> None:
    make_site(deps, "example", "https://example.test")
    insert_rows(deps.session, [subject_row("example", random_id(), clock.now()) for _ in range(FIRST)])
    deps.session.execute(sa.text("ANALYZE subject"))
    connection = deps.session.connection()
    look_up_together(connection, "example", [], lock=False)
    plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {REFERENCE}").scalars())
    assert "Index Scan using pk_subject" in plan
    deps.session.rollback()
    assert deps.session.scalar(sa.text("SHOW enable_seqscan")) == "on"
