"""Count a post against the limits of its address and its site, in its own transaction where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from commentsvc.errors import RateLimited, Unavailable
from commentsvc.usecases.deps import Deps, Limits, Window


class Count(NamedTuple):
    """Counts a post in its transaction: what it is counted in there, nothing where it was counted before."""

    limits: Limits
    windows: Sequence[Window]

    def __call__(self, session: Session) -> None:
        """Count it. Raises `RateLimited`."""
        if self.windows:
            refuse(self.limits.hit_in(session, self.windows))


@contextmanager
def count_post(deps: Deps, windows: Sequence[Window]) -> Iterator[Count]:
    """Around a post: it is counted once, whatever becomes of it. What this gives must be called with the session of its
    transaction, at its end: there it counts, if it was not counted before. A post that fails is counted apart.

    Raises:
        RateLimited: one of the windows is full.
    """
    limits = deps.limits
    if not limits.joins:
        _count_now(deps, windows)
        yield Count(limits, ())
        return
    refuse(limits.blocked_in(deps.session, windows))
    try:
        yield Count(limits, windows)
    except RateLimited:
        raise
    except Exception:
        try:
            wait = deps.commits.write(lambda session: limits.hit_in(session, windows))
        except (SQLAlchemyError, Unavailable):
            _count_now(deps, windows)
        else:
            refuse(wait)  # so that of several that failed at the same moment no more are told why
        raise


def refuse(wait: int | None) -> None:
    """Raise `RateLimited` if there is a time to wait."""
    if wait:
        raise RateLimited("Many comments came from here. Your text is kept.", retry_after=wait)


def _count_now(deps: Deps, windows: Sequence[Window]) -> None:
    for window in windows:
        refuse(deps.limits.hit(*window))
