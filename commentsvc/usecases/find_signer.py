"""Find the key that signs for a site's log, and make sure that it is that log's."""

from __future__ import annotations

from commentsvc.errors import KeyMissing
from commentsvc.ledger.note import NoteSigner
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps


def find_signer(deps: Deps, site: Site) -> NoteSigner:
    """The signer with which the site's log began. Raises `KeyMissing` when it is not there, or another is."""
    signer = deps.keys.signer(site.id)
    if signer.vkey != site.log_vkey:
        raise KeyMissing(
            f"The signing key of site {site.id!r} is not the one its log began with. Put the right one back from its "
            "backup; a log signed by two keys would prove nothing."
        )
    return signer
