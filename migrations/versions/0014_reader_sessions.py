"""Links that are mailed to readers, and the sessions in which they see what is theirs.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

EMPTIED = {
    "reader_link": ("subject_id", "address"),
    "reader_session": ("subject_id",),
    "reader_session_record": ("record_id",),
}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def upgrade() -> None:
    op.create_table(
        "reader_link",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reader_link_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"], ["subject.site_id", "subject.id"], name=op.f("fk_reader_link_site_id_subject_id")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_reader_link")),
    )
    op.create_index("ix_reader_link_subject", "reader_link", ["site_id", "subject_id"])
    op.create_index("ix_reader_link_expiry", "reader_link", ["expires_at"])
    op.create_table(
        "reader_session",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reader_session_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"],
            ["subject.site_id", "subject.id"],
            name=op.f("fk_reader_session_site_id_subject_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "token_hash", name=op.f("pk_reader_session")),
    )
    op.create_index("ix_reader_session_subject", "reader_session", ["site_id", "subject_id"])
    op.create_index("ix_reader_session_expiry", "reader_session", ["expires_at"])
    op.create_table(
        "reader_session_record",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "record_id"],
            ["consent_record.site_id", "consent_record.id"],
            name=op.f("fk_reader_session_record_site_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "token_hash", "record_id", name=op.f("pk_reader_session_record")),
    )
    op.create_index("ix_reader_session_record_record", "reader_session_record", ["site_id", "record_id"])
    op.create_index("ix_reader_session_record_expiry", "reader_session_record", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
