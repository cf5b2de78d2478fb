"""The queue is listed by author and by score, and followed by what changed.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comment", sa.Column("changed_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE comment SET changed_at = coalesce(decided_at, edited_at, created_at)")
    op.create_index("ix_comment_changed", "comment", ["site_id", "changed_at"])
    op.create_index("ix_comment_score", "comment", ["site_id", "status", "spam_score", "id"])
    op.drop_index("ix_comment_subject", "comment")
    op.create_index("ix_comment_subject", "comment", ["site_id", "subject_id", "id"])


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
