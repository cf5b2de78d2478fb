"""What waits to be confirmed knows under which notice it was asked for, where that is not its record's own.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address_confirmation", sa.Column("notice_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
