"""What readers change of what is theirs, inside a visit: a purpose, a comment, whether it stands under their address.

A visit has shown a mailbox or receipts; each of these asks once more, inside its own transaction, whether that is
enough for the comment it is about.
"""

from __future__ import annotations

import uuid

from commentsvc.errors import Conflict, NotFound
from commentsvc.models import mine as queries
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.database import writing
from commentsvc.usecases.append_event import EventReceipt, Promise
from commentsvc.usecases.consent_receipt import ConsentChange, ConsentReceipt, change_consent
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.detach_address import detach_address
from commentsvc.usecases.own_comment import CHANGEABLE, CommentChange, correct_in_transaction
from commentsvc.usecases.post_comment import limit_writes, receipt_secret
from commentsvc.usecases.reader_session import Visit

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
        if comment.status not in CHANGEABLE and change.body not in (None, comment.body):
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
