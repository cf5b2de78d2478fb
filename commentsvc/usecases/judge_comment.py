"""Ask everything that judges comments about one that is being written, and keep what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commentsvc import clock
from commentsvc.domain.judgement import Finding, first_status
from commentsvc.models.comment import Comment
from commentsvc.models.finding import add_findings, forget_findings
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.judge_by_rules import judge_by_rules
from commentsvc.usecases.judge_by_services import judge_by_services
from commentsvc.usecases.judge_form import judge_form
from commentsvc.usecases.judge_learned import judge_learned
from commentsvc.usecases.judge_repeats import judge_repeats
from commentsvc.usecases.meet_ban import meet_ban


@dataclass(frozen=True)
class Candidate:
    """A comment that is about to begin, or to begin again after its author's edit; it is in the session.

    `visitor` is who sends it, None where that is not known; `email` the address as typed, None where none was given;
    `form` what the served form told of itself; `edited` whether the comment was there before.
    """

    site: Site
    thread: Thread
    comment: Comment
    visitor: Visitor | None = None
    email: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    edited: bool = False


Judge = Callable[[Deps, Candidate], Iterable[Finding]]

Proof = Callable[[list[Finding]], Iterable[Finding]]

JUDGES: tuple[Judge, ...] = (judge_form, judge_by_rules, judge_repeats, meet_ban, judge_learned, judge_by_services)
"""Who is asked, in this order. A judge runs inside the write transaction: it reads a few rows, and calls nobody."""


def judge_comment(deps: Deps, candidate: Candidate, trusted: bool, proof: Proof = lambda _found: ()) -> str:
    """Inside the caller's write transaction: ask every judge, keep what they found, and give the first status.

    What was found in an earlier wording is forgotten. `proof` is asked last, with all that was found, and may refuse.
    """
    if candidate.edited:
        forget_findings(deps.session, candidate.comment)
    findings = [finding for judge in JUDGES for finding in judge(deps, candidate)]
    findings += proof(findings)
    add_findings(deps.session, candidate.comment, findings, clock.now())
    return first_status(candidate.site.moderation, trusted, findings).value
