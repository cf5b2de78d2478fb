"""How well good clients are served, in calm and while something else happens."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from faults.support.load import Load
from faults.support.processes import resident_bytes
from faults.support.report import Report, share
from faults.support.service import Service

ANSWERED = 0.99
TIMES_SLOWER, AT_LEAST = 20, 2.0
"""A good client may wait this many times as long as in calm, or this many seconds, whichever is more."""


@dataclass
class Span:
    """What happened between two moments."""

    name: str
    answered: int
    failed: int
    p99: float

    @property
    def part(self) -> float:
        """The part of requests that were answered."""
        return self.answered / max(self.answered + self.failed, 1)


@contextmanager
def measured(report: Report, load: Load, name: str, spans: list[Span]) -> Iterator[None]:
    """Add what `load` met while the block ran."""
    began, before = time.monotonic(), _counts(load)
    yield
    done = _counts(load) - before
    seconds = load.writes.since(began) + load.reads.since(began)
    good = sum(count for status, count in done.items() if status.startswith(("2", "3")))
    spans.append(Span(name, good, done.total() - good, share(seconds, 0.99)))
    took = time.monotonic() - began
    report.figure(
        f"good clients, {name}", f"{good} of {done.total()} answered in {took:.0f} s, p99 {spans[-1].p99:.3f} s"
    )


def claim_goes_on(report: Report, spans: list[Span]) -> None:
    """The first span was calm; in all others good clients are served nearly as well."""
    allowed = max(AT_LEAST, TIMES_SLOWER * spans[0].p99)
    for span in spans[1:]:
        report.claim(f"good clients are answered, {span.name}", span.part >= ANSWERED and span.answered > 0, span)
        report.claim(f"p99 stays below {allowed:.1f} s, {span.name}", span.p99 < allowed, f"{span.p99:.2f} s")


def megabytes(service: Service) -> float:
    """Memory of all processes of the service."""
    return sum(resident_bytes(pid) for pid in service.processes()) / 1e6


def _counts(load: Load) -> Counter[str]:
    return Counter(load.writes.statuses) + Counter(load.reads.statuses)
