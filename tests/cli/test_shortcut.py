"""A real server answers kept reads where granian hands requests over, and changes are still seen at once."""

from __future__ import annotations

import inspect
import os
import sys
from typing import Any

import pytest
from granian import _futures
from granian.server import mp

from commentsvc.cli.gathering import NAME
from tests.support.server import RunningServer, wait_until


def test_what_was_published_and_removed_is_seen_by_who_reads_on(
    server: RunningServer, site: Any, publish: Any, decide: Any
) -> None:
    url = f"{site.comments_url}?page=/news/a-story"

    def from_memory() -> int:
        told = str(server.request("GET", "/metrics")[1])
        counts = [line for line in told.splitlines() if line.startswith("commentsvc_kept_answers_total")]
        return sum(int(float(line.rsplit(" ", 1)[1])) for line in counts)

    wait_until(lambda: server.request("GET", url)[0] == 200 and from_memory() > 5, "the empty thread was kept")
    shown = publish(body="first words")["comment"]["id"]
    wait_until(lambda: "first words" in str(server.request("GET", url)), "what was published is seen")
    before = from_memory()
    for _ in range(20):
        assert "first words" in str(server.request("GET", url))
    assert from_memory() > before
    decide(shown, "remove")
    wait_until(lambda: "first words" not in str(server.request("GET", url)), "what was removed is gone")
    again = server.request("GET", url, If_None_Match='W/"other"')
    assert again[0] == 200 and again[1]["comments"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no such policy")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_granians_thread_cuts_in_on_nobody_but_beside_what_is_computed(server: RunningServer, site: Any) -> None:
    def policies() -> set[int]:
        named = [task for task in server.tasks() if (task / "comm").read_text(encoding="utf-8") == f"{NAME}\n"]
        assert named
        return {os.sched_getscheduler(int(task.name)) for task in named}

    for _ in range(2):
        assert server.request("GET", "/healthz")[0] == 200
        assert policies() == {os.SCHED_OTHER}
        wait_until(
            lambda: server.request("GET", f"{site.comments_url}?page=/a")[0] == 200 and policies() == {os.SCHED_BATCH},
            "it lets others end their turn",
        )


def test_the_inside_of_granian_that_is_used_is_where_it_was() -> None:
    spawn = inspect.getsource(mp.MPServer._spawn_rsgi_worker)

    assert "scheduler = _new_cbscheduler(loop, wcallback, impl_asyncio=" in spawn
    assert "watcher" in inspect.getsource(_futures._cbsched_aioschedule)
    assert "super().__init__()" in inspect.getsource(_futures._CBSchedulerAIO.__init__)
