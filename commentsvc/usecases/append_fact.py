"""Commit to something that happened and is about no consent record, as an `audit` entry of the site's log.

Called inside a write transaction of another use-case, like `append_event`: the act and its proof are durable together.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.ledger.canonical import canonical
from commentsvc.ledger.entry import commitment, new_salt
from commentsvc.models.fact import LoggedFact
from commentsvc.models.prepared import NewRow, insert_rows
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import Promise, pending_entry
from commentsvc.usecases.deps import Deps

ENTRY_TYPE = "audit"


@dataclass(frozen=True)
class Fact:
    """A fact that was just committed to: the id of its log entry, and the promise that the log will hold it."""

    entry: uuid.UUID
    promise: Promise


def append_fact(deps: Deps, site: Site, what: str, told: Mapping[str, Any]) -> Fact:
    """Write the entry and what opens it (`models.fact.LoggedFact`); returns what the caller keeps.

    `what` is `thing.verb`, such as `request.opened`. `told` is plain JSON without floats, times as RFC 3339: ids,
    kinds and times, never a name, an address or words of a reader. The log learns neither: its leaf says `audit` and a
    commitment, whose salt is in the database only (law 4). The snapshot is `{"what", "at", "site", **told}`.

    Raises:
        KeyMissing: the site's signing key is gone; nothing may be acknowledged without a promise.
        CanonicalError: `told` has no canonical form.
    """
    at, salt = clock.now(), new_salt()
    snapshot = canonical({**told, "what": what, "at": iso(at), "site": site.id})
    entry, promise = pending_entry(deps, site, ENTRY_TYPE, commitment(salt, snapshot), at)
    opens = {"site_id": site.id, "entry": entry.values["id"], "snapshot": snapshot, "salt": salt}
    insert_rows(deps.session, [entry, NewRow(LoggedFact, opens)])
    return Fact(entry.values["id"], promise)
