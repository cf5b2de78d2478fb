"""The lines of the consent log are found by their wording.

How many records say the same, and which of them are old enough to end, is asked of the few wordings there are and of
this index, and no longer of each record's snapshot. The worker writes it, with the line, and no post does.

Revision ID: 0044
Revises: 0043
"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_consent_line_wording", "consent_line", ["site_id", "wording", "event_id"])


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
