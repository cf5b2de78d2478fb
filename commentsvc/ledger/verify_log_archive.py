"""Check an exported log: its tiles lead to every checkpoint it has, and to every checkpoint that somebody kept."""

from __future__ import annotations

from collections.abc import Iterator

from commentsvc.errors import ArchiveError, ProofError
from commentsvc.ledger.archive import CHECKPOINTS_NAME, NEWEST_NAME, TIMESTAMPS_NAME, Archive
from commentsvc.ledger.believe import (
    Trust,
    compare,
    open_believed,
    parse_consistency,
    time_text,
    trusted_witnesses,
)
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.key_change import KeyRing
from commentsvc.ledger.receipt import strict_json
from commentsvc.ledger.recompute import recompute
from commentsvc.ledger.sighting import Stamps, by_authorities, by_witnesses, earliest
from commentsvc.ledger.tile_path import tile_path, tiles_of
from commentsvc.ledger.tree import HASH_BYTES, MAX_SIZE
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_evidence import archive_ring
from commentsvc.ledger.verify_log import check_not_shrunk, log_verdict, parse_stamped


def verify_log_archive(archive: Archive, trust: Trust) -> Verdict:
    """The verdict on an archive of `LOG_SCHEMA`: every root is computed anew from its tiles, so that no proofs are
    needed for what was kept. Raises `LedgerError` and `Found`."""
    ring = archive_ring(archive, trust)
    for name, why in archive.differences():
        raise Found(Outcome.ALTERED, f"Altered: {name} {why}.")
    newest = archive.text(NEWEST_NAME)
    now = open_believed(newest, ring)
    kept = [open_believed(note, ring) for note in trust.checkpoints]
    own = [now, *_own_checkpoints(archive, ring, now)]
    unlinked = compare([now], kept, map(parse_consistency, trust.consistency), (*own, *ring.checkpoints()))
    _check_roots(archive, now, own, kept, ring)
    check_not_shrunk(now, kept, unlinked)
    for name in archive.files:
        archive.check(name)
    wanted = trust.wanted()
    seen = by_witnesses(trusted_witnesses(newest, wanted), wanted)
    stamped, stamps = _stamped(archive, trust, ring, own)
    if not trust.keys:
        return Verdict(
            Outcome.SELF_ATTESTED,
            f"Self-attested: the tiles lead to all {len(own) - 1} checkpoints of the log {now.origin} of {now.size} "
            "entries, but its key came with them, so anybody could have made all of it.",
            (f"Compare this key with one you had from elsewhere: {ring.keys[-1].vkey}",),
        )
    stamp = earliest(stamps.seen)
    if stamp and stamped < now.size and not seen and not kept:
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {stamp.who} had seen the first {stamped} of the {now.size} entries of the log {now.origin} at "
            f"{time_text(stamp.time)}, so nothing in those was changed since; this does not show what entries say.",
            stamps.details,
        )
    seen = earliest((seen, stamp)) if stamped == now.size else seen
    return log_verdict(now, kept, (), seen, stamps.details)


def _stamped(archive: Archive, trust: Trust, ring: KeyRing, own: list[Checkpoint]) -> tuple[int, Stamps]:
    """What authorities said of one of the log's `own` checkpoints, and its size; nothing where none was asked."""
    if TIMESTAMPS_NAME not in archive.files:
        return 0, Stamps()
    answer = parse_stamped(archive.read(TIMESTAMPS_NAME))
    checkpoint = open_believed(answer.note, ring)
    if checkpoint not in own:
        raise Found(Outcome.ALTERED, "Altered: the timestamped checkpoint is not among those of the log.")
    return checkpoint.size, by_authorities(checkpoint, answer.tokens, trust.authorities)


def _own_checkpoints(archive: Archive, ring: KeyRing, now: Checkpoint) -> Iterator[Checkpoint]:
    """Every checkpoint the archive has, believed; the newest is the last."""
    size = -1
    for line in archive.lines(CHECKPOINTS_NAME):
        note = strict_json(line)
        if not isinstance(note, str):
            raise ArchiveError("a line of its checkpoints is no note")
        checkpoint = open_believed(note, ring)
        if not size < checkpoint.size <= now.size:
            raise Found(Outcome.ALTERED, "Altered: the checkpoints of the log are not in the order of their sizes.")
        size = checkpoint.size
        yield checkpoint
    if size != now.size:
        raise Found(Outcome.ALTERED, "Altered: the newest checkpoint is not among those of the log.")


def _check_roots(
    archive: Archive, now: Checkpoint, own: list[Checkpoint], kept: list[Checkpoint], ring: KeyRing
) -> None:
    if now.size > MAX_SIZE:
        raise ArchiveError("no log is as large as its newest checkpoint says")
    expected = {one.size: (one.root, False) for one in (*kept, *ring.checkpoints())}
    expected |= {one.size: (one.root, True) for one in own}
    tiles = _ArchivedTiles(archive)
    rewritten: Found | None = None
    try:
        for size, root in recompute(tiles, now.size, expected):
            if root == expected[size][0]:
                continue
            if expected[size][1]:
                raise Found(
                    Outcome.ALTERED,
                    f"Altered: the tiles do not lead to the log's own checkpoint of {size} entries, so one or the "
                    "other was changed.",
                )
            rewritten = rewritten or Found(
                Outcome.LOG_REWRITTEN,
                f"Log rewritten: the log {now.origin} of {now.size} entries does not begin with the log of {size} "
                "entries that you kept a checkpoint of. Keep both.",
            )
    except ProofError as error:
        raise Found(Outcome.ALTERED, f"Altered: {error}.") from error
    if rewritten:
        raise rewritten
    if more := sorted(set(archive.under("tile/")) - {tile_path(*tile) for tile in tiles_of(now.size)}):
        raise Found(Outcome.ALTERED, f"Altered: {more[0]} is no tile of a log of {now.size} entries.")


class _ArchivedTiles:
    """The archive's tiles as `recompute` reads them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __call__(self, level: int, index: int, width: int) -> bytes:
        name = tile_path(level, index, width)
        if name not in self._archive.files:
            raise ProofError(f"{name} is missing")
        return self._archive.read(name, width * HASH_BYTES)
