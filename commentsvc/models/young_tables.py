"""What PostgreSQL's connections plan while tables are young does not stay when these have grown.

A connection plans the check of a foreign key when its first row is written, and keeps that plan. Then the table is
empty, and nobody has counted it: any index that begins with the site is as good as the key's. With such a plan each new
row later reads all rows of the site. The server counts by itself (autovacuum) and has everybody plan anew, a minute or
more later; by then a busy start has become slow, and every row made it slower.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

FIRST = 16
"""After so many commits a connection looks for the first time."""
_COMMITS = "commentsvc_commits"
_UNCOUNTED = (
    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' "
    "AND reltuples <= 0 AND pg_relation_size(oid) > 0 AND pg_get_userbyid(relowner) = current_user ORDER BY relname"
)


def plan_as_tables_grow(engine: Engine) -> None:
    """Have each connection of this engine, where it is PostgreSQL's, count tables that have rows and were never
    counted, which has everybody plan anew: when it has made `FIRST` commits, and whenever it has made twice as
    many. A table that somebody else counts at that moment is left to them."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "commit", _look)


def _look(connection: Connection) -> None:
    commits = connection.info[_COMMITS] = connection.info.get(_COMMITS, 0) + 1
    if commits >= FIRST and commits.bit_count() == 1:
        tables = connection.exec_driver_sql(_UNCOUNTED).scalars().all()
        if tables:
            connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {', '.join(tables)}")
