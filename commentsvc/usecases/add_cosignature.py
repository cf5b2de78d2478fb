"""Take a witness's cosignature of one of the site's checkpoints."""

from __future__ import annotations

from datetime import timedelta

from commentsvc import clock
from commentsvc.errors import Forbidden, NoteError, NotFound, RateLimited, ValidationFailed
from commentsvc.ledger.cosignature import read_cosignature
from commentsvc.ledger.note import NoteVerifier, cosigned_at, parse_note
from commentsvc.models.cosignature import LogCosignature
from commentsvc.models.database import writing
from commentsvc.models.log import LogCheckpoint
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.witnessed_checkpoint import witness_keys

PER_MINUTE = 120
"""From one address. A witness needs one for each checkpoint, of which there is one every few seconds."""
CLOCK_SKEW = timedelta(minutes=10)


def add_cosignature(deps: Deps, site_id: str, size: int, line: str, visitor: Visitor) -> bool:
    """Keep the signature line under the site's checkpoint of `size`; False when this witness's is there already, and
    then the first one stays.

    Who may is decided by the signature: it must be of a key the site's owner named, over that very checkpoint.

    Raises:
        NotFound: no such site, or no checkpoint of this size.
        Forbidden: the key is not one of the site's witnesses.
        ValidationFailed: no signature line, a wrong signature, or a time in the future.
        RateLimited: too many from this address.
    """
    site = find_site(deps, site_id)
    wait = deps.limits.hit("cosignatures", f"{site.id}/{visitor.address}", PER_MINUTE, 60)
    if wait:
        raise RateLimited("Too many cosignatures from this address.", retry_after=wait)
    checkpoint = deps.session.get(LogCheckpoint, (site.id, size))
    if checkpoint is None:
        raise NotFound("This site's log has no checkpoint of this size.")
    body = parse_note(checkpoint.note).text
    witness = _signer(witness_keys(site), body, line)
    _check(line, body, witness)
    key = (site.id, size, witness.key_id.hex())
    with writing(deps.session) as session:
        session.get(Site, site.id, with_for_update={"key_share": True})  # the same line may come twice at once
        if session.get(LogCosignature, key) is not None:
            return False
        found = dict(zip(("site_id", "size", "key_id"), key, strict=True))
        session.add(LogCosignature(**found, line=line, received_at=clock.now()))
    return True


def _signer(keys: dict[str, NoteVerifier], body: str, line: str) -> NoteVerifier:
    """Whose the line claims to be. Nothing of it is believed yet."""
    try:
        claimed = parse_note(f"{body}\n{line}").signatures[0]
    except NoteError as error:
        raise ValidationFailed(fields={"cosignature": [f"This is not a signature line: {error}."]}) from error
    witness = keys.get(claimed.key_id.hex())
    if witness is None or witness.name != claimed.name:
        raise Forbidden("This key is not one of the site's witnesses. Its owner names them: `commentsvc site witness`.")
    return witness


def _check(line: str, body: str, witness: NoteVerifier) -> None:
    try:
        signature = read_cosignature(line, body, witness)
    except NoteError as error:
        raise ValidationFailed(fields={"cosignature": [f"It does not hold: {error}."]}) from error
    if cosigned_at(signature.signature) > (clock.now() + CLOCK_SKEW).timestamp():
        raise ValidationFailed(fields={"cosignature": ["Its time is in the future: set the witness's clock."]})
