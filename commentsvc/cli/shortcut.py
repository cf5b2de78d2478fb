"""Answers that need no waiting are given where granian hands a request over, before its event loop hears of it.

Waking the loop, and changing threads for it, costs more than such an answer itself. granian has no public name for this
place, so it is taken from its inside, whose version is locked; a test fails when it is not where it was. Without it
everything works as well: the gateway looks among what is kept once more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from granian import _futures
from granian.server import mp


def answer_before_the_loop(answer: Callable[[Any, Any], bool]) -> None:
    """Let `answer(scope, protocol)` look at each request of this process first; False leaves it to the loop.

    Call it in the server process, before granian begins to serve.
    """

    class Scheduler(_futures._BaseCBScheduler):  # type: ignore[misc]
        __slots__ = ()

        def __init__(self, loop: Any, callback: Any, *_asyncio: Any) -> None:
            super().__init__()
            later = _futures._cbsched_aioschedule(loop, self._ctx, callback)

            def schedule(watcher: Any) -> None:
                try:
                    answered = answer(watcher.scope, watcher.proto)
                except Exception as error:
                    watcher.err(error)
                    return
                if answered:
                    watcher.done()
                else:
                    later(watcher)

            self._schedule_fn = schedule

    def scheduler(loop: Any, callback: Any, impl_asyncio: bool = True) -> Scheduler:
        return Scheduler(loop, callback, None, None, None)

    mp._new_cbscheduler = scheduler  # type: ignore[assignment]
