"""What is personal in "What is stored" is in the record of processing too: a paper that leaves a table out is wrong."""

from __future__ import annotations

import re

from commentsvc.domain.paper_facts import KINDS
from commentsvc.models import db
from tests.docs.test_what_is_stored import PAGE

ELSEWHERE = {
    "site": "the controller's own contact",
    "notice": "the controller's own contact",
    "thread": "the page's address and title",
    "log_cosignature": "the witness's key",
    "outbox_task": "the reference of a person whose data is just being erased",
}
"""Tables that may hold something personal, and why no kind of data of the papers names them."""


def test_every_personal_table_is_of_a_kind_that_the_papers_name() -> None:
    """Red after a new table? Add it to a kind in `commentsvc/domain/paper_facts.py`, or a kind of its own."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    personal = {table for table, told in rows if not re.match(r"no\b", told)}
    named = [table for kind in KINDS for table in kind.tables]

    assert personal - set(named) - set(ELSEWHERE) == set()
    assert set(named) <= set(db.metadata.tables)
    assert len(named) == len(set(named))
