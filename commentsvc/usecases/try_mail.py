"""Try whether mail arrives: send one to whoever asks, the way every other mail goes."""

from __future__ import annotations

import uuid

from commentsvc.domain.letter import Letter, Paragraph
from commentsvc.errors import RateLimited, Unavailable
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import find_site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.record_act import record_act

TRIAL = "trial"
"""The kind of mail."""
PER_HOUR = 10


def try_mail(deps: Deps, actor: Actor, site_id: str, account: Account) -> uuid.UUID:
    """Queue a mail to the account's own address, nobody else's; the mail's id.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        RateLimited: the account asked ten times within the hour.
        Unavailable: no mail is set up.
    """
    require(actor, site_id, "admin")
    if deps.mailer.sender is None:
        raise Unavailable("No mail server is set up.")
    wait = deps.limits.hit("mail-trial", f"{account.id}", PER_HOUR, 3600)
    if wait is not None:
        raise RateLimited("That is enough tests for an hour. The mail server’s own log says more.", retry_after=wait)
    with writing(deps.session):
        made = queue_mail(deps, site_id, TRIAL, facts={"account": str(account.id)})
        record_act(deps, site_id, actor, "mail.test", f"account:{account.id}")
    assert made is not None  # noqa: S101 - a sender is set up
    return made


def write_trial(deps: Deps, mail: MailMessage) -> Letter | None:
    """The test, unless its account was closed meanwhile."""
    account = deps.session.get(Account, uuid.UUID(mail.facts["account"]))
    site = find_site(deps.session, mail.site_id)
    if account is None or account.disabled_at is not None or site is None:
        return None
    return trial_letter(account.email, site.name)


def trial_letter(to: str, about: str) -> Letter:
    """A short mail that says what it is."""
    return Letter(
        to=to,
        subject=f"Test: mail of {about} arrives",
        lang="en",
        parts=[
            Paragraph(f"This is the test that you asked for. Mail of {about} arrives in your mailbox."),
            Paragraph("If it lies in the junk folder, have the sender’s domain checked for SPF, DKIM and DMARC."),
        ],
        footer="Sent once, because somebody asked for it. There is nothing to do.",
    )
