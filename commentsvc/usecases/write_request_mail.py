"""Write the mails about requests: to who asked, in their language; to the site's admins, without a word of a reader."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from commentsvc.clock import now
from commentsvc.domain.deadline import OVERDUE, days_left
from commentsvc.domain.letter import Action, Letter, Paragraph, Part, Quote
from commentsvc.domain.request import State, reference
from commentsvc.domain.request_text import RequestText
from commentsvc.domain.request_texts import request_text
from commentsvc.models.account import Account
from commentsvc.models.mail import MailMessage
from commentsvc.models.request import RequestEvent, SubjectRequest, find_request
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.open_request import confirm_secret
from commentsvc.usecases.request_steps import NEWS_MAIL

KINDS: Mapping[str, str] = {
    "access": "a copy of their data",
    "erasure": "erasure",
    "rectification": "correction",
    "portability": "their data to take along",
    "restriction": "restriction",
    "objection": "an objection",
    "impersonation": "somebody else wrote under their address",
}
"""What was asked for, for admins."""


def write_confirm(deps: Deps, mail: MailMessage) -> Letter | None:
    """The link that confirms a stranger's request; nothing in this mail was written by the stranger."""
    request = _request(deps, mail)
    if request is None or request.reply_address is None or request.state != State.UNCONFIRMED:
        return None
    site, text = find_site(deps, mail.site_id), request_text(request.lang)
    link = f"{_mine(deps, site)}request#{request.id}.{confirm_secret(deps, site.id, request.id)}"
    parts: list[Part] = [
        Paragraph(text.confirm_intro.format(site=site.name)),
        Paragraph(text.kinds[request.kind]),
        Action(text.confirm_action, link),
        Paragraph(text.confirm_hint),
    ]
    return Letter(request.reply_address, text.confirm_subject.format(site=site.name), _lang(request), parts)


def write_to_reader(deps: Deps, mail: MailMessage) -> Letter | None:
    """What became of a request: the sentences that `facts` name, and the operator's own words where one is `reason` or
    `answer`."""
    request = _request(deps, mail)
    to = mail.address or (request.reply_address if request else None)
    if request is None or to is None:
        return None
    site, text, day = find_site(deps, mail.site_id), request_text(request.lang), str(mail.facts.get("day", ""))
    parts: list[Part] = [Paragraph(f"{text.asked.format(day=_day(request))}\n{text.kinds[request.kind]}")]
    for name in mail.facts["say"]:
        parts.append(Paragraph(str(getattr(text, name)).format(site=site.name, day=day)))
        if name in ("reason", "answer"):
            parts.append(Quote(_note(deps, mail)))
        elif name == "copy":
            parts.append(Action(text.open_mine, _mine(deps, site)))
    parts.append(Paragraph(f"{text.complain}\n{site.authority}".strip()))
    subject = text.subject.format(reference=reference(request.id), site=site.name)
    return Letter(to, subject, _lang(request), parts, footer=_footer(site, text), contact=site.controller_contact)


def write_to_admin(deps: Deps, mail: MailMessage) -> Letter | None:
    """That a request came in, or how much of its time is left; not once it is closed."""
    request, account = _request(deps, mail), deps.session.get(Account, uuid.UUID(mail.facts["account"]))
    if request is None or request.state != State.OPEN or account is None or account.disabled_at is not None:
        return None
    site, number = find_site(deps, mail.site_id), reference(request.id)
    due, left = f"{request.due_at:%Y-%m-%d}", days_left(request.due_at, now())
    overdue = int(mail.facts.get("stage", 0)) >= OVERDUE
    if mail.kind == NEWS_MAIL:
        subject = f"{site.name}: request {number} came in, due {due}"
    else:
        subject = f"{site.name}: request {number} {'is overdue' if overdue else f'is due {due}'}"
    when = f"It was due {due}." if overdue else f"It must be answered by {due}: {max(left, 0)} days are left."
    parts: list[Part] = [
        Paragraph(f"Request {number}: {KINDS[request.kind]}. {when}"),
        Action("Open the request", f"{deps.settings.public_url}/admin/{site.id}/requests/{request.id}"),
    ]
    return Letter(
        account.email, subject, "en", parts, footer=f"You get this because you answer requests on {site.name}."
    )


def _request(deps: Deps, mail: MailMessage) -> SubjectRequest | None:
    return find_request(deps.session, mail.site_id, uuid.UUID(mail.facts["request"]))


def _note(deps: Deps, mail: MailMessage) -> str:
    event = deps.session.get(RequestEvent, (mail.site_id, uuid.UUID(mail.facts["event"])))
    return event.note if event else ""


def _mine(deps: Deps, site: Site) -> str:
    return f"{deps.settings.public_url}/my/{site.id}/"


def _day(request: SubjectRequest) -> str:
    return f"{request.received_at:%Y-%m-%d}"


def _lang(request: SubjectRequest) -> str:
    return request.lang or "en"


def _footer(site: Site, text: RequestText) -> str:
    return text.footer.format(site=site.name, controller=site.controller_name, contact=site.controller_contact)
