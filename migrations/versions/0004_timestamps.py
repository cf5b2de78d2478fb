"""Timestamps of checkpoints (RFC 3161), append-only like the checkpoints they are of.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_timestamp",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("authority", sa.String(length=300), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("stamped_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "size"],
            ["log_checkpoint.site_id", "log_checkpoint.size"],
            name=op.f("fk_log_timestamp_site_id_size"),
        ),
        sa.PrimaryKeyConstraint("site_id", "size", "authority", name=op.f("pk_log_timestamp")),
    )
    if op.get_bind().dialect.name == "postgresql":
        guard_on_postgresql("log_timestamp")
    else:
        guard_on_sqlite("log_timestamp")


def guard_on_postgresql(table: str) -> None:
    """The function is revision 0001's."""
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate")


def guard_on_sqlite(table: str) -> None:
    """As in revision 0001: REPLACE fires delete triggers only under a pragma, so it is stopped where it inserts."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{verb} on {table} is refused: it is append-only'); END"
        )
    same = "(site_id = NEW.site_id AND size = NEW.size AND authority = NEW.authority) OR rowid = NEW.rowid"
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own names
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, 'replacing a row of {table} is refused: it is append-only'); END"
    )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
