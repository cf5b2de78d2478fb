"""Judge a comment by the others of its site: the same text, many from one place, many links to one domain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from commentsvc import clock
from commentsvc.domain import fingerprint
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.spam_policy import FLOOD_WITHIN, LINK_WITHIN, MOST, REPEATED_WITHIN
from commentsvc.models.fingerprint import Sought, count_others, is_called_spam, others_with
from commentsvc.usecases.deps import Deps

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate


def seek_repeats(deps: Deps, candidate: Candidate) -> Sought:
    """Keep the codes of a new comment, and tell what to look for: the same questions as `judge_repeats` asks."""
    policy, at = candidate.known.policy, clock.now()
    since, near, counted = at - REPEATED_WITHIN, tuple[str, ...](), list[tuple[str, datetime, int]]()
    if not deps.settings.spam_layers:
        return Sought(candidate.comment.id, near, since, counted)
    key = _key(deps, candidate)
    if policy.repeats:
        same, near = _keep_text(deps, candidate, key, at)
        counted += [(code, since, 1) for code in same]
    if policy.flood_limit and (code := _keep_range(deps, candidate, key, at)):
        counted.append((code, at - FLOOD_WITHIN, policy.flood_limit))
    if policy.link_limit:
        counted += [(code, at - LINK_WITHIN, policy.link_limit) for code in _keep_links(deps, candidate, key, at)]
    return Sought(candidate.comment.id, near, since, counted)


def judge_repeats(deps: Deps, candidate: Candidate) -> Iterator[Finding]:
    """Compare the comment with others by codes, and keep its own. Only the very text that a moderator called spam, and
    that nobody else stands with, is certain; everything else is a doubt, and so is every edit: whose text was copied
    and called spam must not lose it for correcting a name."""
    if not deps.settings.spam_layers:
        return
    policy = candidate.known.policy
    key = _key(deps, candidate)
    if policy.repeats:
        yield from _repeated(deps, candidate, key)
    if policy.flood_limit and candidate.visitor is not None and not candidate.edited:
        yield from _flood(deps, candidate, key, policy.flood_limit)
    if policy.link_limit:
        yield from _links(deps, candidate, key, policy.link_limit)


def _key(deps: Deps, candidate: Candidate) -> bytes:
    return fingerprint.fingerprint_key(deps.settings.secret, candidate.known.site.id)


def _repeated(deps: Deps, candidate: Candidate, key: bytes) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    same, near = _keep_text(deps, candidate, key, at)
    if not same:
        return
    since = at - REPEATED_WITHIN
    equal = others_with(session, comment, "text", same, since)
    if equal and not candidate.edited and is_called_spam(session, comment, same, since):
        yield Finding("repeated", "A moderator called exactly this text spam before.", Verdict.SPAM)
        return
    alike = others_with(session, comment, "near", near, since)
    nearly = {other for other, codes in alike.items() if fingerprint.are_alike(near, codes)}
    if found := len(nearly | equal.keys()):
        others = "another comment says" if found == 1 else f"{found} other comments say"
        yield Finding("repeated", f"On this site {others} the same, or nearly.", Verdict.HOLD)


def _keep_text(deps: Deps, candidate: Candidate, key: bytes, at: datetime) -> tuple[list[str], tuple[str, ...]]:
    """The codes of the whole text and of its runs, none of a short one."""
    text = fingerprint.plain(candidate.comment.body)
    long = len(text) >= fingerprint.SHORTEST
    same = [fingerprint.text_code(key, text)] if long else []
    near = fingerprint.near_codes(key, text) if long else ()
    candidate.keep_codes(deps.session, "text", same, at, at + REPEATED_WITHIN)
    candidate.keep_codes(deps.session, "near", near, at, at + REPEATED_WITHIN)
    return same, near


def _flood(deps: Deps, candidate: Candidate, key: bytes, limit: int) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    code = _keep_range(deps, candidate, key, at)
    if code is None:
        return
    before = count_others(session, comment, code, at - FLOOD_WITHIN, MOST)
    if before >= limit:
        minutes = int(FLOOD_WITHIN.total_seconds() // 60)
        because = f"{_so_many(before)} other comments came from the same part of the network within {minutes} minutes."
        yield Finding("flood", because, Verdict.HOLD)


def _keep_range(deps: Deps, candidate: Candidate, key: bytes, at: datetime) -> str | None:
    code = fingerprint.range_code(key, candidate.visitor.address) if candidate.visitor else None
    if code is not None:
        candidate.keep_codes(deps.session, "range", [code], at, at + FLOOD_WITHIN)
    return code


def _links(deps: Deps, candidate: Candidate, key: bytes, limit: int) -> Iterator[Finding]:
    session, comment, at = deps.session, candidate.comment, clock.now()
    for code, domain in _keep_links(deps, candidate, key, at).items():
        before = count_others(session, comment, code, at - LINK_WITHIN, MOST)
        if before >= limit:
            because = f"{_so_many(before)} other comments within an hour link to {domain[:200]}, too."
            yield Finding("same-link", because, Verdict.HOLD)


def _keep_links(deps: Deps, candidate: Candidate, key: bytes, at: datetime) -> dict[str, str]:
    """Each linked domain by its code."""
    domains = fingerprint.linked_domains(candidate.comment.html, candidate.known.site.origins)
    codes = {fingerprint.link_code(key, domain): domain for domain in sorted(domains)}
    candidate.keep_codes(deps.session, "link", codes, at, at + LINK_WITHIN)
    return codes


def _so_many(others: int) -> str:
    """Nobody counts further than the largest limit: a flood must not make the next comment of it dearer."""
    return f"At least {others}" if others >= MOST else str(others)
