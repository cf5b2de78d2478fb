"""Ask everything that judges comments about one that is being written, and keep what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.domain.judgement import Finding, first_status
from commentsvc.models.comment import Comment
from commentsvc.models.finding import finding_rows, forget_findings
from commentsvc.models.fingerprint import Fingerprint, fingerprint_rows, keep_fingerprints
from commentsvc.models.known_site import KnownSite
from commentsvc.models.prepared import NewRow, insert_rows
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.judge_by_rules import judge_by_rules
from commentsvc.usecases.judge_by_services import judge_by_services
from commentsvc.usecases.judge_form import judge_form
from commentsvc.usecases.judge_learned import judge_learned
from commentsvc.usecases.judge_repeats import judge_repeats
from commentsvc.usecases.meet_ban import meet_ban


@dataclass(frozen=True)
class Candidate:
    """A comment that is about to begin, or to begin again after its author's edit.

    An edited one is in the session; a new one is nowhere yet, and what judges keep of it (`keep`) waits in `rows` to be
    written behind it. `known` is the site with its settings; `visitor` who sends it, None where that is not known;
    `email` the address as typed, None where none was given; `form` what the served form told of itself; `edited`
    whether the comment was there before.
    """

    known: KnownSite
    comment: Comment
    visitor: Visitor | None = None
    email: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    edited: bool = False
    rows: list[NewRow] = field(default_factory=list)

    def keep(self, session: Session, rows: Iterable[NewRow]) -> None:
        """Have these written: now, if the comment is there, else behind it."""
        if self.edited:
            insert_rows(session, rows)
        else:
            self.rows.extend(rows)

    def keep_codes(
        self, session: Session, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
    ) -> None:
        """Keep these fingerprints of the comment instead of those of this kind."""
        if self.edited:
            keep_fingerprints(session, self.comment, kind, codes, at, expires_at)
            return
        stay = [row for row in self.rows if row.model is not Fingerprint or row.values["kind"] != kind]
        self.rows[:] = [*stay, *fingerprint_rows(self.comment, kind, codes, at, expires_at)]


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
    candidate.keep(deps.session, finding_rows(candidate.comment, findings, clock.now()))
    return first_status(candidate.known.site.moderation, trusted, findings).value
