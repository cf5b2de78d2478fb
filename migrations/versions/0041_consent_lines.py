"""The consent log is kept ready to be written, a line a record; an event is found by its entry.

No line is made here: the worker visits every site's log from its first leaf, in small transactions, and what it has not
come to is exported from the snapshots as before.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_wording",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_consent_wording_site_id")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_consent_wording")),
    )
    op.create_table(
        "consent_line",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("wording", sa.String(length=32), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "event_id"],
            ["consent_event.site_id", "consent_event.id"],
            name=op.f("fk_consent_line_site_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "record_id"],
            ["consent_record.site_id", "consent_record.id"],
            name=op.f("fk_consent_line_site_id_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "wording"],
            ["consent_wording.site_id", "consent_wording.id"],
            name=op.f("fk_consent_line_site_id_wording"),
        ),
        sa.PrimaryKeyConstraint("site_id", "at", "event_id", name=op.f("pk_consent_line")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_consent_line_record", "consent_line", ["site_id", "record_id"])
    op.create_table(
        "consent_line_state",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("visited", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_consent_line_state_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_consent_line_state")),
    )
    op.create_index("ix_consent_event_entry", "consent_event", ["site_id", "entry"])
    if op.get_bind().dialect.name == "postgresql":
        for column in ("record_id", "comment_id", "said"):
            op.execute(f"ALTER TABLE consent_line ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
