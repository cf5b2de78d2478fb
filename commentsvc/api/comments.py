"""Comments: the public read, posting, and what an author does with the edit token."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import partial
from typing import Any

import orjson
from flask import Response, request
from flask.views import MethodView

from commentsvc import __version__
from commentsvc.adapters.current import current_deps, visitor
from commentsvc.adapters.kept_answer import Has, Made, Make
from commentsvc.adapters.kept_answers import keep
from commentsvc.api.bearer import bearer_secret
from commentsvc.api.documentation import Resource
from commentsvc.api.gpc import sends_gpc
from commentsvc.api.schemas.comment import (
    ChangedCommentSchema,
    CommentChangeSchema,
    CommentDraftSchema,
    CountsQuerySchema,
    CountsSchema,
    ErasedSchema,
    ErasureQuerySchema,
    OneCommentSchema,
    PostedCommentSchema,
    ThreadQuerySchema,
    ThreadSchema,
)
from commentsvc.clock import iso
from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import told_status
from commentsvc.usecases.append_event import EventReceipt
from commentsvc.usecases.check_draft import CommentDraft
from commentsvc.usecases.comment_text import NAME_LIMIT
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.give_statement import ToldStatement
from commentsvc.usecases.own_comment import CommentChange, OwnComment, delete_own_comment, edit_comment, read_comment
from commentsvc.usecases.post_comment import PostedComment, post_comment
from commentsvc.usecases.read_thread import Node, ThreadQuery, page_as_json, read_counts, read_page, thread_face
from commentsvc.widget import NotBuilt, manifest

blp = Resource("comments", __name__, url_prefix="/api/v1/sites/<site:site>", description="Read and write comments.")

SHARED = "public, no-cache"
"""The same for everybody, so a proxy that knows us may keep it for a second; a browser asks again every time."""

DRAFT = CommentDraftSchema()
REFUSED = "commentsvc.refused"
"""In the environment of a post that was refused before it came here (`post_shortcut`): the exception."""
COUNTED = "commentsvc.counted"
"""In the environment of a post that others tried before (`posts_at_desk`): whether it is counted already."""

IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 22, "maxLength": 200},
    "description": "At least 128 random bits; the same key and body return the same comment for 24 hours.",
}


@blp.route("/comments")
class Comments(MethodView):
    """One thread, or a new comment."""

    @blp.arguments(ThreadQuerySchema, location="query")
    @blp.response(200, ThreadSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> Response:
        """Read one thread, with ETag."""
        return _public(partial(_thread, site, ThreadQuery(**query)))

    @blp.arguments(DRAFT)
    @blp.response(201, PostedCommentSchema)
    @blp.doc(security=[], parameters=[IDEMPOTENCY])
    def post(self, draft: dict[str, Any], site: str) -> Response:
        """Post a comment with its consent. 422 `consent-required`, `challenge-failed`, 409 `notice-stale`, …"""
        if refused := request.environ.get(REFUSED):
            raise refused
        sent = draft_of(draft, request.get_data(), gpc=sends_gpc())
        key, counted = request.headers.get("Idempotency-Key"), request.environ.get(COUNTED, False)
        posted = post_comment(current_deps(), site, sent, visitor(), key, counted)
        return Response(posted_body(posted), 201, content_type="application/json")


@blp.route("/comments/<uuid:comment>")
class OneComment(MethodView):
    """One comment, by its author with the edit token."""

    @blp.response(200, OneCommentSchema)
    @blp.doc(security=[{}, {"secret": []}])
    def get(self, site: str, comment: Any) -> dict[str, Any]:
        """Read a published comment; with its edit token in any status, with its source."""
        return _own_as_json(read_comment(current_deps(), site, comment, bearer_secret()))

    @blp.arguments(CommentChangeSchema)
    @blp.response(200, ChangedCommentSchema)
    @blp.doc(security=[{"secret": []}])
    def patch(self, change: dict[str, Any], site: str, comment: Any) -> dict[str, Any]:
        """Edit; the comment passes moderation like a new one. 403 `edit-window-closed`."""
        author = change["author"]
        wanted = CommentChange(change["body"], author.get("name"), author.get("website"))
        changed = edit_comment(current_deps(), site, comment, bearer_secret(), wanted, visitor())
        receipt = receipt_as_json(changed.receipt) if changed.receipt else None
        return _own_as_json(changed) | {"receipt": receipt}

    @blp.arguments(ErasureQuerySchema, location="query")
    @blp.response(200, ErasedSchema)
    @blp.doc(security=[{"secret": []}])
    def delete(self, query: dict[str, Any], site: str, comment: Any) -> dict[str, Any]:
        """Erase the comment and what its consent record says of its author. 403 `edit-window-closed`."""
        receipt = delete_own_comment(
            current_deps(), site, comment, bearer_secret(), visitor(), keep_text=query["keep_text"]
        )
        return {"receipt": receipt_as_json(receipt)}


@blp.route("/counts")
class Counts(MethodView):
    """Counters of many pages."""

    @blp.arguments(CountsQuerySchema, location="query")
    @blp.response(200, CountsSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> Response:
        """Published comments of up to 100 pages, with ETag; unknown pages are 0."""
        return _public(partial(_counts, site, query["page"]))


def comment_as_json(comment: Comment, thread: Thread, *, own: bool) -> dict[str, Any]:
    """A comment outside a thread; its source only to its author."""
    shown: dict[str, Any] = {
        "id": comment.id,
        "parent": comment.parent_id,
        "status": told_status(comment),
        "author": {"name": comment.author_name or None, "website": comment.author_website},
        "html": comment.html,
        "created_at": iso(comment.created_at),
        "edited_at": iso(comment.edited_at) if comment.edited_at else None,
        "page": thread.key,
    }
    return shown | {"body": comment.body} if own else shown


def posted_body(posted: PostedComment) -> bytes:
    """The answer to a post, which is what `PostedCommentSchema` says."""
    return orjson.dumps(_posted_as_json(posted))


def _posted_as_json(posted: PostedComment) -> dict[str, Any]:
    return {
        "comment": comment_as_json(posted.comment, posted.thread, own=False),
        "edit_token": posted.edit_token,
        "edit_until": iso(posted.edit_until),
        "receipt": {
            "id": posted.comment.record_id,
            "secret": posted.receipt_secret,
            "url": posted.receipt_url,
            "promise": posted.promise.as_json(),
        },
        **({} if posted.said is None else {"said": posted.said}),
    }


def receipt_as_json(receipt: EventReceipt) -> dict[str, Any]:
    """What the reader keeps of one event."""
    return {
        "id": receipt.record_id,
        "event": receipt.type,
        "at": iso(receipt.at),
        "promise": receipt.promise.as_json(),
    }


def _own_as_json(found: OwnComment) -> dict[str, Any]:
    return {
        "comment": comment_as_json(found.comment, found.thread, own=found.own),
        "edit_until": iso(found.edit_until),
        "statement": _statement_as_json(found.statement) if found.statement else None,
    }


def _statement_as_json(told: ToldStatement) -> dict[str, Any]:
    view = told.view
    return {
        "ground": view.ground,
        "rule": view.rule,
        "facts": view.facts,
        "means": view.means,
        "reported": view.reported,
        "at": iso(view.at),
        "lang": told.lang,
        "text": told.text,
    }


def draft_of(draft: dict[str, Any], body: bytes, *, gpc: bool) -> CommentDraft:
    """What `DRAFT` made of this `body`, as the use-case takes it; `gpc` is what the request itself says."""
    page, author, consent = draft["page"], draft["author"], draft["consent"]
    return CommentDraft(
        page_url=page["url"],
        page_key=page["key"],
        page_title=page["title"],
        parent=draft["parent"],
        author_name=author["name"],
        author_email=author["email"],
        author_website=author["website"],
        body=draft["body"],
        notice=consent["notice"],
        token=consent["token"],
        purposes=consent["purposes"],
        widget=drawn_by(draft["widget"] or {}, "embed.js"),
        not_offered=frozenset(consent["not_offered"]),
        minor=consent["minor"],
        signals=seen_signals(draft["signals"], gpc=gpc),
        form=draft["form"],
        digest=hashlib.sha256(body).hexdigest(),
    )


def seen_signals(told: dict[str, Any], *, gpc: bool) -> dict[str, Any]:
    """What the page says it saw, and what the request says itself."""
    return {"gpc": bool(told.get("gpc")) or gpc, "tool": told.get("tool")}


def drawn_by(told: dict[str, Any], file: str) -> dict[str, str | None]:
    """The widget's own word for its version, and our hash of the `file` that we serve, if it is that version. A server
    that has none to serve, such as another than ours may be, still takes what other forms send."""
    version, served = told.get("version"), None
    with suppress(NotBuilt):
        built = manifest()
        if version == built["version"]:
            served = built["files"][file]["sha256"]
    return {"version": version, "sha256": served}


def _thread(site: str, asked: ThreadQuery, deps: Deps, has: Has) -> Made:
    """The ETag of a thread and its JSON; none for who has it already."""
    face = thread_face(deps, site, asked.page)
    tag = _etag(face.version, asked)
    if has(tag):
        return tag, None
    page = read_page(deps, face, asked)
    limits = {"body_limit": deps.settings.body_limit, "name_limit": NAME_LIMIT}
    shown = orjson.Fragment(b"[" + b",".join([_fragment(node) for node in page.comments]) + b"]")
    return tag, orjson.dumps(page_as_json(page, limits) | {"comments": shown})


def _counts(site: str, pages: list[str], deps: Deps, has: Has) -> Made:
    body = orjson.dumps({"counts": read_counts(deps, site, pages)})
    tag = hashlib.sha256(body).hexdigest()[:32]
    return tag, None if has(tag) else body


_ALONE = b',"replies":[],"more_replies":0,"more_cursor":null}'


def _fragment(node: Node) -> bytes:
    """The comment's bytes as rendered when written, with its replies put before the closing brace."""
    if not node.replies and not node.more_replies:
        return node.rendered[:-1] + _ALONE
    rest = orjson.dumps({"more_replies": node.more_replies, "more_cursor": node.more_cursor})
    replies = b",".join([_fragment(reply) for reply in node.replies])
    return b'%b,"replies":[%b],%b' % (node.rendered[:-1], replies, rest[1:])


def _etag(version: str, query: ThreadQuery) -> str:
    asked = f"{__version__}/{version}/{query.page}/{query.sort}/{query.cursor}/{query.limit}/{query.around}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def _public(make: Make) -> Response:
    """What `make` says, the same for everybody, so it may be kept. Packed or not, it has one weak tag."""
    tag, body = make(current_deps(), request.if_none_match.contains_weak)
    keep(make)
    response = Response(status=304) if body is None else Response(body, content_type="application/json")
    response.set_etag(tag, weak=True)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = SHARED
    return response
