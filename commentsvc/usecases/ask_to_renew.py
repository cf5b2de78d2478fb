"""Ask readers whose optional consent ended by itself to choose again: one mail to those whom we can still reach."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Literal

from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.domain.renewal_text import renewal_text
from commentsvc.models.contact import Contact
from commentsvc.models.mail import MailMessage, is_known
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.queue_mail import queue_mail

RENEWAL = "renewal"
"""The kind of mail."""
Why = Literal["changed", "over"]
"""The notice asks again, or the time of the consent is over."""


def ask_to_renew(
    deps: Deps, site: Site, subject_id: uuid.UUID | None, lang: str, ended: Collection[str], why: Why
) -> None:
    """Inside the caller's write transaction, which ends consent to the purposes `ended`: leave a mail to this reader.

    Only who confirmed an address that is still stored is written to, once for however many comments of theirs. The mail
    takes the address along, because what ends may be what it was kept for. Nobody else hears of it but in the widget
    and on their own pages.
    """
    contact = deps.session.get(Contact, (site.id, subject_id)) if subject_id and ended else None
    if contact is None or is_known(deps.session, site.id, RENEWAL, contact.subject_id):
        return
    facts = {"lang": lang, "why": why}
    queue_mail(deps, site.id, RENEWAL, facts=facts, address=contact.address, subject_id=contact.subject_id)


def write_renewal(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail's words. Its link leads to the readers' own pages, and nothing in it opens anything."""
    if mail.address is None:
        return None
    site, lang = find_site(deps, mail.site_id), str(mail.facts["lang"])
    told = renewal_text(lang)
    why = told.over if mail.facts["why"] == "over" else told.changed
    return Letter(
        to=mail.address,
        subject=told.subject.replace("{site}", site.name),
        lang=lang,
        parts=[
            Paragraph(why.replace("{site}", site.name)),
            Paragraph(told.stopped),
            Paragraph(told.again),
            Action(told.action, f"{deps.settings.public_url}/my/{site.id}/"),
        ],
        footer=told.footer,
    )
