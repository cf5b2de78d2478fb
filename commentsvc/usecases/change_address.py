"""Have one's comments stand under another address, once the owner of that address has said so."""

from __future__ import annotations

import hmac
import uuid

from commentsvc.clock import now
from commentsvc.domain.contact import clean_email, is_as_found
from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.domain.reader_letters import reader_letter
from commentsvc.errors import NotFound, RateLimited, Unavailable, ValidationFailed
from commentsvc.models.database import random_id, writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.moving import hold_person, move_person
from commentsvc.models.posting import subject_for
from commentsvc.models.reader import ReaderLink, take_link
from commentsvc.usecases.append_fact import Fact, append_fact
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.mail_reader_link import GOOD_FOR, HOUR, PER_HOUR, link_secret
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.reader_session import Visit

NEW_ADDRESS = "reader-address"
"""The kind of mail."""


def ask_new_address(deps: Deps, visit: Visit, address: str, lang: str, visitor: Visitor) -> None:
    """Mail a link to the new address of the visit's mailbox owner; the address is kept until the link is used, at most
    half an hour. Nothing changes yet.

    Raises:
        NotFound: the visit is not by mailbox. ValidationFailed: this is no address. Unavailable: no mail is set up.
        RateLimited.
    """
    site, subject_id = visit.site, visit.mine.subject_id
    if subject_id is None:
        raise NotFound("No address of yours is known here.")
    if deps.mailer.sender is None:
        raise Unavailable("This service sends no mail.")
    typed = clean_email(address)
    if typed is None or not is_as_found(typed):
        raise ValidationFailed(fields={"author.email": ["This does not look like an e-mail address."]})
    for name, key in (("link-from", visitor.address), ("link-address", address_code(deps, site.id, typed))):
        if wait := deps.limits.hit(name, f"{site.id}/{key}", PER_HOUR[name], HOUR):
            raise RateLimited("This was asked for often. Please wait a little.", retry_after=wait)
    with writing(deps.session) as session:
        link = ReaderLink(
            site_id=site.id, id=random_id(), subject_id=subject_id, address=typed, expires_at=now() + GOOD_FOR
        )
        session.add(link)
        facts = {"link": str(link.id), "lang": lang}
        queue_mail(deps, site.id, NEW_ADDRESS, facts=facts, address=typed, subject_id=subject_id, good_for=GOOD_FOR)


def take_new_address(deps: Deps, site_id: str, link_id: uuid.UUID, secret: str, visitor: Visitor) -> Fact:
    """The owner of the new address said so: what its person had confirmed stands under it, and mail goes to it. What
    nobody confirmed stays under the old one. Returns the fact that proves it, `person.moved`.

    Raises:
        NotFound: no such link, or used, or too old (not told apart). RateLimited.
    """
    site = find_site(deps, site_id)
    if wait := deps.limits.hit("reader-enter", f"{site.id}/{visitor.address}", 60, HOUR):
        raise RateLimited("Many tries came from here. Please wait a little.", retry_after=wait)
    right = hmac.compare_digest(secret.encode(), link_secret(deps, site.id, link_id).encode())
    with writing(deps.session) as session:
        seen = session.get(ReaderLink, (site.id, link_id)) if right else None
        if seen is not None and seen.subject_id is not None:
            hold_person(session, site.id, seen.subject_id)
        link = take_link(session, site.id, link_id, now()) if right else None
        if link is None or link.address is None or link.subject_id is None:
            raise NotFound("This link does not work any more.")
        to = subject_for(session, site.id, address_code(deps, site.id, link.address), now())
        if to != link.subject_id:
            move_person(session, site.id, link.subject_id, to, link.address, now())
        return append_fact(deps, site, "person.moved", {"subject": str(to)})


def write_new_address(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail to the new address; None when the link is gone."""
    site = find_site(deps, mail.site_id)
    link = deps.session.get(ReaderLink, (site.id, uuid.UUID(mail.facts["link"])))
    if mail.address is None or link is None or link.expires_at <= now():
        return None
    lang = mail.facts["lang"]
    text = reader_letter(lang)
    names = {"site": site.name, "minutes": str(int(GOOD_FOR.total_seconds()) // 60)}
    url = f"{deps.settings.public_url}/my/{site.id}/address?lang={lang}"
    return Letter(
        to=mail.address,
        subject=text.new_subject.format_map(names),
        lang=lang,
        parts=[
            Paragraph(text.new_opening.format_map(names)),
            Action(text.new_action, f"{url}#{link.id}.{link_secret(deps, site.id, link.id)}"),
            Paragraph(text.validity.format_map(names)),
        ],
        footer=text.footer.format_map(names),
    )
