"""The full-text index keeps step with what is written, and an upgrade reads what was there before it."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from commentsvc.domain.search_words import read_search
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.search import FTS, found_by
from tests.support.databases import MIGRATIONS
from tests.support.sites import bearer


def found(deps: Any, q: str) -> list[str]:
    deps.session.rollback()
    meets = found_by(deps.session, "example", read_search(q))
    return sorted(deps.session.scalars(sa.select(Comment.body).where(meets)))


def test_an_edit_is_found_by_its_new_words_only_and_an_erasure_by_none(client, site, deps, post):
    answer = post(body="About herring", title="The harbour")
    where, headers = f"{site.comments_url}/{answer['comment']['id']}", site.headers() | bearer(answer["edit_token"])

    assert client.patch(where, json={"body": "About salmon"}, headers=headers).status_code == 200
    assert (found(deps, "herring"), found(deps, "salmon"), found(deps, "harbour")) == (
        [], ["About salmon"], ["About salmon"],
    )  # fmt: skip
    assert client.delete(where, headers=headers).status_code == 200
    assert [found(deps, q) for q in ("salmon", "ada", "harbour")] == [[], [], []]
    with deps.session.get_bind().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one() == 0


@pytest.mark.parametrize("at_once", [1, 500])
def test_an_upgrade_indexes_every_comment_and_every_title_there_is(site, deps, post, at_once, monkeypatch):
    for n in range(3):
        post(body=f"Number{n} of herring", title=f"Harbour{n}", page=f"{site.origin}/{n}")
    with writing(deps.session) as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(sa.text(f"INSERT INTO {FTS} ({FTS}) VALUES ('delete-all')"))  # noqa: S608 - our own name
        session.execute(sa.text("DELETE FROM search_entry"))
    assert found(deps, "herring") == []

    spec = importlib.util.spec_from_file_location("revision", MIGRATIONS / "versions" / "0028_full_text_search.py")
    assert spec and spec.loader
    revision = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(revision)
    monkeypatch.setattr(revision, "AT_ONCE", at_once)
    with writing(deps.session) as session, Operations.context(MigrationContext.configure(session.connection())):
        revision._index_all()

    assert found(deps, "herring") == [f"Number{n} of herring" for n in range(3)]
    assert found(deps, "harbour1") == ["Number1 of herring"]
