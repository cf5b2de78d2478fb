"""Ask for a proof of work: of those a site wants to ask, before their comment is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from commentsvc import clock
from commentsvc.domain.derived import derive
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.proof_of_work import is_solved, make_challenge
from commentsvc.domain.spam_policy import SpamPolicy
from commentsvc.errors import ChallengeFailed
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.models.spam_policy import count_proof, spam_policy
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.judge_by_services import BEING_CHECKED

UNABLE = "unable"
"""What a form sends that cannot calculate: its comment waits for a moderator instead."""

SOLVE_WITHIN = timedelta(minutes=10)


def ask_proof(
    deps: Deps,
    site: Site,
    form: str,
    proof: str | None,
    visitor: Visitor | None,
    findings: Collection[Finding],
    policy: SpamPolicy | None = None,
) -> list[Finding]:
    """Inside the transaction of a post: what follows from the proof of work, where this site asks one of this comment.

    `form` is the nonce of its token, which is spent with the comment: so each solution serves once. `policy` is the
    site's, for who knows it. What is certainly
    spam is asked like what is doubtful: whoever sent it must not learn which of the two it is.

    Raises:
        ChallengeFailed: there is none, or a wrong one; a fresh challenge comes with it.
    """
    if not _wanted(deps, policy or spam_policy(deps.session, site.id), findings):
        return []
    if (visitor and visitor.hosted) or proof == UNABLE:
        if any(finding.verdict is Verdict.SPAM for finding in findings):
            return []
        return [Finding("unproven", "Its form could not do the proof of work that this site asks for.", Verdict.HOLD)]
    key, at = derive(deps.settings.secret, "proof-of-work", site.id).encode(), clock.now()
    bound = hashlib.sha256(form.encode()).hexdigest()
    if proof and is_solved(key, bound, proof, at):
        return []
    challenge = make_challenge(key, bound, deps.settings.proof_cost, at + SOLVE_WITHIN)
    raise ChallengeFailed("A small calculation is asked for before this comment is taken.", challenge=challenge)


@contextmanager
def counted(deps: Deps, site_id: str, proof: str | None) -> Iterator[None]:
    """Around the transaction of a post: count a proof that was asked for, or the `proof` that a comment came with."""
    try:
        yield
    except ChallengeFailed:
        _count(deps, site_id, "asked")
        raise
    if proof and proof != UNABLE:
        _count(deps, site_id, "solved")


def _count(deps: Deps, site_id: str, what: str) -> None:
    """In a transaction of its own behind the post's: what is stored is stored, whatever becomes of the figure."""
    with suppress(SQLAlchemyError), writing(deps.session) as session:
        count_proof(session, site_id, clock.now().date(), what)


def _wanted(deps: Deps, policy: SpamPolicy, findings: Collection[Finding]) -> bool:
    asked_of = policy.proof if deps.settings.spam_layers else "nobody"
    return asked_of == "all" or (asked_of == "doubtful" and any(map(_is_doubt, findings)))


def _is_doubt(finding: Finding) -> bool:
    """That a spam service is yet to be asked says nothing of the comment; nor does a rule that lets it pass."""
    return finding.verdict is not Verdict.PASS and finding.reason != BEING_CHECKED
