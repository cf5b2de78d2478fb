"""Store several posts together, each as `store_post` would: a few statements for all, inside a write transaction.

Everything that may have changed since a post was made ready is looked at again: the site and its settings, its form,
its Idempotency-Key, its thread, and what came before it, of this batch too. Whatever is not as expected is left to be
stored alone, where the right thing is said about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from commentsvc.domain.fingerprint import ALIKE
from commentsvc.errors import RateLimited
from commentsvc.models.fingerprint import count_others, others_with
from commentsvc.models.posting import knows_itself
from commentsvc.models.posting_together import Found, look_up_together
from commentsvc.models.prepared import bind_rows, insert_together
from commentsvc.models.search import NewWords, index_new_comments
from commentsvc.models.shared_commits import ALONE
from commentsvc.models.visibility import count_new, is_shown
from commentsvc.usecases.read_thread import is_closed
from commentsvc.usecases.ready_post import ReadyPost
from commentsvc.usecases.store_post import StoredPost


def store_posts(connection: Connection, posts: Sequence[ReadyPost]) -> list[Any]:
    """What came of each: a `StoredPost`, `RateLimited`, or `ALONE`."""
    found = {}
    for site_id in {post.known.site.id for post in posts}:
        asked = [post.asking for post in posts if post.known.site.id == site_id]
        found[site_id] = look_up_together(connection, site_id, asked)
    batch = _Batch(connection)
    told = [batch.take(post, found[post.known.site.id]) for post in posts]
    batch.write()
    return told


class _Batch:
    """Posts that are stored together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taken: list[ReadyPost] = []
        self._named: set[str] = set()
        self._codes: Counter[str] = Counter()

    def take(self, post: ReadyPost, found: Found) -> Any:
        """What came of it; what is taken must be written."""
        thread = found.threads.get(post.asking.page)
        if thread is None or not self._is_new(post, found):
            return ALONE
        if not knows_itself(thread, post.url, post.title) or is_closed(post.known.site, thread):
            return ALONE
        if self._is_found(post):
            return ALONE
        try:
            post.counting(self._connection)
        except RateLimited as refused:
            return refused
        post.comment.thread_id = thread.id
        self._taken.append(post)
        self._named |= _names(post)
        self._codes.update(code for code, _, _ in post.sought.counted)
        return StoredPost(post.comment, thread, post.promise)

    def _is_new(self, post: ReadyPost, found: Found) -> bool:
        """Whether its site is as it was, and neither its form nor its key brought a comment before."""
        if found.version != post.known.version or post.asking.nonce in found.spent:
            return False
        return post.asking.key_hash not in found.answered and self._named.isdisjoint(_names(post))

    def _is_found(self, post: ReadyPost) -> bool:
        """Whether `judge_repeats` would find anything."""
        near, since, counted = post.sought
        for other in self._taken:
            if other.comment.site_id == post.comment.site_id and len(near & other.sought.near) >= ALIKE:
                return True
        if near and others_with(self._connection, post.comment, near, since, ALIKE):
            return True
        return any(
            count_others(self._connection, post.comment, code, begun, limit) + self._codes[code] >= limit
            for code, begun, limit in counted
        )

    def write(self) -> None:
        """Write what was taken."""
        dialect, taken = self._connection.dialect, self._taken
        comments = bind_rows(dialect, [_in_thread(post) for post in taken])
        insert_together(self._connection, [*comments, *(row for post in taken for row in post.rows)])
        index_new_comments(
            self._connection,
            [NewWords(post.comment.site_id, post.comment.thread_id, post.comment.id, post.words) for post in taken],
        )
        count_new(self._connection, [post.comment for post in taken if is_shown(post.comment)])


def _names(post: ReadyPost) -> set[str]:
    """What only one post of a site may bring."""
    site_id = post.known.site.id
    return {f"{site_id} {name}" for name in (post.asking.nonce, post.asking.key_hash) if name is not None}


def _in_thread(post: ReadyPost) -> Any:
    return post.row._replace(values={**post.row.values, "thread_id": post.comment.thread_id})
