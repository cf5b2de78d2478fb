"""Whether whoever is posting is banned: told so before anything is stored, or judged without a word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from commentsvc import clock
from commentsvc.domain import bans as rules
from commentsvc.domain.fingerprint import fingerprint_key, range_code
from commentsvc.domain.judgement import Finding
from commentsvc.errors import Forbidden
from commentsvc.models.ban import Ban, bans_met
from commentsvc.usecases.deps import Deps

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate


def meet_ban(deps: Deps, candidate: Candidate) -> Iterator[Finding]:
    """A judge: what bans say of the comment; and the code of its part of the network is kept, where the site wants it.

    Raises:
        Forbidden: a ban that its author may know of. Nothing is stored, and their draft is theirs.
    """
    met = _bans(deps, candidate)
    for ban in met:
        if rules.refuses(ban.standing()) and not candidate.edited:
            until = f" until {ban.expires_at:%Y-%m-%d}" if ban.expires_at else ""
            raise Forbidden(f"The moderators of this site take no comments from you{until}. Your text is kept.")
    for ban in met:
        yield rules.finding(ban.standing(), edited=candidate.edited)


def _bans(deps: Deps, candidate: Candidate) -> list[Ban]:
    comment, known, at = candidate.comment, candidate.known, clock.now()
    code = None
    asked = known.network_days or known.has(Ban)
    if asked and candidate.visitor is not None and not candidate.edited:
        code = range_code(fingerprint_key(deps.settings.secret, known.site.id), candidate.visitor.address)
        if code is not None and known.network_days:
            candidate.keep_codes(deps.session, "range", [code], at, at + timedelta(days=known.network_days))
    return bans_met(deps.session, known.site.id, comment.subject_id, code, at) if known.has(Ban) else []
