"""Mail: what waits, what was sent, and what did not arrive. No text of a mail is stored, and no address for long.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EMPTIED = ("facts", "address", "subject_id", "hint", "reason")
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def upgrade() -> None:
    op.create_table(
        "mail_message",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("hint", sa.String(length=320), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("good_until", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_mail_message_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"],
            ["subject.site_id", "subject.id"],
            name=op.f("fk_mail_message_site_id_subject_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_mail_message")),
    )
    op.create_index("ix_mail_message_id", "mail_message", ["id"])
    op.create_index("ix_mail_message_subject", "mail_message", ["site_id", "subject_id"])
    op.create_index("ix_mail_message_expiry", "mail_message", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        for column in EMPTIED:
            op.execute(f"ALTER TABLE mail_message ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
