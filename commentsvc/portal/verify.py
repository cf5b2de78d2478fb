"""`/verify`: checks a receipt in the browser of whoever holds it. No site, no database, and nothing comes back to us.

The checking is `static/verify/`, a reading of `commentsvc/ledger` in the browser's own language; a test runs one table
of receipts through both. The page's policy forbids it every request, so that what is dropped on it cannot leave it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Response

from commentsvc.adapters.headers import PAGE_POLICY
from commentsvc.ledger.verdict import Outcome
from commentsvc.portal.base import page, portal

POLICY = PAGE_POLICY.replace("connect-src 'self'", "connect-src 'none'").replace(
    "form-action 'self'", "form-action 'none'"
)
"""Loads our own scripts, which then can ask nobody for anything."""

LABELS = {
    Outcome.PROVEN: "Proven",
    Outcome.OPERATORS_WORD: "Operator's word only",
    Outcome.SELF_ATTESTED: "Self-attested",
    Outcome.ALTERED: "Altered",
    Outcome.NOT_IN_LOG: "Not in the log",
    Outcome.PROMISE_BROKEN: "Promise broken",
    Outcome.ROLLED_BACK: "Rolled back",
    Outcome.LOG_REWRITTEN: "Log rewritten",
    Outcome.SPLIT_VIEW: "Split view",
    Outcome.UNKNOWN_KEY: "Unknown key",
    Outcome.MALFORMED: "Malformed",
}
"""What each outcome is called; the verifier's sentences begin with it."""

NEXT = {
    Outcome.PROVEN: "Nobody, not even the operator, could have changed it since without its showing.",
    Outcome.OPERATORS_WORD: "Nothing contradicts it. To learn since when it cannot have been changed, name witnesses "
    "you trust; for a log, give a checkpoint that you kept.",
    Outcome.SELF_ATTESTED: "Put in the key of the log, as you had it from elsewhere, to learn whether it is the "
    "operator's word.",
    Outcome.ALTERED: "Get the file again, straight from its receipt's page. If that one is altered too, keep it: it is "
    "evidence against whoever made it.",
    Outcome.NOT_IN_LOG: "Get the file again from its receipt's page, some seconds after the event. If nothing changes, "
    "keep it and ask the operator.",
    Outcome.PROMISE_BROKEN: "Get the file again from its receipt's page. If nothing changes, keep both: the signed "
    "promise is evidence against the operator.",
    Outcome.ROLLED_BACK: "Keep all the files you used, and ask the owner of the website: it may have lost data and put "
    "an older copy back, and should say so.",
    Outcome.LOG_REWRITTEN: "Keep all the files you used: the operator's own signatures contradict each other.",
    Outcome.SPLIT_VIEW: "Keep all the files you used: the operator's own signatures contradict each other.",
    Outcome.UNKNOWN_KEY: "Compare the two keys letter by letter, and ask the owner of the website, on another way, "
    "whether the key was changed.",
    Outcome.MALFORMED: "Save the file again from its receipt's page, and choose it as it is: a file that another "
    "program opened and saved may be another file.",
}
"""What whoever reads the verdict can do now."""

_STATIC = Path(__file__).parents[1] / "static"
MODULES = sorted(path.relative_to(_STATIC).as_posix() for path in (_STATIC / "verify").glob("*.js"))
"""The verifier's modules. The page names them all, so that the browser fetches them at once, one not after another."""


@portal.get("/verify")
def verify() -> Response:
    """The page; the same for everybody."""
    outcomes = [(one.slug, LABELS[one], one.value[2], NEXT[one]) for one in Outcome]
    answer = page("verify.html", outcomes=outcomes, modules=MODULES)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
