"""Post several plain comments at once, each as `post_comment` would: checked and made ready one by one, then stored in
one commit. Whatever is out of the ordinary, and whatever may have to be refused, is left to `post_comment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from commentsvc.errors import ValidationFailed
from commentsvc.usecases.check_draft import CheckedDraft, CommentDraft
from commentsvc.usecases.count_post import Count
from commentsvc.usecases.deps import Deps, Visitor, Window
from commentsvc.usecases.post_comment import PostedComment, as_remembered, idempotency_hash, told, windows_of
from commentsvc.usecases.ready_post import ReadyPost, ready_post
from commentsvc.usecases.store_post import StoredPost
from commentsvc.usecases.store_posts import store_posts


class MadeReady(NamedTuple):
    """A post that passed every check that needs no write. `counted`: it has been counted already, so whoever posts it
    by itself after all must not count it again."""

    checked: CheckedDraft
    ready: ReadyPost
    counted: bool


def make_ready(
    deps: Deps, site_id: str, draft: CommentDraft, visitor: Visitor, idempotency_key: str | None = None
) -> MadeReady | None:
    """The post, for `post_together`. None, and nothing was counted, for one that must be posted by itself."""
    if draft.parent is not None or draft.author_email or draft.form.get("proof"):
        return None
    try:
        key_hash = idempotency_hash(idempotency_key)
    except ValidationFailed:
        return None
    checked = as_remembered(deps, site_id, draft, visitor, key_hash)
    if checked is None:
        return None
    windows, joins = windows_of(deps, checked.known.site, visitor), deps.limits.joins
    if _any_is_full(deps, windows, joins=joins):
        return None
    ready = ready_post(deps, checked, Count(deps.limits, windows if joins else ()))
    if ready is None or (not joins and any(deps.limits.hit(*window) for window in windows)):
        return None
    return MadeReady(checked, ready, counted=not joins)


def post_together(deps: Deps, posts: Sequence[MadeReady]) -> list[PostedComment | Exception | None]:
    """What came of each: the comment, once it is committed; None for one that must be posted by itself, of which
    nothing is written; or the error with which it was not committed, so that it must not be tried again."""
    outcomes = deps.commits.write_all(store_posts, [post.ready for post in posts])
    return [_told(deps, post, outcome) for post, outcome in zip(posts, outcomes, strict=True)]


def _any_is_full(deps: Deps, windows: Sequence[Window], *, joins: bool) -> bool:
    if joins:
        return bool(deps.limits.blocked_in(deps.session, windows))
    return any(deps.limits.blocked(*window) for window in windows)


def _told(deps: Deps, post: MadeReady, outcome: object) -> PostedComment | Exception | None:
    if isinstance(outcome, StoredPost):
        return told(deps, post.checked, outcome)
    if not isinstance(outcome, Exception):
        return None
    if windows := post.ready.counting.windows:  # what was counted with its rows is gone with them
        deps.limits.hit_apart(windows)
    return outcome
