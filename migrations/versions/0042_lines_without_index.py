"""A line of the consent log is found by its place, and no longer by an index of its own.

The place is that of the event the record began with. An index by record, whose ids are random, had to be written at
random for each line that the worker makes. A version that still looks for it only takes longer.

Revision ID: 0042
Revises: 0041
"""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_consent_line_record", table_name="consent_line")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
