"""The database says which is the oldest code that works on it: from here on, migrations expand before they contract.

`migrations/env.py` writes the row. A later migration only adds, so that the version before goes on working; or it says
`oldest_code = "<revision>"`, the first revision whose code does without what it takes away.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
oldest_code = "0039"


def upgrade() -> None:
    op.create_table(
        "schema_support",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("oldest_code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schema_support")),
    )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
