"""Check that a log is still the one that was seen before. No I/O, no clock, no network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commentsvc.errors import LedgerError, ReceiptError
from commentsvc.ledger.believe import (
    Trust,
    compare,
    open_believed,
    parse_consistency,
    time_text,
    trusted_witnesses,
)
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.receipt import strict_json
from commentsvc.ledger.sighting import Sighting, by_authorities, by_witnesses, earliest
from commentsvc.ledger.verdict import Found, Outcome, Verdict

STAMPED_SCHEMA = "commentsvc-stamped-checkpoint/1"


@dataclass(frozen=True)
class StampedCheckpoint:
    """An answer of `…/log/timestamps`: a signed note, and TimeStampTokens (DER) over its checkpoint's body."""

    note: str
    tokens: tuple[bytes, ...]


def parse_stamped(data: bytes | str) -> StampedCheckpoint:
    """The answer of `…/log/timestamps`, believing nothing. Raises `ReceiptError`."""
    value = strict_json(data)
    try:
        if value["schema"] != STAMPED_SCHEMA:
            raise ValueError
        tokens = tuple(from_base64(one["token"]) for one in value["timestamps"])
        if not isinstance(value["checkpoint"], str) or not isinstance(value["timestamps"], list):
            raise ValueError
        return StampedCheckpoint(value["checkpoint"], tokens)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReceiptError("this is not an answer of log/timestamps") from error


def verify_stamped(answer: bytes | str, trust: Trust) -> Verdict:
    """As `verify_log`, of the checkpoint in an answer of `…/log/timestamps`."""
    try:
        stamped = parse_stamped(answer)
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")
    return verify_log(stamped.note, trust, stamped.tokens)


def verify_log(newest: str, trust: Trust, tokens: Sequence[bytes] = ()) -> Verdict:
    """Check that the log whose checkpoint is `newest` still begins with the logs of `trust.checkpoints`.

    `trust.consistency` are answers of `…/log/consistency?from=<size kept>&to=<size of newest>`; `tokens` are
    timestamps of `newest`. Never raises for what is in the files.
    """
    try:
        ring = trust.ring()
        now = open_believed(newest, ring)
        ring = ring.of(now.origin)
        kept = [open_believed(note, ring) for note in trust.checkpoints]
        unlinked = tuple(compare([now], kept, map(parse_consistency, trust.consistency), ring.checkpoints()))
        check_not_shrunk(now, kept, unlinked)
        wanted = trust.wanted()
        stamps = by_authorities(now, tokens, trust.authorities)
        seen = (by_witnesses(trusted_witnesses(newest, wanted), wanted), *stamps.seen)
        return log_verdict(now, kept, unlinked, earliest(seen), stamps.details)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def check_not_shrunk(now: Checkpoint, kept: Sequence[Checkpoint], unlinked: Collection[str]) -> None:
    """Raise `Found` (rolled back) when a kept checkpoint has more entries than the log has now. `unlinked` says what
    could not be compared: the rest is known to be a beginning of what was kept."""
    newest = max(kept, key=lambda before: before.size, default=now)
    if newest.size <= now.size:
        return
    left = (
        f"Whether it begins as that one does takes the answer of log/consistency?from={now.size}&to={newest.size}."
        if unlinked
        else f"What is left is its beginning; the last {newest.size - now.size} entries are missing."
    )
    raise Found(
        Outcome.ROLLED_BACK,
        f"Rolled back: you kept a checkpoint of {newest.size} entries, and this log has {now.size}. An older copy "
        f"of it was put back, or its end was taken away. {left}",
    )


def log_verdict(
    now: Checkpoint,
    kept: Sequence[Checkpoint],
    unlinked: tuple[str, ...],
    seen: Sighting | None,
    stamped: tuple[str, ...],
) -> Verdict:
    """What is said of a log whose checkpoints contradict each other nowhere: `unlinked` says which of `kept` could not
    be connected with `now`, `seen` who saw it first, `stamped` what there is to say of its timestamps."""
    if kept and not unlinked:
        oldest = min(before.size for before in kept)
        return Verdict(
            Outcome.PROVEN,
            f"Proven: the log {now.origin} of {now.size} entries begins with every log you kept a checkpoint of "
            f"(the first had {oldest}), so nothing in those was changed since; this does not show what entries say.",
            stamped,
        )
    if seen:
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {seen.who} had seen the log {now.origin} of {now.size} entries at {time_text(seen.time)}, so "
            "nothing in it was changed since; this does not show what entries say.",
            unlinked + stamped,
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {now.origin} signed a log of {now.size} entries, and nothing here connects it "
        "with what was seen before.",
        unlinked + stamped,
    )
