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

from commentsvc.errors import RateLimited
from commentsvc.models.fingerprint import Repeats
from commentsvc.models.posting import knows_itself
from commentsvc.models.posting_together import Found, look_up_together
from commentsvc.models.prepared import in_one_packet, insert_together
from commentsvc.models.search import NewWords, index_new_comments
from commentsvc.models.shared_commits import ALONE
from commentsvc.models.visibility import count_new, is_shown
from commentsvc.usecases.read_thread import is_closed
from commentsvc.usecases.ready_post import ReadyPost
from commentsvc.usecases.store_post import StoredPost


def store_posts(connection: Connection, posts: Sequence[ReadyPost]) -> list[Any]:
    """What came of each: a `StoredPost`, or `ALONE`.

    Raises:
        RateLimited: one of them would be too many. It is found out by storing each alone.
    """
    batch = _Batch(connection)
    told: dict[int, Any] = {}
    for site_id in sorted({post.known.site.id for post in posts}):
        those = [number for number, post in enumerate(posts) if post.known.site.id == site_id]
        asked = [posts[number].asking for number in those]
        lock = any(is_shown(posts[number].comment) for number in those)
        found = look_up_together(connection, site_id, asked, lock=lock)
        for number, repeats in zip(those, found.repeats, strict=True):
            told[number] = batch.take(posts[number], found, repeats)
    batch.write()
    return [told[number] for number in range(len(posts))]


class _Batch:
    """Posts that are stored together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taken: list[ReadyPost] = []
        self._named: set[str] = set()
        self._codes: Counter[str] = Counter()

    def take(self, post: ReadyPost, found: Found, repeats: Repeats) -> Any:
        """What came of it; what is taken must be written."""
        thread = found.threads.get(post.asking.page)
        if thread is None or not self._is_new(post, found):
            return ALONE
        if not knows_itself(thread, post.url, post.title) or is_closed(post.known.site, thread):
            return ALONE
        if self._is_found(post, repeats):
            return ALONE
        post.comment.thread_id = thread.id
        self._taken.append(post)
        self._named |= _names(post)
        self._codes.update(code for code, _, _ in post.asking.sought.counted)
        return StoredPost(post.comment, thread, post.promise)

    def _is_new(self, post: ReadyPost, found: Found) -> bool:
        """Whether its site is as it was, and neither its form nor its key brought a comment before."""
        if found.version != post.known.version or post.asking.nonce in found.spent:
            return False
        return post.asking.key_hash not in found.answered and self._named.isdisjoint(_names(post))

    def _is_found(self, post: ReadyPost, repeats: Repeats) -> bool:
        """Whether `judge_repeats` would find anything. Codes are keyed by site: none is another site's."""
        sought = post.asking.sought
        if repeats.near or any(sought.meets(other.asking.sought.near) for other in self._taken):
            return True
        those = zip(sought.counted, repeats.counted, strict=True)
        return any(count + self._codes[code] >= limit for (code, _, limit), count in those)

    def write(self) -> None:
        """Write what was taken."""
        if self._taken:
            with in_one_packet(self._connection):
                self._write()

    def _write(self) -> None:
        taken = self._taken
        for post in taken:
            post.row.fill("thread_id", post.comment.thread_id)
        insert_together(self._connection, [row for post in taken for row in (post.row, *post.rows)])
        index_new_comments(
            self._connection,
            [NewWords(post.comment.site_id, post.comment.thread_id, post.comment.id, post.words) for post in taken],
        )
        count_new(self._connection, [post.comment for post in taken if is_shown(post.comment)])
        counts = Counter(window for post in taken for window in post.counting.windows)
        if counts and not taken[0].counting.limits.all_fit_in(self._connection, counts):
            raise RateLimited("One of these posts is too many.", retry_after=1)


def _names(post: ReadyPost) -> set[str]:
    """What only one post of a site may bring."""
    site_id = post.known.site.id
    return {f"{site_id} {name}" for name in (post.asking.nonce, post.asking.key_hash) if name is not None}
