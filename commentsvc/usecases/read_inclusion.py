"""Prove that a leaf is in a site's log, against its newest checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from commentsvc.errors import NotFound, ProofError
from commentsvc.ledger.tlog_proof import TlogProof
from commentsvc.ledger.tree import inclusion_proof
from commentsvc.models.log import LogCheckpoint, index_of_leaf, latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.witnessed_checkpoint import shown_note

log = structlog.get_logger(__name__)

NOT_THERE = (
    "The newest checkpoint covers no such leaf. A leaf that was promised is there once the promise's deadline has "
    "passed; if it is not, the promise is broken."
)


@dataclass(frozen=True)
class Inclusion:
    """`leaf` (32-byte leaf hash) is entry `index` of the log of `size`, by `proof` (leaf side first), under the signed
    note `checkpoint`."""

    leaf: bytes
    index: int
    size: int
    proof: list[bytes]
    checkpoint: str

    def as_text(self) -> str:
        """The same as one offline text (c2sp.org/tlog-proof@v1)."""
        return TlogProof(self.index, tuple(self.proof), self.checkpoint).encode()


def read_inclusion(deps: Deps, site_id: str, leaf: bytes) -> Inclusion:
    """The proof for a leaf hash (32 bytes). Reads O(log n) tiles.

    Raises:
        NotFound: no such site, no checkpoint yet, or the newest one does not cover the leaf. A leaf that waits is
            answered like one that never was: whoever does not hold its salted hash learns of no record (law 4).
    """
    site = find_site(deps, site_id)
    newest = latest_checkpoint(deps.session, site.id)
    index = index_of_leaf(deps.session, site.id, leaf, newest.size) if newest else None
    found = prove(deps, site, newest, leaf, index) if newest and index is not None else None
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def prove(deps: Deps, site: Site, checkpoint: LogCheckpoint, leaf: bytes, index: int) -> Inclusion | None:
    """The proof that `leaf` is entry `index` under this stored checkpoint, shown with its cosignatures.

    None, and said in the log, when stored tiles are missing: whoever asks holds a promise, which is then broken.
    """
    try:
        proof = inclusion_proof(StoredTiles(deps.session, site.id), index, checkpoint.size)
    except ProofError as error:
        log.error("log tiles do not fit the checkpoint", site=site.id, reason=str(error))
        return None
    return Inclusion(leaf, index, checkpoint.size, proof, shown_note(deps, site, checkpoint))
