"""What a migration may do so that the version before goes on working: it adds, and takes nothing away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

OURS = ("alembic_version", "schema_support")


@dataclass(frozen=True)
class Shape:
    """A schema as code depends on it: each table's columns (type, whether null is refused, whether it has a default),
    and what refuses rows: uniqueness and references."""

    columns: dict[str, dict[str, tuple[str, bool, bool]]] = field(default_factory=dict)
    refusals: dict[str, set[str]] = field(default_factory=dict)


def shape_of(engine: sa.Engine) -> Shape:
    """The schema now."""
    shape, found = Shape(), sa.inspect(engine)
    for table in found.get_table_names():
        if table in OURS or table.startswith("search_fts"):
            continue
        shape.columns[table] = {
            column["name"]: (str(column["type"]), not column["nullable"], column["default"] is not None)
            for column in found.get_columns(table)
        }
        shape.refusals[table] = {
            *(f"unique {_of(one['column_names'])}" for one in found.get_unique_constraints(table)),
            *(f"unique {_of(one['column_names'])}" for one in found.get_indexes(table) if one["unique"]),
            *(f"reference {_of(one['constrained_columns'])}" for one in found.get_foreign_keys(table)),
            *(f"check {one['sqltext']}" for one in found.get_check_constraints(table)),
        }
    return shape


def contractions(before: Shape, after: Shape) -> list[str]:
    """What code that was written for `before` would stumble over; empty where `after` only adds."""
    found = [f"{table} is gone" for table in before.columns if table not in after.columns]
    for table in before.columns.keys() & after.columns.keys():
        old, new = before.columns[table], after.columns[table]
        found += [f"{table}.{name} is gone" for name in old if name not in new]
        for name, (type_, required, filled) in new.items():
            if name not in old and required and not filled:
                found.append(f"{table}.{name} is new, wants a value and has no default")
            elif name in old and (old[name][0] != type_ or (required and not old[name][1])):
                found.append(f"{table}.{name} has another type, or wants a value now")
        new_columns = new.keys() - old.keys()
        found += [
            f"{table} now refuses rows: {refusal}"
            for refusal in after.refusals[table] - before.refusals[table]
            if not any(name in refusal for name in new_columns)
        ]
    return sorted(found)


def _of(names: Any) -> str:
    return ", ".join(sorted(str(name) for name in names))
