"""The figures of a site over a period: comments, decisions, spam, consent, requests."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from commentsvc import clock
from commentsvc.domain.judgement import REASONS
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.permissions import holds
from commentsvc.errors import ValidationFailed
from commentsvc.models import figures
from commentsvc.models.request import SubjectRequest, count_open, list_requests
from commentsvc.models.review import notices_of
from commentsvc.models.rule import rules_of
from commentsvc.models.site import Site
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site

PERIODS = (7, 30, 90, 365)
WAITS = (
    timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3),
)  # fmt: skip
MOST_REQUESTS = 20


@dataclass(frozen=True)
class Held:
    """What one reason held: how many comments, and where they stand now. `name` is the reason's, or that of the rule
    with the id `rule`."""

    reason: str
    name: str
    rule: uuid.UUID | None
    by_status: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many comments."""
        return sum(self.by_status.values())


@dataclass(frozen=True)
class Spam:
    """`caught`: found by a rule or layer, and spam. `missed`: readers saw it before a moderator called it spam.
    `honest`: held back, and published then. `waiting`: held back, and nobody has decided."""

    caught: int
    missed: int
    honest: int
    waiting: int


@dataclass(frozen=True)
class GivenConsent:
    """One version of a notice: how many agreed under it in the period, and to what beside the comment itself."""

    sha256: str
    version: int
    lang: str
    records: int
    purposes: Mapping[str, int]


@dataclass(frozen=True)
class Figures:
    """Days run from `days[0]` to today (UTC). What the actor may not see is None. `waits` is as of `models.figures`."""

    days: Sequence[date]
    comments: Sequence[Mapping[str, int]] | None = None
    decisions: Sequence[Mapping[str, int]] | None = None
    waits: Sequence[int] | None = None
    held: Sequence[Held] | None = None
    spam: Spam | None = None
    consents: Sequence[GivenConsent] | None = None
    purposes: Sequence[tuple[str, str]] = ()
    requests: Sequence[SubjectRequest] | None = None
    open_requests: int = 0
    at: datetime = field(default_factory=clock.now)


def read_figures(deps: Deps, actor: Actor, site_id: str, days: int = 30) -> Figures:
    """The figures of the last `days` days, today included, as of one moment: of moderation for `moderate` and `audit`,
    of consent for `export`, of requests for `subjects`.

    Raises:
        NotFound, Forbidden: the actor is of another site, or holds none of these. ValidationFailed: `days`.
    """
    require(actor, site_id, "moderate", "audit", "export", "subjects")
    site = find_site(deps, site_id)
    if days not in PERIODS:
        one_of = ", ".join(str(period) for period in PERIODS)
        raise ValidationFailed("There are no figures of such a period.", fields={"days": [f"One of {one_of}."]})
    at = clock.now()
    today = at.astimezone(UTC).date()
    shown = [today - timedelta(days=n) for n in reversed(range(days))]
    since = datetime(shown[0].year, shown[0].month, shown[0].day, tzinfo=UTC)
    with snapshot(deps.replica.up_to_date(deps.session.get_bind())) as session:
        return _read(replace(deps, session=session), actor, site, since, Figures(days=shown, at=at))


def _read(deps: Deps, actor: Actor, site: Site, since: datetime, begun: Figures) -> Figures:
    parts: dict[str, Any] = {}
    if holds(actor.scopes, "moderate") or holds(actor.scopes, "audit"):
        parts |= _moderation(deps, site.id, since, begun.days)
    if holds(actor.scopes, "export"):
        parts |= _consents(deps, site.id, since, site.default_language)
    if holds(actor.scopes, "subjects"):
        waiting = list_requests(deps.session, site.id, closed=False, offset=0, limit=MOST_REQUESTS)
        parts |= {"requests": waiting, "open_requests": count_open(deps.session, site.id)}
    return replace(begun, **parts)


def _moderation(deps: Deps, site_id: str, since: datetime, days: Sequence[date]) -> dict[str, object]:
    session = deps.session
    found = figures.with_findings(session, site_id, since)
    rules = {rule.id: rule.name for rule in rules_of(session, site_id)}
    held = [
        Held(reason, (rule and rules.get(rule)) or REASONS.get(reason, reason), rule, by_status)
        for (reason, rule), by_status in figures.held_by(session, site_id, since).items()
    ]
    return {
        "comments": _spread(figures.comments_by_day(session, site_id, since), days),
        "decisions": _spread(figures.decisions_by_day(session, site_id, since), days),
        "waits": figures.waits(session, site_id, since, WAITS),
        "held": sorted(held, key=lambda one: (-one.count, one.name, str(one.rule))),
        "spam": Spam(
            caught=found.get("spam", 0),
            missed=figures.missed_spam(session, site_id, since),
            honest=found.get("published", 0),
            waiting=found.get("pending", 0),
        ),
    }


def _consents(deps: Deps, site_id: str, since: datetime, lang: str) -> dict[str, object]:
    hashes = [sha256 for sha256, _, _ in figures.given_by_notice(deps.session, site_id, since, ())]
    notices = {
        sha256: (notice, parse_manifest(notice.body))
        for sha256, notice in notices_of(deps.session, site_id, hashes).items()
    }
    labels = {
        purpose["id"]: purpose["label"]
        for _, manifest in sorted(notices.values(), key=lambda one: one[0].lang == lang)  # its words win
        for purpose in manifest["purposes"]
        if not purpose["required"]
    }
    given = [
        GivenConsent(sha256, notices[sha256][0].version, notices[sha256][0].lang, records, counts)
        for sha256, records, counts in figures.given_by_notice(deps.session, site_id, since, list(labels))
        if sha256 in notices
    ]
    return {
        "consents": sorted(given, key=lambda one: (-one.version, one.lang, one.sha256)),
        "purposes": list(labels.items()),
    }


def _spread(found: figures.ByDay, days: Sequence[date]) -> list[Mapping[str, int]]:
    """One mapping a day, empty where nothing was."""
    first = date(1970, 1, 1)
    return [found.get((day - first).days, {}) for day in days]
