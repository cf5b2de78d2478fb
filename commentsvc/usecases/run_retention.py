"""Let go what a site has kept for as long as it keeps it: in small steps, each proven in the log by its own events.

A step is one transaction that holds the site's policy. So of two workers the second finds what the first left, a crash
between two steps loses nothing, and what went is counted in the same transaction that let it go.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from commentsvc import clock
from commentsvc.domain.consent import EventType, open_snapshot
from commentsvc.domain.consent_history import HOLDING, PastEvent
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import PUBLISH
from commentsvc.domain.retention import (
    COMMENT_RULES,
    DEFAULT,
    CommentFacts,
    Policy,
    Rule,
    comment_due,
    consents_due,
    due_before,
    months_before,
    policy_values,
    record_due,
)
from commentsvc.models import erasing, queue
from commentsvc.models import retention as kept
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, events_of, newest_body, newest_event
from commentsvc.models.database import writing
from commentsvc.models.notice import all_notices
from commentsvc.models.site import Site
from commentsvc.models.told import Told, all_told, find_told
from commentsvc.models.visibility import lock_threads_of
from commentsvc.usecases.access import require
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.ask_to_renew import ask_to_renew
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.end_choices import erase_choices, expire_choices
from commentsvc.usecases.end_comment import BY, end_in_transaction, kept_months
from commentsvc.usecases.end_trail import end_trail
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.release_address import release_address
from commentsvc.usecases.take_turns import ROWS, let_others_write

BATCH = ROWS
PAGE = 500
"""Records looked at in one statement."""
DAY = timedelta(days=1)
WORKER = Actor(ref="worker", name="Retention", site_id=None, scopes=frozenset({"admin"}))
"""Who acts when nobody pressed a button."""


@dataclass(frozen=True)
class RetentionRun:
    """What a run let go, by `domain.retention.Rule`, without what there was none of. `finished` is False when it was
    stopped; the next run goes on and counts on."""

    gone: dict[str, int]
    finished: bool


@dataclass(frozen=True)
class _Step:
    """What one transaction did; `after` is where the next one goes on, None when there is nothing further."""

    gone: Counter[str]
    after: uuid.UUID | None


_Work = Callable[[Deps, Site, Policy, datetime, uuid.UUID | None], _Step]


def sites_due_for_retention(deps: Deps) -> list[str]:
    """The sites that had no run yet since midnight (UTC)."""
    at = clock.now()
    midnight = at - timedelta(seconds=at.timestamp() % DAY.total_seconds())
    sites = list(kept.sites_not_done_since(deps.session, midnight))
    deps.session.rollback()
    return sites


def run_retention(deps: Deps, actor: Actor, site_id: str, *, go_on: Callable[[], bool] = lambda: True) -> RetentionRun:
    """Let go everything of the site that is due now; what `plan_retention` shows. Run again, it finds nothing.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        KeyMissing: nothing can be proven, so nothing more goes.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    works: list[_Work] = [partial(_end_comments, rule) for rule in COMMENT_RULES]
    works += [_expire_consents, _expire_choices, _erase_records, _erase_choices, _forget_codes, _end_trail]
    for work in works:
        after: uuid.UUID | None = None
        while True:
            if not go_on():
                return RetentionRun(_so_far(deps, site_id), finished=False)
            with writing(deps.session) as session:
                row = kept.lock_policy(session, site_id, policy_values(DEFAULT))
                step = work(deps, site, row.policy(), clock.now(), after)
                if step.gone:
                    row.run = dict(Counter(row.run) + step.gone)
            after = step.after
            if after is None:
                break
            if step.gone:
                let_others_write()
    return RetentionRun(_finish(deps, actor, site_id), finished=True)


def _so_far(deps: Deps, site_id: str) -> dict[str, int]:
    deps.session.rollback()
    row = kept.find_policy(deps.session, site_id)
    return dict(row.run) if row else {}


def _finish(deps: Deps, actor: Actor, site_id: str) -> dict[str, int]:
    """Write down what the run let go. A run of the worker that found nothing leaves no line."""
    with writing(deps.session) as session:
        row = kept.lock_policy(session, site_id, policy_values(DEFAULT))
        gone = dict(row.run)
        row.done_at, row.run = clock.now(), {}
        if gone or actor is not WORKER:
            record_act(deps, site_id, actor, "retention.run", site_id, gone)
    return gone


def _end_comments(rule: Rule, deps: Deps, site: Site, policy: Policy, at: datetime, after: uuid.UUID | None) -> _Step:
    cutoff = due_before(policy, rule, at)
    if cutoff is None and not (rule is Rule.OLD_NOTICE and policy.old_notices):
        return _Step(Counter(), None)
    found = kept.due_comments(site.id, rule, cutoff, policy)
    ids = _page(deps, found, Comment.id, after)
    comments = queue.lock_comments(deps.session, site.id, ids)
    notices = kept.notice_of_comment(deps.session, site.id, [comment.record_id for comment in comments.values()])
    gone: Counter[str] = Counter()
    for comment in comments.values():
        facts = comment_facts(comment, notices.get(comment.record_id))
        if comment_due(policy, facts, at) is rule:  # asked again: somebody may have decided until it was locked
            end_in_transaction(deps, site, comment, rule)
            gone[rule.value] += 1
    return _Step(gone, _next(ids))


def comment_facts(comment: Comment, notice: str | None) -> CommentFacts:
    """What the rules need to know of a comment whose record names this notice."""
    return CommentFacts(comment.status, comment.created_at, comment.decided_at, comment.edited_at, notice)


def _expire_consents(deps: Deps, site: Site, policy: Policy, at: datetime, after: uuid.UUID | None) -> _Step:
    cutoff = due_before(policy, Rule.CONSENT, at)
    if cutoff is None:
        return _Step(Counter(), None)
    optional = kept.optional_consents(site.id, cutoff)
    found = find_told(deps.session, site.id, has_optional, optional, cutoff, after, BATCH)
    records = [record_id for _, record_id in found.rows]
    lock_threads_of(deps.session, site.id, Comment.record_id.in_(records))
    gone: Counter[str] = Counter()
    for record_id in records:
        gone[Rule.CONSENT.value] += _expire_consent(deps, site, policy, record_id, at)
    return _Step(+gone, found.after)


def has_optional(told: Told) -> bool:
    """Whether records of this wording have an optional purpose on."""
    return any(row["purpose"] != PUBLISH and row["state"] in HOLDING for row in told)


def _expire_consent(deps: Deps, site: Site, policy: Policy, record_id: uuid.UUID, at: datetime) -> int:
    """Append `expired` for the optional purposes of the record that are due; how many."""
    body = newest_body(deps.session, site.id, record_id)
    ended = ended_purposes(deps, site, policy, record_id, at)
    if body is None or not ended:
        return 0
    record = deps.session.get_one(ConsentRecord, (site.id, record_id))
    purposes = {**body.purposes, **dict.fromkeys(ended, False)}
    facts = RecordFacts.again(record, body)
    append_event(deps, site, facts, EventType.EXPIRED, at=at, by=BY, purposes=purposes)
    ask_to_renew(deps, site, facts.subject_id, str(facts.record["language"]), ended, "over")
    release_address(deps, site.id, facts.subject_id)
    return len(ended)


def ended_purposes(deps: Deps, site: Site, policy: Policy, record_id: uuid.UUID, at: datetime) -> list[str]:
    """The optional purposes of the record whose consent ends `at`."""
    events = events_of(deps.session, site.id, record_id)
    newest = next((body for _, body in reversed(events) if body is not None), None)
    if newest is None:
        return []
    told = open_snapshot(newest.snapshot)["record"].get("purposes", [])
    past = [PastEvent(event.type, event.at, body.purposes if body else {}) for event, body in events]
    return consents_due(policy, past, told, at)


def due_records(deps: Deps, site: Site, at: datetime) -> Iterator[tuple[str, Iterator[Any]]]:
    """For each notice: those of its records that outlive their comments and are due, as (event id, record id, end)."""
    for notice in all_notices(deps.session, site.id):
        cutoff = months_before(at, kept_months(deps, site, notice.sha256))
        ended = kept.ended_records(site.id, notice.sha256, cutoff)
        yield notice.sha256, all_told(deps.session, site.id, partial(_outlives, notice.sha256), ended, cutoff, PAGE)


def _outlives(notice: str, told: Told) -> bool:
    """Whether records of this wording may outlive their comment: what ends a comment turns off all that its record
    agreed to."""
    return told[0]["notice_sha256"] == notice and all(row["state"] not in HOLDING for row in told)


def _erase_records(deps: Deps, site: Site, _policy: Policy, at: datetime, _after: uuid.UUID | None) -> _Step:
    gone: Counter[str] = Counter()
    for notice, due in due_records(deps, site, at):
        records = [record_id for _, record_id, _ in islice(due, BATCH)]
        lock_threads_of(deps.session, site.id, Comment.record_id.in_(records))
        for record_id in records:
            comment = erasing.comment_of_record(deps.session, site.id, record_id, lock=True)
            last = newest_event(deps.session, site.id, record_id)
            if comment is None or last is None or comment.status != Status.ERASED or last.type == EventType.ERASED:
                continue
            if record_due(last.at, kept_months(deps, site, notice), at):
                erase_in_transaction(deps, site, comment, by=BY, rule=Rule.RECORD)
                gone[Rule.RECORD.value] += 1
        if gone:  # one notice a step; the next step begins again, and finds what is left
            return _Step(gone, uuid.UUID(int=0))
    return _Step(gone, None)


def _expire_choices(deps: Deps, site: Site, _policy: Policy, at: datetime, after: uuid.UUID | None) -> _Step:
    ended, further = expire_choices(deps, site, at, after, BATCH)
    return _Step(+Counter({Rule.CHOICE.value: ended}), further)


def _erase_choices(deps: Deps, site: Site, _policy: Policy, at: datetime, _after: uuid.UUID | None) -> _Step:
    erased = erase_choices(deps, site, at, BATCH)
    return _Step(+Counter({Rule.RECORD.value: erased}), uuid.UUID(int=0) if erased else None)


def _forget_codes(deps: Deps, site: Site, _policy: Policy, _at: datetime, after: uuid.UUID | None) -> _Step:
    people = _page(deps, kept.unused_subjects(site.id), kept.Subject.id, after)
    for subject_id in people:
        erasing.forget_subject_if_unused(deps.session, site.id, subject_id)
    return _Step(+Counter({Rule.CODE.value: len(people)}), _next(people))


def _end_trail(deps: Deps, site: Site, policy: Policy, at: datetime, _after: uuid.UUID | None) -> _Step:
    ended = end_trail(deps, site, policy, at, BATCH)
    return _Step(+Counter({Rule.TRAIL.value: ended}), uuid.UUID(int=0) if ended else None)


def _page(deps: Deps, query: Any, column: Any, after: uuid.UUID | None) -> list[uuid.UUID]:
    return list(deps.session.scalars((query if after is None else query.where(column > after)).limit(BATCH)))


def _next(ids: list[uuid.UUID]) -> uuid.UUID | None:
    return ids[-1] if len(ids) == BATCH else None
