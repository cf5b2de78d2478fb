"""Public test vectors, if the folder `shared/vectors` lies beside this checkout; where it does not, nothing.

Every test that uses them has cases of its own as well, so it runs and means something either way.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"


def public(path: str, default: Any = ()) -> Any:
    """The JSON in the vector file `path`, or `default` where the folder is absent."""
    file = FOLDER / path
    return json.loads(file.read_bytes()) if file.exists() else default


def public_files(pattern: str) -> list[Path]:
    """The vector files that match, sorted; none where the folder is absent."""
    return sorted(FOLDER.glob(pattern))
