"""Statements that are compiled once and handed to the database driver as they are.

What the ORM does for each statement (build, find in a cache, compile, wrap rows) costs ten times what SQLite needs to
run it. A post asks a dozen of them, always the same, so they are prepared here: the SQL, and how each value goes in and
comes out, by the same column types as everywhere else. They run on the session's own connection, in its transaction,
behind whatever the session has not written yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import manager_of_class

T = TypeVar("T")
Convert = Callable[[Any], Any] | None

CONNECTION = "commentsvc_connection"
"""In the `info` of a session that has one connection for all its life, and has begun on it: that connection."""


Asked = Session | Connection
"""Whom a prepared statement is asked of: a session, or a connection for who needs none."""


def connection_of(session: Asked) -> Connection:
    """What the session's statements run on."""
    if isinstance(session, Connection):
        return session
    kept: Connection | None = session.info.get(CONNECTION)
    return session.connection() if kept is None else kept


class NewRow(NamedTuple):
    """A row to be inserted: its model, and every column that is not null."""

    model: Any
    values: Mapping[str, Any]


class Prepared:
    """One statement, or one that is made for each dialect: `Prepared(lambda dialect: …)`."""

    def __init__(self, statement: Callable[[str], Any]) -> None:
        self._make = statement
        self._made: dict[str, _Compiled] = {}

    def all(self, session: Asked, /, **values: Any) -> list[tuple[Any, ...]]:
        """Run it with these values of its bind parameters; its rows, of the types of its columns."""
        connection = connection_of(session)
        made = self.on(connection.dialect)
        cursor = _run(connection, made, made.bound(values))
        return [made.read(row) for row in cursor.fetchall()]

    def first(self, session: Asked, /, **values: Any) -> tuple[Any, ...] | None:
        """Its first row, or None."""
        connection = connection_of(session)
        made = self.on(connection.dialect)
        row = _run(connection, made, made.bound(values)).fetchone()
        return None if row is None else made.read(row)

    def run(self, session: Asked, /, **values: Any) -> None:
        """Run it for what it does."""
        connection = connection_of(session)
        made = self.on(connection.dialect)
        _run(connection, made, made.bound(values))

    def run_many(self, session: Asked, /, values: Sequence[Mapping[str, Any]]) -> None:
        """Run it for what it does with each of these."""
        if values:
            connection = connection_of(session)
            made = self.on(connection.dialect)
            _run_many(connection, made, [made.bound(one) for one in values])

    def on(self, dialect: Dialect) -> _Compiled:
        """What it is on this database."""
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Compiled(self._make(dialect.name), dialect)
        return made


class _Compiled:
    """SQL with the converters of its parameters, in their order where the driver wants them in order."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self.table: Any = getattr(statement, "table", None)
        processors = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
        }
        self._positional: bool = compiled.positional
        self._order: list[str] = list(compiled.positiontup if compiled.positional else processors)
        self._names = frozenset(processors)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._converted = [
            (place, convert) for place, name in enumerate(self._order) if (convert := processors[name]) is not None
        ]
        self._places = {
            name: (place if self._positional else name, processors[name]) for place, name in enumerate(self._order)
        }
        columns = getattr(statement, "exported_columns", ())
        self._results: list[Convert] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]
        self._plain = not any(self._results)

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them. A name that the statement does not have is a mistake of ours."""
        if len(values) > len(self._names):
            raise KeyError(set(values) - self._names)
        if self._fixed:
            values = {**self._fixed, **values}
        bound = list(map(values.get, self._order))
        for place, convert in self._converted:
            bound[place] = convert(bound[place])
        return bound if self._positional else dict(zip(self._order, bound, strict=True))

    def place_of(self, name: str) -> tuple[Any, Convert]:
        """Where the parameter of this name stands in what `bound` gives, and what converts its value."""
        return self._places[name]

    def read(self, row: Any) -> tuple[Any, ...]:
        """A row of the driver's as the columns' types give it."""
        if self._plain:
            return tuple(row)
        return tuple(
            value if convert is None else convert(value) for value, convert in zip(row, self._results, strict=True)
        )


_inserts: dict[Any, Prepared] = {}


def insert_rows(session: Session, rows: Iterable[NewRow]) -> None:
    """Insert these, in their order: each may refer to those before it. The session does not know them afterwards; on
    PostgreSQL they go in one packet."""
    session.flush()
    connection = connection_of(session)
    dialect = connection.dialect
    ready = []
    for row in rows:
        made = _inserting(row.model, dialect)
        ready.append((made, made.bound(row.values)))
    if dialect.name != "postgresql":
        for made, alike in groupby(ready, itemgetter(0)):
            _run_many(connection, made, [bound for _, bound in alike])
        return
    with in_one_packet(connection):
        for made, bound in ready:
            _run(connection, made, bound)


def unknown(model: type[T], values: Mapping[str, Any]) -> T:
    """An instance with these values that no session knows, made without keeping track of what it is given: what a
    constructor does about each column costs more than all else."""
    made: T = manager_of_class(model).new_instance()
    made.__dict__.update(values)
    return made


def _inserting(model: Any, dialect: Dialect) -> _Compiled:
    prepared = _inserts.get(model)
    if prepared is None:
        prepared = _inserts[model] = _insert(model.__table__)
    return prepared.on(dialect)


class BoundRow(NamedTuple):
    """A row as the driver takes it, with the statement that inserts it."""

    made: _Compiled
    values: Any

    def fill(self, name: str, value: Any) -> None:
        """Give one more column its value."""
        place, convert = self.made.place_of(name)
        self.values[place] = value if convert is None else convert(value)


def bind_rows(dialect: Dialect, rows: Iterable[NewRow]) -> list[BoundRow]:
    """These rows for `insert_together`, which is called where others wait: this need not be."""
    return [BoundRow(made := _inserting(row.model, dialect), made.bound(row.values)) for row in rows]


def insert_together(connection: Connection, rows: Iterable[BoundRow]) -> None:
    """Insert the rows of several: a statement a table, and each table behind those that it refers to; on PostgreSQL one
    statement for all."""
    alike: dict[_Compiled, list[Any]] = {}
    for made, values in rows:
        alike.setdefault(made, []).append(values)
    tables = {made: alike[made] for made in sorted(alike, key=_rank)}
    if connection.dialect.name == "postgresql":
        _insert_as_json(connection, tables)
        return
    for made, those in tables.items():
        _run_many(connection, made, those)


def _insert_as_json(connection: Connection, tables: Mapping[_Compiled, Sequence[Any]]) -> None:
    """References are looked at when the statement ends. One text is one parameter, whatever it holds; each table has
    its own, since the server reads a text anew wherever it is named."""
    told = {made.table.name: orjson.dumps(rows, default=_as_text).decode() for made, rows in tables.items()}
    _run(connection, _json_insert(tuple(made.table for made in tables)), told)


def _as_text(value: Any) -> str:
    bare = getattr(value, "obj", value)  # the driver wraps bytes
    if not isinstance(bare, bytes):
        raise TypeError(type(value).__name__)
    return f"\\x{bare.hex()}"


@cache
def _json_insert(tables: tuple[sa.Table, ...]) -> _Raw:
    """`INSERT … SELECT … FROM json_to_recordset(…)` for each of these tables, as parts of one statement."""
    dialect = postgresql.dialect()
    parts = []
    for table in tables:
        names = [f'"{column.name}"' for column in table.columns]
        typed = [f"{name} {_type(column.type, dialect)}" for name, column in zip(names, table.columns, strict=True)]
        source = f"json_to_recordset(%({table.name})s::json) AS told ({', '.join(typed)})"
        listed = ", ".join(names)
        parts.append(f'INSERT INTO "{table.name}" ({listed}) SELECT {listed} FROM {source}')  # noqa: S608 - our own names
    head = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(parts[:-1]))
    return _Raw(f"WITH {head} {parts[-1]}" if head else parts[-1])


def _type(kind: Any, dialect: Dialect) -> str:
    """The column's type, of any length: what is too long is refused where it is stored."""
    return str(kind.compile(dialect=dialect)).partition("(")[0]


class _Raw(NamedTuple):
    """SQL that is no construct of SQLAlchemy's."""

    sql: str


Question = tuple[Prepared, Mapping[str, Any]]
"""A prepared statement with the values it is asked with."""


def ask_together(connection: Connection, asked: Sequence[Question]) -> list[list[Any]]:
    """The rows of each of these questions, asked in this order; on PostgreSQL in one packet."""
    if connection.dialect.name != "postgresql":
        return [prepared.all(connection, **values) for prepared, values in asked]
    made = [prepared.on(connection.dialect) for prepared, _ in asked]
    with in_one_packet(connection):
        cursors = [_run(connection, one, one.bound(values)) for one, (_, values) in zip(made, asked, strict=True)]
        return [[one.read(row) for row in cursor.fetchall()] for one, cursor in zip(made, cursors, strict=True)]


@contextmanager
def in_one_packet(connection: Connection) -> Iterator[None]:
    """On PostgreSQL, what is run inside goes to the server without waiting for each answer. What fails is told at the
    end, if not before."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except failure as error:  # of the packet as a whole
        raise _told(connection, error) from error


@cache
def _rank(made: _Compiled) -> int:
    """The table's place among those that refer to one another."""
    return made.table.metadata.sorted_tables.index(made.table)


def _insert(table: sa.Table) -> Prepared:
    values = {column.key: sa.bindparam(column.key, None, column.type) for column in table.columns}
    return Prepared(lambda _dialect: sa.insert(table).values(values))


def _run(connection: Connection, made: _Compiled | _Raw, bound: Any, *, many: bool = False) -> Any:
    driver: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    cursor = driver.cursor()
    for listen in connection.dispatch.before_cursor_execute:
        listen(connection, cursor, made.sql, bound, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(made.sql, bound)
    except failure as error:
        raise _told(connection, error, made.sql) from error
    return cursor


def _run_many(connection: Connection, made: _Compiled, rows: Sequence[Any]) -> None:
    if len(rows) == 1:
        _run(connection, made, rows[0])
    else:
        _run(connection, made, rows, many=True)


def _told(connection: Connection, error: Any, sql: str = "") -> BaseException:
    """The driver's error as everybody who uses SQLAlchemy expects it."""
    kind = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, None, error, kind, hide_parameters=True, dialect=connection.dialect)
