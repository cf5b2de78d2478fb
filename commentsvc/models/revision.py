"""Which migration the database stands at, and which is the newest of a folder: what Alembic says of both, without it. A
server asks when it starts and needs nothing else of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_NAMED = re.compile(r'^(down_)?revision = "(\w+)"$', re.MULTILINE)


def revision_of(connection: Connection) -> str | None:
    """What the database says it is at; None when it is empty. Raises SQLAlchemy's errors when it does not answer."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    told: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return told


def newest_of(folder: Path) -> str:
    """The one migration in Alembic's folder that no other stands upon. Raises `ValueError` unless there is one, and for
    a file that does not say which it is in a line of its own, `revision = "…"`."""
    names = _names(folder)
    (newest,) = names[""] - names["down_"]
    return newest


def revisions_in(folder: Path) -> set[str]:
    """The names of all migrations in Alembic's folder."""
    return _names(folder)[""]


@cache
def _names(folder: Path) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {"": set(), "down_": set()}
    for script in folder.joinpath("versions").glob("*.py"):
        found = _NAMED.findall(script.read_text(encoding="utf-8"))
        if not any(not below for below, _ in found):
            raise ValueError(f"{script.name} does not say which migration it is")
        for below, name in found:
            names[below].add(name)
    return names
