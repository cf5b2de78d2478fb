"""An attacker who owns the database and has no key; a reader who holds a receipt; an auditor who kept a checkpoint."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.database import db
from commentsvc.models.site import Site
from tests.support.sites import bearer
from tests.usecases.log_entries import fresh, integrate_all


class Attacker:
    """Whoever owns the database: no trigger and no foreign key holds them. The signing key is elsewhere."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def run(self, statement: Any) -> None:
        """Run one statement that must change something."""
        with self._engine.connect() as connection:
            for unguard in self._guards(connection):
                connection.exec_driver_sql(unguard)
            done = connection.execute(statement)
            assert done.rowcount, "the attack touched nothing"  # -1: PostgreSQL counts no rows that return something
            connection.commit()
            connection.invalidate()  # nobody gets this unguarded connection later

    @staticmethod
    def _guards(connection: sa.Connection) -> list[str]:
        """What takes triggers and foreign keys away."""
        if connection.dialect.name != "sqlite":
            return [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in db.metadata.tables]
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        driver.execute("PRAGMA foreign_keys = OFF")  # before a transaction begins: inside one it does nothing
        names = driver.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        return [f"DROP TRIGGER {name}" for (name,) in names]


@dataclass
class Scene:
    """A site with three records in its log, the first of which (`held`) its reader watches."""

    site: Any
    held: dict[str, str]
    others: list[dict[str, str]]
    origin: str
    key: str
    kept: str
    client: Any
    deps: Any

    def file(self, held: dict[str, str] | None = None) -> str:
        """The receipt as the reader saves it now."""
        held = held or self.held
        answer = self.client.get(f"{self.site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
        assert answer.status_code == 200, answer.text
        text: str = answer.text
        return text

    def verdict(self, text: str | None = None, **more: Any) -> Verdict:
        """What the auditor, who had the key from elsewhere, says of the reader's receipt."""
        return verify_receipt(text or self.file(), Trust(**{"keys": [self.key]} | more))

    def checkpoint(self) -> str:
        """The newest checkpoint, as anybody fetches it."""
        text: str = self.client.get(f"{self.site.url}/log/checkpoint").text
        return text

    def log_verdict(self) -> Verdict:
        """What the auditor says of the log, with the checkpoint they kept."""
        newest = self.checkpoint()
        sizes = {"from": size_of(self.kept), "to": size_of(newest)}
        answer = self.client.get(f"{self.site.url}/log/consistency", query_string=sizes)
        proofs = [answer.text] if answer.status_code == 200 else []
        return verify_log(newest, Trust(keys=[self.key], checkpoints=[self.kept], consistency=proofs))

    def read(self, statement: Any) -> Any:
        """The one value or row of a query, on a session that ends with it: no old view of the database stays."""
        with fresh(self.deps).session as session:
            return session.scalars(statement).one()

    def integrate(self) -> None:
        """What the worker does."""
        integrate_all(self.deps, self.site.id)


def size_of(note: str) -> int:
    """The second line of a checkpoint."""
    return int(note.split("\n")[1])


@pytest.fixture
def scene(client: Any, deps: Any, site: Any, post: Callable[..., Any]) -> Scene:
    """Three records; the first was given and then partly withdrawn; everything is in the log and proven."""
    receipts = [post(purposes={"publish": True, "remember-me": True})["receipt"] for _ in range(3)]
    held = receipts[0]
    withdrawn = client.post(
        f"{site.url}/consents/{held['id']}/events",
        json={"type": "withdrawn", "purpose": "remember-me"},
        headers=site.headers() | bearer(held["secret"]),
    )
    assert withdrawn.status_code == 200
    integrate_all(deps, site.id)
    with fresh(deps).session as session:
        row = session.get_one(Site, site.id)
    made = Scene(site, held, receipts[1:], row.log_origin, row.log_vkey, "", client, deps)
    made.kept = made.checkpoint()
    assert made.verdict().outcome.slug == "operators-word" and json.loads(made.file())["events"][1]["proof"]
    return made


@pytest.fixture
def attacker(deps: Any) -> Attacker:
    """On the same database, with its own connections."""
    return Attacker(deps.session.get_bind())
