"""The schema could be spread over many machines, a site on one of them: its key is in every key (DESIGN law 10)."""

from __future__ import annotations

import re

import sqlalchemy as sa

from commentsvc.models import db
from tests.docs.pages import ROOT

REFERENCE = {
    "account", "account_event", "api_token", "authenticator", "console_session", "heartbeat", "identity", "passkey",
    "rate_window", "recovery_code", "schema_support", "sign_in_step", "site",
}  # fmt: skip
"""What every machine would have whole: people who work here, how they sign in, and the sites themselves. Small, and
looked up before anybody knows of which site it is."""

ONLY_SQLITES = {("search_entry", ("number",))}
"""Null in every row on PostgreSQL; a distributed one does without the constraint."""


def test_every_key_of_a_sites_data_has_the_site_in_it(postgresql_database: str) -> None:
    engine = sa.create_engine(postgresql_database)
    inspector = sa.inspect(engine)
    tables = set(inspector.get_table_names()) - {"alembic_version"}
    assert tables >= REFERENCE and tables == set(db.metadata.tables)
    wrong = []
    for table in sorted(tables - REFERENCE):
        if inspector.get_pk_constraint(table)["constrained_columns"][0] != "site_id":
            wrong.append(f"{table}: the primary key does not begin with the site")
        uniques = [one["column_names"] for one in inspector.get_unique_constraints(table)]
        uniques += [one["column_names"] for one in inspector.get_indexes(table) if one["unique"]]
        wrong += [
            f"{table}: {columns} is unique over all sites"
            for columns in uniques
            if "site_id" not in columns and (table, tuple(columns)) not in ONLY_SQLITES
        ]
        for key in inspector.get_foreign_keys(table):
            aims = dict(zip(key["constrained_columns"], key["referred_columns"], strict=True))
            if key["referred_table"] not in REFERENCE and aims.get("site_id") != "site_id":
                wrong.append(f"{table}: {key['constrained_columns']} leads to another site's {key['referred_table']}")
            if "NULL" in (key["options"].get("ondelete") or "").upper():
                wrong.append(f"{table}: {key['constrained_columns']} would be set to null, the site with it")
    for table in sorted(REFERENCE):
        for key in inspector.get_foreign_keys(table):
            if key["referred_table"] not in REFERENCE:
                wrong.append(f"{table}: what every machine has whole leads to {key['referred_table']}, which is spread")
    engine.dispose()
    assert wrong == []


def test_the_page_about_growing_names_the_reference_tables() -> None:
    page = (ROOT / "docs" / "explanation" / "growing.md").read_text(encoding="utf-8")
    [told] = [line for line in page.split("\n") if line.startswith("Reference tables: ")]

    assert set(re.findall(r"`(\w+)`", told)) == REFERENCE
