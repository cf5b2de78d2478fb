"""Answer a reader as the site: public at once, marked as the site's own, with a record that claims no consent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc import clock
from commentsvc.domain.consent import STAFF, EventType, build_statement
from commentsvc.domain.webhook_event import COMMENT_POSTED
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models import posting, queue
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, random_id, writing
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown, render_public, set_status
from commentsvc.usecases.access import require
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.comment_text import NAME_LIMIT, CommentText, write_text
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, queue_item
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.tell_reply import tell_reply

SITE, MEMBER = "site", "member"
NAMES = (SITE, MEMBER)
"""Under which name: the site's, or that of whoever writes."""


@dataclass(frozen=True)
class StaffReply:
    """What is answered to which comment, under which of `NAMES`."""

    parent: uuid.UUID
    body: str
    name: str = SITE


def reply_as_staff(deps: Deps, actor: Actor, site_id: str, reply: StaffReply) -> QueueItem:
    """Publish the answer under a public comment, in a closed thread too; its author is told as of any answer.

    The comment has a record of kind `staff` (law 1): the operator's own statement, with who wrote it and the hash of
    the text. It belongs to no reader, and no edit token or receipt is given: moderators change it by
    `edit_staff_reply`, and take it down by a decision like any comment.

    Raises:
        NotFound, Forbidden: no such comment here, or the actor lacks `moderate`.
        Conflict: the comment that is answered is not public. ValidationFailed: by field. KeyMissing.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    if reply.name not in NAMES:
        raise ValidationFailed("Nothing was stored.", fields={"name": [f"One of {', '.join(NAMES)}."]})
    text = staff_text(deps, reply.body, site.name if reply.name == SITE else actor.name)
    with writing(deps.session) as session:
        parent = queue.lock_comments(session, site.id, [reply.parent]).get(reply.parent)
        if parent is None:
            raise NotFound("There is no such comment on this site.")
        if not is_shown(parent):
            raise Conflict("Only what readers see can be answered. Publish the comment first.")
        thread = session.get_one(Thread, (site.id, parent.thread_id))
        comment = _store(deps, actor, site, thread, parent, text)
        session.flush()
        return queue_item(comment, thread, [])


def staff_text(deps: Deps, body: str, name: str) -> CommentText:
    """The text cleaned and rendered like a reader's. Raises `ValidationFailed` by field."""
    return write_text(deps.settings, body, name[:NAME_LIMIT], None)


def statement_facts(deps: Deps, actor: Actor, site: Site, thread: Thread, comment: Comment) -> RecordFacts:
    """The record of what the site says in the comment as it is now, said by this actor."""
    record = build_statement(
        record_id=str(comment.record_id),
        controller={"name": site.controller_name, "contact": site.controller_contact},
        said_by=actor.ref,
        page=thread.key,
        origin=deps.settings.public_url,
        comment_id=str(comment.id),
        text=comment.body,
    )
    return RecordFacts(comment.record_id, STAFF, None, None, record)


def _store(deps: Deps, actor: Actor, site: Site, thread: Thread, parent: Comment, text: CommentText) -> Comment:
    at = clock.now()
    comment = _new_comment(deps, site, thread, parent, text, at)
    facts = statement_facts(deps, actor, site, thread, comment)
    append_event(deps, site, facts, EventType.STATED, at=at, by="moderator", purposes={})
    deps.session.add(comment)
    deps.session.flush()
    set_status(deps.session, comment, "published")
    tell_reply(deps, site, comment)
    announce(deps, site, COMMENT_POSTED, {"comment": str(comment.id)})
    record_act(deps, site.id, actor, "comment.reply", str(comment.id))
    return comment


def _new_comment(deps: Deps, site: Site, thread: Thread, parent: Comment, text: CommentText, at: datetime) -> Comment:
    place = posting.place_of(deps.session, thread, parent.id, site.max_depth)
    comment_id = new_id(after=parent.id)
    comment = Comment(
        site_id=site.id,
        id=comment_id,
        thread_id=thread.id,
        parent_id=place.parent_id,
        root_id=place.root_id or comment_id,
        reply_to_id=parent.id,
        depth=place.depth,
        record_id=random_id(),
        author_name=text.name,
        body=text.body,
        html=text.html,
        status="pending",
        staff=True,
        held_reasons=[],
        lang=parent.lang or site.default_language,
        created_at=at,
        decided_at=at,
    )
    comment.rendered = render_public(comment)
    return comment
