"""A dry run: what the next run of retention would let go, by rule, and what the last ones did. Writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from commentsvc import clock
from commentsvc.domain.notice import PUBLISH, parse_manifest
from commentsvc.domain.notice_retention import record_months
from commentsvc.domain.retention import COMMENT_RULES, DEFAULT, Policy, Rule, due_before
from commentsvc.domain.trail import act_kind
from commentsvc.models import retention as kept
from commentsvc.models.audit import AuditEvent
from commentsvc.models.notice import Notice, all_notices, notices_in_force
from commentsvc.models.notice_use import living_records
from commentsvc.models.site import Site
from commentsvc.models.told import all_told
from commentsvc.usecases.access import require
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.end_choices import choices_over, ended_before
from commentsvc.usecases.end_trail import trail_due
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.run_retention import PAGE, due_records, ended_purposes, has_optional

EXAMPLES = 10
RUNS, RUN = 20, "retention.run"
LOOKED_AT = 50_000
"""Among so many people a dry run looks for codes of whom nothing is left; a run looks at all."""


@dataclass(frozen=True)
class PlannedRule:
    """What one rule would let go, none counted further than `COUNTED`; `oldest` is since when the oldest of what was
    counted stands as it does (None where that has no meaning); `examples` are ids of comments, or of records for
    `consent` and `record`; none for `code` and `trail`."""

    rule: str
    count: int
    oldest: datetime | None = None
    examples: list[uuid.UUID] = field(default_factory=list)


@dataclass(frozen=True)
class PastRun:
    """A run that is over: `gone` counts by rule."""

    at: datetime
    by: str
    gone: dict[str, int]


@dataclass(frozen=True)
class KeptNotice:
    """A notice. `months` are those it promises for records beyond their comments, None where it says nothing;
    `comments` how many stand under it, none counted further than `COUNTED`."""

    sha256: str
    lang: str
    version: int
    in_force: bool
    months: int | None
    comments: int
    chosen: bool


@dataclass(frozen=True)
class RetentionPlan:
    """What would go `at`, rules with nothing due left out. `waits_until`: nothing goes by itself before; None where the
    next daily run may. `unfinished` is what a run that was cut off let go so far. `held` comments are left alone, by a
    legal hold or because their author had them restricted."""

    at: datetime
    policy: Policy
    rules: list[PlannedRule]
    waits_until: datetime | None
    unfinished: dict[str, int]
    runs: list[PastRun]
    notices: list[KeptNotice]
    held: int

    @property
    def count(self) -> int:
        """Everything that would go."""
        return sum(rule.count for rule in self.rules)


def plan_retention(deps: Deps, actor: Actor, site_id: str) -> RetentionPlan:
    """What a run that began now would let go of the site.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
    """
    require(actor, site_id, "admin")
    site, at = find_site(deps, site_id), clock.now()
    row = kept.find_policy(deps.session, site_id)
    policy = row.policy() if row else DEFAULT
    rules = [_comments(deps, site, policy, rule, at) for rule in COMMENT_RULES]
    rules += [_consents(deps, site, policy, at), _choices(deps, site, at), _records(deps, site, at), _codes(deps, site)]
    rules.append(_trail(deps, site, policy, at))
    return RetentionPlan(
        at=at,
        policy=policy,
        rules=[rule for rule in rules if rule.count],
        waits_until=row.done_at if row and row.done_at and row.done_at > at else None,
        unfinished=dict(row.run) if row else {},
        runs=_runs(deps, site_id),
        notices=_notices(deps, site_id, policy),
        held=kept.count_held(deps.session, site_id),
    )


def _comments(deps: Deps, site: Site, policy: Policy, rule: Rule, at: datetime) -> PlannedRule:
    cutoff = due_before(policy, rule, at)
    if cutoff is None and not (rule is Rule.OLD_NOTICE and policy.old_notices):
        return PlannedRule(rule.value, 0)
    query = kept.due_comments(site.id, rule, cutoff, policy)
    due = query.limit(COUNTED).subquery()
    count, oldest = deps.session.execute(sa.select(sa.func.count(), sa.func.min(due.c[1])).select_from(due)).one()
    examples = deps.session.scalars(query.limit(EXAMPLES)).all() if count else []
    return PlannedRule(rule.value, count, oldest, list(examples))


def _consents(deps: Deps, site: Site, policy: Policy, at: datetime) -> PlannedRule:
    cutoff = due_before(policy, Rule.CONSENT, at)
    if cutoff is None:
        return PlannedRule(Rule.CONSENT.value, 0)
    count, examples = 0, []
    optional = kept.optional_consents(site.id, cutoff)
    for _, record_id in all_told(deps.session, site.id, has_optional, optional, cutoff, PAGE):
        if ended := len(ended_purposes(deps, site, policy, record_id, at)):
            count += ended
            examples.append(record_id)
        if count >= COUNTED:
            break
    return PlannedRule(Rule.CONSENT.value, min(count, COUNTED), None, examples[:EXAMPLES])


def _choices(deps: Deps, site: Site, at: datetime) -> PlannedRule:
    due = list(islice(choices_over(deps, site, at), COUNTED))
    return PlannedRule(Rule.CHOICE.value, len(due), None, due[:EXAMPLES])


def _records(deps: Deps, site: Site, at: datetime) -> PlannedRule:
    ended = (row for _, due in due_records(deps, site, at) for row in due)
    rows = list(islice(ended, COUNTED))
    over = list(islice(ended_before(deps, site, at), COUNTED - len(rows)))
    oldest = min((end for _, _, end in rows), default=None)
    examples = [*(record_id for _, record_id, _ in rows[:EXAMPLES]), *over[:EXAMPLES]]
    return PlannedRule(Rule.RECORD.value, len(rows) + len(over), oldest, examples[:EXAMPLES])


def _codes(deps: Deps, site: Site) -> PlannedRule:
    query = kept.unused_subjects(site.id, among=LOOKED_AT).limit(COUNTED).subquery()
    return PlannedRule(Rule.CODE.value, deps.session.scalar(sa.select(sa.func.count()).select_from(query)) or 0)


def _trail(deps: Deps, site: Site, policy: Policy, at: datetime) -> PlannedRule:
    count, oldest = trail_due(deps, site, policy, at)
    return PlannedRule(Rule.TRAIL.value, count, oldest)


def _runs(deps: Deps, site_id: str) -> list[PastRun]:
    rows = deps.session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.site_id == site_id, AuditEvent.kind == act_kind(RUN), AuditEvent.action == RUN)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(RUNS)
    )
    return [PastRun(row.at, row.actor_name, dict(row.detail)) for row in rows]


def _notices(deps: Deps, site_id: str, policy: Policy) -> list[KeptNotice]:
    counts = {use.sha256: use.records for use in living_records(deps.session, site_id, PUBLISH, (), COUNTED)}
    in_force = {notice.sha256 for notice in notices_in_force(deps.session, site_id)}

    def view(notice: Notice) -> KeptNotice:
        facts: dict[str, Any] = {"sha256": notice.sha256, "lang": notice.lang, "version": notice.version}
        return KeptNotice(
            **facts,
            in_force=notice.sha256 in in_force,
            months=record_months(parse_manifest(notice.body)),
            comments=counts.get(notice.sha256, 0),
            chosen=notice.sha256 in policy.old_notices,
        )

    return [view(notice) for notice in all_notices(deps.session, site_id)]
