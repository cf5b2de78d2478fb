"""Prove that a site's log only grew: the first `to` entries begin with the first `from`."""

from __future__ import annotations

from commentsvc.errors import ValidationFailed
from commentsvc.ledger.tree import consistency_proof
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site


def read_consistency(deps: Deps, site_id: str, old: int, new: int) -> list[bytes]:
    """The consistency proof (RFC 9162 2.1.4) from size `old` to size `new`, up to the newest checkpoint's. Reads
    O(log n) tiles; empty from size 0 and between equal sizes.

    Raises:
        NotFound: no such site.
        ValidationFailed: a size that the newest checkpoint does not reach, or a log that shrinks.
    """
    site = find_site(deps, site_id)
    newest = latest_checkpoint(deps.session, site.id)
    size = newest.size if newest else 0
    if new > size:
        raise ValidationFailed(fields={"to": [f"The log's newest checkpoint has {size} entries."]})
    if old > new:
        raise ValidationFailed(fields={"from": ["A log never shrinks: `from` is at most `to`."]})
    return consistency_proof(StoredTiles(deps.session, site.id), old, new)
