"""Write a comment that passed every check, with record, event, salt and pending entry, inside the caller's transaction.

The rows go to the database in three packets: the form's token, what proves the record, then the comment with what its
judges found. Nothing is asked of an area that the site does not use (`models.known_site`).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain import consent as rules
from commentsvc.domain.page_key import page_address
from commentsvc.domain.plain_text import clean_title
from commentsvc.domain.webhook_event import COMMENT_POSTED
from commentsvc.errors import ThreadClosed, TokenUsed
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, random_id
from commentsvc.models.mail_wish import MailWish
from commentsvc.models.prepared import NewRow, unknown
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import adopt, insert_comment
from commentsvc.models.webhook import WebhookEndpoint
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import Promise, RecordFacts, append_event
from commentsvc.usecases.ask_address import ask_address
from commentsvc.usecases.ask_proof import ask_proof
from commentsvc.usecases.check_draft import CheckedDraft
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.judge_comment import Candidate, judge_comment
from commentsvc.usecases.read_thread import is_closed
from commentsvc.usecases.serve_notice import not_carried_out
from commentsvc.usecases.tell_moderators import tell_moderators
from commentsvc.usecases.tell_reply import tell_reply

IDEMPOTENT_FOR = timedelta(hours=24)


class StoredPost(NamedTuple):
    """What was written. The comment is a copy that the session does not know."""

    comment: Comment
    thread: Thread
    promise: Promise


def store_post(deps: Deps, checked: CheckedDraft) -> StoredPost:
    """Write everything of the comment.

    Raises:
        TokenUsed, ThreadClosed, NotFound, Forbidden, ChallengeFailed: the caller's transaction must be given up.
    """
    site, session, at = checked.known.site, deps.session, clock.now()
    thread = _thread(deps, checked, at)  # threads come before everything else that others wait for
    if not posting.use_token(session, site.id, checked.token.nonce, checked.token.expires_at):
        raise TokenUsed("Open the form again to send another comment.")
    comment = _new_comment(deps, checked, thread, at)
    promise = append_event(
        deps,
        site,
        record_facts(deps, checked, comment),
        rules.first_event(rules.record_kind(checked.manifest)),
        at=at,
        by="reader",
        purposes=checked.choice.purposes,
        requested=checked.choice.requested,
    )
    candidate = candidate_of(checked, comment)
    status = _first_status(deps, checked, candidate)
    insert_comment(
        session, comment, status, _before(checked, comment, at), [*candidate.rows, *rows_behind(checked, comment, at)]
    )
    _tell(deps, checked, comment)
    return StoredPost(comment, thread, promise)


def _thread(deps: Deps, checked: CheckedDraft, at: datetime) -> Thread:
    site, draft = checked.known.site, checked.draft
    url, title = page_address(checked.page), clean_title(draft.page_title or "")
    at_once = site.moderation == "after" or checked.text.email is not None  # without an address nobody is trusted
    thread = posting.thread_for(deps.session, site.id, checked.key, url, title, at, lock=at_once)
    if is_closed(site, thread):
        raise ThreadClosed("No more comments are taken here.")
    return thread


def _before(checked: CheckedDraft, comment: Comment, at: datetime) -> list[NewRow]:
    if checked.text.email or comment.subject_id is None:
        return []
    return [posting.subject_row(comment.site_id, comment.subject_id, at)]


def rows_behind(checked: CheckedDraft, comment: Comment, at: datetime) -> list[NewRow]:
    """What is written behind a comment, but for what its judges keep."""
    if not checked.idempotency:
        return []
    until = at + IDEMPOTENT_FOR
    return [posting.answer_row(comment.site_id, checked.idempotency, checked.draft.digest, comment.id, until)]


def _tell(deps: Deps, checked: CheckedDraft, comment: Comment) -> None:
    """Whoever wants to hear of it: each costs nothing where nobody does."""
    site = checked.known.site
    if comment.reply_to_id is not None:
        adopt(deps.session, comment)
        tell_reply(deps, site, comment)
    if checked.known.has(MailWish):
        tell_moderators(deps, comment)
    if comment.status != "spam" and checked.known.has(WebhookEndpoint):
        announce(deps, site, COMMENT_POSTED, {"comment": str(comment.id)})
    if checked.asks and checked.text.email:
        ask_address(deps, site, comment, checked.text.email, checked.choice.requested)
    deps.session.flush()


def _new_comment(deps: Deps, checked: CheckedDraft, thread: Thread, at: datetime) -> Comment:
    site, text = checked.known.site, checked.text
    place = posting.place_of(deps.session, thread, checked.draft.parent, site.max_depth)
    code = address_code(deps, site.id, text.email) if text.email else None
    subject_id = posting.subject_for(deps.session, site.id, code, at) if code else random_id()
    comment = new_comment(checked, place, subject_id, at)
    comment.thread_id = thread.id
    return comment


def new_comment(checked: CheckedDraft, place: posting.Place, subject_id: uuid.UUID, at: datetime) -> Comment:
    """The comment as it is before anybody judged it, in no session and no thread."""
    text, comment_id = checked.text, new_id()
    told = {
        "site_id": checked.known.site.id,
        "id": comment_id,
        "parent_id": place.parent_id,
        "root_id": place.root_id or comment_id,
        "reply_to_id": checked.draft.parent,
        "depth": place.depth,
        "record_id": random_id(),
        "subject_id": subject_id,
        "author_name": text.name,
        "author_website": text.website,
        "body": text.body,
        "html": text.html,
        "status": "pending",
        "held_reasons": [],
        "staff": False,
        "lang": checked.notice.lang,
        "created_at": at,
    }
    return unknown(Comment, told)


def candidate_of(checked: CheckedDraft, comment: Comment) -> Candidate:
    """The new comment as its judges see it."""
    form = {**checked.draft.form, "opened_at": checked.token.opened_at, "nonce": checked.token.nonce}
    return Candidate(checked.known, comment, checked.visitor, checked.text.email, form)


def _first_status(deps: Deps, checked: CheckedDraft, candidate: Candidate) -> str:
    known, form = checked.known, candidate.form
    trusted = bool(checked.text.email) and posting.is_trusted(deps.session, known.site, candidate.comment)
    told = str(form["nonce"]), form.get("proof"), checked.visitor
    return judge_comment(
        deps, candidate, trusted, lambda found: ask_proof(deps, known.site, *told, found, policy=known.policy)
    )


def record_facts(deps: Deps, checked: CheckedDraft, comment: Comment) -> RecordFacts:
    """The record of a new comment."""
    record = rules.build_record(
        record_id=str(comment.record_id),
        subject_ref=str(comment.subject_id),
        manifest=checked.manifest,
        notice_sha256=checked.notice.sha256,
        effective_from=iso(checked.notice.effective_from),
        purposes=dict(checked.choice.purposes),
        withdrawal_url=receipt_page(deps, comment.site_id),
        widget=dict(checked.draft.widget or {}),
        signals=dict(checked.draft.signals),
        page=checked.key,
        origin=checked.visitor.origin or deps.settings.public_url,
        comment_id=str(comment.id),
        checkpoint_before=checked.token.checkpoint,
        not_offered=checked.draft.not_offered | not_carried_out(deps),
        collection_method="hosted form" if checked.visitor.hosted else "embedded form",
    )
    return RecordFacts(
        record_id=comment.record_id,
        kind=rules.record_kind(checked.manifest),
        subject_id=comment.subject_id,
        notice_sha256=checked.notice.sha256,
        record=record,
    )


def receipt_page(deps: Deps, site_id: str) -> str:
    """Where a reader takes a choice back. What opens the receipt there stands in the link's fragment, never in this."""
    return f"{deps.settings.public_url}/my/{site_id}/receipt"
