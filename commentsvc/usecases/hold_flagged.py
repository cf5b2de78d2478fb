"""Hold a published comment back once enough readers flagged it, where the site has a rule that says so."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.domain.moderation import Status
from commentsvc.domain.rules import apply_rules
from commentsvc.domain.rules.flags import FLAGS
from commentsvc.domain.rules.kind import Effect
from commentsvc.models.comment import Comment
from commentsvc.models.finding import add_findings
from commentsvc.models.flag import settle_flags
from commentsvc.models.site import Site
from commentsvc.models.visibility import set_status
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.judge_by_rules import as_findings, judged, needs_of
from commentsvc.usecases.ready_rules import ready_rules
from commentsvc.usecases.record_act import record_act

RULES = Actor(ref="rules", name="The site's rules", site_id=None, scopes=frozenset())
"""Who the trail says held it back: nobody in particular."""


def hold_flagged(deps: Deps, site: Site, comment: Comment) -> None:
    """Inside the caller's write transaction, the comment public and locked: have it wait for a moderator where a rule
    about flags applies that no rule above it lets pass. What the rule found is kept beside it."""
    rules = [rule for rule in ready_rules(deps, site.id) if rule.kind is FLAGS or rule.effect is Effect.PASS]
    if not any(rule.kind is FLAGS for rule in rules):
        return
    at = clock.now()
    applied = apply_rules(rules, judged(deps, site, comment, at, needs_of(rules)))
    holding = [one for one in applied if one.rule.effect is Effect.HOLD]
    if not holding:
        return
    add_findings(deps.session, comment, as_findings(holding), at)
    settle_flags(deps.session, comment)
    comment.decided_at = None
    set_status(deps.session, comment, Status.PENDING.value)
    record_act(deps, site.id, RULES, "comment.hold", str(comment.id), {"rules": [str(one.rule.id) for one in holding]})
