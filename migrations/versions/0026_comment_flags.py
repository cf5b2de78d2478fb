"""Readers point moderators to a comment; what is kept is what they say is wrong with it, and for a day who counts.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_flag",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=43), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("cleared_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comment.site_id", "comment.id"],
            name=op.f("fk_comment_flag_site_id_comment_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_comment_flag")),
        sa.UniqueConstraint("site_id", "comment_id", "code", name=op.f("uq_comment_flag_site_id_comment_id_code")),
    )
    with_code = sa.text("code IS NOT NULL")
    op.create_index("ix_comment_flag_code", "comment_flag", ["at"], sqlite_where=with_code, postgresql_where=with_code)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE comment_flag ALTER COLUMN code SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
