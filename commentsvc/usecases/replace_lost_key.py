"""Let a site's log go on after its signing key was lost: a new key signs, and the log says for ever why."""

from __future__ import annotations

from commentsvc.errors import Conflict, KeyMissing
from commentsvc.ledger.key_change import LOST
from commentsvc.usecases.access import require
from commentsvc.usecases.change_key import ChangedKey, change_key
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.rotate_key import next_key


def replace_lost_key(deps: Deps, actor: Actor, site_id: str) -> ChangedKey:
    """Begin a new key that nobody announces but itself. Whoever knew only the lost one will not believe it until they
    have it from the owner; what the lost key promised is in the log then.

    Raises:
        NotFound, Forbidden: not this actor's to change.
        Conflict: the key is there (see `rotate_key`), or somebody else changed it meanwhile.
    """
    why_missing(deps, actor, site_id)
    site = find_site(deps, site_id)
    return change_key(deps, actor, site.id, site.log_vkey, (next_key(deps, site),), LOST)


def why_missing(deps: Deps, actor: Actor, site_id: str) -> str:
    """What is wrong with the site's key, for whoever is about to give it up. Raises `Conflict` when nothing is, and
    `NotFound` and `Forbidden`."""
    require(actor, site_id, "admin")
    try:
        find_signer(deps, find_site(deps, site_id))
    except KeyMissing as missing:
        return str(missing)
    raise Conflict("The signing key of this site is there, so it is not lost. `commentsvc key rotate` changes it.")
