"""Read what timestamp authorities said of a site's log, with the checkpoint they said it of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commentsvc.clock import iso
from commentsvc.errors import NotFound
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.verify_log import STAMPED_SCHEMA
from commentsvc.models.log import LogCheckpoint
from commentsvc.models.timestamp import LogTimestamp, latest_timestamp, timestamps_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.witnessed_checkpoint import shown_note


@dataclass(frozen=True)
class TimestampedCheckpoint:
    """The signed note `checkpoint` of `size` entries, and every timestamp of its body."""

    size: int
    checkpoint: str
    timestamps: tuple[LogTimestamp, ...]

    def as_json(self) -> dict[str, Any]:
        """As one document, which `ledger.verify_log.verify_stamped` takes."""
        return {
            "schema": STAMPED_SCHEMA,
            "size": self.size,
            "checkpoint": self.checkpoint,
            "timestamps": [
                {"authority": one.authority, "stamped_at": iso(one.stamped_at), "token": to_base64(one.token)}
                for one in self.timestamps
            ],
        }


def read_timestamps(deps: Deps, site_id: str, size: int | None = None) -> TimestampedCheckpoint:
    """The newest checkpoint that is timestamped, or the one of `size`. Raises `NotFound` when there is none."""
    site = find_site(deps, site_id)
    if size is None:
        newest = latest_timestamp(deps.session, site.id)
        size = newest.size if newest else 0
    found = timestamps_of(deps.session, site.id, [size])
    checkpoint = deps.session.get(LogCheckpoint, (site.id, size)) if found else None
    if checkpoint is None:
        raise NotFound("This site's log has no such checkpoint with a timestamp.")
    return TimestampedCheckpoint(size, shown_note(deps, site, checkpoint), tuple(found))
