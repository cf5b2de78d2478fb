"""Change what the site said in a reply of its staff; its record says that, and by whom."""

from __future__ import annotations

import uuid
from dataclasses import replace

from commentsvc import clock
from commentsvc.domain.consent import EventType
from commentsvc.domain.moderation import Status
from commentsvc.domain.webhook_event import COMMENT_EDITED
from commentsvc.errors import Conflict, Gone, NotFound
from commentsvc.models import queue
from commentsvc.models.database import writing
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import set_status
from commentsvc.usecases.access import require
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import append_event
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, queue_item
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.reply_as_staff import staff_text, statement_facts


def edit_staff_reply(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID, body: str) -> QueueItem:
    """Give the reply this text, whoever of the staff wrote it; where it stands, and under which name, stays.

    Raises:
        NotFound, Forbidden: no such comment here, or the actor lacks `moderate`.
        Conflict: a reader wrote it. Gone: it was erased. ValidationFailed: by field. KeyMissing.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    with writing(deps.session) as session:
        comment = queue.lock_comments(session, site.id, [comment_id]).get(comment_id)
        if comment is None:
            raise NotFound("There is no such comment on this site.")
        if comment.status == Status.ERASED:
            raise Gone("This reply was erased.")
        if not comment.staff:
            raise Conflict("A reader wrote this. Only its author changes it.")
        thread = session.get_one(Thread, (site.id, comment.thread_id))
        text = staff_text(deps, body, comment.author_name)
        if text.body != comment.body:
            comment.body, comment.html, comment.edited_at = text.body, text.html, clock.now()
            set_status(session, comment, comment.status)
            facts = replace(statement_facts(deps, actor, site, thread, comment), has_stub=True)
            at, said = comment.edited_at, EventType.CORRECTED
            append_event(deps, site, facts, said, at=at, by="moderator", purposes={}, corrected=["body"])
            announce(deps, site, COMMENT_EDITED, {"comment": str(comment.id)})
            record_act(deps, site.id, actor, "comment.reply-edit", str(comment.id))
        decisions = queue.decisions_of(session, site.id, [comment.id]).get(comment.id, [])
        return queue_item(comment, thread, decisions)
