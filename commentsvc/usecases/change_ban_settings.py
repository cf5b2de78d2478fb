"""Say for how long a site keeps codes of networks, so that it can ban by them."""

from __future__ import annotations

from commentsvc.domain.bans import MOST_NETWORK_DAYS
from commentsvc.errors import ValidationFailed
from commentsvc.models.ban import BanSettings
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def change_ban_settings(deps: Deps, actor: Actor, site_id: str, days: int) -> None:
    """Keep the code of the part of the network that a comment came from for so many days; 0: none is kept for bans.

    Codes that are stored already keep the end they have.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`. ValidationFailed: `network_days`.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    if not 0 <= days <= MOST_NETWORK_DAYS:
        said = f"Between 0 and {MOST_NETWORK_DAYS} days."
        raise ValidationFailed("Nothing was changed.", fields={"network_days": [said]})
    with writing(deps.session) as session:
        row = session.get(BanSettings, site_id, with_for_update=True)
        if row is None:
            session.add(BanSettings(site_id=site_id, network_days=days))
        else:
            row.network_days = days
        record_act(deps, site_id, actor, "ban.settings", site_id, {"network_days": days})
