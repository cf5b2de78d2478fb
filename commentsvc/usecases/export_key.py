"""Hand a site's private signing key to the operator, for a backup, and write down that this was done."""

from __future__ import annotations

from commentsvc.ledger.note import NoteSigner
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def export_key(deps: Deps, actor: Actor, site_id: str) -> NoteSigner:
    """Today's signer of the site's log. Raises `NotFound`, `Forbidden` and `KeyMissing`."""
    require(actor, site_id, "admin")
    signer = find_signer(deps, find_site(deps, site_id))
    with writing(deps.session):
        record_act(deps, site_id, actor, "key.export", site_id, {"vkey": signer.vkey})
    return signer
