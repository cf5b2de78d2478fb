"""A copy of PostgreSQL that follows it, for what takes long to read; `NoReplica` is the null twin.

A copy lags behind, so it is asked only once it has replayed everything that the primary had written when the question
came: what somebody just did, and above all what was just erased, is in every answer as it is in the primary's. Where
the copy cannot say so in time, or is none (any more), the primary answers.
"""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from commentsvc.clock import now
from commentsvc.settings import Settings
from commentsvc.usecases.deps import Replica

PATIENCE_SECONDS = 2.0
"""How long a copy may take to catch up before the primary is asked instead."""

REST = timedelta(seconds=10)
"""For how long a copy that did not answer is left alone."""

_IDENTITY = (
    "(SELECT system_identifier::text FROM pg_control_system()) || '/' || "
    "(SELECT oid::text FROM pg_database WHERE datname = current_database()) || '/' || current_schema()"
)
"""The same on a primary and its copies, where they are asked for the same database of it."""

_NOW = sa.text(f"SELECT pg_current_wal_lsn()::text, {_IDENTITY}")
_REACHED = sa.text(
    f"SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= CAST(:lsn AS pg_lsn) AND {_IDENTITY} = :identity"
)
_STATE = sa.text(f"SELECT pg_is_in_recovery(), current_setting('hot_standby_feedback') = 'on', {_IDENTITY}")

log = structlog.get_logger(__name__)


def build(settings: Settings, options: dict[str, Any]) -> Replica:
    """The replica that the settings name, with an engine made as the primary's is; or the twin."""
    url = settings.sqlalchemy_replica_url
    return StreamingReplica(sa.create_engine(url, **options)) if url else NoReplica()


class NoReplica:
    """There is only the one database."""

    def up_to_date(self, primary: Any) -> Any:
        """The database itself."""
        return primary

    def trouble(self, primary: Any) -> str | None:
        """None: nothing is set up, so nothing can be wrong."""
        return None


class StreamingReplica:
    """May be shared by threads. `reader` is the replica's engine."""

    def __init__(self, reader: Engine) -> None:
        self.reader = reader
        self._rests_until: datetime | None = None
        self._lock = threading.Lock()

    def up_to_date(self, primary: Any) -> Any:
        """The replica's engine once it holds all that was committed before this call, else `primary`, an engine too."""
        if self._rests_until is not None and now() < self._rests_until:
            return primary
        with primary.connect() as connection:
            lsn, identity = connection.execute(_NOW).one()
        try:
            if self._reaches(lsn, identity):
                return self.reader
            why = "it lags behind, or follows another database"
        except SQLAlchemyError as error:
            why = type(error).__name__
        with self._lock:
            self._rests_until = now() + REST
        log.warning("the replica is left alone", reason=why)
        return primary

    def trouble(self, primary: Any) -> str | None:
        """What is wrong with the replica, with the remedy; None where all is well."""
        with primary.connect() as connection:
            lsn, identity = connection.execute(_NOW).one()
        try:
            with self.reader.connect() as connection:
                follows, feedback, its_identity = connection.execute(_STATE).one()
            if its_identity != identity or not follows:
                return "it follows no primary, or another one, or is another database of it: see COMMENTSVC_REPLICA_URL"
            if not self._reaches(lsn, identity):
                return f"it is more than {PATIENCE_SECONDS:.0f} s behind, so the primary answers instead"
        except SQLAlchemyError as error:
            return f"it does not answer ({type(error).__name__}), so the primary answers instead"
        return None if feedback else "set hot_standby_feedback = on there, or long exports may be cut off"

    def _reaches(self, lsn: str, identity: str) -> bool:
        end = time.monotonic() + PATIENCE_SECONDS
        with self.reader.connect() as connection:
            while not connection.execute(_REACHED, {"lsn": lsn, "identity": identity}).scalar_one():
                if time.monotonic() > end:
                    return False
                time.sleep(0.02)
        return True
