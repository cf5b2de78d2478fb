"""Try a rule on the comments there are: what it would have done, and what moderators decided. Changes nothing."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.rules import KINDS, because
from commentsvc.domain.rules.comment import JudgedComment, fingerprint, own_hosts
from commentsvc.domain.rules.kind import Need, whole
from commentsvc.models.comment import Comment
from commentsvc.models.flag import all_flags
from commentsvc.models.rule import newest_comments, rule_list, written_by
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_rule import RuleDraft, checked_draft, find_rule
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.judge_by_rules import COMPARED, author_of, zone_of

NEWEST = 1000
MOST_CHARACTERS = 3_000_000
"""Of HTML that is looked at: a site of very long comments tries its rules on fewer of them."""
_OUTCOMES = {"published": "published", "spam": "refused", "rejected": "refused", "removed": "refused"}
OUTCOMES = ("published", "refused", "waiting")


@dataclass(frozen=True)
class Hit:
    """A comment that the rule would have applied to, and why."""

    comment: Comment
    because: str


@dataclass(frozen=True)
class DryRun:
    """`looked_at` and `found` count comments by where they stand today: published, refused (a moderator rejected or
    removed it, or called it spam) or waiting; `oldest` is when the oldest of them came."""

    draft: RuleDraft
    looked_at: Mapping[str, int]
    found: Mapping[str, int]
    hits: Sequence[Hit]
    oldest: datetime | None

    @property
    def total(self) -> int:
        """How many comments were looked at."""
        return sum(self.looked_at.values())


def try_rule(deps: Deps, actor: Actor, site_id: str, draft: RuleDraft | uuid.UUID) -> DryRun:
    """What the rule alone would have done with the newest comments: a draft, or the one of this id, on or off.

    It is asked as it would have been when each comment came, as far as that is known: authors count by what stands
    today of what they sent before, texts and names are today's, and every flag that a comment ever had counts.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`; or there is no such rule.
        ValidationFailed: by field.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    draft = _of(deps, site_id, draft) if isinstance(draft, uuid.UUID) else checked_draft(draft)
    kind = KINDS[draft.kind]
    look = kind.ready(draft.settings)
    comments = _bounded(newest_comments(deps.session, site_id, NEWEST))
    looked_at = Counter(_outcome(comment) for comment in comments)
    found: Counter[str] = Counter()
    hits = []
    for comment, shown in zip(comments, _as_they_came(deps, site, comments, kind.needs), strict=True):
        if (said := look(shown)) is not None:
            found[_outcome(comment)] += 1
            hits.append(Hit(comment, because(draft.name, said)))
    oldest = comments[-1].created_at if comments else None
    return DryRun(draft, looked_at, found, hits, oldest)


def _of(deps: Deps, site_id: str, rule_id: uuid.UUID) -> RuleDraft:
    rule = find_rule(deps, site_id, rule_id)
    return RuleDraft(rule.name, rule.kind, rule.effect, whole(KINDS[rule.kind], rule.settings))


def _bounded(comments: Sequence[Comment]) -> list[Comment]:
    left, kept = MOST_CHARACTERS, []
    for comment in comments:
        left -= len(comment.html)
        if left < 0:
            break
        kept.append(comment)
    return kept


def _outcome(comment: Comment) -> str:
    """Where a comment stands by what people decided; spam that only a rule or the classifier called so waits."""
    if comment.status == "spam" and comment.decided_at is None:
        return "waiting"
    return _OUTCOMES.get(comment.status, "waiting")


def _as_they_came(deps: Deps, site: Site, comments: Sequence[Comment], needs: Collection[Need]) -> list[JudgedComment]:
    session = deps.session
    zone = zone_of(rule_list(session, site.id).time_zone)
    own = own_hosts(site.origins)
    written = written_by(session, site.id, comments) if Need.AUTHOR in needs else {}
    flags = all_flags(session, site.id, [comment.id for comment in comments]) if Need.FLAGS in needs else {}
    copies = _copies(comments) if Need.COPIES in needs else {}
    return [
        JudgedComment(
            html=comment.html,
            name=comment.author_name,
            website=comment.author_website,
            at=comment.created_at.astimezone(zone),
            own=own,
            author=author_of(written.get(comment.id)),
            copies=copies.get(comment.id, 0),
            flags=flags.get(comment.id, 0),
        )
        for comment in comments
    ]


def _copies(newest_first: Sequence[Comment]) -> dict[uuid.UUID, int]:
    """How often each comment's text came before, among as many comments as the rule itself compares it with."""
    prints = [fingerprint(comment.html) for comment in newest_first]
    window: Counter[str | None] = Counter(prints[:COMPARED])
    found: dict[uuid.UUID, int] = {}
    for place, comment in enumerate(newest_first):
        window[prints[place]] -= 1
        if place + COMPARED < len(prints):
            window[prints[place + COMPARED]] += 1
        found[comment.id] = window[prints[place]] if prints[place] is not None else 0
    return found
