"""Tell a spam service that a comment it was asked about is erased (law 5), where it has a word for that."""

from __future__ import annotations

from typing import Any

from commentsvc.models.spam_service import find_service
from commentsvc.usecases.call_spam_service import called
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site

ATTEMPTS = 20
"""Two and a half days: who was told of a comment must be told of its end, also after a long weekend."""


def forget_at_service(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Send the random `ref` that the service knows the comment by. Raises `OutboundError`; then it is tried again. Also
    where the service was switched off meanwhile: it still has what it got."""
    site, service = find_site(deps, site_id), find_service(deps.session, site_id, str(payload["kind"]))
    if service is not None:
        called(deps, site, service, lambda asked: deps.spam.forget(asked, str(payload["ref"])))
