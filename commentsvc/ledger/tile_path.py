"""The names of tiles: `tile/<L>/<N>[.p/<W>]`, as C2SP tlog-tiles writes them. Tiles of entries have no name here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commentsvc.ledger.tree import TILE_HEIGHT, TILE_WIDTH

_NAME = re.compile(
    r"tile/(?P<level>0|[1-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """The name of tile (`level`, `index`): full, or its first `width` hashes. `parse_tile_path` is the inverse."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def parse_tile_path(path: str) -> tuple[int, int, int] | None:
    """Level, index and width of the tile of this name; None for what names no tile, or names it in another way."""
    match = _NAME.fullmatch(path)
    if match is None:
        return None
    level, width = int(match["level"]), int(match["width"] or TILE_WIDTH)
    index = int(match["index"].replace("x", "").replace("/", ""))
    return (level, index, width) if tile_path(level, index, width) == path else None


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of every tile of a log of `size` entries, lowest level first; the last one of a level may
    be partial."""
    level = 0
    while count := size >> TILE_HEIGHT * level:
        full, rest = divmod(count, TILE_WIDTH)
        yield from ((level, index, TILE_WIDTH) for index in range(full))
        if rest:
            yield level, full, rest
        level += 1
