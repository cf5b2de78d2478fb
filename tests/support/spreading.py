"""How tests are shared out to the processes of `pytest -n`: by whole files, the long ones first.

What a module's fixtures start (a demo, two servers, a compiled program) is started once, nothing that two processes
would build in one place is built by both, and a file's tests come in the order they stand in. Marks of xdist's own
`loadgroup` would do nothing: pytest 9.2 does not keep a test's name where xdist 3.8 adds the group's to it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

TOGETHER = ("tests/e2e/",)
"""Folders whose files share what takes long to start."""
LONG: tuple[str, ...] = ()
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
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whatever `--dist` says."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    config.option.loadscopereorder = False  # they come in the order of the collection, which is made above
    return ByFile(config, log)
