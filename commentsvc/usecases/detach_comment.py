"""Part a comment from an address that its owner never gave: a stranger typed it (nothing of the comment is lost)."""

from __future__ import annotations

from commentsvc.errors import Conflict
from commentsvc.models.comment import Comment
from commentsvc.models.contact import forget_confirmations
from commentsvc.models.person_data import give_own_subject
from commentsvc.models.site import Site
from commentsvc.usecases.append_fact import Fact, append_fact
from commentsvc.usecases.deps import Deps


def detach_in_transaction(deps: Deps, site: Site, comment: Comment, *, by: str) -> Fact:
    """Inside the caller's write transaction, the comment locked: it stands under nobody's address any more, and what
    waited for that address to confirm is deleted. Returns the fact that proves it, `comment.detached`.

    What its author agreed to stays as it was recorded; the receipt goes on working. The reference in that record leads
    nowhere once nothing else stands under the address.

    Raises:
        Conflict: the owner of the address has confirmed that the comment is theirs.
    """
    if comment.confirmed_at is not None:
        raise Conflict("You confirmed that this comment is yours. You can have it erased instead.")
    forget_confirmations(deps.session, site.id, comment.id)
    give_own_subject(deps.session, comment)
    return append_fact(deps, site, "comment.detached", {"comment": str(comment.id), "by": by})
