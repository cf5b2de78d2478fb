"""How the console words requests, their steps and what is left of their time."""

from __future__ import annotations

from flask import Flask

from commentsvc.console.wording import plural
from commentsvc.usecases.review_request import RequestView

KINDS = {
    "access": "A copy of their data (Art. 15)",
    "erasure": "Erasure (Art. 17)",
    "rectification": "Correction (Art. 16)",
    "portability": "Data to take along (Art. 20)",
    "restriction": "Restriction (Art. 18)",
    "objection": "Objection (Art. 21)",
    "impersonation": "Somebody else wrote under their address",
}
CHANNELS = {
    "form": "form; the address was confirmed by a mailed link",
    "mailbox": "signed in on their own page with a mailed link",
    "receipt": "with the secret of a receipt",
    "letter": "by post; confirmed by an admin",
}
STEPS = {
    "opened": "Received",
    "confirmed": "Identity confirmed",
    "extended": "Extended by two months",
    "reminded": "Admins reminded",
    "noted": "Note",
    "copied": "Copy handed over",
    "erased": "Erased",
    "restricted": "Restricted",
    "announced": "End of the restriction announced",
    "unrestricted": "Restriction ended",
    "objected": "Objection followed",
    "held": "Legal hold set",
    "released": "Legal hold ended",
    "answered": "Answered",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "forgotten": "Address and words deleted",
}
OUTCOMES = {
    "copy": "got the copy",
    "erased": "erased",
    "kept": "erased but for what claims need",
    "nothing": "nothing is stored",
    "restricted": "restricted",
    "objected": "objection followed",
    "done": "done",
    "refused": "refused",
    "withdrawn": "withdrawn",
}


def time_left(view: RequestView) -> str:
    """`9 days left`, `Due today`, `2 days overdue`."""
    left = view.days_left
    if left is None:
        return "Closed"
    if left < 0:
        return f"{plural(-left, 'day')} overdue"
    return f"{plural(left, 'day')} left" if left else "Due today"


def urgency(view: RequestView) -> str:
    """The class of a request's clock: bad once it is overdue, warn in its last week."""
    if view.days_left is None:
        return "off"
    return "bad" if view.days_left < 0 else "warn" if view.days_left < 7 else "ok"


def add_filters(app: Flask) -> None:
    """Offer the above to the console's templates."""
    for name, words in {"kind": KINDS, "channel": CHANNELS, "step": STEPS, "outcome": OUTCOMES}.items():
        app.add_template_filter(lambda value, words=words: words.get(value, value), f"c_request_{name}")
    app.add_template_filter(time_left, "c_time_left")
    app.add_template_filter(urgency, "c_urgency")
