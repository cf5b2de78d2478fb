"""Commit a fact to the log where the log can be written: what must happen anyway goes on without its key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from commentsvc.errors import KeyMissing
from commentsvc.models.site import Site
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.deps import Deps


def note_fact(deps: Deps, site: Site, what: str, told: Mapping[str, Any]) -> uuid.UUID | None:
    """`append_fact`, inside the caller's write transaction; the entry's id, or None while the site's key is gone.

    For acts that the law wants done at once: taking illegal content down, and taking a report in, wait for no key.
    """
    try:
        return append_fact(deps, site, what, told).entry
    except KeyMissing:
        return None
