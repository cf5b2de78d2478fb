"""What several posts ask before they are written together: one question a table, for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from commentsvc.models.fingerprint import Repeats, Sought, questions_of, repeats_in
from commentsvc.models.passing import IdempotentAnswer, UsedNoticeToken
from commentsvc.models.prepared import Prepared, Question, ask_together, unknown
from commentsvc.models.site import HOLD_KEY, SiteVersion, key_number
from commentsvc.models.thread import Thread


class Asking(NamedTuple):
    """What one post of a site names: the hash of its Idempotency-Key, its form's nonce, its page's key; and what is
    looked for among the comments before it."""

    key_hash: str | None
    nonce: str
    page: str
    sought: Sought


class Found(NamedTuple):
    """What is there already, of what posts of one site name. `version` is that of the site's settings
    (`known_site.known_at`), None where the site is gone; the threads belong to no session."""

    version: int | None
    answered: frozenset[str]
    spent: frozenset[str]
    threads: dict[str, Thread]
    repeats: Sequence[Repeats]


def look_up_together(connection: Connection, site_id: str, asked: Sequence[Asking], *, lock: bool) -> Found:
    """Inside a write transaction, what there is of these posts of one site, in their order.

    On PostgreSQL the threads are locked, if asked for, and the site keeps its signing key until the transaction ends.
    The site's version is read behind that, so that it says whether the key is still the one that was known.
    """
    dialect = connection.dialect.name
    site, sought = {"site": site_id}, [one.sought for one in asked]
    pages = {**site, "named": sorted({one.page for one in asked})}
    hold: list[Question] = []
    if dialect == "postgresql":
        hold = [(_BY_INDEX, {}), (HOLD_KEY, {"number": key_number(site_id)})]
    questions: list[Question] = [
        (_LOCKED_THREADS if lock else _THREADS, pages),
        *hold,
        (_VERSION, site),
        (_SPENT, {**site, "named": [one.nonce for one in asked]}),
        (_ANSWERED, {**site, "named": [one.key_hash for one in asked if one.key_hash is not None]}),
    ]
    before = len(questions)
    answers = ask_together(connection, [*questions, *questions_of(dialect, site_id, sought)])
    threads, (versions, spent, answered) = answers[0], answers[before - 3 : before]
    return Found(
        versions[0][0] if versions else None,
        frozenset(key for (key,) in answered),
        frozenset(nonce for (nonce,) in spent),
        {row[_KEY]: unknown(Thread, dict(zip(_COLUMNS, row, strict=True))) for row in threads},
        repeats_in(dialect, sought, answers[before:]),
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


def _named(model: Any, column: Any, *wanted: Any) -> Callable[[str], Any]:
    site = model.site_id == sa.bindparam("site")
    return lambda dialect: sa.select(*(wanted or [column])).where(site, _among(dialect, column))


_BY_INDEX = Prepared(lambda _dialect: sa.select(sa.func.set_config("enable_seqscan", "off", True)))
"""Until the transaction ends, no table is read whole, however small it is: a plan for a foreign key stays while the
table grows."""
_threads = _named(Thread, Thread.key, *Thread.__table__.c)
_VERSION = Prepared(lambda _dialect: sa.select(SiteVersion.version).where(SiteVersion.site_id == sa.bindparam("site")))
_ANSWERED = Prepared(_named(IdempotentAnswer, IdempotentAnswer.key_hash))
_SPENT = Prepared(_named(UsedNoticeToken, UsedNoticeToken.nonce))
_THREADS = Prepared(_threads)
_LOCKED_THREADS = Prepared(lambda dialect: _threads(dialect).order_by(Thread.id).with_for_update(key_share=True))
_COLUMNS = Thread.__table__.c.keys()
_KEY = _COLUMNS.index("key")
