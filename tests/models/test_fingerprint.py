"""Looking for texts that repeat must not become dearer with every comment that says something else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from commentsvc import clock
from commentsvc.models import db
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id
from commentsvc.models.fingerprint import others_with
from tests.support.databases import bare_app


def test_each_code_is_looked_up_by_itself_however_many_are_asked_for(sqlite_database: str) -> None:
    plans: list[list[str]] = []

    def plan(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith("SELECT"):
            return
        told = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        plans.append([row[3] for row in told if "comment_fingerprint" in row[3]])

    with bare_app(sqlite_database).app_context():
        sa.event.listen(db.engine, "before_cursor_execute", plan)
        for codes in (1, 8):
            others_with(
                db.session, Comment(site_id="example", id=new_id()), [f"{n:032}" for n in range(codes)], clock.now()
            )
        db.engine.dispose()

    for codes, reads in zip((1, 8), plans, strict=True):
        assert len(reads) == codes and all("(site_id=? AND code=? AND at>?)" in one for one in reads), reads
