"""Load a backup's tables into an empty database: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError

from commentsvc.errors import BackupError
from commentsvc.exchange.backup_file import BackupReader, Manifest
from commentsvc.exchange.sealed_part import PartSealer
from commentsvc.models.database import writing
from commentsvc.models.search import index_everything
from commentsvc.models.table_rows import check_references_last, holds_data, write_rows
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.write_backup import Told


def require_empty(deps: Deps) -> None:
    """Raise `BackupError` where the database holds a site or an account: nothing is ever written over."""
    try:
        if holds_data(deps.session.connection()):
            raise BackupError(
                "The database holds data, which a restore would not touch. Name an empty one in "
                "COMMENTSVC_DATABASE_URL or COMMENTSVC_DATA_DIR"
            )
    finally:
        deps.session.rollback()


def load_backup(
    deps: Deps, actor: Actor, reader: BackupReader, manifest: Manifest, sealer: PartSealer | None, told: Told
) -> None:
    """In one transaction: every row of `reader`, which was checked to be as `manifest` says, into a database at the
    revision that it was made at.

    Raises `Forbidden`, and `BackupError` after which the database is as empty as before.
    """
    require_installation(actor)
    require_empty(deps)
    try:
        with writing(deps.session) as session:
            connection = session.connection()
            check_references_last(connection)
            for table, lines in reader.tables(sealer):
                columns = reader.head.tables[table]
                written = write_rows(connection, table, columns, _counted(table, lines, told))
                if written != manifest.sums[table]["rows"]:
                    raise BackupError(f"the table {table} has {written} rows, not those that the manifest names")
    except IntegrityError as error:
        raise BackupError(f"its rows do not belong together ({error.orig})") from error


def index_again(deps: Deps, told: Told) -> None:
    """Make the index of words anew, which no backup holds."""
    with writing(deps.session) as session:
        for seen in index_everything(session.connection()):
            told("search_entry", seen)


def _counted(table: str, chunks: Iterator[bytes], told: Told) -> Iterator[bytes]:
    rows = 0
    for chunk in chunks:
        yield chunk
        told(table, rows := rows + chunk.count(b"\n"))
