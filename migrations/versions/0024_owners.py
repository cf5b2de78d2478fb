"""Sites have owners: where there is none, whoever administered the site owns it.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("owns", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE membership SET owns = true WHERE role = 'admin'"))


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
