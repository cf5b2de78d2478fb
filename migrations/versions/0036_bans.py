"""Authors and parts of the network can be banned, with what they wrote; decisions made together stay together.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ban",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_by_name", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_ban_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"], ["comment.site_id", "comment.id"], name=op.f("fk_ban_site_id_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"], ["subject.site_id", "subject.id"], name=op.f("fk_ban_site_id_subject_id")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_ban")),
    )
    op.create_index("ix_ban_subject", "ban", ["site_id", "subject_id"])
    op.create_index("ix_ban_code", "ban", ["site_id", "code"])
    op.create_index("ix_ban_comment", "ban", ["site_id", "comment_id"])
    op.create_index("ix_ban_expiry", "ban", ["expires_at"])
    op.create_table(
        "ban_settings",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("network_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_ban_settings_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_ban_settings")),
    )
    op.add_column("decision", sa.Column("batch", sa.Uuid(), nullable=True))
    op.create_index("ix_decision_batch", "decision", ["site_id", "batch"])
    if op.get_bind().dialect.name == "postgresql":
        for column in ("code", "note"):
            op.execute(f"ALTER TABLE ban ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
