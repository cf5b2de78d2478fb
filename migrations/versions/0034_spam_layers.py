"""What a site uses against spam, the codes by which repeated comments are found, and counted proofs of work.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spam_settings",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("trap", sa.Boolean(), nullable=False),
        sa.Column("timing", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.String(length=8), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("flood_limit", sa.Integer(), nullable=False),
        sa.Column("link_limit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_spam_settings_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_spam_settings")),
    )
    op.create_table(
        "proof_count",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_proof_count_site_id")),
        sa.PrimaryKeyConstraint("site_id", "day", name=op.f("pk_proof_count")),
    )
    op.create_table(
        "comment_fingerprint",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comment.site_id", "comment.id"],
            name=op.f("fk_comment_fingerprint_site_id_comment_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "comment_id", "code", name=op.f("pk_comment_fingerprint")),
    )
    op.create_index("ix_comment_fingerprint_code", "comment_fingerprint", ["site_id", "code", "at"])
    op.create_index("ix_comment_fingerprint_expiry", "comment_fingerprint", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE comment_fingerprint ALTER COLUMN code SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
