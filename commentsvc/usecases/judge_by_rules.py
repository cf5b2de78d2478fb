"""The judge that asks the site's own rules about a comment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.rules import Applied, ReadyRule, apply_rules
from commentsvc.domain.rules.comment import Author, JudgedComment, fingerprint, own_hosts
from commentsvc.domain.rules.kind import Effect, Need
from commentsvc.models.comment import Comment
from commentsvc.models.flag import open_flags
from commentsvc.models.rule import Rule, Written, rule_list, texts_before, written_by
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.ready_rules import ready_rules

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate

COMPARED, CHARACTERS = 500, 300_000
"""How many comments a text is compared with, and how much of them is read at most."""

_VERDICTS = {Effect.HOLD: Verdict.HOLD, Effect.SPAM: Verdict.SPAM, Effect.PASS: Verdict.PASS}


def judge_by_rules(deps: Deps, candidate: Candidate) -> Iterable[Finding]:
    """What the site's rules find in a comment that is being written: a few reads, none where there are no rules."""
    rules = ready_rules(deps, candidate.known.site.id) if candidate.known.has(Rule) else []
    if not rules:
        return []
    comment = candidate.comment
    at = clock.now() if candidate.edited else comment.created_at
    return as_findings(apply_rules(rules, judged(deps, candidate.known.site, comment, at, needs_of(rules))))


def as_findings(applied: Iterable[Applied]) -> list[Finding]:
    """What rules found, as it is kept beside the comment."""
    return [Finding(one.rule.kind.reason, one.because, _VERDICTS[one.rule.effect], one.rule.id) for one in applied]


def needs_of(rules: Iterable[ReadyRule]) -> frozenset[Need]:
    """What these rules must know that costs a question."""
    return frozenset().union(*(rule.kind.needs for rule in rules))


def judged(deps: Deps, site: Site, comment: Comment, at: datetime, needs: Collection[Need]) -> JudgedComment:
    """The comment as rules see it, with what they need to know of the rest of the site."""
    session = deps.session
    written = written_by(session, site.id, [comment])[comment.id] if Need.AUTHOR in needs else None
    flags = open_flags(session, site.id, [comment.id]).get(comment.id, {}) if Need.FLAGS in needs else {}
    return JudgedComment(
        html=comment.html,
        name=comment.author_name,
        website=comment.author_website,
        at=at.astimezone(zone_of(rule_list(session, site.id).time_zone)),
        own=own_hosts(site.origins),
        author=author_of(written),
        copies=_copies(deps, comment) if Need.COPIES in needs else 0,
        flags=sum(flags.values()),
    )


def zone_of(name: str) -> tzinfo:
    """The site's clock; UTC where this machine does not know the zone, so that no comment is lost for that."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def author_of(written: Written | None) -> Author:
    """What is known of an author, as rules see it."""
    return Author() if written is None else Author(written.published, written.refused, has_address=True)


def _copies(deps: Deps, comment: Comment) -> int:
    own = fingerprint(comment.html)
    if own is None:
        return 0
    texts = texts_before(deps.session, comment, newest=COMPARED, characters=CHARACTERS)
    return sum(fingerprint(html) == own for html in texts)
