"""What each site keeps for how long, and how far the run that is under way has come.

A site that exists keeps everything, as it did: an upgrade deletes nothing that its owner has not been asked about.
What a new site keeps stands in `commentsvc/domain/retention.py`.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PERIODS = ("spam_days", "rejected_days", "removed_days", "pending_days", "published_months", "consent_months")


def upgrade() -> None:
    op.create_table(
        "retention_policy",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in PERIODS),
        sa.Column("old_notices", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("run", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_retention_policy_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_retention_policy")),
    )
    nothing = ", ".join("0" for _ in PERIODS)
    op.execute(
        f"INSERT INTO retention_policy (site_id, {', '.join(PERIODS)}, old_notices, run) "  # noqa: S608 - our own names
        f"SELECT id, {nothing}, '[]', '{{}}' FROM site"
    )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
