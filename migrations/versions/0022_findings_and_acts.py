"""Why a comment was held, what a site's learning thinks of it, and acts of operators that the log commits to.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_finding",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("verdict", sa.String(length=4), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"], ["comment.site_id", "comment.id"], name=op.f("fk_comment_finding_site_id")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_comment_finding")),
    )
    op.create_index("ix_comment_finding_comment", "comment_finding", ["site_id", "comment_id"])
    op.create_index("ix_comment_finding_reason", "comment_finding", ["site_id", "reason", "comment_id"])
    op.create_index("ix_comment_finding_rule", "comment_finding", ["site_id", "rule_id", "comment_id"])
    op.add_column("comment", sa.Column("spam_score", sa.Integer(), nullable=True))
    for table in ("decision", "audit_event"):
        op.add_column(table, sa.Column("entry", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("seen_from", sa.String(length=50), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE comment_finding ALTER COLUMN because SET STATISTICS 0")
        op.execute("ALTER TABLE comment ALTER COLUMN spam_score SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
