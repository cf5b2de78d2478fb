"""Find the key that signs for a site's log, and make sure that it is that log's."""

from __future__ import annotations

from commentsvc.errors import KeyMissing
from commentsvc.ledger.note import NoteSigner
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps


def find_signer(deps: Deps, site: Site) -> NoteSigner:
    """The signer whose verifier key the site's row has. Raises `KeyMissing` when it is not there, or another is."""
    before = site.log_vkey
    try:
        return deps.keys.signer(site.id, before)
    except KeyMissing:
        # The key may have been changed, and the old one given up, since the row was read.
        deps.session.refresh(site, ["log_vkey"])
        if site.log_vkey == before:
            raise
        return deps.keys.signer(site.id, site.log_vkey)
