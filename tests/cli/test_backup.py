"""`commentsvc backup` and `restore`: complete, on either database, nothing half done, and the log proves it."""

from __future__ import annotations

import json
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.app import create_app
from commentsvc.models import db
from commentsvc.models.table_rows import LEFT_OUT
from tests.cli.conftest import Run
from tests.support.sites import SiteUnderTest, make_draft
from tests.usecases.log_entries import integrate_all

BLOG = SiteUnderTest("blog", "https://blog.example.org", "")
BODIES = ["Tab\there", "two\nlines\r\n", "back\\slash \\N \\t", "'quotes' \"too\" é 漢 🙂", "plain"]
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
def passphrase(tmp_path: Path) -> str:
    """The option that seals."""
    (tmp_path / "passphrase").write_text("correct horse battery staple\n", encoding="utf-8")
    return f"--passphrase-file={tmp_path / 'passphrase'}"


@pytest.fixture
def full(run: Run, at: At, database: str) -> Run:
    """A site with comments of every awkward kind, one answered, one erased, all in the log."""
    from tests.cli.conftest import ADD_SITE

    at(database, "data")
    assert run(*ADD_SITE, "--moderation=after").exit_code == 0
    app = create_app({"run_worker": False, "posts_per_minute": 0})
    client = app.test_client()
    posted: list[Any] = []
    for body in BODIES:
        parent = posted[0]["comment"]["id"] if posted else None
        draft = make_draft(client, BLOG, body=body, parent=parent)
        response = client.post(BLOG.comments_url, json=draft, headers=BLOG.headers())
        assert response.status_code == 201, response.get_data(as_text=True)
        posted.append(response.get_json())
    last = posted[-1]["receipt"]
    erased = client.post(
        f"{BLOG.url}/consents/{last['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=BLOG.headers() | {"Authorization": f"Bearer {last['secret']}"},
    )
    assert erased.status_code == 200
    with app.app_context():
        integrate_all(app.extensions["commentsvc"], "blog")
        db.session.remove()
        db.engine.dispose()
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


@pytest.mark.parametrize("elsewhere", ["sqlite", "postgresql"], indirect=True)
def test_a_backup_restored_elsewhere_is_the_same_to_the_last_byte_and_its_log_proves_it(
    full: Run, at: At, database: str, elsewhere: str, tmp_path: Path, passphrase: str
) -> None:
    before = contents(database)
    file = str(tmp_path / "all.backup")

    made = full("backup", file, passphrase, "--json")
    assert made.exit_code == 0, made.stderr
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o600
    at(elsewhere, "fresh")
    restored = full("restore", file, passphrase, "--json")

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
    over = full("restore", str(file), passphrase)
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
        result = full("restore", str(bad), passphrase)
        assert result.exit_code == 1 and said in result.stderr, result.stderr
    assert "passphrase" in full("restore", str(file)).stderr
    assert "does not open" in full("restore", str(file), f"--passphrase-file={other}").stderr
    assert not (tmp_path / "target.db").exists() or not contents_of_site(tmp_path / "target.db")

    assert full("restore", str(file), passphrase).exit_code == 0


def contents_of_site(file: Path) -> list[Any]:
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = (
            connection.execute(sa.text("SELECT * FROM site")).all() if sa.inspect(connection).has_table("site") else []
        )
    engine.dispose()
    return list(found)


def test_a_restored_site_goes_on_as_if_nothing_had_happened(full: Run, at: At, tmp_path: Path, passphrase: str) -> None:
    file = str(tmp_path / "all.backup")
    assert full("backup", file, passphrase).exit_code == 0
    at(f"sqlite:///{tmp_path / 'target.db'}", "target")
    assert full("restore", file, passphrase).exit_code == 0

    app = create_app({"run_worker": False, "posts_per_minute": 0})
    client = app.test_client()
    response = client.post(BLOG.comments_url, json=make_draft(client, BLOG, body="After."), headers=BLOG.headers())
    assert response.status_code == 201, response.get_data(as_text=True)
    with app.app_context():
        integrate_all(app.extensions["commentsvc"], "blog")
        found = db.session.scalars(sa.text("SELECT words FROM search_entry")).all()
        db.session.remove()
        db.engine.dispose()
    assert any("slash" in words for words in found) and any("after" in words for words in found)
