"""How strong a site's evidence is now: what its log holds, who but the operator saw it, and what is amiss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from commentsvc.clock import now
from commentsvc.errors import LedgerError, NoteError
from commentsvc.ledger.cosignature import read_cosignature
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.models.cosignature import LogCosignature, newest_cosignatures
from commentsvc.models.key_change import key_changes
from commentsvc.models.log import LogCheckpoint, Unplaced, checkpoints_after, latest_checkpoint, unplaced_entries
from commentsvc.models.site import Site
from commentsvc.models.timestamp import latest_timestamp
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.stamp_checkpoint import timestamp_trouble
from commentsvc.usecases.witnessed_checkpoint import witness_keys

BEHIND = timedelta(hours=1)
"""A witness that has not cosigned a checkpoint of this age is behind: it looks every few seconds."""
SLOW = timedelta(minutes=10)
"""An entry that has waited for so long shows that no worker integrates it."""


@dataclass(frozen=True)
class WitnessStatus:
    """One of the site's witnesses: the largest checkpoint it cosigned (`size` 0, `at` None: none yet), when the service
    got that, and whether it should have cosigned a later one by now."""

    name: str
    vkey: str
    size: int
    at: datetime | None
    behind: bool


@dataclass(frozen=True)
class TimestampStatus:
    """`authority` is who is asked now, empty where nobody is; `size` and `at` are of the newest timestamp (0 and None:
    none yet), `trouble` is why the last attempt failed, while none has succeeded since."""

    authority: str
    size: int
    at: datetime | None
    trouble: str


@dataclass(frozen=True)
class EarlierKey:
    """A key that signs no more: `reason` is rotated or lost, `size` the checkpoint that its successor signed first."""

    vkey: str
    reason: str
    at: datetime
    size: int


@dataclass(frozen=True)
class EvidenceStatus:
    """`size` and `checkpoint_at` are the newest checkpoint's (0 and None before the first), `key_missing` says why the
    key that signs is not there (empty: it is), `slow` that entries wait longer than they should."""

    origin: str
    vkey: str
    key_missing: str
    earlier_keys: tuple[EarlierKey, ...]
    size: int
    checkpoint_at: datetime | None
    unplaced: Unplaced
    slow: bool
    witnesses: tuple[WitnessStatus, ...]
    timestamps: TimestampStatus

    @property
    def seen(self) -> int:
        """How many entries, from the first on, somebody else than the operator saw."""
        return max(self.timestamps.size, *(witness.size for witness in self.witnesses), 0)

    @property
    def seen_at(self) -> datetime | None:
        """When those were seen first by whoever saw them all."""
        sightings = [(one.size, one.at) for one in self.witnesses] + [(self.timestamps.size, self.timestamps.at)]
        return min((at for size, at in sightings if size == self.seen and at), default=None)

    @property
    def sentence(self) -> str:
        """How strong it is, in the words of `verify`; no times."""
        if not self.size:
            return "Nothing to prove yet: the log holds no entry."
        if not self.seen:
            return (
                f"Operator's word only: {_entries(self.size)} of the log are signed with the site's key, and nobody "
                "else saw them."
            )
        witnesses = sum(1 for witness in self.witnesses if witness.size)
        others = [f"{witnesses} witnesses" if witnesses > 1 else "a witness"] if witnesses else []
        others += ["a timestamp authority"] if self.timestamps.size else []
        whole = _entries(self.size)
        part = f"all {whole}" if self.seen >= self.size else f"the first {_number(self.seen)} of {whole}"
        return (
            f"Proven, to whoever trusts {' or '.join(others)}: {part if self.size > 1 else 'the one entry'} of the log "
            f"{'were' if self.size > 1 else 'was'} seen by somebody else, and cannot be changed without its showing."
        )


def evidence_status(deps: Deps, actor: Actor, site_id: str) -> EvidenceStatus:
    """The evidence of the site as it stands. Reads little, however long the log is, and changes nothing.

    A cosignature counts when it holds; of a timestamp it is believed that it was checked when it was taken. Why a key
    is missing or an authority fails can name the server's files and hosts: who administers the installation reads it.

    Raises `NotFound` or `Forbidden`: the actor is of another site, or lacks `export`.
    """
    require(actor, site_id, "export")
    site, at = find_site(deps, site_id), now()
    newest = latest_checkpoint(deps.session, site_id)
    unplaced = unplaced_entries(deps.session, site_id, at)
    return EvidenceStatus(
        origin=site.log_origin,
        vkey=site.log_vkey,
        key_missing=_told(actor, _key_missing(deps, site), "The server has no file with it."),
        earlier_keys=tuple(
            EarlierKey(row.old_vkey, row.reason, row.at, row.size) for row in key_changes(deps.session, site_id)
        ),
        size=newest.size if newest else 0,
        checkpoint_at=newest.created_at if newest else None,
        unplaced=unplaced,
        slow=_slow(deps, unplaced, at),
        witnesses=_witnesses(deps, site, newest, at),
        timestamps=_timestamps(deps, actor, site_id),
    )


def _key_missing(deps: Deps, site: Site) -> str:
    try:
        find_signer(deps, site)
    except LedgerError as error:
        return str(error)
    return ""


def _told(actor: Actor, why: str, briefly: str) -> str:
    return why if actor.site_id is None or not why else briefly


def _slow(deps: Deps, unplaced: Unplaced, at: datetime) -> bool:
    """A promise says by when, not since when; but all give the same time."""
    if unplaced.deadline is None:
        return False
    settings = deps.settings
    since = unplaced.deadline - timedelta(seconds=settings.promise_seconds)
    return at - since > SLOW + timedelta(seconds=settings.checkpoint_seconds)


def _witnesses(deps: Deps, site: Site, newest: LogCheckpoint | None, at: datetime) -> tuple[WitnessStatus, ...]:
    keys = witness_keys(site)
    last = {row.key_id: row for row in newest_cosignatures(deps.session, site.id, keys)}
    found = []
    for key_id, key in keys.items():
        row = last.get(key_id)
        if row is not None and not _holds(deps, row, key):
            row = None
        size = row.size if row else 0
        found.append(
            WitnessStatus(key.name, key.vkey, size, row.received_at if row else None, _behind(deps, newest, size, at))
        )
    return tuple(found)


def _behind(deps: Deps, newest: LogCheckpoint | None, size: int, at: datetime) -> bool:
    if newest is None or size >= newest.size:
        return False
    [unseen] = checkpoints_after(deps.session, newest.site_id, size, newest.size, 1)
    return at - unseen.created_at > BEHIND


def _holds(deps: Deps, row: LogCosignature, key: NoteVerifier) -> bool:
    checkpoint = deps.session.get_one(LogCheckpoint, (row.site_id, row.size))
    try:
        read_cosignature(row.line, parse_note(checkpoint.note).text, key)
    except NoteError:
        return False
    return True


def _timestamps(deps: Deps, actor: Actor, site_id: str) -> TimestampStatus:
    last, trouble = latest_timestamp(deps.session, site_id), timestamp_trouble(deps.session, site_id)
    return TimestampStatus(
        authority=deps.timestamps.url,
        size=last.size if last else 0,
        at=last.stamped_at if last else None,
        trouble=_told(actor, trouble or "", "The authority gave no valid answer."),
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{_number(count)} entries"
