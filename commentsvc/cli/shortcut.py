"""Answers that need no waiting are given where granian hands a request over, before its event loop hears of it.

Waking the loop, and changing threads for it, costs more than such an answer itself. granian has no public name for this
place, so it is taken from its inside, whose version is locked; a test fails when it is not where it was. Without it
everything works as well: the gateway looks among what is kept once more.

A plain post begins here, too, and goes to a thread of its own once its body is there (`cli.desk`). granian says so
through the event loop, by the one method of it that other threads may call; what is `AtOnce` is called in its stead.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from granian import _futures
from granian.server import mp


class AtOnce:
    """What to do when something of granian's is done, at once and in granian's own thread: it must be short, and it may
    not fail. Where the loop lets nobody in between, it is done on the loop."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work

    def __call__(self, _done: Any) -> None:
        self._work()


def answer_before_the_loop(answer: Callable[[Any], bool]) -> None:
    """Let `answer(watcher)` look at each request of this process first: it has `scope`, `proto` and, should nobody
    answer, `done()` and `err(error)`. False leaves it to the loop.

    Call it in the server process, before granian begins to serve.
    """

    class Scheduler(_futures._BaseCBScheduler):  # type: ignore[misc]
        __slots__ = ()

        def __init__(self, loop: Any, callback: Any, *_asyncio: Any) -> None:
            super().__init__()
            later = _futures._cbsched_aioschedule(loop, self._ctx, callback)

            def schedule(watcher: Any) -> None:
                try:
                    answered = answer(watcher)
                except Exception as error:
                    watcher.err(error)
                    return
                if not answered:
                    later(watcher)

            self._schedule_fn = schedule

    def scheduler(loop: Any, callback: Any, impl_asyncio: bool = True) -> Scheduler:
        _let_in(loop)
        return Scheduler(loop, callback, None, None, None)

    mp._new_cbscheduler = scheduler  # type: ignore[assignment]


def _let_in(loop: Any) -> None:
    """Have `loop` call what is `AtOnce` at once."""
    usual = loop.call_soon_threadsafe

    def call_soon_threadsafe(callback: Any, *arguments: Any, context: Any = None) -> Any:
        if type(callback) is AtOnce:
            return callback(*arguments)
        return usual(callback, *arguments, context=context)

    with suppress(AttributeError):  # a loop that is not written in Python
        loop.call_soon_threadsafe = call_soon_threadsafe
