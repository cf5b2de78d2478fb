"""Sealed proofs of what was erased (Art. 17(3)(e) GDPR): nothing here says of which record or person a row is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId

_BATCH = 100


class SealedProof(Model):
    """`sealed` can be opened with a key that was never stored here. `id` is random; `expires_at` is the beginning of a
    day, so that the moment of an erasure is not in it."""

    __tablename__ = "sealed_proof"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.Index("ix_sealed_proof_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def sealed_proofs(session: Session, site_id: str) -> Iterator[SealedProof]:
    """Those of the site, in the order of their random ids, a batch at a time."""
    after: uuid.UUID | None = None
    while True:
        query = sa.select(SealedProof).where(SealedProof.site_id == site_id).order_by(SealedProof.id).limit(_BATCH)
        found = session.scalars(query if after is None else query.where(SealedProof.id > after)).all()
        yield from found
        if len(found) < _BATCH:
            return
        after = found[-1].id
        session.expunge_all()


def count_sealed(session: Session, site_id: str) -> int:
    """How many the site has."""
    return session.scalar(sa.select(sa.func.count()).where(SealedProof.site_id == site_id)) or 0
