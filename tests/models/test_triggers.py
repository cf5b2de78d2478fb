"""The database itself refuses to rewrite the evidence (DESIGN law 3), whoever is connected."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from commentsvc.models import db
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt
from commentsvc.models.cosignature import LogCosignature
from commentsvc.models.key_change import LogKeyChange
from commentsvc.models.log import LogCheckpoint, LogEntry
from commentsvc.models.notice import Notice
from commentsvc.models.site import Site
from commentsvc.models.timestamp import LogTimestamp
from tests.support.databases import bare_app

GUARDED = (
    "consent_record",
    "consent_event",
    "notice",
    "log_checkpoint",
    "log_cosignature",
    "log_key_change",
    "log_timestamp",
)
WATCHED = (
    "ban",
    "ban_settings",
    "learned_model",
    "mail_wish",
    "notice",
    "rule",
    "site",
    "spam_service",
    "spam_settings",
    "webhook_endpoint",
)
"""Whose changes move a site's version."""
AT = datetime(2026, 1, 31, tzinfo=UTC)
RECORD, EVENT, ENTRY = UUID(int=1), UUID(int=2), UUID(int=3)


def evidence() -> list[list[object]]:
    """One row of each table the evidence consists of, in the order they may be written."""
    leaf = {"data": b"{}", "leaf_hash": b"l" * 32, "promise": b"p", "deadline": AT}
    found = {"site_id": "example", "record_id": RECORD, "event_id": EVENT}
    return [
        [
            Site(
                id="example",
                name="Example",
                controller_name="The Times",
                controller_contact="a@example.org",
                privacy_url="https://example.org/privacy",
                origins=["https://example.org"],
                log_origin="comments.test/log/example",
                log_vkey="v",
                created_at=AT,
            )
        ],
        [
            Notice(site_id="example", sha256="a" * 64, lang="en", version=1, body=b"{}", effective_from=AT),
            LogCheckpoint(site_id="example", size=1, root=b"r" * 32, note="note", created_at=AT),
            LogEntry(site_id="example", id=ENTRY, type="given", **leaf),
        ],
        [LogCosignature(site_id="example", size=1, key_id="0a0b0c0d", line="— w AAAA", received_at=AT)],
        [LogTimestamp(site_id="example", size=1, authority="https://tsa.test", token=b"t", stamped_at=AT)],
        [
            LogKeyChange(
                site_id="example",
                number=1,
                entry=ENTRY,
                size=1,
                old_vkey="a",
                new_vkey="b",
                reason="rotated",
                at=AT,
                snapshot=b"{}",
                salt=b"s" * 32,
            )
        ],
        [ConsentRecord(site_id="example", id=RECORD, kind="consent", commitment=b"c" * 32, entry=ENTRY)],
        [
            ConsentEvent(
                site_id="example", id=EVENT, record_id=RECORD, type="given", at=AT, commitment=b"c" * 32, entry=ENTRY
            )
        ],
        [
            ConsentRecordBody(**found, subject_id=UUID(int=4), notice_sha256="a" * 64, purposes={}, snapshot=b"{}"),
            RecordSalt(**found, salt=b"s" * 32),
        ],
    ]


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    """A migrated database that holds one row of everything."""
    with bare_app(database).app_context():
        engine = db.engine
    with Session(engine) as session:
        for rows in evidence():
            session.add_all(rows)
            session.flush()
        session.commit()
    yield engine
    engine.dispose()


def everything(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(sa.text(f"SELECT * FROM {table}"))]  # noqa: S608 - fixed names
            for table in GUARDED
        }


def refused(engine: sa.Engine, statement: str, says: str = "append-only") -> None:
    """Running `statement` fails with a message that holds `says`, and changes nothing."""
    before = everything(engine)
    with pytest.raises(DatabaseError, match=says), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert everything(engine) == before


def test_after_every_migration_the_guards_are_there(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'")
            expected = {(table, f"{table}_no_{verb}") for table in GUARDED for verb in ("update", "delete", "replace")}
            expected |= {
                (table, f"{table}_version_{verb}") for table in WATCHED for verb in ("insert", "update", "delete")
            }
            assert {tuple(row) for row in rows} >= expected
        else:
            rows = connection.exec_driver_sql(
                "SELECT relname, tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal"
            )
            # 'A': fires always, also in a session that calls itself a replica
            expected_pg = {
                (table, f"{table}_{name}", "A") for table in GUARDED for name in ("append_only", "no_truncate")
            }
            expected_pg |= {(table, f"{table}_version", "A") for table in WATCHED}
            assert {tuple(row) for row in rows} >= expected_pg


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_written_cannot_be_updated(engine: sa.Engine, table: str) -> None:
    refused(engine, f"UPDATE {table} SET site_id = site_id")  # noqa: S608 - fixed names


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_written_cannot_be_deleted(engine: sa.Engine, table: str) -> None:
    refused(engine, f"DELETE FROM {table}")  # noqa: S608 - fixed names


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_written_cannot_be_replaced(engine: sa.Engine, table: str) -> None:
    if engine.dialect.name == "sqlite":
        refused(engine, f"REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 - fixed names
    else:
        refused(
            engine,
            f"INSERT INTO {table} SELECT * FROM {table} "  # noqa: S608 - fixed names
            f"ON CONFLICT ON CONSTRAINT pk_{table} DO UPDATE SET site_id = excluded.site_id",
        )


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", GUARDED)
def test_what_is_written_cannot_be_truncated(engine: sa.Engine, table: str) -> None:
    refused(engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", GUARDED)
def test_a_session_that_calls_itself_a_replica_is_refused_too(engine: sa.Engine, table: str) -> None:
    refused(engine, f"SET LOCAL session_replication_role = replica; DELETE FROM {table}")  # noqa: S608 - fixed names


STRANGERS = {
    "consent_record": ["site_id, id, kind, commitment, entry"],
    "consent_event": ["site_id, id, record_id, type, at, commitment, entry"],
    "log_checkpoint": ["site_id, size, root, note, created_at"],
    "log_cosignature": ["site_id, size, key_id, line, received_at"],
    "log_key_change": ["site_id, number, entry, size, old_vkey, new_vkey, reason, at, snapshot, salt"],
    "log_timestamp": ["site_id, size, authority, token, stamped_at"],
    "notice": [
        "site_id, sha256, lang, version, body, effective_from, kind",
        "site_id, hex(randomblob(32)), lang, version, body, effective_from, kind",
    ],
}
"""What a foreign program may try to put in the place of a row, column by column, beside the row itself."""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("table", "columns"), [(table, row) for table in STRANGERS for row in STRANGERS[table]])
def test_a_foreign_program_without_our_pragmas_cannot_replace_a_row(
    engine: sa.Engine, table: str, columns: str
) -> None:
    refused_to_a_stranger(engine, f"REPLACE INTO {table} SELECT {columns} FROM {table}")  # noqa: S608 - fixed names


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", GUARDED)
def test_a_foreign_program_cannot_replace_a_row_by_its_hidden_number(engine: sa.Engine, table: str) -> None:
    names = STRANGERS[table][0]
    values = names.replace("site_id", "'another'")
    refused_to_a_stranger(
        engine,
        f"REPLACE INTO {table} (rowid, {names}) SELECT rowid, {values} FROM {table}",  # noqa: S608 - fixed names
    )


def refused_to_a_stranger(engine: sa.Engine, statement: str) -> None:
    """A plain `sqlite3` connection cannot run `statement`, and nothing changes."""
    before = everything(engine)
    stranger = sqlite3.connect(engine.url.database or "")
    try:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            stranger.execute(statement)
    finally:
        stranger.close()
    assert everything(engine) == before


def test_what_is_personal_can_be_erased(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        assert connection.exec_driver_sql("DELETE FROM record_salt").rowcount == 1
        assert connection.exec_driver_sql("DELETE FROM consent_record_body").rowcount == 1

    assert all(everything(engine).values()), "the stub, the event and the notice stay"
