"""The migrations make what the models say, from nothing, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from commentsvc.adapters.schema_fit import Fit, schema_fit
from commentsvc.cli import revision
from commentsvc.domain.retention import KEEP_ALL, Policy
from commentsvc.domain.trail import act_kind
from commentsvc.models import db
from commentsvc.models.account import Membership
from commentsvc.models.retention import RetentionPolicy
from commentsvc.models.revision import newest_of
from commentsvc.models.search import is_modelled
from commentsvc.models.site import Site
from tests.support.databases import MIGRATIONS, bare_app


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    with bare_app(database).app_context():
        yield db.engine
        db.engine.dispose()


def test_a_migrated_database_is_what_the_models_say(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        opts = {"compare_type": True, "render_as_batch": True, "include_name": is_modelled}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, db.metadata) == []


def test_a_migrated_database_stands_at_the_newest_of_one_line_of_revisions(engine: sa.Engine) -> None:
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()

    assert len(heads) == 1
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == tuple(heads)


def test_the_newest_is_read_as_alembic_reads_it_and_another_spelling_is_refused(tmp_path: Path) -> None:
    assert [newest_of(MIGRATIONS)] == ScriptDirectory(str(MIGRATIONS)).get_heads()

    (tmp_path / "versions").mkdir()
    for name, text in (("one", 'revision = "0001"\ndown_revision = None'), ("two", 'revision: str = "0002"')):
        (tmp_path / "versions" / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"two\.py"):
        newest_of(tmp_path)


def test_upgrading_twice_changes_nothing(database: str) -> None:
    with bare_app(database).app_context():
        before = sa.inspect(db.engine).get_table_names()
        flask_migrate.upgrade()

        assert sa.inspect(db.engine).get_table_names() == before
        db.engine.dispose()


@pytest.fixture
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database without any table, of the kind the parameter names."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    template = request.getfixturevalue("postgres_template")
    template.execute("CREATE DATABASE old_commentsvc")
    yield template.url("old_commentsvc")
    template.execute("DROP DATABASE old_commentsvc WITH (FORCE)")


@pytest.mark.parametrize("old_database", ["sqlite", "postgresql"], indirect=True)
def test_a_site_of_the_first_revision_is_kept_with_all_it_has_and_has_no_witness(old_database: str) -> None:
    with bare_app(old_database).app_context():
        flask_migrate.upgrade(revision="0001")
        texts = "id, name, controller_name, controller_contact, privacy_url, log_origin, log_vkey, controller_address"
        more = "jurisdiction, authority, default_language, origins, moderation"
        numbers = "retention_months, trust_after, max_depth, edit_minutes, created_at"
        values = ["'blog'"] * 8 + ["'EU'", "''", "'en'", "'[]'", "'before'"] + ["0"] * 5
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO site ({texts}, {more}, {numbers}) VALUES ({', '.join(values)})"  # noqa: S608 - fixed
            )

        flask_migrate.upgrade()

        assert [(site.id, site.witnesses) for site in db.session.scalars(sa.select(Site))] == [("blog", [])]
        kept = db.session.scalars(sa.select(RetentionPolicy)).one()
        assert (kept.site_id, kept.policy()) == ("blog", KEEP_ALL), "an upgrade deletes nothing"
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("old_database", ["postgresql"], indirect=True)
def test_an_upgrade_makes_way_for_who_holds_a_table_and_tries_again(
    old_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_way = []
    with bare_app(old_database).app_context():
        revision.upgrade("0037")
        reader = db.engine.connect()
        reader.exec_driver_sql("LOCK TABLE comment, thread IN ROW EXCLUSIVE MODE")

        def make_way() -> None:
            made_way.append(True)
            with db.engine.begin() as writer:
                writer.exec_driver_sql("UPDATE comment SET body = body")
            if len(made_way) == 2:
                reader.close()

        monkeypatch.setattr(revision, "make_way", make_way)
        revision.upgrade()

        with db.engine.connect() as connection:
            assert schema_fit(connection) is Fit.SAME
        db.engine.dispose()
    assert len(made_way) == 2


def test_every_table_of_a_site_has_a_primary_key_that_begins_with_the_site() -> None:
    people = {"account", "account_event", "authenticator", "identity", "passkey", "recovery_code", "sign_in_step"}
    of_the_installation = people | {"console_session", "heartbeat", "rate_window", "schema_support", "site"}
    for table in db.metadata.sorted_tables:
        if table.name not in of_the_installation:
            assert next(iter(table.primary_key.columns)).name == "site_id", table.name


def test_foreign_keys_between_a_sites_tables_carry_the_site_and_never_let_go() -> None:
    checked = 0
    for table in db.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            target = constraint.referred_table
            assert constraint.ondelete in (None, "RESTRICT", "NO ACTION"), f"{table.name}: {constraint.ondelete}"
            if "site_id" in target.primary_key.columns:
                pairs = {(key.parent.name, key.column.name) for key in constraint.elements}
                assert ("site_id", "site_id") in pairs, f"{table.name} to {target.name}"
                checked += 1
    assert checked >= 10


def test_a_comment_without_its_record_is_refused_by_the_schema_itself(engine: sa.Engine) -> None:
    column = next(column for column in sa.inspect(engine).get_columns("comment") if column["name"] == "record_id")

    assert column["nullable"] is False
    keys = sa.inspect(engine).get_foreign_keys("comment")
    assert any(
        key["constrained_columns"] == ["site_id", "record_id"] and key["referred_table"] == "consent_record"
        for key in keys
    )


@pytest.mark.parametrize("old_database", ["sqlite", "postgresql"], indirect=True)
def test_who_administered_a_site_owns_it_and_the_version_before_still_reads_an_admin(old_database: str) -> None:
    with bare_app(old_database).app_context():
        flask_migrate.upgrade(revision="0023")
        with db.engine.begin() as connection:
            tables = sa.MetaData()
            tables.reflect(connection, only=("site", "account", "membership"))
            blank = {"String": "x", "VARCHAR": "x", "TEXT": "[]", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": False}
            site = {c.name: blank[type(c.type).__name__] for c in tables.tables["site"].c if not c.nullable}
            connection.execute(tables.tables["site"].insert().values(site | {"id": "blog"}))
            for number, role in enumerate(("admin", "moderator")):
                who = {
                    c.name: blank.get(type(c.type).__name__, "") for c in tables.tables["account"].c if not c.nullable
                }
                account = who | {"id": uuid.UUID(int=number).hex, "email": role}
                connection.execute(tables.tables["account"].insert().values(account))
                member = {"site_id": "blog", "account_id": account["id"], "role": role}
                connection.execute(tables.tables["membership"].insert().values(member))

        flask_migrate.upgrade()

        assert sorted(db.session.scalars(sa.select(Membership.role))) == ["moderator", "owner"]
        stored = db.session.execute(sa.text("SELECT role FROM membership ORDER BY role"))
        assert [role for (role,) in stored] == ["admin", "moderator"]
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("old_database", ["sqlite", "postgresql"], indirect=True)
def test_an_upgrade_finds_the_kind_of_every_act_and_ends_no_trail(old_database: str) -> None:
    actions = ["breach.export", "rule.add", "account.sign-in", "site.change", "comment.hold", "spam-service.change"]
    with bare_app(old_database).app_context():
        flask_migrate.upgrade(revision="0036")
        with db.engine.begin() as connection:
            tables = sa.MetaData()
            tables.reflect(connection, only=("site", "audit_event"))
            blank = {"String": "x", "VARCHAR": "x", "TEXT": "[]", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": False}
            site = {c.name: blank[type(c.type).__name__] for c in tables.tables["site"].c if not c.nullable}
            connection.execute(tables.tables["site"].insert().values(site | {"id": "new"}))
            for number, action in enumerate(actions):
                act = {"site_id": "new", "id": uuid.UUID(int=number).hex, "at": 0, "action": action, "detail": "{}"}
                more = {"actor": "cli", "actor_name": "", "target": "", "seen_from": ""}
                connection.execute(tables.tables["audit_event"].insert().values(act | more))

        flask_migrate.upgrade()

        rows = db.session.execute(sa.text("SELECT action, kind FROM audit_event"))
        kinds = {action: kind for action, kind in rows}  # noqa: C416 - rows are no pairs to mypy
        assert kinds == {action: act_kind(action) for action in actions}
        assert db.session.scalars(sa.select(RetentionPolicy)).one().policy() == Policy(trail_months=0)
        db.session.remove()
        db.engine.dispose()
