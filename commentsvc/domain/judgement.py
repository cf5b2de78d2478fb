"""What rules, layers and learning found in a comment, and what that makes of it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from commentsvc.domain.moderation import Status, initial_status

LONGEST_REASON = 40
LONGEST_BECAUSE = 500


class Verdict(StrEnum):
    """What a finding asks for: a person's eye; where there is no doubt, the place of spam; or to be published at once,
    unless another asks for one of these."""

    HOLD = "hold"
    SPAM = "spam"
    PASS = "pass"  # noqa: S105 - a word, not a password


REASONS: dict[str, str] = {
    "trap": "The field nobody sees was filled in",
    "quick": "Sent faster than a person writes",
    "unproven": "Without the proof of work",
    "flood": "Many from one place",
    "same-link": "Many links to one domain",
    "banned": "From a banned author or network",
    "learned": "Looks like what moderators called spam",
    "words": "A listed word",
    "links": "Links",
    "repeated": "Repeated text",
    "length": "Length or shouting",
    "language": "Another language",
    "new-author": "New author",
    "trusted": "Trusted author",
    "closed": "Closed time",
    "flags": "Flags by readers",
    "being-checked": "A spam service is being asked",
    "service": "A spam service calls it spam",
    "unchecked": "A spam service did not answer in time",
}
"""Every reason a finding can have, by its slug, with the plain name that a moderator filters by."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    `reason` is a slug of `REASONS`; `because` one plain sentence for the moderator, without the author's address;
    `rule` the id of the site's rule that found it, where one did.
    """

    reason: str
    because: str
    verdict: Verdict
    rule: uuid.UUID | None = None


def first_status(moderation: str, trusted: bool, findings: Collection[Finding]) -> Status:
    """Where a new or edited comment begins: certainty makes it spam, doubt makes it wait, else `initial_status`."""
    if any(finding.verdict is Verdict.SPAM for finding in findings):
        return Status.SPAM
    passes = any(finding.verdict is Verdict.PASS for finding in findings)
    return initial_status(moderation, trusted or passes, held_for(findings))


def held_for(findings: Iterable[Finding]) -> list[str]:
    """The reasons for which a comment is held, or called spam, each once."""
    return list(dict.fromkeys(finding.reason for finding in findings if finding.verdict is not Verdict.PASS))
