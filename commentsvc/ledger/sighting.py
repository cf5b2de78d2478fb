"""Who else saw a log, and when: witnesses that cosigned its checkpoint, authorities that timestamped it.

Either takes from the operator the power to have written it anew since. What nobody named counts for nothing; what does
not hold is found out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commentsvc.errors import TimestampError, UnknownAuthority
from commentsvc.ledger.believe import seen_at, time_text
from commentsvc.ledger.certificate_path import read_authorities
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.cosignature import Cosignature
from commentsvc.ledger.timestamp import Timestamp, claimed_time, verify_timestamp
from commentsvc.ledger.verdict import Found, Outcome
from commentsvc.ledger.witness_policy import Policy


@dataclass(frozen=True)
class Sighting:
    """`who` had seen it at `time` (whole seconds since 1970)."""

    time: int
    who: str


@dataclass(frozen=True)
class Stamps:
    """What timestamps say of one checkpoint: `seen` those that count, `details` a sentence for each."""

    seen: tuple[Sighting, ...] = ()
    details: tuple[str, ...] = ()


def by_witnesses(witnesses: Sequence[Cosignature], policy: Policy) -> Sighting | None:
    """When as many as are wanted had cosigned."""
    time = seen_at(witnesses, policy)
    return None if time is None else Sighting(time, f"{policy.threshold} of the witnesses you trust")


def by_authorities(checkpoint: Checkpoint, tokens: Iterable[bytes], authorities: Sequence[bytes]) -> Stamps:
    """What the tokens show of the checkpoint to somebody who trusts these authorities (PEM files).

    Raises `Found` (altered) for a token that is of something else or is not signed as it should be, and
    `TimestampError` when a PEM file cannot be read.
    """
    for pem in authorities:
        read_authorities(pem)
    seen, details = [], []
    for token in tokens:
        try:
            found = verify_timestamp(token, checkpoint.body().encode(), authorities)
        except UnknownAuthority:
            details.append(_stamp_of_stranger(token, checkpoint, named=bool(authorities)))
        except TimestampError as error:
            raise Found(
                Outcome.ALTERED,
                f"Altered: the timestamp of the log of {checkpoint.size} entries does not hold: {error}.",
            ) from error
        else:
            sighting = Sighting(math.ceil(found.at.timestamp()), f"the timestamp authority {found.authority}")
            seen.append(sighting)
            details.append(_stamp_told(found, sighting, checkpoint))
    return Stamps(tuple(seen), tuple(details))


def earliest(sightings: Iterable[Sighting | None]) -> Sighting | None:
    """The first of those there are."""
    return min((one for one in sightings if one is not None), key=lambda one: one.time, default=None)


def _stamp_told(found: Timestamp, sighting: Sighting, checkpoint: Checkpoint) -> str:
    within = "" if found.accuracy is None else f", its clock being right within {found.accuracy.total_seconds():g} s"
    return (
        f"{sighting.who[0].upper()}{sighting.who[1:]} says that it was shown the log of {checkpoint.size} entries at "
        f"{time_text(sighting.time)}{within}; whether its certificate was revoked cannot be told offline."
    )


def _stamp_of_stranger(token: bytes, checkpoint: Checkpoint, *, named: bool) -> str:
    stamp = (
        f"A timestamp of {time_text(math.ceil(claimed_time(token).timestamp()))} over the log of {checkpoint.size} "
        "entries is here and does not count"
    )
    if named:
        return f"{stamp}: no certificate that you gave leads to the authority that signed it."
    return f"{stamp} yet: that takes the root certificate of its authority (--tsa), had from elsewhere."
