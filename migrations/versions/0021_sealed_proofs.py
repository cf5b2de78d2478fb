"""A site may have proofs of what was erased sealed for a while; it does not until its admin makes a key and says so.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("site", sa.Column("escrow_months", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("site", sa.Column("escrow_key", sa.String(length=100), nullable=True))
    op.create_table(
        "sealed_proof",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_sealed_proof_site_id")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_sealed_proof")),
    )
    op.create_index("ix_sealed_proof_expiry", "sealed_proof", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE sealed_proof ALTER COLUMN sealed SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
