"""`make bench`: every row runs by name and says its goal; the table is right; what is written in bulk is valid."""

from __future__ import annotations

import importlib
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from benchmarks.__main__ import ORDER
from benchmarks.harness.bulk import TABLES, Bulk, fill, template
from benchmarks.harness.load import _parsed
from benchmarks.harness.loading import without_indexes
from benchmarks.harness.processes import Failed
from benchmarks.harness.table import Line, markdown, milliseconds, page, per_second
from benchmarks.harness.whole import grow
from commentsvc.domain.consent import open_snapshot
from commentsvc.jobs.worker import Worker
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.consent_line import ConsentLine, ConsentLineState
from commentsvc.models.database import writing
from commentsvc.models.log import LogEntry, LogState, latest_checkpoint
from commentsvc.usecases.ready_consent_lines import ready_consent_lines

ROWS = Path(__file__).parents[1] / "benchmarks" / "rows"
_SNAPSHOTS = sa.select(ConsentRecordBody.snapshot)
SAID = """Running 2s test @ http://127.0.0.1:1/
  Latency Distribution
     50%  523.00us
     75%    1.10ms
     90%    2.00ms
     99%    1.20s
  2400 requests in 2.00s, 1.00MB read
Requests/sec:   1200.50
"""


def test_every_row_file_is_run_by_name():
    assert sorted(ORDER) == sorted(path.stem for path in ROWS.glob("[!_]*.py"))


@pytest.mark.parametrize("name", ORDER)
def test_a_row_names_itself_its_goals_and_what_limits_it(name):
    row = importlib.import_module(f"benchmarks.rows.{name}")
    assert name == row.NAME
    assert row.GOALS and all(isinstance(goal, str) and goal for goal in row.GOALS.values())
    assert row.LIMITS.endswith(".")
    assert callable(row.run)


def test_the_table_says_yes_no_or_nothing_and_repeats_neither_goal_nor_limit():
    lines = [
        Line("read", "half", "1,000/s", "nginx 1,500/s", "0.67", True, "the kernel."),
        Line("read | gzip", "half", "100/s", "nginx 1,500/s", "0.07", False, "the kernel."),
        Line("count", "a third", "failed:\nno nginx", limits="a call."),
    ]
    assert markdown(lines).splitlines()[2:] == [
        "| read | half | 1,000/s | nginx 1,500/s | 0.67 | yes | the kernel. |",
        "| read \\| gzip |  | 100/s | nginx 1,500/s | 0.07 | **no** |  |",
        "| count | a third | failed: no nginx |  |  | – | a call. |",
    ]
    written = page(lines, [("Date", "today")], ["Shared."])
    assert written.startswith("# Results\n") and "- Date: today\n" in written and written.endswith("\n- Shared.\n")


@pytest.mark.parametrize(("value", "told"), [(57123.4, "57,100/s"), (999.6, "1,000/s"), (7.456, "7.46/s")])
def test_rates_have_three_figures(value, told):
    assert per_second(value) == told
    assert milliseconds(0.0012345) == "1.23 ms"


def test_what_wrk_says_is_read_and_refused_answers_are_no_figures():
    sample = _parsed(SAID, spent=1.2)
    assert (sample.rate, sample.p50, sample.p99, sample.requests) == (1200.5, 0.000523, 1.2, 2400)
    assert sample.processor == pytest.approx(0.0005)
    with pytest.raises(Failed, match="Non-2xx or 3xx responses: 7"):
        _parsed(SAID + "  Non-2xx or 3xx responses: 7\n", spent=0)


def test_comments_written_in_bulk_are_read_like_posted_ones(client, site, publish, deps):
    publish(body="The first.")
    with writing(deps.session) as session:
        connection = session.connection()
        rows = template(connection, site.id)
        fill(connection, site.id, rows, Bulk("/bulk", 20, first=0))
        fill(connection, site.id, rows, Bulk("/many-", 10, threads=3, first=50, leaf=7))

    read = client.get(site.comments_url, query_string={"page": f"{site.origin}/bulk"}).get_json()
    assert read["thread"]["count"] == 20
    assert [len(tree["replies"]) for tree in read["comments"]] == [3, 3]
    deep = read["comments"][1]["replies"][0]["replies"][0]["replies"][0]
    assert deep["html"].startswith("<p>Comment number 13, of the length") and deep["author"]["name"] == "Ada"
    counted = client.get(f"{site.url}/counts", query_string={"page": f"{site.origin}/many-2"}).get_json()
    assert counted == {"counts": {f"{site.origin}/many-2": 10}}

    pages = [open_snapshot(body)["record"]["context"]["page"] for body in deps.session.scalars(_SNAPSHOTS)]
    assert [pages.count(f"/many-{number}") for number in range(3)] == [10, 10, 10]
    placed = deps.session.scalars(sa.select(LogEntry.leaf_index).where(LogEntry.leaf_index.is_not(None)))
    assert sorted(placed) == list(range(7, 37))

    for comment in deps.session.scalars(sa.select(Comment)):
        below = [one for one in deps.session.scalars(sa.select(Comment)) if _is_below(deps, one, comment)]
        assert comment.live == len(below)


def test_the_log_grows_over_what_was_written_in_bulk_and_its_lines_are_those_that_the_worker_makes(deps, site, publish):
    publish(body="The first.")
    Worker(deps, Event()).tick()
    before = deps.session.get_one(LogState, site.id).size
    with writing(deps.session) as session:
        bulk = Bulk("/more-", 10, threads=3, first=50, leaf=before)
        fill(session.connection(), site.id, template(session.connection(), site.id), bulk)
    grow(deps, site.id)

    assert latest_checkpoint(deps.session, site.id).size == before + 30
    assert deps.session.get_one(ConsentLineState, site.id).visited == before + 30
    lines = sa.select(ConsentLine.at, ConsentLine.event_id, ConsentLine.wording, ConsentLine.said)
    written = sorted(tuple(line) for line in deps.session.execute(lines))
    with writing(deps.session) as session:
        session.execute(sa.delete(ConsentLine))
        session.get_one(ConsentLineState, site.id).visited = 0
    while ready_consent_lines(deps, site.id):
        pass
    assert sorted(tuple(line) for line in deps.session.execute(lines)) == written
    assert len(written) == 31


def test_what_is_loaded_without_indexes_has_them_again(deps, site):
    before = _indexes(deps)
    deps.session.rollback()
    with deps.session.get_bind().connect() as connection, without_indexes(connection, TABLES):
        assert len(_indexes(deps)) < len(before)
        deps.session.rollback()
    assert _indexes(deps) == before


def _indexes(deps):
    return [
        (table, one["name"]) for table in TABLES for one in sa.inspect(deps.session.connection()).get_indexes(table)
    ]


def _is_below(deps, comment, top):
    while comment is not None and comment.id != top.id:
        comment = deps.session.get(Comment, (comment.site_id, comment.parent_id)) if comment.parent_id else None
    return comment is not None
