"""Name the witnesses whose cosignatures a site takes and shows."""

from __future__ import annotations

from commentsvc.errors import Conflict, NoteError, NotFound, ValidationFailed
from commentsvc.ledger.note import COSIGNATURE_V1, NoteVerifier
from commentsvc.models.database import writing
from commentsvc.models.site import Site, lock_site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

MAX_WITNESSES = 15
"""With the log's own signature 16: as many as every reader of signed notes takes (C2SP signed-note)."""


def add_witness(deps: Deps, actor: Actor, site_id: str, vkey: str) -> list[str]:
    """From now on cosignatures of this key (`name+id+key`, type 0x04) are taken; returns all the site's witnesses.

    Raises:
        NotFound, Forbidden: not this actor's to change.
        ValidationFailed: not a witness's key, or one too many.
        Conflict: it is there already, or another has the same secret or the same key id.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    key = _witness_key(vkey)
    with writing(deps.session) as session:
        lock_site(session, site_id)
        site = session.get(Site, site_id, populate_existing=True)
        known = [NoteVerifier.parse(other) for other in site.witnesses]
        if any(other.public_key == key.public_key or other.key_id == key.key_id for other in known):
            raise Conflict("This key is one of the site's witnesses already.")
        if len(known) >= MAX_WITNESSES:
            raise ValidationFailed(f"A site has at most {MAX_WITNESSES} witnesses.")
        site.witnesses = [*site.witnesses, vkey]
        record_act(deps, site_id, actor, "witness.add", key.name[:200], {"vkey": vkey})
        return list(site.witnesses)


def remove_witness(deps: Deps, actor: Actor, site_id: str, vkey: str) -> list[str]:
    """From now on cosignatures of this key are neither taken nor shown; those that were taken stay stored. Returns the
    witnesses that are left. Raises `NotFound` when it is none of them, and as `add_witness` does."""
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    with writing(deps.session) as session:
        lock_site(session, site_id)
        site = session.get(Site, site_id, populate_existing=True)
        if vkey not in site.witnesses:
            raise NotFound("This key is not one of the site's witnesses.")
        site.witnesses = [other for other in site.witnesses if other != vkey]
        record_act(deps, site_id, actor, "witness.remove", vkey.partition("+")[0][:200], {"vkey": vkey})
        return list(site.witnesses)


def _witness_key(vkey: str) -> NoteVerifier:
    try:
        key = NoteVerifier.parse(vkey)
    except NoteError as error:
        raise ValidationFailed(f"This is not a verifier key: {error}.") from error
    if key.algorithm != COSIGNATURE_V1:
        raise ValidationFailed("This is a log's key, not a witness's. `commentsvc witness init` prints the right one.")
    if len(vkey) > 500:
        raise ValidationFailed("The name of this key is too long.")
    return key
