"""What a post asks of a site's settings, kept in the process under a version that the database moves with them.

Triggers of the database give a site a new random number (`site_version`) in every transaction that changes its row, a
notice, a rule, a ban or another setting below. So one number says whether what a process knows still holds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.spam_policy import SpamPolicy
from commentsvc.models.ban import Ban, network_days
from commentsvc.models.learned import LearnedModel
from commentsvc.models.mail_wish import MailWish
from commentsvc.models.notice import Notice, notices_in_force
from commentsvc.models.prepared import Prepared, connection_of
from commentsvc.models.rule import Rule
from commentsvc.models.site import Site, SiteVersion
from commentsvc.models.spam_policy import spam_policy
from commentsvc.models.spam_service import SpamService
from commentsvc.models.webhook import WebhookEndpoint

MOST_SITES = 200
"""Kept in one process for each database; those asked for longest ago are read again."""


@dataclass(frozen=True)
class KnownSite:
    """A site as a post needs to know it. `site` and `notices` (those in force, by language) belong to no
    session: read them, never change them. Where something is not `active`, nothing of it needs to be asked."""

    version: int
    site: Site
    notices: Mapping[str, Notice]
    manifests: Mapping[str, Mapping[str, Any]]
    policy: SpamPolicy
    network_days: int
    active: frozenset[type]

    def has(self, area: type) -> bool:
        """Whether the site has any row of this kind: `Ban`, `LearnedModel`, `MailWish`, `Rule`, `SpamService` or
        `WebhookEndpoint`."""
        return area in self.active


_AREAS: tuple[Any, ...] = (Ban, LearnedModel, MailWish, Rule, SpamService, WebhookEndpoint)

_VERSION = Prepared(
    lambda _dialect: sa.select(SiteVersion.__table__.c.version).where(SiteVersion.site_id == sa.bindparam("site"))
)

_known: WeakKeyDictionary[Dialect, OrderedDict[str, KnownSite]] = WeakKeyDictionary()
"""By database: an engine and those made of it with options of their own have one dialect, which is nobody else's."""
_lock = threading.Lock()


def known_site(session: Session, site_id: str) -> KnownSite | None:
    """The site as it is now; None where there is none. One small query, unless something changed."""
    row = _VERSION.first(session, site=site_id)
    return None if row is None else known_at(session, site_id, row[0])


def known_at(session: Session, site_id: str, version: int) -> KnownSite:
    """Like `known_site`, for who has just read the version."""
    with _lock:
        kept = _known.setdefault(connection_of(session).dialect, OrderedDict())
        found = kept.get(site_id)
        if found is not None and found.version == version:
            kept.move_to_end(site_id)
            return found
    # Read after its version: what changed in between is known too early, under a version that nobody will ask for.
    made = _read(session, site_id, version)
    with _lock:
        kept[site_id] = made
        while len(kept) > MOST_SITES:
            kept.popitem(last=False)
    return made


def remembered_site(session: Session, site_id: str) -> KnownSite | None:
    """The site as this process last knew it, without a question to the database: it may be another by now. None where
    it was not asked for lately."""
    kept = _known.get(session.get_bind().dialect)
    return None if kept is None else kept.get(site_id)


def _read(session: Session, site_id: str, version: int) -> KnownSite:
    """In a session of its own on the same connection, which remembers nothing from before and leaves its rows free."""
    with Session(session.connection(), join_transaction_mode="rollback_only") as fresh:
        notices = notices_in_force(fresh, site_id)
        there = fresh.execute(sa.select(*(sa.exists().where(area.site_id == site_id) for area in _AREAS))).one()
        return KnownSite(
            version=version,
            site=fresh.get_one(Site, site_id),
            notices={notice.lang: notice for notice in notices},
            manifests={notice.sha256: parse_manifest(notice.body) for notice in notices},
            policy=spam_policy(fresh, site_id),
            network_days=network_days(fresh, site_id),
            active=frozenset(area for area, is_there in zip(_AREAS, there, strict=True) if is_there),
        )
