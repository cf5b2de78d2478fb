"""Ban whoever wrote a comment: by their address, by their part of the network; with what they wrote, if wanted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from commentsvc import clock
from commentsvc.domain import bans as rules
from commentsvc.domain.bans import BanKind
from commentsvc.domain.moderation import Action, Status
from commentsvc.errors import Conflict, Gone, NotFound, ValidationFailed
from commentsvc.models import queue
from commentsvc.models.ban import Ban, bans_from, network_days, range_of, written_by
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import new_id, writing
from commentsvc.usecases.access import require
from commentsvc.usecases.decide_comments import DONE, DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

PURGED = (Status.PUBLISHED, Status.PENDING)
"""What readers see or may come to see; what is out of sight stays as it was decided."""
AT_ONCE = 100


@dataclass(frozen=True)
class BanDraft:
    """A wanted ban. `by` are `BanKind`s; `days` None is for good; `told` False lets who is banned go on writing to
    nobody; `note` is for moderators; `purge` takes what they wrote away."""

    comment: uuid.UUID
    by: list[str] = field(default_factory=lambda: [BanKind.AUTHOR.value])
    days: int | None = None
    told: bool = True
    note: str = ""
    purge: bool = False


@dataclass(frozen=True)
class Banned:
    """The bans that were made, and how many comments went to spam with them."""

    bans: list[Ban]
    purged: int


@dataclass(frozen=True)
class Bannable:
    """What a ban could be by: `author` where an address was given (`sure`: its owner confirmed it), `network` where its
    code is still kept (`network_days` 0: the site keeps none). `others` counts what would go with a purge."""

    author: bool
    sure: bool
    network: bool
    network_days: int
    others: int
    standing: list[Ban]


def bannable(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID) -> Bannable:
    """What can be banned of who wrote this comment.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`; no such comment. Gone: it was erased.
    """
    require(actor, site_id, "moderate")
    comment = _find(deps, site_id, comment_id)
    subject, at = _addressed(deps, comment), clock.now()
    code = range_of(deps.session, site_id, comment.id, at)
    sure = _confirmed(comment)
    theirs = written_by(deps.session, site_id, subject_id=subject, sure=sure, code=code, statuses=PURGED)
    return Bannable(
        author=subject is not None,
        sure=sure,
        network=code is not None,
        network_days=network_days(deps.session, site_id),
        others=len(theirs),
        standing=bans_from(deps.session, site_id, comment, at),
    )


def ban_author(deps: Deps, actor: Actor, site_id: str, draft: BanDraft) -> Banned:
    """Ban who wrote the comment, then, in small transactions, call what they wrote spam if that is wanted.

    Each decision of the purge is one that can be undone; `lift_ban` takes all of them back together.

    Raises:
        NotFound, Forbidden, Gone: as `bannable`. ValidationFailed: by field.
        Conflict: nothing is left to ban by: no address was given, or the code of the network is gone.
    """
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    wrong = rules.draft_problems(draft.by, draft.days, draft.note, network_days(deps.session, site_id))
    if wrong:
        raise ValidationFailed("Nobody was banned.", fields=wrong)
    with writing(deps.session) as session:
        queue.lock_comments(session, site_id, [draft.comment])  # an erasure that comes now finds the ban
        comment = _find(deps, site_id, draft.comment)
        bans = [_ban(deps, actor, draft, comment, BanKind(kind)) for kind in dict.fromkeys(draft.by)]
        session.add_all(bans)
        session.flush()
        for ban in bans:
            told = {"kind": ban.kind, "days": draft.days, "told": ban.told, "comment": str(comment.id)}
            record_act(deps, site_id, actor, "ban.set", str(ban.id), told)
    return Banned(bans, _purge(deps, actor, site_id, bans) if draft.purge else 0)


def _ban(deps: Deps, actor: Actor, draft: BanDraft, comment: Comment, kind: BanKind) -> Ban:
    at, subject, code = clock.now(), None, None
    if kind is BanKind.AUTHOR:
        subject = _addressed(deps, comment)
        if subject is None:
            raise Conflict("This comment came without an address, so that its author is nobody to ban.")
    else:
        code = range_of(deps.session, comment.site_id, comment.id, at)
        if code is None:
            raise Conflict("Which part of the network this comment came from is no longer known.")
    return Ban(
        site_id=comment.site_id,
        id=new_id(),
        kind=kind.value,
        comment_id=comment.id,
        subject_id=subject,
        code=code,
        sure=kind is BanKind.NETWORK or _confirmed(comment),
        told=draft.told,
        note=draft.note.strip(),
        set_by=actor.ref,
        set_by_name=actor.name,
        set_at=at,
        expires_at=rules.ends_at(draft.days, at),
    )


def _purge(deps: Deps, actor: Actor, site_id: str, bans: list[Ban]) -> int:
    purged, seen = 0, set[uuid.UUID]()
    for ban in [(one.id, one.subject_id, one.sure, one.code) for one in bans]:
        ban_id, subject, sure, code = ban
        ids = written_by(deps.session, site_id, subject_id=subject, sure=sure, code=code, statuses=PURGED)
        fresh = [one for one in ids if one not in seen]
        seen.update(fresh)
        for start in range(0, len(fresh), AT_ONCE):
            drafts = [DecisionDraft(one, Action.SPAM) for one in fresh[start : start + AT_ONCE]]
            outcomes = decide_comments(deps, actor, site_id, drafts, batch=ban_id)
            purged += sum(outcome.outcome == DONE for outcome in outcomes)
    return purged


def _find(deps: Deps, site_id: str, comment_id: uuid.UUID) -> Comment:
    comment = deps.session.get(Comment, (site_id, comment_id), populate_existing=True)
    if comment is None:
        raise NotFound("There is no such comment on this site.")
    if comment.status == Status.ERASED:
        raise Gone("This comment was erased. Nobody can be banned because of it.")
    return comment


def _addressed(deps: Deps, comment: Comment) -> uuid.UUID | None:
    """The author, if they gave an address: without one every comment has an author of its own."""
    subject = deps.session.get(Subject, (comment.site_id, comment.subject_id)) if comment.subject_id else None
    return subject.id if subject is not None and subject.pseudonym else None


def _confirmed(comment: Comment) -> bool:
    return comment.confirmed_at is not None
