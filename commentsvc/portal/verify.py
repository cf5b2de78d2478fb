"""`/verify`: checks a receipt in the browser of whoever holds it. No site, no database, and nothing comes back to us.

The checking is `static/verify/`, a reading of `commentsvc/ledger` in the browser's own language; a test runs one table
of receipts through both. The page's policy forbids it every request, so that what is dropped on it cannot leave it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Response

from commentsvc.ledger.verdict import Outcome
from commentsvc.portal.base import page, portal

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Loads our own scripts, which then can ask nobody for anything."""

LABELS = {
    Outcome.PROVEN: "Proven",
    Outcome.OPERATORS_WORD: "Operator's word only",
    Outcome.SELF_ATTESTED: "Self-attested",
    Outcome.ALTERED: "Altered",
    Outcome.NOT_IN_LOG: "Not in the log",
    Outcome.PROMISE_BROKEN: "Promise broken",
    Outcome.LOG_REWRITTEN: "Log rewritten",
    Outcome.SPLIT_VIEW: "Split view",
    Outcome.UNKNOWN_KEY: "Unknown key",
    Outcome.MALFORMED: "Malformed",
}
"""What each outcome is called; the verifier's sentences begin with it."""

_STATIC = Path(__file__).parents[1] / "static"
MODULES = sorted(path.relative_to(_STATIC).as_posix() for path in (_STATIC / "verify").glob("*.js"))
"""The verifier's modules. The page names them all, so that the browser fetches them at once, one not after another."""


@portal.get("/verify")
def verify() -> Response:
    """The page; the same for everybody."""
    outcomes = [(one.slug, LABELS[one], one.value[2]) for one in Outcome]
    answer = page("verify.html", outcomes=outcomes, modules=MODULES)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
