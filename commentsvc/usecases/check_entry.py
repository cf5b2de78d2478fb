"""Check a pending log entry before it gets its place: its bytes are what they say, and the key promised them."""

from __future__ import annotations

from commentsvc.errors import LedgerError
from commentsvc.ledger.entry import parse_leaf
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.log import LogEntry


def check_entry(entry: LogEntry, origin: str, key: NoteVerifier) -> str | None:
    """Why `entry` may not be in the log `origin` whose key is `key` today (at most 200 characters), or None.

    An earlier key's promise does not count: when a key changes, all that it had promised gets its place first.
    """
    try:
        if parse_leaf(entry.data).type != entry.type:
            return "the leaf data is of another type"
        if leaf_hash(entry.data) != entry.leaf_hash:
            return "the leaf hash is not that of the leaf data"
        deadline_ms = round(entry.deadline.timestamp() * 1000)
        verify_promise(key, origin, entry.leaf_hash, deadline_ms, entry.promise)
    except LedgerError as error:
        return str(error)[:200]
    return None
