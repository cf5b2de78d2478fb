"""After an erasure: make the database's files forget too (law 5). Runs from the outbox, as often as it must."""

from __future__ import annotations

from typing import Any

from commentsvc.models.storage import forget_deleted
from commentsvc.usecases.deps import Deps


def scrub_storage(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Empty the write-ahead log of what was erased. Raises `Unavailable` while a reader is in the way."""
    forget_deleted(deps.session)
