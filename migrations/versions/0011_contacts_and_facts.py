"""Readers' addresses while a purpose needs them, who confirmed what is theirs, and log entries about other acts.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

EMPTIED = {
    "logged_fact": ("snapshot", "salt"),
    "contact": ("subject_id", "address"),
    "address_confirmation": ("subject_id", "address"),
}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def upgrade() -> None:
    op.add_column("comment", sa.Column("confirmed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "logged_fact",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "entry"], ["log_entry.site_id", "log_entry.id"], name=op.f("fk_logged_fact_site_id_entry")
        ),
        sa.PrimaryKeyConstraint("site_id", "entry", name=op.f("pk_logged_fact")),
    )
    op.create_table(
        "contact",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"], ["subject.site_id", "subject.id"], name=op.f("fk_contact_site_id_subject_id")
        ),
        sa.PrimaryKeyConstraint("site_id", "subject_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "address_confirmation",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comment.site_id", "comment.id"],
            name=op.f("fk_address_confirmation_site_id_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"],
            ["subject.site_id", "subject.id"],
            name=op.f("fk_address_confirmation_site_id_subject_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_address_confirmation")),
    )
    op.create_index("ix_address_confirmation_comment", "address_confirmation", ["site_id", "comment_id"])
    op.create_index("ix_address_confirmation_subject", "address_confirmation", ["site_id", "subject_id"])
    op.create_index("ix_address_confirmation_expiry", "address_confirmation", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
