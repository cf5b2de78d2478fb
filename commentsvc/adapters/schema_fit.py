"""Whether the database's schema is one that this version works on: its own, or a later one that was only expanded."""

from __future__ import annotations

from enum import Enum

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.engine import Connection

from commentsvc.models.schema_support import oldest_code


class Fit(Enum):
    """What the database is to this version: whether it may run on it, and what to do otherwise."""

    SAME = ("same", True, "")
    EXPANDED = ("expanded", True, "")
    OLDER = ("older", False, "The database is older than this version. Run `commentsvc migrate` first.")
    NEWER = ("newer", False, "The database is of a newer version, which this one would break. Install that version.")

    @property
    def usable(self) -> bool:
        """Whether this version may run on it."""
        return self.value[1]

    @property
    def remedy(self) -> str:
        """What to do otherwise, in one sentence."""
        return self.value[2]


def newest_revision() -> str | None:
    """The newest migration shipped with this version."""
    return _scripts().get_current_head()


def schema_fit(connection: Connection) -> Fit:
    """Compare the database's revision with those that this version knows. A revision that it does not know is later;
    its migrations say which code still works on it (`models.schema_support`)."""
    newest = newest_revision()
    current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return Fit.SAME
    if current is None or newest is None or current in {one.revision for one in _scripts().walk_revisions()}:
        return Fit.OLDER
    oldest = oldest_code(connection)
    return Fit.EXPANDED if oldest is not None and oldest <= newest else Fit.NEWER


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)
