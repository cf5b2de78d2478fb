"""A record's salts are found by its events, and no longer by an index of their own.

Ids of records are random: the index had to be written at random for each post, and was asked only when one was erased.
A version that still looks for it only takes longer.

Revision ID: 0043
Revises: 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_record_salt_record", table_name="record_salt")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
