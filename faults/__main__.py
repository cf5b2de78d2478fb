"""Run the faults one after another: `python -m faults [NAME …]`, or those that `FAULTS_ONLY=kill,slow_disk` names.

`FAULTS_SCALE` (default 1) shortens what is counted or timed: 0.1 does a tenth. Exits with 0 only where all claims of
all of them hold.
"""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import time
from pathlib import Path

VERDICTS = {0: "holds", 2: "could not be run here"}


def names() -> list[str]:
    """Every fault: the modules of this folder."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if not module.ispkg and not module.name.startswith("_")
    )


def chosen(wanted: list[str]) -> list[str]:
    """Those asked for by their names or how these begin; all where nothing is asked for. Exits with 2 for others."""
    unknown = [name for name in wanted if not any(known.startswith(name) for known in names())]
    if unknown:
        print(f"There is no fault called {', '.join(unknown)}. There are: {', '.join(names())}.", file=sys.stderr)
        raise SystemExit(2)
    return [known for known in names() if not wanted or any(known.startswith(name) for name in wanted)]


def main() -> int:
    """Run, and print one line a fault at the end."""
    wanted = sys.argv[1:] or [name.strip() for name in os.environ.get("FAULTS_ONLY", "").split(",") if name.strip()]
    lines, failed = [], False
    for name in chosen(wanted):
        began = time.monotonic()
        code = subprocess.run([sys.executable, "-m", f"faults.{name}"], check=False).returncode
        failed = failed or code != 0
        lines.append(f"{name:<20} {VERDICTS.get(code, 'BROKEN'):<24} {time.monotonic() - began:7.1f} s")
    print("\n" + "\n".join(lines))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
