"""Take what a mail server sends back later: which mail of ours did not arrive, and why."""

from __future__ import annotations

import uuid

from commentsvc.domain.bounce import read_bounce
from commentsvc.models import mail as mails
from commentsvc.models.database import writing
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.send_mail import end_mail

RECORDED, LATE, NOT_OURS = "recorded", "late", "not-ours"


def record_bounce(deps: Deps, raw: bytes, recipient: str = "") -> str:
    """Read one message (RFC 3464) and note with our mail that it did not arrive.

    `recorded`; `late` when the mail server only says that it still tries, or that the mail arrived; `not-ours` for all
    else: no notification, an unknown mail, or one that cannot have bounced. `recipient` is the envelope's, if known.
    """
    bounce = read_bounce(raw, recipient)
    if bounce is None:
        return NOT_OURS
    with writing(deps.session) as session:
        mail = mails.find_mail(session, uuid.UUID(bounce.token), lock=True)
        if mail is None or mail.state not in (mails.SENT, mails.UNSURE, mails.BOUNCED):
            return NOT_OURS
        if not bounce.failed:
            return LATE
        end_mail(mail, mails.BOUNCED, bounce.status)
    return RECORDED
