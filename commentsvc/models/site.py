"""A site: the tenant. Its key is the first column of every primary key below it (law 10)."""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.prepared import Prepared


class Site(Model):
    """Whose comments these are: controller, allowed origins, moderation, and the log's fixed origin line.

    `answer_at_once`: what a reader may ask for without anybody's judgement (`domain.request.AT_ONCE`) is done by the
    worker. `escrow_key` is the public half of the key that proofs are sealed to when something is erased, for
    `escrow_months` (0: none is); the private half was never stored.
    """

    __tablename__ = "site"

    id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    controller_name: Mapped[str] = mapped_column(sa.String(200))
    controller_address: Mapped[str] = mapped_column(sa.String(500), default="")
    controller_contact: Mapped[str] = mapped_column(sa.String(320))
    privacy_url: Mapped[str] = mapped_column(sa.String(2000))
    jurisdiction: Mapped[str] = mapped_column(sa.String(20), default="EU")
    authority: Mapped[str] = mapped_column(sa.String(500), default="")
    retention_months: Mapped[int] = mapped_column(default=0)
    age_of_consent: Mapped[int] = mapped_column(default=0, server_default="0")
    default_language: Mapped[str] = mapped_column(sa.String(35), default="en")
    origins: Mapped[list[str]] = mapped_column(Json)
    moderation: Mapped[str] = mapped_column(sa.String(10), default="before")
    trust_after: Mapped[int] = mapped_column(default=3)
    close_after_days: Mapped[int | None] = mapped_column(default=None)
    max_depth: Mapped[int] = mapped_column(default=4)
    edit_minutes: Mapped[int] = mapped_column(default=15)
    log_origin: Mapped[str] = mapped_column(sa.String(300))
    log_vkey: Mapped[str] = mapped_column(sa.String(500))
    witnesses: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    publish_tiles: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    answer_at_once: Mapped[bool] = mapped_column(default=True, server_default=sa.false())
    escrow_months: Mapped[int] = mapped_column(default=0, server_default="0")
    escrow_key: Mapped[str | None] = mapped_column(sa.String(100), default=None)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SiteVersion(Model):
    """A random number that is another after every change of what `models.known_site` keeps of the site."""

    __tablename__ = "site_version"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    version: Mapped[int] = mapped_column(sa.BigInteger)


def find_site(session: sa.orm.Session, site_id: str) -> Site | None:
    """The site of this key, or None."""
    return session.get(Site, site_id)


def lock_site(session: sa.orm.Session, site_id: str) -> None:
    """Hold the site until the transaction ends: who decides by what it has must be the only one (PostgreSQL).

    Its key is held before the row: whoever does something to a site writes it into the log next, and waits there for a
    change of the key, which would wait for the row."""
    lock_signing_key(session, site_id, shared=True)
    session.execute(sa.select(Site.id).where(Site.id == site_id).with_for_update(key_share=True)).all()


def lock_signing_key(session: sa.orm.Session, site_id: str, *, shared: bool) -> None:
    """Hold the key of the site's log until the transaction ends, alone or with others (`key_change.hold_key`). Nothing
    of the session is written by it."""
    if session.connection().dialect.name == "postgresql":
        (HOLD_KEY if shared else _ALONE).run(session, number=key_number(site_id))


def key_number(site_id: str) -> int:
    """By what number the key of the site's log is held (PostgreSQL)."""
    digest = hashlib.sha256(b"commentsvc/signing-key\0" + site_id.encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


_NUMBER = sa.bindparam("number", type_=sa.BigInteger())
HOLD_KEY = Prepared(lambda _dialect: sa.select(sa.func.pg_advisory_xact_lock_shared(_NUMBER)))
_ALONE = Prepared(lambda _dialect: sa.select(sa.func.pg_advisory_xact_lock(_NUMBER)))


def all_sites(session: sa.orm.Session) -> list[Site]:
    """Every site, by key."""
    return list(session.scalars(sa.select(Site).order_by(Site.id)))
