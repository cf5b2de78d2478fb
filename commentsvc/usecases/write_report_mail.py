"""The mail to somebody who reported a comment: that the report arrived, and what was decided. It holds no word of the
report: whoever types a stranger's address into the form cannot make us say anything to them.
"""

from __future__ import annotations

import uuid

from commentsvc.domain.content import OPEN
from commentsvc.domain.content_texts import content_text
from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.models.content import ContentReport
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import find_site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.report_comment import DECIDED_MAIL, report_url


def write_report_mail(deps: Deps, mail: MailMessage) -> Letter | None:
    """The letter; None once the report is gone, or when it says that one arrived which is decided already."""
    report = deps.session.get(ContentReport, (mail.site_id, uuid.UUID(mail.facts["report"])))
    site = find_site(deps.session, mail.site_id)
    decided = mail.kind == DECIDED_MAIL
    if report is None or report.email is None or site is None or decided != (report.state != OPEN):
        return None
    text = content_text(report.lang)
    subject = text.mail_decided if decided else text.mail_received
    return Letter(
        to=report.email,
        subject=subject.format(site=site.name),
        lang=report.lang,
        parts=[
            Paragraph(text.states[report.state] if decided else f"{text.received_title}. {text.received_text}"),
            Action(text.mail_open, report_url(deps, site.id, report.id)),
        ],
        footer=text.mail_footer,
    )
