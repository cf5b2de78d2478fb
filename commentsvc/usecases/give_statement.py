"""Tell an author why their comment is not public (DSA Art. 17), and read what they were told."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from commentsvc.domain.content import FOUND, HIDDEN, PERSON, StatementDraft, StatementView, plain, statement_paragraphs
from commentsvc.domain.content_texts import content_text
from commentsvc.domain.letter import Action, Letter, Paragraph
from commentsvc.domain.undo import standing_decision
from commentsvc.ledger.canonical import canonical
from commentsvc.models import queue
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.contact import Contact
from commentsvc.models.content import Statement
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import Site, find_site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.note_fact import note_fact
from commentsvc.usecases.queue_mail import queue_mail

MAIL = "statement"
"""The kind of mail."""


@dataclass(frozen=True)
class ToldStatement:
    """A statement, and its paragraphs in `lang`."""

    view: StatementView
    lang: str
    text: list[str]


def give_statement(
    deps: Deps, site: Site, comment: Comment, decision: Decision, draft: StatementDraft, *, reported: bool = False
) -> Statement:
    """Inside the caller's write transaction, behind the decision: keep the statement, commit to it in the log, and have
    it mailed where the author confirmed an address for this comment that is still stored."""
    statement = Statement(
        site_id=site.id,
        decision_id=decision.id,
        comment_id=comment.id,
        ground=draft.ground,
        rule=plain(draft.rule),
        facts=plain(draft.facts),
        means=draft.means or (FOUND if comment.held_reasons else PERSON),
        reported=reported,
        at=decision.at,
    )
    told = {"ground": statement.ground, "means": statement.means, "reported": reported}
    words = canonical({"rule": statement.rule, "facts": statement.facts})
    statement.entry = note_fact(
        deps,
        site,
        "statement.given",
        {
            **told,
            "decision": str(decision.id),
            "comment": str(comment.id),
            "status": decision.to_status,
            "words_sha256": hashlib.sha256(words).hexdigest(),
        },
    )
    deps.session.add(statement)
    deps.session.flush()
    if comment.subject_id is not None and _address(deps, comment) is not None:
        queue_mail(deps, site.id, MAIL, facts={"decision": str(decision.id)}, subject_id=comment.subject_id)
    return statement


def read_statement(deps: Deps, comment: Comment) -> StatementView | None:
    """What the author of this comment was told about the decision that stands; None where nothing was, or it is public.

    The caller has made sure that it is the author who asks, or a moderator.
    """
    if comment.status not in HIDDEN:
        return None
    decisions = queue.decisions_of(deps.session, comment.site_id, [comment.id]).get(comment.id, [])
    standing = standing_decision(decisions, comment.status)
    found = deps.session.get(Statement, (comment.site_id, standing.id)) if standing else None
    if found is None:
        return None
    return StatementView(comment.status, found.ground, found.rule, found.facts, found.means, found.reported, found.at)


def statement_of(deps: Deps, site_id: str, comment_id: uuid.UUID | None) -> StatementView | None:
    """`read_statement` by the comment's id."""
    comment = deps.session.get(Comment, (site_id, comment_id)) if comment_id else None
    return read_statement(deps, comment) if comment else None


def told_statement(deps: Deps, site: Site, comment: Comment) -> ToldStatement | None:
    """`read_statement` with its words in the language in which its author commented."""
    view = read_statement(deps, comment)
    return ToldStatement(view, comment.lang, statement_text(site, view, comment.lang)) if view else None


def statement_text(site: Site, view: StatementView, lang: str) -> list[str]:
    """Its paragraphs in `lang`."""
    whom = {"controller": site.controller_name, "contact": site.controller_contact}
    return statement_paragraphs(view, content_text(lang), whom)


def write_statement_mail(deps: Deps, mail: MailMessage) -> Letter | None:
    """The statement, as long as its decision stands and the address is still the author's."""
    statement = deps.session.get(Statement, (mail.site_id, uuid.UUID(mail.facts["decision"])))
    site = find_site(deps.session, mail.site_id)
    comment = deps.session.get(Comment, (mail.site_id, statement.comment_id)) if statement else None
    if statement is None or comment is None or site is None:
        return None
    view, to = read_statement(deps, comment), _address(deps, comment)
    if view is None or to is None or view.at != statement.at:
        return None
    text = content_text(comment.lang)
    return Letter(
        to=to,
        subject=text.mail_statement.format(site=site.name),
        lang=comment.lang,
        parts=[
            *(Paragraph(part) for part in statement_text(site, view, comment.lang)),
            Action(text.why_title, f"{deps.settings.public_url}/my/{site.id}/receipt"),
        ],
        footer=text.mail_statement_footer.format(site=site.name),
        contact=site.controller_contact,
    )


def _address(deps: Deps, comment: Comment) -> str | None:
    """The author's address: stored, and confirmed for this very comment."""
    if comment.confirmed_at is None or comment.subject_id is None:
        return None
    contact = deps.session.get(Contact, (comment.site_id, comment.subject_id))
    return contact.address if contact else None
