"""Comments that are restricted because of a request or a hold are found by it.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    some = sa.text("restricted_by IS NOT NULL")
    op.create_index(
        "ix_comment_restricted", "comment", ["site_id", "restricted_by"], sqlite_where=some, postgresql_where=some
    )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
