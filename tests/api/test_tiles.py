"""Hash tiles over HTTP: off until the site says so, then exactly what C2SP tlog-tiles describes, and never an entry."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.models.audit import AuditEvent
from commentsvc.models.log import LogEntry
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from tests.ledger import naive
from tests.ledger.vectors import FOLDER, public_files
from tests.support.problems import assert_problem
from tests.usecases.log_entries import add_pending, integrate_all, store

Get = Callable[..., Any]


@pytest.fixture
def tile(client: Any, site: Any) -> Get:
    """`tile("0/000")`: the answer of the path behind `tile/`."""
    return lambda path, at=site: client.get(f"{at.url}/log/tile/{path}")


@pytest.fixture
def published(deps: Any, site: Any) -> Any:
    """The site, publishing the tiles of 600 entries."""
    change_site(deps, CLI, site.id, {"publish_tiles": True})
    add_pending(deps, site.id, 600 - len(leaves(deps)))  # what was done on the site so far is in its log, too
    integrate_all(deps, site.id)
    return site


def leaves(deps: Any) -> list[bytes]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(LogEntry.leaf_hash).order_by(LogEntry.leaf_index)))


def test_without_the_sites_consent_there_is_no_tile(deps: Any, site: Any, tile: Get) -> None:
    add_pending(deps, site.id, 300)
    integrate_all(deps, site.id)
    off = tile("0/000")
    change_site(deps, CLI, site.id, {"publish_tiles": True})
    on = tile("0/000")
    change_site(deps, CLI, site.id, {"publish_tiles": False})

    assert_problem(off, 404, "not-found")
    assert on.status_code == 200
    assert_problem(tile("0/000"), 404, "not-found")
    deps.session.rollback()
    acts = deps.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "site.change"))
    assert [act.detail for act in acts] == [{"changed": ["publish_tiles"]}] * 2


def test_one_sites_choice_is_not_anothers(deps: Any, published: Any, other_site: Any, tile: Get) -> None:
    add_pending(deps, other_site.id, 300)
    integrate_all(deps, other_site.id)

    assert_problem(tile("0/000", other_site), 404, "not-found")
    assert tile("0/000", published).status_code == 200


def test_the_root_follows_from_the_tiles_by_the_specification_alone(
    client: Any, deps: Any, published: Any, tile: Get
) -> None:
    """Read as the specification says, without our code: level 0 whole, then every level from the one below it."""
    paths = {0: ["0/000", "0/001", "0/002.p/88"], 1: ["1/000.p/2"]}
    level = {n: b"".join(tile(path).data for path in found) for n, found in paths.items()}
    hashes = [level[0][at : at + 32] for at in range(0, len(level[0]), 32)]

    assert hashes == leaves(deps)
    assert [level[1][at : at + 32] for at in (0, 32)] == [naive.mth(hashes[:256]), naive.mth(hashes[256:512])]
    size, root = client.get(f"{published.url}/log/checkpoint").text.split("\n")[1:3]
    assert (int(size), root) == (600, _base64(naive.mth(hashes)))


def test_full_tiles_may_be_kept_for_ever_and_partial_ones_are_a_beginning(published: Any, tile: Get) -> None:
    full, part, less = tile("0/000"), tile("0/000.p/255"), tile("0/002.p/7")

    assert full.content_type == "application/octet-stream"
    assert "immutable" in full.headers["Cache-Control"] and "immutable" not in part.headers["Cache-Control"]
    assert part.data == full.data[: 255 * 32]
    assert less.data == tile("0/002.p/88").data[: 7 * 32]
    assert full.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in full.headers


NO_TILES = (
    *("0/002", "0/002.p/89", "0/003", "0/003.p/1", "1/000", "1/000.p/3", "1/001.p/1", "2/000.p/1", "63/000.p/1"),
    *("0/0", "0/0000", "00/000", "64/000", "0/x000/000", "0/000.p/0", "0/000.p/256", "0/000.p/01", "0/-01"),
    *("entries/000", "entries/000.p/1", "data/000", "0/x999/x999/x999/x999/x999/x999/999", "0/000/", "0/000.p"),
    *("0/%2e%2e/000", "0/000%00", "0/٠٠٠", "", "0", "0/", "../checkpoint/x"),
)


def test_what_is_no_tile_of_the_log_is_not_there(published: Any, tile: Get) -> None:
    """All in one test: a log of 600 entries is dear."""
    answers = {path: tile(path) for path in NO_TILES}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(NO_TILES, 404)
    for answer in answers.values():
        assert_problem(answer, 404, "not-found")


def test_what_waits_for_the_next_checkpoint_is_in_no_tile(deps: Any, published: Any, tile: Get) -> None:
    add_pending(deps, published.id, 3)

    assert_problem(tile("0/002.p/89"), 404, "not-found")


def test_the_public_tiled_log_is_served_as_it_was_published(deps: Any, site: Any, tile: Get) -> None:
    """The same entries in our log give the same tiles; without the vectors, our own entries and a naive hash do."""
    bundles = public_files("tile-log/tile/entries/000.p/15")
    entries = _entries(bundles[0].read_bytes()) if bundles else [b"entry %d" % n for n in range(15)]
    rows = add_pending(deps, site.id, 0)
    assert rows == []
    _store_leaves(deps, site.id, [sha256(b"\0" + entry).digest() for entry in entries])
    change_site(deps, CLI, site.id, {"publish_tiles": True})

    for width in range(1, len(entries) + 1):
        wanted = b"".join(sha256(b"\0" + entry).digest() for entry in entries[:width])
        public = FOLDER / "tile-log" / "tile" / "0" / "000.p" / str(width)
        assert tile(f"0/000.p/{width}").data == (public.read_bytes() if bundles else wanted) == wanted


def _entries(bundle: bytes) -> list[bytes]:
    """The entries of a bundle: each behind its length in two bytes (C2SP tlog-tiles)."""
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return found


def _store_leaves(deps: Any, site_id: str, hashes: list[bytes]) -> None:
    """A tree of these leaf hashes with its checkpoint, as the integrator stores one."""
    from commentsvc.clock import now
    from commentsvc.ledger.checkpoint import Checkpoint
    from commentsvc.ledger.tree import append
    from commentsvc.models.log import LogCheckpoint, LogTile

    signer = deps.keys.signer(site_id)
    made = append(lambda *_: b"", 0, hashes)
    note = Checkpoint(signer.name, made.size, made.root).sign(signer)
    tiles = [
        LogTile(site_id=site_id, level=level, tile_index=index, hashes=content)
        for (level, index), content in made.tiles.items()
    ]
    row = LogCheckpoint(site_id=site_id, size=made.size, root=made.root, note=note, created_at=now())
    store(deps, [*tiles, row])


def _base64(value: bytes) -> str:
    from base64 import b64encode

    return b64encode(value).decode()
