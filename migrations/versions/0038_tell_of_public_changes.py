"""PostgreSQL tells every listening process which site's public face changes, in the transaction that changes it.

SQLite needs nothing: it counts commits itself.

Revision ID: 0038
Revises: 0037
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        """
        CREATE FUNCTION commentsvc_tell_thread() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('commentsvc_public', coalesce(NEW.site_id, OLD.site_id));
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION commentsvc_tell_site() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('commentsvc_public', coalesce(NEW.id, OLD.id));
            RETURN NULL;
        END $$
        """
    )
    for table in ("thread", "site"):
        op.execute(
            f"CREATE TRIGGER {table}_tells AFTER INSERT OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION commentsvc_tell_{table}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_tells_change AFTER UPDATE ON {table} "
            f"FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION commentsvc_tell_{table}()"
        )


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
