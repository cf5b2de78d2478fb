"""`commentsvc backup` and `restore`: complete, on either database, nothing half done, and the log proves it."""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
import stat
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.app import create_app
from commentsvc.models import db
from commentsvc.models.erasing import SCRUB
from commentsvc.models.table_rows import LEFT_OUT
from commentsvc.usecases.newest_signed import keep_newest
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.scrub_storage import scrub_storage
from tests.cli.conftest import ADD_SITE, Run
from tests.ledger.log_in_memory import MemoryLog
from tests.support.sites import SiteUnderTest, make_draft
from tests.usecases.log_entries import integrate_all

BLOG = SiteUnderTest("blog", "https://blog.example.org", "")
BODIES = ["Tab\there", "two\nlines\r\n", "back\\slash \\N \\t", "'quotes' \"too\" é 漢 🙂", "plain"]
WINDOW = [["key", "text"], ["count", "int"], ["expires_at", "int"]]
At = Callable[[str, str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> At:
    """`at(url, folder)`: commands from now on run on this database and this data folder."""

    def move(url: str, folder: str) -> None:
        monkeypatch.setenv("COMMENTSVC_DATABASE_URL", url)
        monkeypatch.setenv("COMMENTSVC_DATA_DIR", str(tmp_path / folder))

    return move


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, of the kind the parameter names."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere.db'}"
        return
    template = request.getfixturevalue("postgres_template")
    template.execute("CREATE DATABASE elsewhere")
    yield template.url("elsewhere")
    template.execute("DROP DATABASE elsewhere WITH (FORCE)")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """SQLite; where a test says so in `database`, PostgreSQL as well."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_database")
    return url


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    """The option that seals."""
    (tmp_path / "passphrase").write_text("correct horse battery staple\n", encoding="utf-8")
    return f"--passphrase-file={tmp_path / 'passphrase'}"


class Readers:
    """The service for a moment: posting and erasing, with all of it in the log and the outbox done at the end."""

    def __init__(self) -> None:
        self.receipts: list[Any] = []

    def __enter__(self) -> Readers:
        self._app = create_app({"run_worker": False, "posts_per_minute": 0})
        self._client = self._app.test_client()
        return self

    def __exit__(self, *_: object) -> None:
        with self._app.app_context():
            integrate_all(self._app.extensions["commentsvc"], "blog")
            assert run_due_tasks(self._app.extensions["commentsvc"], {SCRUB: scrub_storage}).failed == 0
            db.session.remove()
            db.engine.dispose()

    def post(self, body: str, parent: str | None = None) -> Any:
        draft = make_draft(self._client, BLOG, body=body, parent=parent)
        response = self._client.post(BLOG.comments_url, json=draft, headers=BLOG.headers())
        assert response.status_code == 201, response.get_data(as_text=True)
        self.receipts.append(response.get_json()["receipt"])
        return response.get_json()["comment"]["id"]

    def erase(self, number: int) -> None:
        receipt = self.receipts[number]
        response = self._client.post(
            f"{BLOG.url}/consents/{receipt['id']}/events",
            json={"type": "withdrawn", "purpose": "publish"},
            headers=BLOG.headers() | {"Authorization": f"Bearer {receipt['secret']}"},
        )
        assert response.status_code == 200


@pytest.fixture
def readers() -> Readers:
    """Who posts: `with readers: readers.post("…")`."""
    return Readers()


@pytest.fixture
def full(run: Run, at: At, database: str, readers: Readers) -> Run:
    """A site with comments of every awkward kind, some answering the first, one erased, all in the log."""
    at(database, "data")
    assert run(*ADD_SITE, "--moderation=after").exit_code == 0
    with readers:
        first = readers.post(BODIES[0])
        for body in BODIES[1:]:
            readers.post(body, first)
        readers.erase(-1)
    return run


def contents(url: str) -> dict[str, list[Any]]:
    """Every row that a backup must carry, as Python values: the same on either database."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in db.metadata.sorted_tables
            if table.name not in LEFT_OUT
        }
    engine.dispose()
    return found


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("elsewhere", ["sqlite", "postgresql"], indirect=True)
def test_a_backup_restored_elsewhere_is_the_same_to_the_last_byte_and_its_log_proves_it(
    full: Run, at: At, database: str, elsewhere: str, tmp_path: Path, passphrase: str
) -> None:
    file = str(tmp_path / "all.backup")

    made = full("backup", file, passphrase, "--json")
    assert made.exit_code == 0, made.stderr
    before = contents(database)
    assert json.loads(made.stdout)["noted"]
    assert len([act for act in before["audit_event"] if "export.backup" in act]) == 1, "the backup tells of itself"
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    at(elsewhere, "fresh")
    restored = full("restore", file, passphrase, "--no-erasures", "--json")

    assert restored.exit_code == 0, restored.output
    told = json.loads(restored.stdout)
    assert told["missing"] == []
    assert [site["outcome"] for site in told["sites"]] == ["proven"]
    assert len(before["comment"]) == len(BODIES) and before["record_salt"]
    assert contents(elsewhere) == before
    for name in ("secret", "keys/blog.key"):
        there = tmp_path / "fresh" / name
        assert there.read_text().strip() == (tmp_path / "data" / name).read_text().strip()
        assert stat.S_IMODE(there.stat().st_mode) == 0o600


def test_what_is_sealed_shows_nothing_and_without_a_passphrase_there_is_no_key(
    full: Run, tmp_path: Path, passphrase: str
) -> None:
    sealed, plain = tmp_path / "sealed", tmp_path / "plain"
    assert full("backup", str(sealed), passphrase).exit_code == 0
    assert full("backup", str(plain)).exit_code == 0

    with tarfile.open(plain) as archive:
        assert not [
            name for name in archive.getnames() if "key" in name.split("/")[0] or "secret" in name.split("/")[0]
        ]
    secret = (tmp_path / "data" / "secret").read_text().strip().encode()
    key = (tmp_path / "data" / "keys" / "blog.key").read_text().strip().encode()
    for content in (sealed.read_bytes(), plain.read_bytes()):
        assert secret not in content and key not in content


def test_nothing_is_written_over_and_what_is_no_whole_backup_changes_nothing(
    full: Run, at: At, tmp_path: Path, passphrase: str
) -> None:
    file = tmp_path / "all.backup"
    assert full("backup", str(file), passphrase).exit_code == 0
    over = full("restore", str(file), passphrase, "--no-erasures")
    assert over.exit_code == 1 and "holds data" in over.stderr

    whole = file.read_bytes()
    at(f"sqlite:///{tmp_path / 'target.db'}", "target")
    cut, changed, foreign, other = (tmp_path / name for name in ("cut", "changed", "foreign", "other"))
    cut.write_bytes(whole[: len(whole) // 2])
    middle = whole.index(b"tables/comment/000000") + 600
    changed.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    foreign.write_bytes(b"PK\x03\x04 something else")
    other.write_text("another passphrase altogether\n", encoding="utf-8")
    for bad, said in ((cut, "cut off"), (changed, "comment"), (foreign, "no backup")):
        result = full("restore", str(bad), passphrase, "--no-erasures")
        assert result.exit_code == 1 and said in result.stderr, result.stderr
    assert "passphrase" in full("restore", str(file)).stderr
    assert "does not open" in full("restore", str(file), f"--passphrase-file={other}").stderr
    unlike = full("verify", str(file), f"--passphrase-file={other}")
    assert unlike.exit_code == 26 and "does not open" in unlike.stdout
    assert not (tmp_path / "target.db").exists(), "not even begun"

    assert full("restore", str(file), passphrase, "--no-erasures").exit_code == 0


def test_what_is_no_backup_is_not_written_over_and_half_a_one_never_has_its_name(
    full: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Path(sa.make_url(os.environ["COMMENTSVC_DATABASE_URL"]).database or "")
    refused = full("backup", str(live))
    assert refused.exit_code == 1 and "not written over" in refused.stderr
    assert full("site", "list").exit_code == 0, "the database is still there"

    file = tmp_path / "all.backup"
    assert full("backup", str(file)).exit_code == 0 == full("backup", str(file)).exit_code
    before = file.read_bytes()

    def full_disk(*_: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commentsvc.exchange.backup_file.BackupWriter.finish", full_disk)
    broken = full("backup", str(file))
    assert broken.exit_code == 1 and "No space left" in broken.stderr
    assert file.read_bytes() == before and not list(tmp_path.glob(".*"))


def test_a_database_that_takes_no_writes_is_backed_up_and_it_is_said_that_the_trail_is_not(
    full: Run, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commentsvc.models.database.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        made = full("backup", str(tmp_path / "all.backup"), "--json")

    assert made.exit_code == 0, made.stderr
    assert not json.loads(made.stdout)["noted"]
    assert "SQLITE_BUSY" in made.stderr
    assert full("verify", str(tmp_path / "all.backup")).exit_code == 11
    assert not [act for act in contents(database)["audit_event"] if "export.backup" in act]


def test_another_s_unsealed_backup_in_the_place_of_a_sealed_one_is_not_taken(
    full: Run, at: At, tmp_path: Path, passphrase: str
) -> None:
    file = str(tmp_path / "all.backup")
    assert full("backup", file).exit_code == 0
    at(f"sqlite:///{tmp_path / 'target.db'}", "target")

    refused = full("restore", file, passphrase, "--no-erasures")

    assert refused.exit_code == 2 and "not sealed" in refused.stderr
    checked = full("verify", file, passphrase)
    assert checked.exit_code == 2 and "not sealed" in checked.stderr
    assert full("verify", passphrase).exit_code == 2, "the database has no seal"
    assert not (tmp_path / "target.db").exists()
    unread = full("restore", file, f"--erasures={file}")
    assert unread.exit_code == 1 and "no list of erasures" in unread.stderr
    told = full("restore", file, "--no-erasures")
    assert told.exit_code in (0, 10) and "commentsvc verify --checkpoint" in told.stdout
    assert "the instance secret" in told.stderr and "the signing key of blog" in told.stderr


@pytest.mark.parametrize("elsewhere", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("table", "columns", "row"),
    [
        ("strange", [["id", "int"]], b"1\n"),
        ("rate_window", WINDOW, b"a\t9223372036854775808\t1\n"),
        ("rate_window", WINDOW, b"a\t1\t1\n\\.\nb\t1\t1\n"),
    ],
)
def test_a_backup_that_somebody_made_up_leaves_the_database_empty(
    full: Run, at: At, elsewhere: str, tmp_path: Path, table: str, columns: Any, row: bytes
) -> None:
    file, forged = tmp_path / "all.backup", tmp_path / "forged.backup"
    assert full("backup", str(file)).exit_code == 0
    with tarfile.open(file) as tar:
        parts = {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]
    head, told = json.loads(parts["backup.json"]), json.loads(parts.pop("manifest.json"))
    head["tables"][table] = columns
    part = zlib.compress(row)
    told["tables"][table] = {"rows": 1, "parts": 1, "sha256": sha256(part).hexdigest()}
    parts["backup.json"] = json.dumps(head).encode()
    told["head"] = sha256(parts["backup.json"]).hexdigest()
    parts |= {f"tables/{table}/000000": part, "manifest.json": json.dumps(told).encode()}
    with tarfile.open(forged, "w") as tar:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    at(elsewhere, "fresh")

    refused = full("restore", str(forged), "--no-erasures")

    assert refused.exit_code == 1 and refused.stderr.startswith("Error: ")
    assert full("restore", str(file), "--no-erasures").exit_code in (0, 10), "it is as empty as before"


def test_a_restored_site_goes_on_as_if_nothing_had_happened(
    full: Run, at: At, tmp_path: Path, passphrase: str, readers: Readers
) -> None:
    file = str(tmp_path / "all.backup")
    assert full("backup", file, passphrase).exit_code == 0
    target = f"sqlite:///{tmp_path / 'target.db'}"
    at(target, "target")
    assert full("restore", file, passphrase, "--no-erasures").exit_code == 0

    with readers:
        readers.post("Afterwards.")

    assert full("verify").exit_code == 10
    assert [row for row in whole_table(target, "search_entry") if "slash" in str(row)], "old comments are found again"
    assert [row for row in whole_table(target, "search_entry") if "afterwards" in str(row)]


def test_an_older_backup_is_told_from_the_newest_and_from_another_log(
    full: Run, at: At, tmp_path: Path, passphrase: str, readers: Readers
) -> None:
    older, newest = str(tmp_path / "older"), str(tmp_path / "newest")
    assert full("backup", older, passphrase).exit_code == 0
    with readers:
        readers.post("Later.")
    assert full("backup", newest, passphrase).exit_code == 0

    unopened = full("verify", newest, "--checkpoint", newest)
    assert unopened.exit_code == 11 and "the seal was not looked at" in unopened.stdout
    opened = full("verify", newest, passphrase, "--checkpoint", newest)
    assert opened.exit_code == 11 and "seal" not in opened.stdout
    assert full("verify", older, "--checkpoint", newest).exit_code == 27
    assert full("verify", "--checkpoint", newest).exit_code == 0
    other = tmp_path / "other"
    other.write_text(MemoryLog().checkpoint(), encoding="utf-8")
    assert full("verify", "--checkpoint", str(other)).exit_code == 25
    assert full("verify", newest, "--checkpoint", str(other)).exit_code == 25

    at(f"sqlite:///{tmp_path / 'target.db'}", "target")
    assert full("restore", older, passphrase, "--no-erasures").exit_code == 0
    assert full("verify", "--checkpoint", older).exit_code == 0
    rolled = full("verify", "--checkpoint", newest)
    assert rolled.exit_code == 27 and rolled.output.startswith("Rolled back: ")
    with readers:
        readers.post("Something else.")
        readers.post("And more.")
    assert full("verify", "--checkpoint", newest).exit_code in (23, 24)


def test_whoever_was_erased_after_the_backup_does_not_come_back(
    full: Run, at: At, tmp_path: Path, passphrase: str, readers: Readers
) -> None:
    file, target = str(tmp_path / "all.backup"), f"sqlite:///{tmp_path / 'target.db'}"
    assert full("backup", file, passphrase).exit_code == 0
    with readers:
        readers.erase(1)
    noted = tmp_path / "data" / "erasures.jsonl"
    assert stat.S_IMODE(noted.stat().st_mode) == 0o600
    assert {json.loads(line)["record"] for line in noted.read_text().splitlines()} == {
        readers.receipts[number]["id"] for number in (-1, 1)
    }

    at(target, "target")
    unsaid = full("restore", file, passphrase)
    assert unsaid.exit_code == 2 and "--no-erasures" in unsaid.stderr
    restored = full("restore", file, passphrase, f"--erasures={noted}", "--json")

    assert restored.exit_code == 0 and json.loads(restored.stdout)["erased_again"] == 1
    assert not [row for row in whole_table(target, "comment") if "two" in str(row)]
    assert full("restore", f"--erasures={noted}", "--json").stdout.split() == ["{", '"erased_again":', "0", "}"]


def whole_table(url: str, name: str) -> list[Any]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(sa.text(f"SELECT * FROM {name}")))  # noqa: S608 - a table's name
    engine.dispose()
    return found


def test_an_older_backup_beside_the_keys_of_a_newer_log_is_told_by_all_who_look(
    full: Run, at: At, database: str, readers: Readers, tmp_path: Path, work: Callable[[], None]
) -> None:
    file = str(tmp_path / "old.backup")
    assert full("backup", file).exit_code == 0
    with readers:
        readers.post("After the backup.")
    work()
    at(f"sqlite:///{tmp_path / 'restored.db'}", "data")
    told = full("restore", file, "--no-erasures")

    assert told.exit_code == 0 and "this is an older copy" in told.stderr
    found = {one["check"]: one["state"] for one in json.loads(full("doctor", "--json").stdout)}
    assert found["copy of blog"] == "wrong"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = full("serve", "--port", str(taken.getsockname()[1]))
    assert served.exit_code == 1 and "cannot be used" in served.stderr
    assert "Warning: blog: Its log has" in served.stderr


@pytest.fixture
def work() -> Callable[[], None]:
    """What the worker does with the log."""

    def once() -> None:
        app = create_app({"run_worker": False})
        with app.app_context():
            keep_newest(app.extensions["commentsvc"], "blog")
            db.session.remove()
            db.engine.dispose()

    return once
