"""Judge a comment by what its form tells: the field that people do not see, and the time it was open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.spam_policy import QUICKEST
from commentsvc.usecases.deps import Deps

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate


def judge_form(deps: Deps, candidate: Candidate) -> Iterator[Finding]:
    """A filled trap is certain, unless a program filled it with what its owner tells every form; haste is a doubt."""
    if candidate.edited or not deps.settings.spam_layers:
        return
    policy = candidate.known.policy
    if policy.trap and (filled := str(candidate.form.get("trap") or "").strip()):
        yield _trapped(candidate, filled)
    opened_at = candidate.form.get("opened_at")
    if policy.timing and opened_at is not None:
        passed = clock.now() - opened_at
        if timedelta() <= passed < QUICKEST:
            seconds = passed.total_seconds()
            because = f"It was sent {seconds:.1f} seconds after its form was opened. A person takes longer."
            yield Finding("quick", because, Verdict.HOLD)


def _trapped(candidate: Candidate, filled: str) -> Finding:
    comment = candidate.comment
    typed = (candidate.email, comment.author_name, comment.author_website)
    if _bare(filled) in {_bare(value) for value in typed if value}:
        because = "A field that nobody sees holds what the author typed elsewhere. A program may have filled it in."
        return Finding("trap", because, Verdict.HOLD)
    return Finding("trap", "A field that no person sees was filled in. Only programs do that.", Verdict.SPAM)


def _bare(value: str) -> str:
    return value.casefold().removeprefix("https://").removeprefix("http://").rstrip("/")
