"""Notices of a second kind: besides those that a comment is posted under, those that ask for a site's own purposes.

Every notice there is belongs to comments. A release that does not know the column writes that kind.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OLD, NEW = "uq_notice_site_id_lang_version", "uq_notice_site_id_kind_lang_version"


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(length=20), nullable=False, server_default="comments")
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("notice", kind)
        op.drop_constraint(op.f(OLD), "notice")
        op.create_unique_constraint(op.f(NEW), "notice", ["site_id", "kind", "lang", "version"])
        return
    for verb in ("replace", "update", "delete"):
        op.execute(f"DROP TRIGGER notice_no_{verb}")
    with op.batch_alter_table("notice") as notice:  # SQLite copies the table and drops the old one, triggers and all
        notice.add_column(kind)
        notice.drop_constraint(op.f(OLD))
        notice.create_unique_constraint(op.f(NEW), ["site_id", "kind", "lang", "version"])
    guard()


def guard() -> None:
    """The triggers of revision 0001 on the new table. SQLite only."""
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER notice_no_{verb.lower()} BEFORE {verb} ON notice "
            f"BEGIN SELECT RAISE(ABORT, '{verb} on notice is refused: it is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER notice_no_replace BEFORE INSERT ON notice WHEN EXISTS (SELECT 1 FROM notice WHERE "
        "(site_id = NEW.site_id AND sha256 = NEW.sha256) OR rowid = NEW.rowid OR "
        "(site_id = NEW.site_id AND kind = NEW.kind AND lang = NEW.lang AND version = NEW.version)) "
        "BEGIN SELECT RAISE(ABORT, 'replacing a row of notice is refused: it is append-only'); END"
    )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
