"""The stored tiles of one site's tree, as `ledger.tree` reads them and as the integrator writes them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from commentsvc.ledger.tree import TreeUpdate
from commentsvc.models.log import LogTile


class StoredTiles:
    """The site's tiles in the database, each read once a session (a `ledger.tree.TileReader`).

    A tile only ever gains hashes at its end, so a proof against an older size reads today's tiles.
    """

    def __init__(self, session: Session, site_id: str) -> None:
        self._session = session
        self._site_id = site_id

    def __call__(self, level: int, index: int, width: int) -> bytes:
        tile = self._find(level, index)
        return tile.hashes if tile else b""

    def write(self, update: TreeUpdate) -> None:
        """Put every tile that appending changed in place. The caller commits them with size, root and checkpoint."""
        for (level, index), hashes in update.tiles.items():
            tile = self._find(level, index)
            if tile:
                tile.hashes = hashes
            else:
                self._session.add(LogTile(site_id=self._site_id, level=level, tile_index=index, hashes=hashes))

    def _find(self, level: int, index: int) -> LogTile | None:
        return self._session.get(LogTile, (self._site_id, level, index))
