"""Check that a log is still the one that was seen before. No I/O, no clock, no network."""

from __future__ import annotations

from collections.abc import Sequence

from commentsvc.errors import LedgerError
from commentsvc.ledger.believe import (
    Trust,
    compare,
    open_believed,
    parse_consistency,
    seen_at,
    time_text,
    trusted_witnesses,
)
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.witness_policy import Policy


def verify_log(newest: str, trust: Trust) -> Verdict:
    """Check that the log whose checkpoint is `newest` still begins with the logs of `trust.checkpoints`.

    `trust.consistency` are answers of `…/log/consistency?from=<size kept>&to=<size of newest>`. Never raises for what
    is in the files.
    """
    try:
        ring = trust.ring()
        now = open_believed(newest, ring)
        ring = ring.of(now.origin)
        kept = [open_believed(note, ring) for note in trust.checkpoints]
        for before in kept:
            if before.size > now.size:
                raise Found(
                    Outcome.LOG_REWRITTEN,
                    f"Log rewritten: you kept a checkpoint of {before.size} entries, and the log now has {now.size}. "
                    "A log never shrinks; an old backup may have been put back.",
                )
        unlinked = tuple(compare([now], kept, map(parse_consistency, trust.consistency), ring.checkpoints()))
        wanted = trust.wanted()
        seen = seen_at(trusted_witnesses(newest, wanted), wanted)
        return _log_verdict(now, kept, unlinked, seen, wanted)
    except Found as ended:
        return ended.verdict
    except LedgerError as error:
        return Verdict(Outcome.MALFORMED, f"Malformed, so nothing is shown either way: {error}.")


def _log_verdict(
    now: Checkpoint, kept: Sequence[Checkpoint], unlinked: tuple[str, ...], seen: int | None, policy: Policy
) -> Verdict:
    if kept and not unlinked:
        oldest = min(before.size for before in kept)
        return Verdict(
            Outcome.PROVEN,
            f"Proven: the log {now.origin} of {now.size} entries begins with every log you kept a checkpoint of "
            f"(the first had {oldest}), so nothing in those was changed since; this does not show what entries say.",
        )
    if seen:
        return Verdict(
            Outcome.PROVEN,
            f"Proven: {policy.threshold} of the witnesses you trust had seen the log {now.origin} of {now.size} "
            f"entries at {time_text(seen)}, each having found that it only grew; this does not show what entries say.",
            unlinked,
        )
    return Verdict(
        Outcome.OPERATORS_WORD,
        f"Operator's word only: {now.origin} signed a log of {now.size} entries, and nothing here connects it "
        "with what was seen before.",
        unlinked,
    )
