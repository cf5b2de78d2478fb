"""Take in a report that a public comment is illegal (DSA Art. 16), and show its sender what became of it."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.domain.contact import clean_email, normalise_email
from commentsvc.domain.content import NAME_MAX, OPEN, WHY_MAX, plain, too_long
from commentsvc.domain.derived import derive
from commentsvc.domain.plain_text import clean_name, has_ink
from commentsvc.errors import NotFound, RateLimited, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.content import ContentReport
from commentsvc.models.database import random_id, writing
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown
from commentsvc.usecases.deps import Actor, Deps, Visitor
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.note_fact import note_fact
from commentsvc.usecases.post_comment import limit_writes
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.record_act import record_act

RECEIVED_MAIL, DECIDED_MAIL = "report-received", "report-decided"
PER_HOUR, PER_HOUR_SITE, MAILS_PER_DAY = 10, 300, 5
HOUR, DAY = 3600, 86_400
NOT_HERE = "There is no public comment here that could be reported."


@dataclass(frozen=True)
class ReportDraft:
    """What somebody sends. `good_faith` is their statement that it is correct and complete."""

    comment: uuid.UUID
    why: str
    good_faith: bool
    name: str = ""
    email: str | None = None
    lang: str = "en"


@dataclass(frozen=True)
class ReceivedReport:
    """The report with the secret that opens it and the link that holds both; `mailed`: a confirmation is on its way."""

    report: ContentReport
    secret: str
    url: str
    mailed: bool


def reportable(deps: Deps, site_id: str, comment_id: uuid.UUID | None) -> tuple[Site, Comment, Thread]:
    """The public comment that a report would be about.

    Raises:
        NotFound: no such site, or no public comment of this id: whether there is a hidden one is not told.
    """
    site = find_site(deps, site_id)
    comment = deps.session.get(Comment, (site.id, comment_id)) if comment_id else None
    if comment is None or not is_shown(comment):
        raise NotFound(NOT_HERE)
    return site, comment, deps.session.get_one(Thread, (site.id, comment.thread_id))


def report_comment(deps: Deps, site_id: str, draft: ReportDraft, visitor: Visitor) -> ReceivedReport:
    """Keep the report, commit to it in the log, and confirm it by mail where an address was given and mail is set up.
    An address that was given often today is not kept.

    Raises:
        OriginNotAllowed, RateLimited; NotFound: no public comment of this id; ValidationFailed: by field.
    """
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor)
    _limit(deps, site, visitor)
    name, email, why = _checked(draft)
    if email is not None and not _may_mail(deps, site, email):
        email = None  # nor is the decision mailed: the link shows it
    with writing(deps.session) as session:
        _, comment, thread = reportable(deps, site_id, draft.comment)
        at, report_id = clock.now(), random_id()
        report = ContentReport(
            site_id=site.id,
            id=report_id,
            comment_id=comment.id,
            location=f"{thread.url}#comment-{comment.id}",
            why=why,
            name=name,
            email=email,
            lang=draft.lang[:35],
            state=OPEN,
            received_at=at,
        )
        told = {"report": str(report_id), "comment": str(comment.id), "why_sha256": _digest(why)}
        report.received_entry = note_fact(deps, site, "report.received", told)
        session.add(report)
        session.flush()
        record_act(deps, site.id, READER, "report.receive", str(report_id), {"comment": str(comment.id)})
        queued = queue_mail(deps, site.id, RECEIVED_MAIL, facts={"report": str(report_id)}) if email else None
    secret = report_secret(deps, site.id, report_id)
    return ReceivedReport(report, secret, report_url(deps, site.id, report_id), queued is not None)


READER = Actor(ref="reader", name="A reader", site_id=None, scopes=frozenset())
"""Who the audit log says reported: nobody in particular."""


def read_report(deps: Deps, site_id: str, report_id: uuid.UUID, secret: str | None) -> ContentReport:
    """The report, for whoever holds its secret. Raises `NotFound`, which does not say what of the two was wrong."""
    find_site(deps, site_id)
    expected = report_secret(deps, site_id, report_id)
    found = deps.session.get(ContentReport, (site_id, report_id))
    if not hmac.compare_digest((secret or "").encode(), expected.encode()) or found is None:
        raise NotFound("There is no report with this number and secret.")
    return found


def report_secret(deps: Deps, site_id: str, report_id: uuid.UUID) -> str:
    """The secret that opens a report: derived, so that it is not stored."""
    return derive(deps.settings.secret, "report", site_id, str(report_id))


def report_url(deps: Deps, site_id: str, report_id: uuid.UUID) -> str:
    """The link that its sender keeps; what opens it stands in the fragment, which reaches no server."""
    return (
        f"{deps.settings.public_url}/t/{site_id}/report/outcome#{report_id}.{report_secret(deps, site_id, report_id)}"
    )


def _checked(draft: ReportDraft) -> tuple[str, str | None, str]:
    fields: dict[str, list[str]] = {}
    name, email = clean_name(draft.name), None
    if not has_ink(draft.why):
        fields["why"] = ["Say why it is against the law."]
    elif too_long(draft.why, WHY_MAX):
        fields["why"] = [f"At most {WHY_MAX} characters of text."]
    if len(name) > NAME_MAX or "\x00" in draft.name:
        fields["name"] = [f"At most {NAME_MAX} characters of text."]
    try:
        email = clean_email(draft.email)
    except ValidationFailed:
        fields["email"] = ["This does not look like an e-mail address."]
    if not draft.good_faith:
        fields["good_faith"] = ["Say that you believe it to be correct and complete."]
    if fields:
        raise ValidationFailed("Nothing was reported.", fields=fields)
    return name, email, plain(draft.why)


def _limit(deps: Deps, site: Site, visitor: Visitor) -> None:
    limit_writes(deps, site, visitor)
    for name, key, per in (
        ("report", f"{site.id}/{visitor.address}", PER_HOUR),
        ("report-site", site.id, PER_HOUR_SITE),
    ):
        if wait := deps.limits.hit(name, key, per, HOUR):
            raise RateLimited("Many reports came just now. Please try again later.", retry_after=wait)


def _may_mail(deps: Deps, site: Site, email: str) -> bool:
    """A stranger's address must not be filled with our confirmations and decisions."""
    return deps.limits.hit("report-mail", f"{site.id}/{normalise_email(email)}", MAILS_PER_DAY, DAY) is None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
