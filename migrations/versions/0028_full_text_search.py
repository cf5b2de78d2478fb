"""Comments and page titles are found by their words.

Revision ID: 0028
Revises: 0027
"""

import sqlite3
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from commentsvc.domain.search_words import words_of, words_of_comment
from commentsvc.models.search import index_words

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AT_ONCE = 500


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_entry",
        sa.Column("site_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("words", TSVECTOR() if postgresql else sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "thread_id"], ["thread.site_id", "thread.id"], name=op.f("fk_search_entry_site_id_thread_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "comment_id"],
            ["comment.site_id", "comment.id"],
            name=op.f("fk_search_entry_site_id_comment_id"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_search_entry_number")),
    )
    if postgresql:
        op.execute("ALTER TABLE search_entry ALTER COLUMN words SET STATISTICS 0")
        op.create_index("ix_search_entry_words", "search_entry", ["words"], postgresql_using="gin")
    else:
        _make_fts()
    _index_all()


def _make_fts() -> None:
    """The words come ready made (`commentsvc.domain.search_words`): the tokenizer parts them at spaces only."""
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5"
        "(words, content = 'search_entry', content_rowid = 'number', columnsize = 0, tokenize = 'ascii')"
    )
    if sqlite3.sqlite_version_info >= (3, 42):
        op.execute("INSERT INTO search_fts (search_fts, rank) VALUES ('secure-delete', 1)")


def _index_all() -> None:
    """Every title and every comment there is. The site's own pages of comments, so that none fills the memory."""
    connection = op.get_bind()
    thread = sa.table("thread", sa.column("site_id"), sa.column("id", sa.Uuid()), sa.column("title"))
    for row in _rows(connection, thread, thread.c.title.is_not(None)):
        index_words(connection, row.site_id, row.id, row.id, None, words_of(row.title))
    comment = sa.table(
        "comment",
        *(sa.column(name) for name in ("site_id", "author_name", "body")),
        *(sa.column(name, sa.Uuid()) for name in ("id", "thread_id")),
    )
    for row in _rows(connection, comment, comment.c.body != ""):
        words = words_of_comment(row.author_name, row.body)
        index_words(connection, row.site_id, row.id, row.thread_id, row.id, words)


def _rows(connection, table, condition):
    place = ("", uuid.UUID(int=0))
    while True:
        behind = sa.tuple_(table.c.site_id, table.c.id) > sa.tuple_(
            sa.literal(place[0]), sa.literal(place[1], sa.Uuid())
        )
        query = sa.select(table).where(condition, behind).order_by(table.c.site_id, table.c.id).limit(AT_ONCE)
        rows = connection.execute(query).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        place = (rows[-1].site_id, rows[-1].id)


def downgrade() -> None:
    raise NotImplementedError("Evidence is never migrated backwards; restore a backup instead.")
