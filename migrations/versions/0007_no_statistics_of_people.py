"""PostgreSQL keeps no sample values of columns that an erasure empties.

ANALYZE, which autovacuum runs by itself, copies values of a table's columns into `pg_statistic`. There they outlive the
rows: neither deleting them nor VACUUM FULL of their table takes them away. These columns are searched through an index
that finds few rows, or not at all, so the planner misses nothing. SQLite keeps no such samples unless it is told to.

Revision ID: 0007
Revises: 0004
"""

from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = {
    "comment": {
        "author_name": "VARCHAR(200)",
        "author_website": "TEXT",
        "body": "TEXT",
        "html": "TEXT",
        "rendered": "BYTEA",
        "held_reasons": "TEXT",
        "subject_id": "UUID",
    },
    "consent_record_body": {"snapshot": "BYTEA", "subject_id": "UUID"},
    "decision": {"reason": "VARCHAR(500)"},
    "idempotent_answer": {"key_hash": "VARCHAR(64)", "body_digest": "VARCHAR(64)"},
    "record_salt": {"salt": "BYTEA"},
    "subject": {"id": "UUID", "pseudonym": "VARCHAR(64)"},
    "thread": {"title": "VARCHAR(300)"},
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column, type_ in columns.items():
            # The type it has already: nothing is rewritten, and the samples taken so far are dropped.
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {type_}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
