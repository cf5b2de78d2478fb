"""What clients are told while a part is away, and when all is well again."""

from __future__ import annotations

import time
from collections import Counter

from faults.support.load import Load
from faults.support.processes import wait_until
from faults.support.report import Report, share


class Meanwhile:
    """From its making until `back`: what was answered."""

    def __init__(self, report: Report, load: Load, name: str) -> None:
        self._report, self._load, self._name = report, load, name
        self._writes, self._reads = Counter(load.writes.statuses), Counter(load.reads.statuses)
        self.began = time.monotonic()

    def back(self, most: float) -> float:
        """Wait until comments and reads are answered again, and say what happened until then. Call it when the part is
        there again; `most` seconds later all must be well by itself."""
        returned = time.monotonic()
        count, reads = self._load.count, self._load.reads.statuses["200"]
        wait_until(
            lambda: self._load.count > count + 8 and self._load.reads.statuses["200"] > reads + 8,
            f"all is well after {self._name}",
            most + 60,
        )
        took = time.monotonic() - returned
        told = Counter(self._load.writes.statuses) - self._writes, Counter(self._load.reads.statuses) - self._reads
        self._report.figure(f"{self._name}: writers were told", dict(told[0]))
        self._report.figure(f"{self._name}: readers were told", dict(told[1]))
        seconds = self._load.writes.since(self.began) + self._load.reads.since(self.began)
        self._report.figure(f"{self._name}: slowest answer that was none of an error, s", share(seconds, 1))
        self._report.claim(f"{self._name}: all is well by itself within {most:.0f} s", took < most, f"{took:.1f} s")
        return took


def claim_polite(report: Report, load: Load, no_answer: bool = False) -> None:
    """Nobody was told anything but 2xx and 503 with Retry-After; and everybody was told something."""
    odd = load.writes.odd + load.reads.odd + load.forms.odd
    report.claim("every error is 503 with Retry-After", not odd, odd[:3])
    if not no_answer:
        silent = load.writes.statuses["no answer"] + load.reads.statuses["no answer"]
        report.claim("everybody gets an answer", not silent, f"{silent} did not")
