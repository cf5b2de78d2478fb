"""A webhook's secret: derived from the installation's, never stored, so that nobody finds it in a copy of the data."""

from __future__ import annotations

from datetime import datetime

from commentsvc.domain.derived import derive
from commentsvc.domain.webhook_signature import webhook_secret
from commentsvc.models.webhook import WebhookEndpoint
from commentsvc.usecases.deps import Deps


def newest_secret(deps: Deps, endpoint: WebhookEndpoint) -> str:
    """The one that its receiver should check with: `whsec_…`."""
    return _secret(deps, endpoint, endpoint.generation)


def valid_secrets(deps: Deps, endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """Those that sign now, the newest first: for a while after a change the one before does, too."""
    both = endpoint.rotated_until is not None and at < endpoint.rotated_until
    return [_secret(deps, endpoint, endpoint.generation - back) for back in range(2 if both else 1)]


def _secret(deps: Deps, endpoint: WebhookEndpoint, generation: int) -> str:
    parts = endpoint.site_id, str(endpoint.id), str(generation)
    return webhook_secret(derive(deps.settings.secret, "webhook", *parts))
