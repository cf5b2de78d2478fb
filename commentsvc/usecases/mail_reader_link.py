"""Mail a reader the link to what is stored of them. Who asks learns nothing of whether anything is.

The request does the same work for every address: one look for its code, and three rows, which for an address that is
not known lead nowhere and name nobody. The mail itself is written and sent, or not, by the worker.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from commentsvc.clock import now
from commentsvc.domain.contact import clean_email
from commentsvc.domain.derived import derive
from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.domain.reader_letters import reader_letter
from commentsvc.errors import RateLimited, Unavailable, ValidationFailed
from commentsvc.models.database import random_id, writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.reader import ReaderLink
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.open_request import subject_of
from commentsvc.usecases.queue_mail import queue_mail

READER_LINK = "reader-link"
"""The kind of mail."""
GOOD_FOR = timedelta(minutes=30)
HOUR = 3600
PER_HOUR = {"link-address": 5, "link-from": 20, "link-site": 1000}
"""Asked for under one address, from one network address, on one site. An unknown address counts like a known one."""


def mail_reader_link(deps: Deps, site_id: str, address: str, lang: str, visitor: Visitor) -> None:
    """Queue the mail to `address` in `lang`, if something is stored under it; the address is kept until it was sent.

    Raises:
        ValidationFailed: this is no address. Unavailable: no mail is set up. RateLimited. None says what is stored.
    """
    site = find_site(deps, site_id)
    if deps.mailer.sender is None:
        raise Unavailable("This service sends no mail.")
    typed = clean_email(address)
    if typed is None:
        raise ValidationFailed(fields={"author.email": ["This does not look like an e-mail address."]})
    code = address_code(deps, site.id, typed)
    for name, key in (("link-from", visitor.address), ("link-address", code), ("link-site", "")):
        if wait := deps.limits.hit(name, f"{site.id}/{key}", PER_HOUR[name], HOUR):
            raise RateLimited("This was asked for often. Please wait a little.", retry_after=wait)
    with writing(deps.session) as session:
        subject = subject_of(deps, site, typed)
        link = ReaderLink(site_id=site.id, id=random_id(), subject_id=subject, expires_at=now() + GOOD_FOR)
        session.add(link)
        queue_mail(
            deps,
            site.id,
            READER_LINK,
            facts={"link": str(link.id), "lang": lang},
            address=typed if subject else None,
            subject_id=subject,
            good_for=GOOD_FOR,
        )


def link_secret(deps: Deps, site_id: str, link_id: uuid.UUID) -> str:
    """The secret of a mailed link: derived, never stored."""
    return derive(deps.settings.secret, READER_LINK, site_id, str(link_id))


def write_reader_link(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail with the link; None when nothing is stored under the address, or the link is gone."""
    site = find_site(deps, mail.site_id)
    link = deps.session.get(ReaderLink, (site.id, uuid.UUID(mail.facts["link"])))
    if mail.address is None or link is None or link.expires_at <= now():
        return None
    text = reader_letter(mail.facts["lang"])
    url = f"{deps.settings.public_url}/my/{site.id}/enter?lang={mail.facts['lang']}"
    names = {"site": site.name, "minutes": str(int(GOOD_FOR.total_seconds()) // 60)}
    return Letter(
        to=mail.address,
        subject=text.subject.format_map(names),
        lang=mail.facts["lang"],
        parts=[
            Paragraph(text.opening.format_map(names)),
            Action(text.action, f"{url}#{link.id}.{link_secret(deps, site.id, link.id)}"),
            Paragraph(text.validity.format_map(names)),
        ],
        footer=text.footer.format_map(names),
    )
