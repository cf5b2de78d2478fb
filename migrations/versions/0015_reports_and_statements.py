"""Why a comment is not public, as its author was told, and what readers reported as illegal.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

EMPTIED = {"statement": ("rule", "facts"), "content_report": ("why", "name", "email", "answer")}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["site_id", column], [f"{other}.site_id", f"{other}.id"], name=op.f(f"fk_{table}_site_id_{column}")
    )


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=True),
        _to("statement", "decision_id", "decision"),
        _to("statement", "comment_id", "comment"),
        _to("statement", "entry", "log_entry"),
        sa.PrimaryKeyConstraint("site_id", "decision_id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_comment", "statement", ["site_id", "comment_id"])
    op.create_table(
        "content_report",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("lang", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_entry", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_entry", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        _to("content_report", "comment_id", "comment"),
        _to("content_report", "decision_id", "decision"),
        _to("content_report", "received_entry", "log_entry"),
        _to("content_report", "decided_entry", "log_entry"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_content_report")),
    )
    op.create_index("ix_content_report_comment", "content_report", ["site_id", "comment_id"])
    op.create_index("ix_content_report_state", "content_report", ["site_id", "state", "received_at"])
    op.create_index("ix_content_report_expiry", "content_report", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
