"""Mail to moderators: what each wants to hear, what they have not heard of yet, and links they used.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_wish",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("window_at", sa.BigInteger(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_mail_wish_site_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_wish_account_id")),
        sa.PrimaryKeyConstraint("site_id", "account_id", name=op.f("pk_mail_wish")),
    )
    op.create_index("ix_mail_wish_due", "mail_wish", ["next_at"])
    op.create_table(
        "mail_news",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "account_id"],
            ["mail_wish.site_id", "mail_wish.account_id"],
            name=op.f("fk_mail_news_site_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"], ["comment.site_id", "comment.id"], name=op.f("fk_mail_news_site_id_comment_id")
        ),
        sa.PrimaryKeyConstraint("site_id", "account_id", "comment_id", name=op.f("pk_mail_news")),
    )
    op.create_index("ix_mail_news_comment", "mail_news", ["site_id", "comment_id"])
    op.create_table(
        "used_mail_link",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_used_mail_link_site_id")),
        sa.PrimaryKeyConstraint("site_id", "digest", name=op.f("pk_used_mail_link")),
    )
    op.create_index("ix_used_mail_link_expiry", "used_mail_link", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE mail_news ALTER COLUMN comment_id SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
