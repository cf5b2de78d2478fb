"""Whether the database's schema is one that this version works on: its own, or a later one that was only expanded."""

from __future__ import annotations

from enum import Enum

from flask import current_app
from sqlalchemy.engine import Connection

from commentsvc.models.revision import newest_of, revision_of, revisions_in
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


def newest_revision() -> str:
    """The newest migration shipped with this version."""
    return newest_of(current_app.config["MIGRATIONS_FOLDER"])


def schema_fit(connection: Connection) -> Fit:
    """Compare the database's revision with those that this version knows. A revision that it does not know is later;
    its migrations say which code still works on it (`models.schema_support`)."""
    newest = newest_revision()
    current = revision_of(connection)
    if current == newest:
        return Fit.SAME
    if current is None or current in revisions_in(current_app.config["MIGRATIONS_FOLDER"]):
        return Fit.OLDER
    oldest = oldest_code(connection)
    return Fit.EXPANDED if oldest is not None and oldest <= newest else Fit.NEWER
