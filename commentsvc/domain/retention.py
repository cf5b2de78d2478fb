"""How long what is kept: one table of rules, pure. No I/O, no clock.

A period of 0 means never: what it rules stays until somebody deletes it. Each rule answers one question: since when
would something have to stand as it does, to be due at a moment? (`due_before`). Queries and decisions ask the same.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commentsvc.domain.consent_history import GIVEN, PastEvent, purpose_histories
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import CONSENT_BASIS, PUBLISH


class Rule(StrEnum):
    """Why something goes. The first six end comments, in this order where two agree; the others end what is left.
    `choice` has no period of a site's: how long a choice holds is fixed when it is made (`domain.choices`)."""

    OLD_NOTICE = "old-notice"
    SPAM = "spam"
    REJECTED = "rejected"
    REMOVED = "removed"
    PENDING = "pending"
    PUBLISHED = "published"
    CONSENT = "consent"
    CHOICE = "choice"
    RECORD = "record"
    CODE = "code"
    TRAIL = "trail"


COMMENT_RULES = (Rule.OLD_NOTICE, Rule.SPAM, Rule.REJECTED, Rule.REMOVED, Rule.PENDING, Rule.PUBLISHED)


@dataclass(frozen=True)
class Policy:
    """What one site keeps for how long; 0 is never. Days count from the decision, or from posting where there was none;
    months of published comments from posting; months of an optional consent from when it was last given; months of the
    trail (who decided and did what) from the act. `old_notices` are SHA-256 of notices whose comments go whatever their
    status. The defaults are those of a new site.
    """

    spam_days: int = 30
    rejected_days: int = 30
    removed_days: int = 180
    pending_days: int = 0
    published_months: int = 0
    consent_months: int = 0
    trail_months: int = 24
    old_notices: frozenset[str] = frozenset()


KEEP_ALL = Policy(spam_days=0, rejected_days=0, removed_days=0, trail_months=0)
DEFAULT = Policy()
PERIODS: dict[str, tuple[int, int]] = {
    "spam_days": (0, 3650),
    "rejected_days": (0, 3650),
    "removed_days": (0, 3650),
    "pending_days": (0, 3650),
    "published_months": (0, 600),
    "consent_months": (0, 120),
    "trail_months": (0, 600),
}
"""The least and the most of each period."""

_PERIOD_OF = {
    Rule.SPAM: "spam_days",
    Rule.REJECTED: "rejected_days",
    Rule.REMOVED: "removed_days",
    Rule.PENDING: "pending_days",
    Rule.PUBLISHED: "published_months",
    Rule.CONSENT: "consent_months",
    Rule.TRAIL: "trail_months",
}
STATUS_OF = {
    Rule.SPAM: Status.SPAM,
    Rule.REJECTED: Status.REJECTED,
    Rule.REMOVED: Status.REMOVED,
    Rule.PENDING: Status.PENDING,
    Rule.PUBLISHED: Status.PUBLISHED,
}
"""The status of the comments a rule is about."""


@dataclass(frozen=True)
class CommentFacts:
    """What decides over one comment. `decided_at` is None where nobody decided since it was posted or last changed;
    `notice` is the SHA-256 its author agreed to, None once the record is erased."""

    status: str
    created_at: datetime
    decided_at: datetime | None
    edited_at: datetime | None = None
    notice: str | None = None


def policy_problems(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with these settings, by name: unknown names, numbers out of bounds, no list of hashes."""
    wrong: dict[str, list[str]] = {}
    for name, value in values.items():
        if name in PERIODS:
            least, most = PERIODS[name]
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                wrong[name] = [f"A whole number from {least} to {most}; 0 means never."]
        elif name != "old_notices":
            wrong[name] = ["There is no such setting."]
        elif isinstance(value, str) or not all(isinstance(item, str) for item in value):
            wrong[name] = ["A list of notices, each by its SHA-256."]
    return wrong


def policy_values(policy: Policy) -> dict[str, Any]:
    """The policy as plain values, in the order of its fields; the notices sorted."""
    return asdict(policy) | {"old_notices": sorted(policy.old_notices)}


def policy_names() -> tuple[str, ...]:
    """The names of a policy's settings."""
    return tuple(field.name for field in fields(Policy))


def months_before(at: datetime, months: int) -> datetime:
    """The same day of the month that many months earlier, the month's last day where it has no such day."""
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return at.replace(year=years, month=month + 1, day=min(at.day, last))


def due_before(policy: Policy, rule: Rule, at: datetime) -> datetime | None:
    """What stands as it does since this moment or longer is due `at`; None: the rule is off, or has no period."""
    name = _PERIOD_OF.get(rule)
    period = getattr(policy, name) if name else 0
    if not name or not period:
        return None
    return at - timedelta(days=period) if name.endswith("_days") else months_before(at, period)


def stands_since(facts: CommentFacts) -> datetime:
    """Since when its period runs: posting for what is public, else the last decision or change."""
    if facts.status == Status.PUBLISHED:
        return facts.created_at
    return max(moment for moment in (facts.created_at, facts.decided_at, facts.edited_at) if moment is not None)


def comment_due(policy: Policy, facts: CommentFacts, at: datetime) -> Rule | None:
    """The rule by which this comment goes `at`, or None while it stays."""
    if facts.status == Status.ERASED:
        return None
    if facts.notice is not None and facts.notice in policy.old_notices:
        return Rule.OLD_NOTICE
    for rule, status in STATUS_OF.items():
        if facts.status == status:
            cutoff = due_before(policy, rule, at)
            return rule if cutoff is not None and stands_since(facts) <= cutoff else None
    return None


def record_due(ended_at: datetime, months: int, at: datetime) -> bool:
    """Whether a record whose comment ended at `ended_at` goes `at`: its notice promised `months` beyond that."""
    return ended_at <= months_before(at, months)


def consents_due(
    policy: Policy, events: Iterable[PastEvent], purposes: Iterable[Mapping[str, Any]], at: datetime
) -> list[str]:
    """Ids of the optional purposes whose consent ends `at`. `events` are the record's, oldest first; `purposes` those
    of its newest snapshot (`domain.consent.build_record`).

    What is kept on the reader's own device is left out: it is the reader's to remove, and no event could carry it out.
    """
    cutoff = due_before(policy, Rule.CONSENT, at)
    if cutoff is None:
        return []
    told = {purpose["id"]: purpose for purpose in purposes}
    bases = {name: str(purpose["lawful_basis"]) for name, purpose in told.items()}
    return [
        name
        for name, history in purpose_histories(events, bases).items()
        if name != PUBLISH
        and history.state == GIVEN
        and history.given_at is not None
        and history.given_at <= cutoff
        and bases.get(name) == CONSENT_BASIS
        and told[name].get("storage", "service") == "service"
    ]
