"""Ask the owner of a typed address whether a purpose that was ticked under it is theirs (double opt-in).

The tick gives nothing: whoever types an address proves nothing by it. What gives the purpose is the click of the
address's owner (`confirm_address`).
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Sequence
from datetime import timedelta

from commentsvc import clock
from commentsvc.domain.contact import is_as_found, normalise_email
from commentsvc.domain.derived import derive
from commentsvc.domain.letter import Action, Letter, Paragraph, Quote
from commentsvc.domain.moderation import Status
from commentsvc.domain.reply_text import reply_text
from commentsvc.models.comment import Comment
from commentsvc.models.contact import AddressConfirmation, find_confirmation
from commentsvc.models.database import random_id
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import Site
from commentsvc.models.site import find_site as site_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.queue_mail import queue_mail

CONFIRM = "confirm-address"
"""The kind of mail."""
OPEN_FOR = timedelta(days=7)
"""How long the link works, and the typed address is kept without its owner's word."""
PER_ADDRESS, PER_SITE = 3, 300
DAY = 86_400  # seconds
STANDING = (Status.PENDING, Status.PUBLISHED)


def may_ask(deps: Deps, site: Site, address: str) -> bool:
    """Count one mail that asks this address, before the write transaction; False when it had three within a day, on
    whatever site, or the site sent 300. Nobody is told: it would say how much others did with the address. A mailbox
    that is found under another's code (`is_as_found`) is never asked: its owner would get that person's mail."""
    if not is_as_found(address):
        return False
    if deps.limits.hit("confirm-address", normalise_email(address), PER_ADDRESS, DAY) is not None:
        return False
    return deps.limits.hit("confirm-site", site.id, PER_SITE, DAY) is None


def ask_address(
    deps: Deps, site: Site, comment: Comment, address: str, purposes: Sequence[str], shown: str | None = None
) -> None:
    """Inside the caller's write transaction, `may_ask` having allowed it: keep the address for `OPEN_FOR`, and have a
    mail sent there whose link gives the purposes. Without mail nothing is kept. `shown` is the notice whose words were
    shown, where they are not those of the comment's record."""
    if deps.mailer.sender is None or comment.subject_id is None:
        return
    at, confirmation_id = clock.now(), random_id()
    waiting = AddressConfirmation(
        site_id=site.id,
        id=confirmation_id,
        comment_id=comment.id,
        subject_id=comment.subject_id,
        address=address,
        purposes=list(purposes),
        notice_sha256=shown,
        created_at=at,
        expires_at=at + OPEN_FOR,
    )
    deps.session.add(waiting)
    deps.session.flush()
    facts = {"confirmation": str(confirmation_id)}
    queue_mail(deps, site.id, CONFIRM, facts=facts, subject_id=comment.subject_id, good_for=OPEN_FOR)


def confirmation_secret(deps: Deps, site_id: str, confirmation_id: uuid.UUID) -> str:
    """What the mailed link proves: derived, and of use only while the row is there."""
    return derive(deps.settings.secret, "confirm-address", site_id, str(confirmation_id))


def is_confirmation_secret(deps: Deps, site_id: str, confirmation_id: uuid.UUID, secret: str) -> bool:
    """Whether this is the link's secret, in constant time."""
    return hmac.compare_digest(secret.encode(), confirmation_secret(deps, site_id, confirmation_id).encode())


def write_confirmation(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail, in the language of the comment's notice, while its comment stands and nobody has answered."""
    site = site_of(deps.session, mail.site_id)
    waiting = find_confirmation(deps.session, mail.site_id, uuid.UUID(mail.facts["confirmation"]))
    if site is None or waiting is None or waiting.expires_at <= clock.now():
        return None
    comment = deps.session.get(Comment, (site.id, waiting.comment_id), populate_existing=True)
    if comment is None or comment.status not in STANDING:
        return None
    told = reply_text(comment.lang)
    link = f"{waiting.id}.{confirmation_secret(deps, site.id, waiting.id)}"
    return Letter(
        to=waiting.address,
        subject=told.confirm_subject.format(site=site.name),
        lang=told.lang,
        parts=[
            Paragraph(told.confirm_intro.format(site=site.name)),
            Quote(comment.body),
            Paragraph(told.confirm_then.format(date=f"{waiting.expires_at:%Y-%m-%d}")),
            Action(told.confirm_action, f"{deps.settings.public_url}/my/{site.id}/confirm?lang={told.lang}#{link}"),
            Paragraph(told.confirm_otherwise),
        ],
        footer=told.confirm_footer.format(site=site.name, controller=site.controller_name),
    )
