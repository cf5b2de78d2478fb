"""Which code may run on this database: written by the migrations, read by versions that are older than the schema."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc.models.database import Model


class SchemaSupport(Model):
    """One row. `oldest_code` is the revision whose code is the oldest that still works on the schema as it is."""

    __tablename__ = "schema_support"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    oldest_code: Mapped[str] = mapped_column(sa.String(32))


def oldest_code(connection: Connection) -> str | None:
    """The revision in that row; None in a database that is older than the rule."""
    if not sa.inspect(connection).has_table(SchemaSupport.__tablename__):
        return None
    return connection.execute(sa.select(SchemaSupport.oldest_code)).scalar()


def note_oldest_code(connection: Connection, revision: str) -> None:
    """Inside the migration's transaction: write the row. Nothing happens in a database that is older than the rule."""
    if sa.inspect(connection).has_table(SchemaSupport.__tablename__):
        connection.execute(sa.delete(SchemaSupport))
        connection.execute(sa.insert(SchemaSupport).values(id=1, oldest_code=revision))
