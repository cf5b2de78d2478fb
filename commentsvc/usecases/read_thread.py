"""Read one thread in one go: top-level comments by cursor, each with its replies, from what was rendered at write."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commentsvc import clock
from commentsvc.domain.thread_age import closed_by_age
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models import reading
from commentsvc.models.reading import PublicThread, Ref, Row
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread, published_counts
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import know_site, page_of

REPLIES_SHOWN = 100
"""Replies sent with one top-level comment; the rest are a cursor away."""

SORTS = ("oldest", "newest")


@dataclass(frozen=True)
class ThreadQuery:
    """What of a thread is asked for. `cursor` and `around` exclude each other; `limit` counts top-level comments."""

    page: str
    sort: str = "oldest"
    cursor: str | None = None
    limit: int = 20
    around: uuid.UUID | None = None


@dataclass(frozen=True)
class ThreadFace:
    """A thread as it is at this moment, without its comments; `thread` is None where nobody wrote yet."""

    site: Site
    key: str
    thread: PublicThread | None
    closed: bool

    @property
    def version(self) -> str:
        """What changes whenever anything public about the thread does: the ground of the ETag."""
        face = f"{self.site.name}/{self.site.moderation}/{self.site.max_depth}"
        if self.thread is None:
            return f"none-{face}"
        return f"{self.thread.id}-{self.thread.version}-{self.closed:d}-{face}"


@dataclass(frozen=True)
class ThreadPage:
    """`comments` are trees of `Node`s; for a cursor into one comment's replies they are flat."""

    site: Site
    key: str
    thread: PublicThread | None
    closed: bool
    comments: list[Node] = field(default_factory=list)
    next: str | None = None
    prev: str | None = None

    @property
    def named(self) -> PublicThread | None:
        """The thread, once readers may be told its title and address: what a stranger said of the page is shown when
        a comment with it is."""
        return self.thread if self.thread and self.thread.published_count else None


@dataclass
class Node:
    """One comment as rendered bytes, its replies, and how many replies of its subtree were left out."""

    rendered: bytes
    replies: list[Node] = field(default_factory=list)
    more_replies: int = 0
    more_cursor: str | None = None


def thread_face(deps: Deps, site_id: str, page: str) -> ThreadFace:
    """The thread of this page, in two small queries; an unknown page is an empty thread.

    Raises:
        NotFound: no such site.
        ValidationFailed: the page is not one of the site's.
    """
    site = know_site(deps, site_id).site
    key = page_of(site, page)
    thread = reading.public_thread(deps.session, site.id, key)
    return ThreadFace(site, key, thread, bool(thread and is_closed(site, thread)))


def read_thread(deps: Deps, site_id: str, query: ThreadQuery) -> ThreadPage:
    """The asked part of a thread. Raises like `thread_face` and `read_page`."""
    return read_page(deps, thread_face(deps, site_id, query.page), query)


def read_page(deps: Deps, face: ThreadFace, query: ThreadQuery) -> ThreadPage:
    """The asked part of the thread that has this face.

    Raises:
        NotFound: `around` names a comment that is not public in this thread.
        ValidationFailed: the cursor is none of ours.
    """
    page, thread = ThreadPage(face.site, face.key, face.thread, face.closed), face.thread
    if thread is None:
        if query.around:
            raise NotFound("This comment is not here.")
        return page
    cursor = _open_cursor(query.cursor)
    if cursor and cursor.kind == "r":
        return _more_replies(deps, page, thread, cursor)
    rows, before, after = _top_level(deps, thread, query, cursor)
    return replace(
        page,
        comments=_with_replies(deps, thread, rows, query.around.hex if query.around else None),
        next=_cursor("n", rows[-1].id) if rows and after else None,
        prev=_cursor("p", rows[0].id) if rows and before else None,
    )


def read_counts(deps: Deps, site_id: str, pages: Sequence[str]) -> dict[str, int]:
    """Published comments per page exactly as asked; unknown pages are 0. Raises like `thread_face`."""
    site = know_site(deps, site_id).site
    keys = {page: page_of(site, page) for page in pages}
    counts = published_counts(deps.session, site.id, list(set(keys.values())))
    return {page: counts.get(key, 0) for page, key in keys.items()}


def is_closed(site: Site, thread: Thread | PublicThread) -> bool:
    """Closed by a moderator, or by age."""
    return thread.closed_at is not None or closed_by_age(thread.created_at, site.close_after_days, clock.now())


def _top_level(
    deps: Deps, thread: PublicThread, query: ThreadQuery, cursor: Cursor | None
) -> tuple[list[Row], bool, bool]:
    """One page of top-level rows in the asked order, and whether there are more before and after."""
    newest = query.sort == "newest"
    ask = reading.top_level
    if query.around:
        root = reading.public_root(deps.session, thread, query.around.hex)
        if root is None:
            raise NotFound("This comment is not here, or no longer public.")
        half = query.limit // 2
        earlier = ask(deps.session, thread, newest, half + 1, before=root)
        later = ask(deps.session, thread, newest, query.limit - half + 1, after=root, inclusive=True)
        rows = earlier[-half:] if half else []
        return rows + later[: query.limit - half], len(earlier) > half, len(later) > query.limit - half
    if cursor and cursor.kind == "p":
        rows = ask(deps.session, thread, newest, query.limit + 1, before=cursor.id)
        return rows[-query.limit :], len(rows) > query.limit, True
    rows = ask(deps.session, thread, newest, query.limit + 1, after=cursor.id if cursor else None)
    return rows[: query.limit], cursor is not None, len(rows) > query.limit


def _with_replies(deps: Deps, thread: PublicThread, tops: list[Row], around: Ref | None) -> list[Node]:
    nodes = {row.id: Node(row.rendered) for row in tops}
    by_root: dict[Ref, list[Row]] = {row.id: [] for row in tops}
    for reply in reading.replies(deps.session, thread, list(nodes), REPLIES_SHOWN + 1):
        by_root[reply.root_id].append(reply)
    if around and around not in nodes:
        _keep_in_view(deps, thread, by_root, around)
    for root, replies in by_root.items():
        _attach(deps, thread, nodes, root, replies)
    return [nodes[row.id] for row in tops]


def _keep_in_view(deps: Deps, thread: PublicThread, by_root: dict[Ref, list[Row]], around: Ref) -> None:
    """Let a permalink deep in a long thread arrive: add the comment and its ancestors where the limit cut them off."""
    path = reading.path_to(deps.session, thread, around)
    shown = by_root.get(path[0].root_id) if path else None
    if shown is None:
        return
    known = {row.id for row in shown[:REPLIES_SHOWN]}
    if missing := [row for row in path if row.parent_id and row.id not in known]:
        shown[:] = shown[:REPLIES_SHOWN] + missing + shown[REPLIES_SHOWN : REPLIES_SHOWN + 1]


def _attach(deps: Deps, thread: PublicThread, nodes: dict[Ref, Node], root: Ref, replies: list[Row]) -> None:
    cut = len(replies) > REPLIES_SHOWN
    sent = replies[:-1] if cut else replies
    nodes |= {row.id: Node(row.rendered) for row in sent}
    for row in sent:  # a machine with a slow clock gives an answer an id before that of what it answers
        if row.parent_id in nodes:
            nodes[row.parent_id].replies.append(nodes[row.id])
    if cut:
        last = sent[REPLIES_SHOWN - 1]
        extra = len(sent) - REPLIES_SHOWN
        nodes[root].more_replies = reading.count_replies_after(deps.session, thread, root, last.id) - extra
        nodes[root].more_cursor = _cursor("r", root, last.id)


def _more_replies(deps: Deps, page: ThreadPage, thread: PublicThread, cursor: Cursor) -> ThreadPage:
    if cursor.after is None:
        raise _bad_cursor()
    rows = reading.replies_after(deps.session, thread, cursor.id, cursor.after, REPLIES_SHOWN + 1)
    shown = rows[:REPLIES_SHOWN]
    following = _cursor("r", cursor.id, shown[-1].id) if len(rows) > REPLIES_SHOWN else None
    return replace(page, comments=[Node(row.rendered) for row in shown], next=following)


@dataclass(frozen=True)
class Cursor:
    """n: after this top-level comment; p: before it; r: replies below it, after another."""

    kind: str
    id: Ref
    after: Ref | None = None


def _cursor(kind: str, *ids: Ref) -> str:
    return base64.urlsafe_b64encode(kind.encode() + bytes.fromhex("".join(ids))).rstrip(b"=").decode()


def _open_cursor(text: str | None) -> Cursor | None:
    if not text:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        kind, ids = raw[:1].decode("ascii"), [raw[i : i + 16].hex() for i in range(1, len(raw), 16)]
    except (ValueError, UnicodeDecodeError):
        raise _bad_cursor() from None
    if len(raw) % 16 != 1 or (kind, len(ids)) not in (("n", 1), ("p", 1), ("r", 2)):
        raise _bad_cursor()
    return Cursor(kind, *ids)


def _bad_cursor() -> ValidationFailed:
    return ValidationFailed(
        "The cursor is none of ours.", fields={"cursor": ["Take it from `next`, `prev` or `more_cursor`."]}
    )


def page_as_json(page: ThreadPage, limits: dict[str, Any]) -> dict[str, Any]:
    """Everything around the comments of a public answer (the comments themselves stay bytes)."""
    thread = page.thread
    return {
        "thread": {
            "key": page.key,
            "url": page.named.url if page.named else None,
            "title": page.named.title if page.named else None,
            "count": thread.published_count if thread else 0,
            "closed": page.closed,
        },
        "site": {"name": page.site.name, "moderation": page.site.moderation, "max_depth": page.site.max_depth} | limits,
        "next": page.next,
        "prev": page.prev,
    }
