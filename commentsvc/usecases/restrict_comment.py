"""Restrict a comment (Art. 18, 17(3)(e) GDPR): it is stored, nothing else is done with it, and who got it is told."""

from __future__ import annotations

import uuid

from commentsvc.domain.webhook_event import COMMENT_RESTRICTED
from commentsvc.models.comment import Comment
from commentsvc.models.learned import forget_example
from commentsvc.models.site import Site
from commentsvc.models.visibility import set_restriction
from commentsvc.usecases.announce import announce
from commentsvc.usecases.deps import Deps


def restrict_comment(deps: Deps, site: Site, comment: Comment, by: uuid.UUID) -> None:
    """Inside the caller's write transaction, the comment locked: take it out of everybody's sight because of the
    request or hold `by`."""
    set_restriction(deps.session, comment, by)
    forget_example(deps.session, site.id, comment.id)
    announce(deps, site, COMMENT_RESTRICTED, {"comment": str(comment.id)})
