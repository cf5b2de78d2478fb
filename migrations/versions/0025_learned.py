"""A site's own classifier: what it learnt, from which decided comments, and what it has yet to learn.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

EMPTIED = {"learned_example": ("buckets", "score"), "learned_model": ("weights",)}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def _of_site(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f(f"fk_{table}_site_id"))


def _of_comment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["site_id", "comment_id"], ["comment.site_id", "comment.id"], name=op.f(f"fk_{table}_site_id_comment_id")
    )


def upgrade() -> None:
    op.create_table(
        "learning_policy",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("hold_at", sa.Integer(), nullable=True),
        sa.Column("discards", sa.Boolean(), nullable=False),
        _of_site("learning_policy"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_learning_policy")),
    )
    op.create_table(
        "learned_model",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("bias", sa.Double(), nullable=False),
        sa.Column("spam", sa.Integer(), nullable=False),
        sa.Column("honest", sa.Integer(), nullable=False),
        sa.Column("next_place", sa.BigInteger(), nullable=False),
        sa.Column("holds_at", sa.Integer(), nullable=False),
        sa.Column("discards_at", sa.Integer(), nullable=True),
        _of_site("learned_model"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_learned_model")),
    )
    op.create_table(
        "learned_example",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("buckets", sa.LargeBinary(), nullable=False),
        sa.Column("spam", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("learnt_at", sa.BigInteger(), nullable=False),
        _of_site("learned_example"),
        _of_comment("learned_example"),
        sa.PrimaryKeyConstraint("site_id", "place", name=op.f("pk_learned_example")),
        sa.UniqueConstraint("site_id", "comment_id", name=op.f("uq_learned_example_site_id_comment_id")),
    )
    op.create_table(
        "lesson",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        _of_site("lesson"),
        _of_comment("lesson"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_lesson")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
