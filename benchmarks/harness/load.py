"""Load from wrk: one measurement, and several that take turns so that a drifting machine is fair to all."""

from __future__ import annotations

import re
import shutil
import statistics
import struct
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.processes import Failed, processor_seconds, run

SCRIPT = Path(__file__).parent / "raw_requests.lua"
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True)
class Sample:
    """What one slice of load came to; `processor` are seconds of processor a request, of the server's processes."""

    rate: float
    p50: float
    p99: float
    requests: int
    processor: float = 0.0


@dataclass(frozen=True)
class Target:
    """Something to put load on. `pid` is the top of the server's processes; `raw` a file of whole requests to send in
    order instead of asking for `url` again and again."""

    url: str
    headers: Mapping[str, str] | None = None
    pid: int | None = None
    raw: Path | None = None


def wrk(target: Target, seconds: float, connections: int = 16) -> Sample:
    """Load on `target` for so long. Raises `Failed` when anything but 2xx and 3xx came back."""
    if not shutil.which("wrk"):
        raise Failed("wrk is missing: benchmarks/install.sh installs it")
    threads = min(2, connections) if target.raw is None else 1
    command = ["wrk", "--latency", "-t", str(threads), "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
    for name, value in (target.headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    command += ["--timeout", "30s"]
    if target.raw is not None:
        command += ["-s", str(SCRIPT), target.url, "--", str(target.raw)]
    else:
        command += [target.url]
    before = processor_seconds(target.pid) if target.pid else 0.0
    said = run(command)
    spent = processor_seconds(target.pid) - before if target.pid else 0.0
    return _parsed(said, spent)


def take_turns(
    targets: Mapping[str, Target], seconds: float, rounds: int = 3, connections: int = 16
) -> dict[str, Sample]:
    """The median of `rounds` slices of each target, one after the other, in an order that turns round each time."""
    found: dict[str, list[Sample]] = {name: [] for name in targets}
    for number in range(rounds):
        for name in list(targets)[:: 1 if number % 2 == 0 else -1]:
            try:
                found[name].append(wrk(targets[name], seconds, connections))
            except Failed as failed:
                raise Failed(f"{name}: {failed}") from failed
    return {name: median(samples) for name, samples in found.items()}


def median(samples: Sequence[Sample]) -> Sample:
    """The medians of each figure; the requests are all of them."""
    return Sample(
        rate=statistics.median(one.rate for one in samples),
        p50=statistics.median(one.p50 for one in samples),
        p99=statistics.median(one.p99 for one in samples),
        requests=sum(one.requests for one in samples),
        processor=statistics.median(one.processor for one in samples),
    )


def write_raw(path: Path, requests: Sequence[bytes]) -> Path:
    """A file of whole HTTP requests as `raw_requests.lua` reads it: the length of each before it."""
    with path.open("wb") as out:
        for request in requests:
            out.write(struct.pack(">I", len(request)) + request)
    return path


def _parsed(said: str, spent: float) -> Sample:
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(r"Socket errors: (.*)", said)
    if bad or errors:
        first = re.search(r"first refusal: (.*)", said)
        raise Failed(f"{bad[0] if bad else ''} {errors[0] if errors else ''} {first[1] if first else ''}".strip())
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    requests = re.search(r"(\d+) requests in", said)
    times = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+(?:us|ms|s|m))\s*$", said, re.MULTILINE))
    if not rate or not requests or len(times) != 2:
        raise Failed(f"wrk said: {' '.join(said.split())[-200:]}")
    count = int(requests[1])
    return Sample(float(rate[1]), _seconds(times["50"]), _seconds(times["99"]), count, spent / max(count, 1))


def _seconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]


def wrk_version() -> str:
    """What wrk calls itself."""
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout if shutil.which("wrk") else ""
    return " ".join(said.split()[1:2]) or "missing"
