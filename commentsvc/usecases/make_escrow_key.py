"""Make the key that a site's proofs are sealed to; only its public half is kept."""

from __future__ import annotations

from commentsvc.errors import Conflict
from commentsvc.ledger.escrow import encode_private, encode_public, new_escrow_key
from commentsvc.models.database import writing
from commentsvc.models.site import Site, lock_site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def make_escrow_key(deps: Deps, actor: Actor, site_id: str, *, follow: bool = False) -> str:
    """A new key for the site, and its private half, which is nowhere else: what is sealed from now on, nobody opens
    without it. `follow`: it takes the place of an earlier one, which still opens what was sealed to it.

    Raises:
        NotFound, Forbidden: not this actor's to make. Conflict: the site has a key, and `follow` was not said.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    key = new_escrow_key()
    with writing(deps.session) as session:
        lock_site(session, site_id)
        site = session.get_one(Site, site_id, populate_existing=True)
        if site.escrow_key is not None and not follow:
            raise Conflict("This site has a key already. What is sealed to it stays so if another one follows it.")
        site.escrow_key = encode_public(key.public_key())
        record_act(deps, site_id, actor, "escrow.key", site_id, {"key": site.escrow_key})
    return encode_private(key)
