"""Counted windows for rate limits, in the process, in Redis or Valkey, or in the database; `NoLimits` is the null twin.

A window is fixed: it begins with the first call counted under a key and forgets everything when it ends. What is
counted (an address, an account) is put through a keyed hash first, so no storage ever holds it in clear.

Call these before the write transaction, never inside it: the database storage commits on a connection of its own, and
on SQLite that would wait for the very transaction that called it. Where the limits `join`, though, `hit_in` counts
inside it, so that counting costs no commit of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.models.database import WRITE
from commentsvc.models.passing import RateWindow
from commentsvc.models.prepared import Asked, Prepared, Question, ask_together
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Limits, Window

SET_BACK = timedelta(minutes=1)
"""A window that ends so much later than one that would begin now was opened before the clock was set back. Clocks of
several machines may differ by less."""

log = structlog.get_logger(__name__)


def build(settings: Settings, engine: Engine) -> Limits:
    """The counters `settings.limits_storage` names: `redis`, `database` (several processes) or `memory` (one)."""
    if settings.limits_storage == "redis":
        return CountedLimits(redis_storage(settings.redis_url), settings.secret)
    if settings.limits_storage == "database":
        return CountedLimits(DatabaseStorage(engine), settings.secret)
    return CountedLimits(ProcessStorage(), settings.secret)


def redis_storage(url: str) -> Storage:
    """Counters shared between machines. `url` is redis://, rediss://, valkey:// or unix:// (the same protocol)."""
    scheme, _, rest = url.partition("://")
    known = {"valkey": "redis", "valkeys": "rediss", "unix": "redis+unix"}
    return RedisStorage(
        f"{known.get(scheme, scheme)}://{rest}",
        key_prefix="commentsvc",
        wrap_exceptions=True,
        socket_timeout=2,
        socket_connect_timeout=2,
    )


class CountedLimits:
    """`Limits` on any storage of the `limits` library.

    A shared storage that does not answer neither opens the gates nor stops the comments: each process counts for
    itself, and asks again after `PATIENCE`.
    """

    PATIENCE = timedelta(seconds=5)

    def __init__(self, storage: Storage, secret: bytes) -> None:
        self.storage = storage
        self._shared = FixedWindowRateLimiter(storage)
        self._alone = FixedWindowRateLimiter(ProcessStorage())
        self._secret = secret
        self._retry_at: datetime | None = None

    def hit(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Count one; None while at most `per` fell into the window, else the whole seconds to wait. 0: no limit."""
        return self._ask("hit", name, key, per, seconds)

    def blocked(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Like `hit`, without counting: the seconds to wait once `per` is reached."""
        return self._ask("test", name, key, per, seconds)

    @property
    def joins(self) -> bool:
        """Whether `hit_in` and its like may be called: where the counters are in the database."""
        return isinstance(self.storage, DatabaseStorage) and not self._waits()

    def hit_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Like `hit` of each of these until one is full, inside the write transaction of `session`."""
        return self._ask_in(session, windows, count=True)

    def all_fit_in(self, connection: Connection, counts: Mapping[Window, int]) -> bool:
        """Count so many of each of these; whether none is fuller than it may be. Who counts several windows takes them
        in the order of their names, here as by `hit_in`, or two may wait for each other for ever (PostgreSQL)."""
        windows = sorted(window for window in counts if window.per > 0)
        questions = []
        for window in windows:
            item, code = self._window(*window)
            questions.append(_count_question(item.key_for(code), window.seconds, counts[window]))
        found = ask_together(connection, questions)
        return all(rows[0][0] <= window.per for window, rows in zip(windows, found, strict=True))

    def blocked_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Like `blocked` of each of these, in the transaction of `session`."""
        return self._ask_in(session, windows, count=False)

    def _ask_in(self, session: Asked, windows: Sequence[Window], *, count: bool) -> int | None:
        for window in windows:
            if window.per > 0:
                item, code = self._window(*window)
                found, until = (_count if count else _look)(session, item.key_for(code), window.seconds)
                if found >= window.per + count:
                    return _whole_seconds(until.timestamp() - now().timestamp(), window.seconds)
        return None

    def hit_apart(self, windows: Sequence[Window]) -> None:
        """Count one of each of these in this process, which goes on counting for itself for a while."""
        for window in windows:
            if window.per > 0:
                self._alone.hit(*self._window(*window))
        self._retry_at = now() + self.PATIENCE

    def clear(self, name: str, key: str, per: int, seconds: int) -> None:
        """Forget what was counted under the key."""
        item, code = self._window(name, key, per, seconds)
        self._alone.clear(item, code)
        try:
            self._shared.clear(item, code)
        except (StorageError, SQLAlchemyError) as error:
            self._gone(error)

    def _ask(self, verb: str, name: str, key: str, per: int, seconds: int) -> int | None:
        if per <= 0:
            return None
        item, code = self._window(name, key, per, seconds)
        if not self._waits():
            try:
                return _ask(self._shared, verb, item, code)
            except (StorageError, SQLAlchemyError) as error:
                self._gone(error)
        return _ask(self._alone, verb, item, code)

    def _waits(self) -> bool:
        """Whether the shared storage did not answer just now."""
        return self._retry_at is not None and now() < self._retry_at <= now() + self.PATIENCE

    def _gone(self, error: Exception) -> None:
        self._retry_at = now() + self.PATIENCE
        log.warning("rate limits are counted in this process only", reason=type(error).__name__)

    def _window(self, name: str, key: str, per: int, seconds: int) -> tuple[RateLimitItem, str]:
        message = f"rate-limit/v1\n{name}\n{key}".encode("utf-8", "surrogatepass")
        code = hmac.new(self._secret, message, hashlib.sha256).hexdigest()
        return RateLimitItemPerSecond(max(per, 1), seconds), code


def _ask(strategy: FixedWindowRateLimiter, verb: str, item: RateLimitItem, code: str) -> int | None:
    allowed = strategy.hit(item, code) if verb == "hit" else strategy.test(item, code)
    if allowed:
        return None
    return _whole_seconds(strategy.get_window_stats(item, code).reset_time - now().timestamp(), item.get_expiry())


def _whole_seconds(wait: float, most: int) -> int:
    return max(1, min(math.ceil(wait), most))


class ProcessStorage(Storage):
    """Counters of one process. The library's own keeps every key for ever under load and counts without a lock."""

    STORAGE_SCHEME = None
    MOST = 100_000
    """Windows kept at once; beyond it the oldest are forgotten, so that a flood of addresses cannot fill the memory."""

    def __init__(self) -> None:
        super().__init__()
        self._windows: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Nothing outside the process can fail."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` under `key` in a window of `expiry` seconds; returns the count within the window."""
        with self._lock:
            moment = now().timestamp()
            count, end = self._windows.get(key, (0, 0.0))
            if end <= moment or end > moment + expiry + SET_BACK.total_seconds():
                self._windows.pop(key, None)
                self._make_room(moment)
                count, end = 0, moment + expiry
            self._windows[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """The count under `key` in the window that is open now."""
        count, end = self._windows.get(key, (0, 0.0))
        return count if end > now().timestamp() else 0

    def get_expiry(self, key: str) -> float:
        """When the open window ends, in seconds since 1970; now if none is open."""
        return max(self._windows.get(key, (0, 0.0))[1], now().timestamp())

    def check(self) -> bool:
        """Always true."""
        return True

    def reset(self) -> int:
        """Forget every window; returns how many there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            return count

    def clear(self, key: str) -> None:
        """Forget the window of `key`."""
        with self._lock:
            self._windows.pop(key, None)

    def _make_room(self, moment: float) -> None:
        if len(self._windows) < self.MOST:
            return
        self._windows = {key: window for key, window in self._windows.items() if window[1] > moment}
        for key in list(self._windows)[: max(0, len(self._windows) - self.MOST // 2)]:
            del self._windows[key]


class DatabaseStorage(Storage):
    """Counters in the table `rate_window`, right with any number of processes: one statement counts, and decides."""

    STORAGE_SCHEME = None

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine.execution_options(**{WRITE: True})
        self._reader = engine

    @property
    def base_exceptions(self) -> type[Exception]:
        """What this storage raises when the database does not answer."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` under `key` in a window of `expiry` seconds; returns the count within the window."""
        with Session(self._engine) as session, session.begin():
            return _count(session, key, expiry, amount)[0]

    def get(self, key: str) -> int:
        """The count under `key` in the window that is open now."""
        return self._open_window(key)[0]

    def get_expiry(self, key: str) -> float:
        """When the open window ends, in seconds since 1970; now if none is open."""
        return self._open_window(key)[1]

    def check(self) -> bool:
        """Whether the database answers."""
        with self._reader.connect() as connection:
            return connection.execute(sa.select(1)).scalar_one() == 1

    def reset(self) -> int:
        """Forget every window; returns how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(sa.delete(RateWindow)).rowcount

    def clear(self, key: str) -> None:
        """Forget the window of `key`."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(RateWindow).where(RateWindow.key == key))

    def _open_window(self, key: str) -> tuple[int, float]:
        moment = now()
        with self._reader.connect() as connection:
            row = connection.execute(
                sa.select(RateWindow.count, RateWindow.expires_at).where(
                    RateWindow.key == key, RateWindow.expires_at > moment
                )
            ).first()
        return (row[0], row[1].timestamp()) if row else (0, moment.timestamp())


_WINDOWS: sa.Table = RateWindow.__table__  # type: ignore[assignment]


def _moment(name: str) -> sa.BindParameter[datetime]:
    return sa.bindparam(name, type_=_WINDOWS.c.expires_at.type)


def _count_statement(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    amount = sa.bindparam("amount", 1, type_=sa.Integer)
    here, latest = _WINDOWS.c, _moment("latest")
    fresh = insert(_WINDOWS).values(
        key=sa.bindparam("window", type_=here.key.type), count=amount, expires_at=_moment("end")
    )
    over = sa.or_(here.expires_at <= _moment("moment"), here.expires_at > latest)
    return fresh.on_conflict_do_update(
        index_elements=[here.key],
        set_={
            "count": sa.case((over, amount), else_=here.count + amount),
            "expires_at": sa.case((over, fresh.excluded.expires_at), else_=here.expires_at),
        },
    ).returning(here.count, here.expires_at)


def _open_statement(_dialect: str) -> Any:
    here = _WINDOWS.c
    is_open = here.expires_at > _moment("moment"), here.expires_at <= _moment("latest")
    return sa.select(here.count, here.expires_at).where(here.key == sa.bindparam("window"), *is_open)


_COUNT, _OPEN = Prepared(_count_statement), Prepared(_open_statement)


def _count_question(key: str, seconds: int, amount: int) -> Question:
    moment = now()
    end = moment + timedelta(seconds=seconds)
    return _COUNT, {"window": key, "moment": moment, "end": end, "latest": end + SET_BACK, "amount": amount}


def _count(session: Asked, key: str, seconds: int, amount: int = 1) -> tuple[int, datetime]:
    """Count, in the session's write transaction; the count now, and when the window ends."""
    prepared, told = _count_question(key, seconds, amount)
    row = prepared.first(session, **told)
    return (row[0], row[1]) if row else (0, told["end"])


def _look(session: Asked, key: str, seconds: int) -> tuple[int, datetime]:
    """The count in the window that is open now, and when that ends."""
    moment = now()
    row = _OPEN.first(session, window=key, moment=moment, latest=moment + timedelta(seconds=seconds) + SET_BACK)
    return (row[0], row[1]) if row else (0, moment)


class NoLimits:
    """Counts nothing and blocks nobody."""

    joins = False
    """There is nothing that could."""

    def hit(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Always None."""
        return None

    def blocked(self, name: str, key: str, per: int, seconds: int) -> int | None:
        """Always None."""
        return None

    def clear(self, name: str, key: str, per: int, seconds: int) -> None:
        """Nothing to forget."""

    def hit_apart(self, windows: Sequence[Window]) -> None:
        """Nothing is counted."""

    def hit_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Always None."""
        return None

    def blocked_in(self, session: Asked, windows: Sequence[Window]) -> int | None:
        """Always None."""
        return None

    def all_fit_in(self, connection: Connection, counts: Mapping[Window, int]) -> bool:
        """Always."""
        return True
