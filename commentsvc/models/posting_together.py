"""What several posts ask before they are written together: one question a table, for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from commentsvc.models.passing import IdempotentAnswer, UsedNoticeToken
from commentsvc.models.prepared import Prepared
from commentsvc.models.site import SiteVersion
from commentsvc.models.thread import Thread


class Asking(NamedTuple):
    """What one post of a site names: the hash of its Idempotency-Key, its form's nonce, its page's key."""

    key_hash: str | None
    nonce: str
    page: str


class Found(NamedTuple):
    """What is there already, of what posts of one site name. `version` is that of the site's settings
    (`known_site.known_at`), None where the site is gone; the threads belong to no session."""

    version: int | None
    answered: frozenset[str]
    spent: frozenset[str]
    threads: dict[str, Thread]


def look_up_together(connection: Connection, site_id: str, asked: Sequence[Asking]) -> Found:
    """Inside a write transaction, what there is of these posts of one site."""
    keys = [one.key_hash for one in asked if one.key_hash is not None]
    told: dict[str, Any] = {"site": site_id}
    version = _VERSION.first(connection, **told)
    answered = _ANSWERED.all(connection, **told, named=keys) if keys else []
    spent = _SPENT.all(connection, **told, named=[one.nonce for one in asked])
    threads = _THREADS.all(connection, **told, named=list({one.page for one in asked}))
    return Found(
        version[0] if version else None,
        frozenset(key for (key,) in answered),
        frozenset(nonce for (nonce,) in spent),
        {row[_KEY]: Thread(**dict(zip(_COLUMNS, row, strict=True))) for row in threads},
    )


class _Names(sa.types.TypeDecorator[Any]):
    """Any number of texts as one parameter."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        return dialect.type_descriptor(postgresql.ARRAY(sa.Text) if dialect.name == "postgresql" else sa.JSON())


def _among(dialect: str, column: Any) -> sa.ColumnElement[bool]:
    named = sa.bindparam("named", type_=_Names)
    if dialect == "postgresql":
        return column == sa.any_(named)  # type: ignore[no-any-return]
    return column.in_(sa.select(sa.func.json_each(named).table_valued("value").c.value))  # type: ignore[no-any-return]


def _named(model: Any, column: Any, *wanted: Any) -> Prepared:
    site = model.site_id == sa.bindparam("site")
    return Prepared(lambda dialect: sa.select(*(wanted or [column])).where(site, _among(dialect, column)))


_VERSION = Prepared(lambda _dialect: sa.select(SiteVersion.version).where(SiteVersion.site_id == sa.bindparam("site")))
_ANSWERED = _named(IdempotentAnswer, IdempotentAnswer.key_hash)
_SPENT = _named(UsedNoticeToken, UsedNoticeToken.nonce)
_COLUMNS = Thread.__table__.c.keys()
_KEY = _COLUMNS.index("key")
_THREADS = _named(Thread, Thread.key, *Thread.__table__.c)
