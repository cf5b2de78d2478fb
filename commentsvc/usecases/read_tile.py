"""Read a hash tile of a site's log, where the site publishes them."""

from __future__ import annotations

from commentsvc.errors import NotFound
from commentsvc.ledger.tile_path import parse_tile_path
from commentsvc.ledger.tree import HASH_BYTES, TILE_HEIGHT, TILE_WIDTH
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site

NO_TILE = (
    "There is no such tile: the site does not publish its log's tiles, or the newest checkpoint does not cover it."
)


def read_tile(deps: Deps, site_id: str, path: str) -> tuple[bytes, bool]:
    """The hashes of the tile that C2SP tlog-tiles names `tile/<path>`, and whether it is full: a full tile, and the
    first so many hashes of any, never change. Tiles of entries are not published: they mirror the order of comments.

    Raises `NotFound`, with one answer for a site that publishes none and for a tile that the newest checkpoint does not
    cover.
    """
    site = find_site(deps, site_id)
    tile = parse_tile_path(f"tile/{path}")
    newest = latest_checkpoint(deps.session, site.id) if site.publish_tiles and tile else None
    if newest is None or tile is None:
        raise NotFound(NO_TILE)
    level, index, width = tile
    if index * TILE_WIDTH + width > newest.size >> TILE_HEIGHT * level:
        raise NotFound(NO_TILE)
    hashes = StoredTiles(deps.session, site.id)(level, index, width)[: width * HASH_BYTES]
    if len(hashes) != width * HASH_BYTES:
        raise NotFound(NO_TILE)
    return hashes, width == TILE_WIDTH
