"""The trail of who did what is searched by person, kind, time and target, and kept for a time.

A site that exists keeps its trail for ever, as it did. What a new one keeps stands in `commentsvc/domain/retention.py`.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = {
    "comment": ("comment", "thread", "report", "flags"),
    "ban": ("ban",),
    "rule": ("rule", "spam", "spam-service", "learning"),
    "member": ("member", "token"),
    "sign-in": ("account", "sign-in"),
    "export": ("export",),
    "request": ("request", "subject", "hold", "breach"),
    "proof": ("key", "witness", "escrow"),
}
EXPORTS = ("breach.export", "key.export", "request.copy")
INDEXES = {
    "ix_decision_at": ("decision", ["site_id", "at", "id"]),
    "ix_decision_actor": ("decision", ["site_id", "actor", "at", "id"]),
    "ix_audit_event_at": ("audit_event", ["site_id", "at", "id"]),
    "ix_audit_event_actor": ("audit_event", ["site_id", "actor", "at", "id"]),
    "ix_audit_event_kind": ("audit_event", ["site_id", "kind", "at", "id"]),
    "ix_audit_event_target": ("audit_event", ["site_id", "target", "at", "id"]),
}


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("kind", sa.String(length=12), nullable=False, server_default=""))
    event = sa.table("audit_event", sa.column("action", sa.String), sa.column("kind", sa.String))
    kind = sa.case(
        (event.c.action.in_(EXPORTS), "export"),
        *((sa.or_(*(event.c.action.like(f"{thing}.%") for thing in things)), name) for name, things in KINDS.items()),
        else_="site",
    )
    op.execute(sa.update(event).values(kind=kind))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    # Sites that were added since the last upgrade may have no row yet: they keep what they were told they would.
    op.execute(
        "INSERT INTO retention_policy (site_id, spam_days, rejected_days, removed_days, pending_days, "
        "published_months, consent_months, old_notices, run) SELECT id, 30, 30, 180, 0, 0, 0, '[]', '{}' FROM site "
        "WHERE id NOT IN (SELECT site_id FROM retention_policy)"
    )
    op.add_column("retention_policy", sa.Column("trail_months", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
