"""Judge a comment by the others of its site: the same text, many from one place, many links to one domain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commentsvc import clock
from commentsvc.domain import fingerprint
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.spam_policy import FLOOD_WITHIN, LINK_WITHIN, MOST, REPEATED_WITHIN
from commentsvc.models.fingerprint import count_others, is_called_spam, others_with
from commentsvc.usecases.deps import Deps

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate


def judge_repeats(deps: Deps, candidate: Candidate) -> Iterator[Finding]:
    """Compare the comment with others by codes, and keep its own. Only the very text that a moderator called spam, and
    that nobody else stands with, is certain; everything else is a doubt, and so is every edit: whose text was copied
    and called spam must not lose it for correcting a name."""
    if not deps.settings.spam_layers:
        return
    policy = candidate.known.policy
    key = fingerprint.fingerprint_key(deps.settings.secret, candidate.known.site.id)
    if policy.repeats:
        yield from _repeated(deps, candidate, key)
    if policy.flood_limit and candidate.visitor is not None and not candidate.edited:
        yield from _flood(deps, candidate, key, policy.flood_limit)
    if policy.link_limit:
        yield from _links(deps, candidate, key, policy.link_limit)


def _repeated(deps: Deps, candidate: Candidate, key: bytes) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    text = fingerprint.plain(comment.body)
    long = len(text) >= fingerprint.SHORTEST
    same = [fingerprint.text_code(key, text)] if long else []
    near = fingerprint.near_codes(key, text) if long else frozenset()
    until = at + REPEATED_WITHIN
    candidate.keep_codes(session, "text", same, at, until)
    candidate.keep_codes(session, "near", near, at, until)
    if not long:
        return
    since = at - REPEATED_WITHIN
    equal = others_with(session, comment, same, since)
    if equal and not candidate.edited and is_called_spam(session, comment, same, since):
        yield Finding("repeated", "A moderator called exactly this text spam before.", Verdict.SPAM)
        return
    alike = others_with(session, comment, near, since, fingerprint.ALIKE)
    if found := len(equal | alike):
        others = "another comment says" if found == 1 else f"{found} other comments say"
        yield Finding("repeated", f"On this site {others} the same, or nearly.", Verdict.HOLD)


def _flood(deps: Deps, candidate: Candidate, key: bytes, limit: int) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    code = fingerprint.range_code(key, candidate.visitor.address) if candidate.visitor else None
    if code is None:
        return
    candidate.keep_codes(session, "range", [code], at, at + FLOOD_WITHIN)
    before = count_others(session, comment, code, at - FLOOD_WITHIN, MOST)
    if before >= limit:
        minutes = int(FLOOD_WITHIN.total_seconds() // 60)
        because = f"{_so_many(before)} other comments came from the same part of the network within {minutes} minutes."
        yield Finding("flood", because, Verdict.HOLD)


def _links(deps: Deps, candidate: Candidate, key: bytes, limit: int) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    domains = fingerprint.linked_domains(comment.html, candidate.known.site.origins)
    codes = {fingerprint.link_code(key, domain): domain for domain in sorted(domains)}
    candidate.keep_codes(session, "link", codes, at, at + LINK_WITHIN)
    for code, domain in codes.items():
        before = count_others(session, comment, code, at - LINK_WITHIN, MOST)
        if before >= limit:
            because = f"{_so_many(before)} other comments within an hour link to {domain[:200]}, too."
            yield Finding("same-link", because, Verdict.HOLD)


def _so_many(others: int) -> str:
    """Nobody counts further than the largest limit: a flood must not make the next comment of it dearer."""
    return f"At least {others}" if others >= MOST else str(others)
