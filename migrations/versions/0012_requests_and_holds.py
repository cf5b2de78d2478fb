"""Data subject requests with their history, legal holds, and comments that are stored and nothing else.

A site that exists goes on answering every request by hand until its admin says otherwise.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EMPTIED = {
    "subject_request": ("subject_id", "record_id", "reply_address", "words"),
    "request_event": ("note",),
    "hold": ("subject_id", "why"),
}
"""As in revision 0007: what an erasure deletes leaves no sample values behind."""


def upgrade() -> None:
    op.add_column("comment", sa.Column("restricted_by", sa.Uuid(), nullable=True))
    op.add_column("site", sa.Column("answer_at_once", sa.Boolean(), nullable=False, server_default=sa.false()))
    _requests()
    _events()
    _holds()
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in EMPTIED.items():
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def _requests() -> None:
    op.create_table(
        "subject_request",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("lang", sa.String(length=35), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("reply_address", sa.String(length=320), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("extended_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("forget_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_subject_request_site_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"],
            ["subject.site_id", "subject.id"],
            name=op.f("fk_subject_request_site_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "record_id"],
            ["consent_record.site_id", "consent_record.id"],
            name=op.f("fk_subject_request_site_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_subject_request")),
    )
    op.create_index("ix_subject_request_state", "subject_request", ["site_id", "state", "due_at"])
    op.create_index("ix_subject_request_subject", "subject_request", ["site_id", "subject_id"])
    op.create_index("ix_subject_request_forget", "subject_request", ["forget_at"])


def _events() -> None:
    op.create_table(
        "request_event",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "request_id"],
            ["subject_request.site_id", "subject_request.id"],
            name=op.f("fk_request_event_site_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "entry"], ["log_entry.site_id", "log_entry.id"], name=op.f("fk_request_event_site_id_entry")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_request_event")),
    )
    op.create_index("ix_request_event_request", "request_event", ["site_id", "request_id", "id"])


def _holds() -> None:
    op.create_table(
        "hold",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("claims", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_by_name", sa.String(length=200), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "request_id"],
            ["subject_request.site_id", "subject_request.id"],
            name=op.f("fk_hold_site_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "subject_id"], ["subject.site_id", "subject.id"], name=op.f("fk_hold_site_id_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"], ["comment.site_id", "comment.id"], name=op.f("fk_hold_site_id_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "entry"], ["log_entry.site_id", "log_entry.id"], name=op.f("fk_hold_site_id_entry")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_hold")),
    )
    for name, columns in (
        ("subject", ["site_id", "subject_id"]),
        ("comment", ["site_id", "comment_id"]),
        ("request", ["site_id", "request_id"]),
        ("end", ["ended_at", "until"]),
    ):
        op.create_index(f"ix_hold_{name}", "hold", columns)


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
