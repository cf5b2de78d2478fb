"""What readers change of what is theirs, inside a visit: a purpose, a comment, whether it stands under their address.

A visit has shown a mailbox or receipts; each of these asks once more, inside its own transaction, whether that is
enough for the comment it is about.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from commentsvc.domain.contact import clean_email
from commentsvc.domain.notice import CONFIRMED_FIRST
from commentsvc.errors import Conflict, NotFound, Unavailable, ValidationFailed
from commentsvc.models import mine as queries
from commentsvc.models import person_data
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.database import writing
from commentsvc.models.hold import needed_for_claims
from commentsvc.models.visibility import told_status
from commentsvc.usecases.append_event import EventReceipt, Promise
from commentsvc.usecases.ask_address import ask_address, may_ask
from commentsvc.usecases.comment_text import write_text
from commentsvc.usecases.consent_receipt import ConsentChange, ConsentReceipt, change_consent
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.detach_address import detach_address
from commentsvc.usecases.own_comment import CHANGEABLE, CommentChange, correct_in_transaction
from commentsvc.usecases.post_comment import limit_writes, receipt_secret
from commentsvc.usecases.reader_session import Visit

BATCH, BATCHES = 50, 40
NOBODYS = "There is no such comment of yours."


def change_purpose(
    deps: Deps, visit: Visit, comment_id: uuid.UUID, change: ConsentChange, visitor: Visitor
) -> ConsentReceipt:
    """Give or take back one purpose of a comment, like `change_consent` for whoever holds its receipt.

    Raises:
        NotFound: not theirs; and what `change_consent` raises.
    """
    found = queries.comment_of(deps.session, visit.mine, comment_id)
    if found is None:
        raise NotFound(NOBODYS)
    record_id = found[0].record_id
    secret = receipt_secret(deps, visit.site.id, record_id)
    return change_consent(deps, visit.site.id, record_id, secret, change, visitor)


def ask_for_mail(deps: Deps, visit: Visit, comment_id: uuid.UUID, purpose: str, address: str, visitor: Visitor) -> None:
    """Ask the owner of `address` whether they want the mail of this purpose for a comment of this visit: the click in
    the mail gives it (`confirm_address`). Who has been asked often enough is not asked again, and nobody is told.

    Raises:
        NotFound: not theirs. ValidationFailed: no such purpose, or no address. Conflict: it is given already.
        Unavailable: no mail is set up. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    if deps.mailer.sender is None:
        raise Unavailable("This service sends no mail.")
    typed = clean_email(address)
    if typed is None or purpose not in CONFIRMED_FIRST:
        raise ValidationFailed(fields={"author.email": ["This does not look like an e-mail address."]})
    allowed = may_ask(deps, visit.site, typed)
    with writing(deps.session) as session:
        comment = queries.lock_comment_of(session, visit.mine, comment_id)
        body = newest_body(session, visit.site.id, comment.record_id) if comment else None
        if comment is None or body is None or purpose not in body.purposes:
            raise NotFound(NOBODYS)
        if body.purposes[purpose]:
            raise Conflict(f"`{purpose}` is already given.")
        if allowed:
            forget_confirmations(session, visit.site.id, comment.id)
            ask_address(deps, visit.site, comment, typed, [purpose])


def correct_comment(
    deps: Deps, visit: Visit, comment_id: uuid.UUID, change: CommentChange, visitor: Visitor
) -> tuple[EventReceipt | None, Comment]:
    """Change name and website at any time, the text while no moderator has refused it (Art. 16 GDPR). The change passes
    moderation. Without a receipt nothing was changed.

    Raises:
        NotFound: not theirs. Conflict: the text is fixed. ValidationFailed: by field. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    with writing(deps.session) as session:
        comment = queries.lock_comment_of(session, visit.mine, comment_id)
        if comment is None or newest_body(session, visit.site.id, comment.record_id) is None:
            raise NotFound(NOBODYS)
        if told_status(comment) not in CHANGEABLE and change.body not in (None, comment.body):
            raise Conflict("A moderator has decided on this comment; its text can no longer be changed, only erased.")
        return correct_in_transaction(deps, visit.site, comment, change), comment


def part_with_comment(deps: Deps, visit: Visit, comment_id: uuid.UUID, visitor: Visitor) -> Promise:
    """Take the mailbox's address off a comment that nobody confirmed: it was somebody else's. The log's promise of it.

    Raises:
        NotFound: nothing like that stands under the address, or the visit is not by mailbox. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    with writing(deps.session) as session:
        comment = queries.lock_unconfirmed_of(session, visit.mine, comment_id)
        receipt = detach_address(deps, visit.site, comment) if comment is not None else None
        if receipt is None:
            raise NotFound(NOBODYS)
        return receipt.promise


def rename_everywhere(deps: Deps, visit: Visit, name: str, website: str | None, visitor: Visitor) -> list[EventReceipt]:
    """Put this name and website on every comment of the visit, in small transactions, each with an event; at most
    `BATCH` times `BATCHES` comments at once. Each passes moderation like any change. What legal claims need stays.

    Raises:
        ValidationFailed: by field; then nothing was changed. RateLimited.
    """
    limit_writes(deps, visit.site, visitor)
    text = write_text(deps.settings, "-", name, website)
    differs = sa.or_(Comment.author_name != text.name, Comment.author_website.is_distinct_from(text.website))
    free = ~needed_for_claims(visit.site.id)
    change = CommentChange(author_name=text.name, author_website=text.website or "")
    receipts: list[EventReceipt] = []
    for _ in range(BATCHES):
        with writing(deps.session) as session:
            comments = person_data.lock_some(session, BATCH, queries.theirs(visit.mine), differs, free)
            done = [correct_in_transaction(deps, visit.site, comment, change) for comment in comments]
        receipts += [receipt for receipt in done if receipt is not None]
        if len(comments) < BATCH:
            break
    return receipts
