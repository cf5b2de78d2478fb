"""The least that a WSGI server can be asked to do: find bytes by path and hand them over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = os.environ.get("BARE_FOLDER")
ANSWERS = {f"/{path.name}": path.read_bytes() for path in Path(FOLDER).iterdir()} if FOLDER else {}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the file of that name."""
    body = ANSWERS[environ["PATH_INFO"]]
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
