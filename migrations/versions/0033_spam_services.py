"""A site may ask spam services; none is asked until its admin says so.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

EMPTIED = {"spam_check": ("ref", "score"), "spam_service": ("sealed_key",)}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def upgrade() -> None:
    op.create_table(
        "spam_service",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("reports", sa.Boolean(), nullable=False),
        sa.Column("wait_minutes", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_spam_service_site_id")),
        sa.PrimaryKeyConstraint("site_id", "kind", name=op.f("pk_spam_service")),
    )
    op.create_table(
        "spam_check",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comment.site_id", "comment.id"],
            name=op.f("fk_spam_check_site_id_comment_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "comment_id", "kind", name=op.f("pk_spam_check")),
    )
    op.create_index("ix_spam_check_due", "spam_check", ["state", "due_at"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
