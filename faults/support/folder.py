"""A folder for one run, gone afterwards unless somebody wants to look."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def run_folder(name: str) -> Iterator[Path]:
    """A fresh folder that other users may walk through. `FAULTS_KEEP=1` leaves it there and says where it is."""
    folder = Path(tempfile.mkdtemp(prefix=f"commentsvc-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        if os.environ.get("FAULTS_KEEP"):
            print(f"         what is left is in {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
