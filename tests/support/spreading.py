"""How tests are shared out to the processes of `pytest -n`: by whole files, the long ones first. `-n auto` is one more
than there are processors: much of the time a browser, a server or a worker of the service is waited for.

What a module's fixtures start (a demo, two servers, a compiled program) is started once, nothing that two processes
would build in one place is built by both, and a file's tests come in the order they stand in. Marks of xdist's own
`loadgroup` would do nothing: pytest 9.2 does not keep a test's name where xdist 3.8 adds the group's to it.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

TOGETHER = ("tests/e2e/",)
"""Folders whose files share what takes long to start."""
LONG = (
    "tests/test_a_year.py",
    "tests/test_kill.py",
    "tests/ledger/test_referee.py",
    "tests/usecases/test_export_consent_log.py",
    "tests/cli/test_witness.py",
    "tests/usecases/test_run_retention.py",
    "tests/usecases/test_retention_traces.py",
    "tests/tamper/test_erasing_one_of_many.py",
    "tests/console/test_a_moderators_hour.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_serve.py",
    "tests/cli/test_be_a_witness.py",
    "tests/cli/test_change_a_signing_key.py",
    "tests/deploy/test_two_machines.py",
    "tests/deploy/test_nginx.py",
    "tests/deploy/test_replica.py",
    "tests/usecases/test_export_evidence.py",
    "tests/usecases/test_judge_learned.py",
    "tests/usecases/test_write_consent_log.py",
    "tests/console/test_queue_by_keyboard.py",
    "tests/docs/test_timestamp_checkpoints.py",
    "tests/api/test_log.py",
)
"""Files that take much longer than their number of tests lets one think: for a process that got one of them last, all
others would wait."""


def scope_of(nodeid: str) -> str:
    """What stays in one process: the test's file, or its folder."""
    path = nodeid.split("::", 1)[0]
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then those with many tests: what comes at the end is short, and no process is idle for long."""
    many = Counter(scope_of(item.nodeid) for item in items)
    first = {scope: place for place, scope in enumerate((*TOGETHER, *LONG))}

    def turn(item: pytest.Item) -> tuple[int, int, str]:
        scope = scope_of(item.nodeid)
        return first.get(scope, len(first)), -many[scope], scope

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """What `PYTEST_XDIST_AUTO_NUM_WORKERS` says, as everywhere; else one more than processors that we may use."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    return 1 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whatever `--dist` says."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    config.option.loadscopereorder = False  # they come in the order of the collection, which is made above
    return ByFile(config, log)
