"""Looking for texts that repeat must not become dearer with every comment that says something else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from commentsvc import clock
from commentsvc.models import db
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id
from commentsvc.models.fingerprint import Sought, others_with, questions_of
from commentsvc.models.prepared import ask_together
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
        for codes in (1, 3):
            comment = Comment(site_id="example", id=new_id())
            others_with(db.session, comment, "near", [f"{n:032}" for n in range(codes)], clock.now())
        sought = Sought(comment.id, (), clock.now(), [(f"{n:032}", clock.now(), 1) for n in range(4)])
        ask_together(db.session.connection(), questions_of("sqlite", "example", [sought]))
        db.engine.dispose()

    for codes, reads in zip((1, 3, 4), plans, strict=True):
        by_code = [one for one in reads if "(site_id=? AND code=? AND at>?)" in one]
        by_comment = [one for one in reads if "(site_id=? AND comment_id=?)" in one]
        assert len(by_code) == codes and len(by_code) + len(by_comment) == len(reads), reads
