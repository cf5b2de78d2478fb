"""A version a site, that moves with everything a post asks of it: what a process knows of a site it asks by one number.

Triggers move it, so that nobody who changes a setting can forget to. It is a random number, not a count: one that was
rolled back is never met again under other settings.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLES = (
    "ban",
    "ban_settings",
    "learned_model",
    "mail_wish",
    "notice",
    "rule",
    "site",
    "spam_service",
    "spam_settings",
    "webhook_endpoint",
)
COLUMNS = {
    "learned_model": "version, holds_at, discards_at",
    "mail_wish": "about",
    "webhook_endpoint": "events, disabled_at",
}
"""Of these only what a post asks: they change with every mail and delivery."""


def upgrade() -> None:
    op.create_table(
        "site_version",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_version_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_version")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    number = "random()" if sqlite else "(random() * 9007199254740992)::bigint"
    op.execute(f"INSERT INTO site_version (site_id, version) SELECT id, {number} FROM site")  # noqa: S608 - our own names
    if sqlite:
        _on_sqlite()
    else:
        _on_postgresql(number)


def _on_sqlite() -> None:
    for table in TABLES:
        key = "id" if table == "site" else "site_id"
        of = f" OF {COLUMNS[table]}" if table in COLUMNS else ""
        for verb, row, where in (("insert", "NEW", ""), ("update", "NEW", of), ("delete", "OLD", "")):
            if (table, verb) == ("site", "insert"):
                does = "INSERT INTO site_version (site_id, version) VALUES (NEW.id, random())"
            else:
                does = f"UPDATE site_version SET version = random() WHERE site_id = {row}.{key}"  # noqa: S608
            op.execute(
                f"CREATE TRIGGER {table}_version_{verb} AFTER {verb.upper()}{where} ON {table} BEGIN {does}; END"
            )


def _on_postgresql(number: str) -> None:
    """At the end of the transaction: whoever changes a setting and then waits for something else holds no other up."""
    op.execute(
        "CREATE FUNCTION commentsvc_site_version() RETURNS trigger LANGUAGE plpgsql AS $$ "  # noqa: S608 - our own
        "DECLARE changed record; BEGIN "
        "IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF; "
        "IF TG_TABLE_NAME = 'site' THEN "
        f"INSERT INTO site_version (site_id, version) VALUES (changed.id, {number}) "
        "ON CONFLICT (site_id) DO UPDATE SET version = excluded.version; "
        f"ELSE UPDATE site_version SET version = {number} WHERE site_id = changed.site_id; END IF; "
        "RETURN NULL; END $$"
    )
    for table in TABLES:
        of = f" OF {COLUMNS[table]}" if table in COLUMNS else ""
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_version AFTER INSERT OR UPDATE{of} OR DELETE ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commentsvc_site_version()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_version")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
