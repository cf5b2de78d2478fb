"""Decide over comments: publish, reject, spam, remove, restore, undo; one by one or many at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import EllipsisType

from commentsvc import clock
from commentsvc.domain.content import HIDDEN, StatementDraft, statement_problems
from commentsvc.domain.moderation import Action, Status, next_status
from commentsvc.domain.undo import decision_to_undo, standing_decision
from commentsvc.domain.webhook_event import COMMENT_DECIDED
from commentsvc.errors import Conflict, Gone, NotFound, Problem, ValidationFailed
from commentsvc.models import queue
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.learned import plan_lesson
from commentsvc.models.site import Site
from commentsvc.models.visibility import set_status
from commentsvc.usecases.access import require
from commentsvc.usecases.announce import announce
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.give_statement import give_statement
from commentsvc.usecases.note_fact import note_fact
from commentsvc.usecases.report_decision import note_decision
from commentsvc.usecases.tell_reply import tell_reply

MOST_AT_ONCE = 200
LONGEST_REASON = 500

DONE = "done"
HIDING = (Action.REJECT, Action.SPAM, Action.REMOVE)
"""Decisions that an author may be given a statement of reasons for."""


@dataclass(frozen=True)
class DecisionDraft:
    """What a moderator wants. `expected_status` is the status they saw: another one in the database is a conflict.

    `expected_edited_at` is the `edited_at` they saw (None: never edited; left out: not checked). An author may edit a
    waiting comment while a queue stands open, and nobody must publish words they have not read. `reason` is internal;
    `statement` is what its author is told, None for nothing. `decision` is the one that an undo takes back, so that
    nobody takes back another's by mistake; None: whichever stands.
    """

    comment: uuid.UUID
    action: str
    reason: str = ""
    expected_status: str | None = None
    expected_edited_at: datetime | EllipsisType | None = ...
    statement: StatementDraft | None = None
    decision: uuid.UUID | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one draft: `outcome` is `done`, or the slug `conflict`, `not-found` or `gone`.

    `status` is the comment's status now (None when not found). On `done`, `decision` is the new decision's id and
    `decided_by`/`decided_at` are the caller's; on `conflict` they tell who made it what it is now, and when, unless it
    was its author.
    """

    comment: uuid.UUID
    outcome: str
    status: str | None = None
    detail: str = ""
    decision: uuid.UUID | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None


def decide_comments(
    deps: Deps, actor: Actor, site_id: str, decisions: Sequence[DecisionDraft], *, batch: uuid.UUID | None = None
) -> list[Outcome]:
    """Carry out up to 200 decisions in one transaction; one outcome each, in the same order.

    Each stands on a savepoint of its own, so that one conflict leaves the others done. The comments are locked first:
    of two moderators who decide the same comment, the second meets what the first decided. `batch` names what they are
    made together with, such as a ban.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
        ValidationFailed: none or more than 200, an unknown action or status, a reason over 500 characters.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    check_decisions(decisions)
    with writing(deps.session) as session:
        ids = [draft.comment for draft in decisions]
        comments = queue.lock_comments(session, site_id, ids)
        history = queue.decisions_of(session, site_id, list(comments))
        outcomes = []
        for draft in decisions:
            comment = comments.get(draft.comment)
            past = history.setdefault(draft.comment, [])
            try:
                with session.begin_nested():
                    made = decide_in_transaction(deps, actor, site, draft, comment, past)
                    made.batch = batch
            except (Conflict, Gone, NotFound) as problem:
                outcomes.append(_refused(draft, comment, past, problem))
            else:
                past.append(made)
                outcomes.append(_done(made))
        return outcomes


def check_decisions(decisions: Sequence[DecisionDraft]) -> None:
    """Raise `ValidationFailed` with everything that is wrong with them, before anything is read."""
    fields: dict[str, list[str]] = {}
    if not 1 <= len(decisions) <= MOST_AT_ONCE:
        fields["decisions"] = [f"Between 1 and {MOST_AT_ONCE} decisions at once."]
    actions, statuses = {action.value for action in Action}, {status.value for status in Status}
    for place, draft in enumerate(decisions):
        if draft.action not in actions:
            fields[f"decisions.{place}.action"] = [f"One of {', '.join(sorted(actions))}."]
        if draft.expected_status is not None and draft.expected_status not in statuses:
            fields[f"decisions.{place}.expected_status"] = [f"One of {', '.join(sorted(statuses))}."]
        if len(draft.reason) > LONGEST_REASON or "\x00" in draft.reason:  # PostgreSQL refuses NUL in a text
            fields[f"decisions.{place}.reason"] = [f"At most {LONGEST_REASON} characters of text."]
        if draft.statement is not None:
            wrong = statement_problems(draft.statement)
            if draft.action not in HIDING:
                wrong["ground"] = [f"A statement goes with {', '.join(HIDING)}."]
            fields |= {f"decisions.{place}.statement.{name}": said for name, said in wrong.items()}
    if fields:
        raise ValidationFailed("Nothing was decided.", fields=fields)


def decide_in_transaction(
    deps: Deps,
    actor: Actor,
    site: Site,
    draft: DecisionDraft,
    comment: Comment | None,
    past: Sequence[Decision],
    *,
    reported: bool = False,
) -> Decision:
    """Inside the caller's write transaction, the comment locked: carry out one checked decision. `past` are those made
    about it, oldest first; `reported`: it answers a report.

    Raises:
        NotFound, Gone, Conflict: there is nothing to decide, or it is not what the moderator saw.
    """
    comment = _as_seen(draft, comment)
    if comment.restricted_by is not None and not reported:
        raise Conflict("Its author had it restricted: it is stored, and nothing else is done with it.")
    action, before = Action(draft.action), Status(comment.status)
    undoes = _to_undo(draft, comment, past) if action is Action.UNDO else None
    after = next_status(before, action, Status(undoes.from_status) if undoes else None)
    at = clock.now()
    decision = Decision(
        site_id=comment.site_id,
        id=new_id(after=past[-1].id if past else None),
        comment_id=comment.id,
        action=action.value,
        from_status=before.value,
        to_status=after.value,
        actor=actor.ref,
        actor_name=actor.name,
        reason=draft.reason.strip(),
        at=at,
        undoes=undoes.id if undoes else None,
        seen_from=actor.seen_from,
    )
    decision.entry = _commit(deps, site, decision)
    comment.decided_at = _decided_at([*past, decision], after)
    set_status(deps.session, comment, after.value)
    deps.session.add(decision)
    deps.session.flush()
    _follow(deps, site, comment, decision)
    if draft.statement is not None and after in HIDDEN:
        give_statement(deps, site, comment, decision, draft.statement, reported=reported)
    return decision


def _to_undo(draft: DecisionDraft, comment: Comment, past: Sequence[Decision]) -> Decision:
    """The decision that the draft takes back."""
    undone = decision_to_undo(past, comment.status, draft.decision)
    edited = comment.edited_at is not None and comment.edited_at > undone.at
    if edited and undone.from_status == Status.PUBLISHED and draft.expected_edited_at is ...:
        raise Conflict("It was edited after it was taken down. Please read it before it is public again.", edited=True)
    return undone


def _decided_at(decisions: Sequence[Decision], after: Status) -> datetime | None:
    """When the decision was made by which it stands where it does: none is left where the last one was taken back."""
    if after is Status.PENDING:
        return None
    standing = standing_decision(decisions, after)
    return standing.at if standing else None


def _follow(deps: Deps, site: Site, comment: Comment, decision: Decision) -> None:
    """What else a decision sets going, in the same transaction."""
    plan_lesson(deps.session, site.id, comment.id)
    note_decision(deps, comment)
    tell_reply(deps, site, comment)
    announce(deps, site, COMMENT_DECIDED, {"comment": str(comment.id), "decision": str(decision.id)})


def _commit(deps: Deps, site: Site, decision: Decision) -> uuid.UUID | None:
    told = {"decision": str(decision.id), "comment": str(decision.comment_id), "by": decision.actor}
    told |= {"from": decision.from_status, "to": decision.to_status, "seen_from": decision.seen_from}
    return note_fact(deps, site, "comment.decided", told)


def _as_seen(draft: DecisionDraft, comment: Comment | None) -> Comment:
    """The comment, when it is still what the moderator saw."""
    if comment is None:
        raise NotFound("There is no such comment on this site.")
    if comment.status == Status.ERASED:
        raise Gone("This comment was erased. Nothing is left to decide.")
    if draft.expected_status is not None and draft.expected_status != comment.status:
        raise Conflict(f"It is {comment.status} now, no longer {draft.expected_status}.")
    if draft.expected_edited_at not in (..., comment.edited_at):
        raise Conflict("Its author has edited it since you read it. Please read it again.", edited=True)
    return comment


def _done(decision: Decision) -> Outcome:
    return Outcome(
        comment=decision.comment_id,
        outcome=DONE,
        status=decision.to_status,
        decision=decision.id,
        decided_by=decision.actor_name,
        decided_at=decision.at,
    )


def _refused(draft: DecisionDraft, comment: Comment | None, past: Sequence[Decision], problem: Problem) -> Outcome:
    status = comment.status if comment else None
    # Only a decision that led to what the moderator meets now explains it; an author's edit or erasure is nobody's.
    last = past[-1] if past and past[-1].to_status == status and not problem.extra.get("edited") else None
    return Outcome(
        comment=draft.comment,
        outcome=problem.slug,
        status=status,
        detail=problem.detail or problem.title,
        decided_by=last.actor_name if last else None,
        decided_at=last.at if last else None,
    )
