"""Compute a site's log anew from the database's own rows, and compare it with all that was ever signed or kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy.orm import Session

from commentsvc.errors import LedgerError, ProofError
from commentsvc.ledger.believe import Trust, compare, open_believed, parse_consistency
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.entry import opens_to, parse_leaf
from commentsvc.ledger.key_change import KeyRing
from commentsvc.ledger.recompute import recompute
from commentsvc.ledger.tree import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, leaf_hash
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_log import check_not_shrunk, log_verdict
from commentsvc.models.log import LogState
from commentsvc.models.log_check import checkpoint_notes, notice_bodies, opened_events, placed_entries, tile_hashes
from commentsvc.models.site import Site, all_sites
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.read_key_changes import key_history


def check_logs(deps: Deps, kept: Sequence[str], consistency: Sequence[bytes] = ()) -> list[tuple[str, Verdict]]:
    """The verdict on every site's log, by the site's key, as it stands at one moment.

    `kept` are signed checkpoints that somebody kept, of any site; `consistency` answers of `…/log/consistency`. The
    keys are the database's own: what is proven to others takes `verify` with a key had from elsewhere. Reads all of the
    logs once, in constant memory, and changes nothing.
    """
    with snapshot(deps.session.get_bind()) as session:
        within = replace(deps, session=session)
        sites = all_sites(session)
        found = [
            (site.id, _verdict(within, site, [note for note in kept if origin(note) == site.log_origin], consistency))
            for site in sites
        ]
        return found + not_here(kept, {site.log_origin for site in sites})


def origin(note: str) -> str:
    """The log that a checkpoint says it is of."""
    return note.split("\n", 1)[0]


def not_here(kept: Sequence[str], origins: Collection[str]) -> list[tuple[str, Verdict]]:
    """A verdict for each log that a checkpoint was kept of and that is none of `origins`: it was not compared."""
    strange = sorted({origin(note) for note in kept} - set(origins))
    return [
        (
            ascii(log),
            Verdict(Outcome.UNKNOWN_KEY, f"Unknown key: no site here has the log {log}, so nothing was compared."),
        )
        for log in strange
    ]


def _verdict(deps: Deps, site: Site, kept: Sequence[str], consistency: Sequence[bytes]) -> Verdict:
    try:
        return _checked(deps, site, kept, consistency)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def _checked(deps: Deps, site: Site, notes: Sequence[str], consistency: Sequence[bytes]) -> Verdict:
    session = deps.session
    state = session.get_one(LogState, site.id)
    keys = key_history(deps, site)
    ring = Trust().ring_of(keys.origin, keys.key, keys.changes)
    kept = [open_believed(note, ring) for note in notes]
    now = Checkpoint(site.log_origin, state.size, bytes(state.root))
    own = _own_roots(session, site, ring, now)
    unlinked = tuple(compare([now], kept, map(parse_consistency, consistency), ring.checkpoints()))
    _check_roots(session, site, now, own, kept)
    _check_what_opens(session, site)
    check_not_shrunk(now, kept, unlinked)
    return log_verdict(now, kept, (), None, ())


def _own_roots(session: Session, site: Site, ring: KeyRing, now: Checkpoint) -> dict[int, bytes]:
    """The root of every checkpoint the log has, believed."""
    found = {now.size: now.root}
    newest = 0
    for note in checkpoint_notes(session, site.id):
        one = open_believed(note, ring)
        if one.origin != site.log_origin or one.size > now.size or found.setdefault(one.size, one.root) != one.root:
            raise _altered(f"the checkpoint of {one.size} entries is none of the log as it stands, of {now.size}")
        newest = one.size
    if newest != now.size:
        raise _altered(f"the newest checkpoint is of {newest} entries, and the log has {now.size}")
    return found


def _check_roots(
    session: Session, site: Site, now: Checkpoint, own: dict[int, bytes], kept: Sequence[Checkpoint]
) -> None:
    wanted = {one.size: one.root for one in kept} | own
    entries = _Entries(session, site.id)
    try:
        for size, root in recompute(entries, now.size, wanted):
            if root == wanted[size]:
                continue
            if size in own:
                raise _altered(f"the entries do not lead to the log's own checkpoint of {size}")
            raise Found(
                Outcome.LOG_REWRITTEN,
                f"Log rewritten: the log {now.origin} of {now.size} entries does not begin with the log of {size} "
                "entries that a checkpoint was kept of. Keep both.",
            )
    except ProofError as error:
        raise _altered(str(error)) from error
    if not now.size and now.root != EMPTY_ROOT:
        raise _altered("an empty log has another root")
    entries.check_end()


def _check_what_opens(session: Session, site: Site) -> None:
    """What was shown and agreed to is, as far as it was not erased, what the log committed to."""
    for commitment, data, salt, said in opened_events(session, site.id):
        leaf = parse_leaf(data)
        if leaf.commitment != commitment or not opens_to(leaf, salt, said):
            raise _altered("a record's snapshot is not what its entry committed to")
    for name, body in notice_bodies(session, site.id):
        if sha256(body).hexdigest() != name:
            raise _altered(f"the notice {name} has other bytes than its name says")


def _altered(what: str) -> Found:
    return Found(Outcome.ALTERED, f"Altered: {what}.")


class _Entries:
    """The tree's tiles as `recompute` reads them: level 0 from the entries themselves, whose bytes are hashed again and
    compared with the tile that is stored."""

    def __init__(self, session: Session, site_id: str) -> None:
        self._session = session
        self._site_id = site_id
        self._rows = placed_entries(session, site_id)

    def __call__(self, level: int, index: int, width: int) -> bytes:
        stored = tile_hashes(self._session, self._site_id, level, index)
        if level:
            return stored[: width * HASH_BYTES]
        if self._hashes(index, width) != stored:
            raise ProofError(f"the stored tile {index} is not made of its entries")
        return stored

    def check_end(self) -> None:
        """Raise `Found` when there are entries behind the last."""
        if next(self._rows, None) is not None:
            raise _altered("there are entries with a place behind the end of the log")

    def _hashes(self, index: int, width: int) -> bytes:
        found = b""
        for at in range(index * TILE_WIDTH, index * TILE_WIDTH + width):
            place, data, named = next(self._rows, (None, b"", b""))
            if place != at:
                raise ProofError(f"the entry {at} is missing")
            computed = leaf_hash(data)
            if computed != named:
                raise ProofError(f"the entry {at} has another hash than its bytes")
            found += computed
        return found
