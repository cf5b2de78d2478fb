"""Lift a ban, and bring back what went to spam with it if that is wanted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commentsvc.domain.moderation import Action, Status
from commentsvc.errors import NotFound
from commentsvc.models.ban import Ban, purged_with
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.ban_author import AT_ONCE
from commentsvc.usecases.decide_comments import DONE, DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class Lifted:
    """How many comments are back where they were, and how many stay because somebody decided otherwise since."""

    restored: int
    kept: int


def lift_ban(deps: Deps, actor: Actor, site_id: str, ban_id: uuid.UUID, *, restore: bool = False) -> Lifted:
    """Delete the ban. With `restore`, first undo, in small transactions, what its purge decided and nobody changed.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`; there is no such ban (any more).
    """
    require(actor, site_id, "moderate")
    if deps.session.get(Ban, (site_id, ban_id)) is None:
        raise NotFound("There is no such ban, or no longer.")
    restored = _restore(deps, actor, site_id, ban_id) if restore else Lifted(0, 0)
    with writing(deps.session) as session:
        ban = session.get(Ban, (site_id, ban_id), with_for_update=True, populate_existing=True)
        if ban is not None:
            session.delete(ban)
            record_act(deps, site_id, actor, "ban.lift", str(ban_id), {"kind": ban.kind, "restored": restored.restored})
    return restored


def _restore(deps: Deps, actor: Actor, site_id: str, ban_id: uuid.UUID) -> Lifted:
    purged = purged_with(deps.session, site_id, ban_id)
    done = 0
    for start in range(0, len(purged), AT_ONCE):
        drafts = [
            DecisionDraft(comment, Action.UNDO, expected_status=Status.SPAM, decision=decision)
            for comment, decision in purged[start : start + AT_ONCE]
        ]
        done += sum(one.outcome == DONE for one in decide_comments(deps, actor, site_id, drafts))
    return Lifted(done, len(purged) - done)
