"""Rotate a site's signing key: a new one signs from now on, and the old one signs that this is so, last of all."""

from __future__ import annotations

from commentsvc.ledger.key_change import ROTATED
from commentsvc.ledger.note import NoteSigner
from commentsvc.models.key_change import key_changes
from commentsvc.models.log import pending_entries
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.change_key import ChangedKey, change_key
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.integrate_entries import BATCH, integrate_entries


def rotate_key(deps: Deps, actor: Actor, site_id: str) -> ChangedKey:
    """Let a new key sign; one that `prepare_key` made is taken. What the old key promised is in the log then.

    Raises:
        NotFound, Forbidden: not this actor's to change.
        KeyMissing: the old key is not there, so it cannot sign (see `replace_lost_key`).
        Conflict: somebody else changed the key meanwhile.
        LedgerError: what is stored of the log does not fit together.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    # Posts wait for the change, so it shall not have much else to do.
    while len(pending_entries(deps.session, site.id, BATCH + 1)) > BATCH:
        integrate_entries(deps, site.id)
    old = find_signer(deps, site)
    return change_key(deps, actor, site.id, old.vkey, (old, next_key(deps, site)), ROTATED)


def prepare_key(deps: Deps, actor: Actor, site_id: str) -> str:
    """Make the key that the next change will take, and return its verifier key: so that every machine can have the file
    before it is needed. Raises `NotFound` and `Forbidden`."""
    require(actor, site_id, "admin")
    return next_key(deps, find_site(deps, site_id)).vkey


def next_key(deps: Deps, site: Site) -> NoteSigner:
    """A key that never was the log's, durably kept."""
    changes = key_changes(deps.session, site.id)
    used = {site.log_vkey, *(row.old_vkey for row in changes), *(row.new_vkey for row in changes)}
    return deps.keys.prepare(site.id, site.log_origin, used)
