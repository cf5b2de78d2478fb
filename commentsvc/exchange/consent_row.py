"""One line of the consent log: one record and one purpose. No I/O; the formats beside this file write it down."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """Who agreed to what, when, on which text, how, whether it was taken back, and for which comment.

    Times are RFC 3339 in UTC. `None` means: does not apply, not known, or erased. A row of an erased record keeps only
    what the append-only tables keep: the record's id and kind, the times, the commitment and the log index.
    """

    subject: str | None = None
    """The person's random reference; the address lives elsewhere and is never in the log."""
    record: str
    kind: str
    """consent, acknowledgement (never called consent), choice, or imported (claims nothing)."""
    purpose: str | None = None
    purpose_text: str | None = None
    """What the form said beside the choice; then what it explained below."""
    purpose_description: str | None = None
    lawful_basis: str | None = None
    """eu-gdpr:A6-1-a, -b or -f, as recorded then."""
    state: str
    """One of `domain.consent_history.STATES`."""
    given_at: str | None = None
    """When the reader first said yes (or, for an acknowledgement, sent the form)."""
    indicated_by: str | None = None
    """How the reader showed it: `checkbox and submit`."""
    withdrawn_at: str | None = None
    """When it ended: withdrawn, refused later, expired, invalidated or erased."""
    notice_sha256: str | None = None
    notice_version: int | None = None
    language: str | None = None
    page: str | None = None
    comment: str | None = None
    comment_status: str | None = None
    commitment: str
    """Hex of the record's salted commitment."""
    log_index: int | None = None
    """The record's place in the site's log; None while it waits to be integrated."""
    recorded_by: str | None = None
    """Who says so: reader, moderator or server."""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(ConsentRow))
"""The columns in the order every format writes them."""
