"""How good the classifier is, measured on decisions it had not learnt yet, and where it may hold and discard. No I/O.

Every decided comment is scored before it is learnt. What it scored then is the only thing counted here, so that nothing
is praised for knowing what it was told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MOST_HONEST_HELD = 0.01
"""The share of honest comments that may be held by mistake, where the site chose no threshold itself."""
ENOUGH_TO_CHOOSE = 50
"""Held-back decisions of each kind before the threshold is chosen from them."""
FIRST_THRESHOLD = 80
LEAST_THRESHOLD = 50
CERTAIN = 0.99
"""The precision that discarding asks for, at the lower end of its 95 % interval."""
_Z = 1.959964

Counts = Mapping[int, tuple[int, int]]
"""By score (0 to 100): how many decisions for spam, and how many for publishing."""


@dataclass(frozen=True)
class Measure:
    """What a threshold would have done: `caught` of `spam` comments and `held` of `honest` ones reach it."""

    threshold: int
    spam: int
    honest: int
    caught: int
    held: int

    @property
    def precision(self) -> float | None:
        """Of those it would have held, the share that is spam; None where it would have held nothing."""
        return _share(self.caught, self.caught + self.held)

    @property
    def recall(self) -> float | None:
        """Of the spam, the share that it would have held."""
        return _share(self.caught, self.spam)

    @property
    def honest_held(self) -> float | None:
        """Of the honest comments, the share that it would have held."""
        return _share(self.held, self.honest)

    @property
    def surely(self) -> float:
        """The lower end of the precision's 95 % interval (Wilson's): what so few decisions can vouch for."""
        return lower_bound(self.caught, self.caught + self.held)


def measure(counts: Counts, threshold: int) -> Measure:
    """What holding from `threshold` on would have done."""
    spam, honest = (sum(pair[kind] for pair in counts.values()) for kind in (0, 1))
    caught, held = (sum(pair[kind] for score, pair in counts.items() if score >= threshold) for kind in (0, 1))
    return Measure(threshold, spam, honest, caught, held)


def holding_threshold(counts: Counts) -> int:
    """The lowest score from which on at most `MOST_HONEST_HELD` of the honest comments would have been held; a fixed
    one until enough was decided, and never one at which it is more likely honest than not."""
    whole = measure(counts, 0)
    if min(whole.spam, whole.honest) < ENOUGH_TO_CHOOSE:
        return FIRST_THRESHOLD
    fits = (at for at in range(LEAST_THRESHOLD, 101) if measure(counts, at).held <= MOST_HONEST_HELD * whole.honest)
    return next(fits, 100)


def discarding_threshold(counts: Counts) -> int | None:
    """The lowest score from which on the measured precision is certain enough to discard; mostly there is none."""
    fits = (at for at in range(LEAST_THRESHOLD, 101) if measure(counts, at).surely >= CERTAIN)
    return next(fits, None)


def lower_bound(hits: int, of: int) -> float:
    """The lower end of Wilson's 95 % interval for `hits` of `of`; 0 where there are none."""
    if not of:
        return 0.0
    share, square = hits / of, _Z * _Z / of
    spread = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of))
    return (share + square / 2 - spread) / (1 + square)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
