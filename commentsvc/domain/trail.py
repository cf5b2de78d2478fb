"""The trail of who did what: its kinds of acts, what it is searched by, and where a page of it ends. No I/O."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

DECISION = "decision"
"""The kind of every moderation decision. They have a table of their own, and are what a moderator sees of the trail."""

KINDS: dict[str, str] = {
    DECISION: "Decisions about comments",
    "comment": "Answers, reports, flags and threads",
    "ban": "Bans",
    "rule": "Rules and spam",
    "member": "Members, roles and tokens",
    "sign-in": "Sign-ins and accounts",
    "export": "Exports",
    "request": "Requests, erasures and holds",
    "site": "Settings, notices and mail",
    "proof": "Keys and witnesses",
}
"""What acts are searched by, in plain words."""

_OF_THING = {
    **dict.fromkeys(("comment", "thread", "report", "flags"), "comment"),
    "ban": "ban",
    **dict.fromkeys(("rule", "spam", "spam-service", "learning"), "rule"),
    **dict.fromkeys(("member", "token"), "member"),
    **dict.fromkeys(("account", "sign-in"), "sign-in"),
    "export": "export",
    **dict.fromkeys(("request", "subject", "hold", "breach"), "request"),
    **dict.fromkeys(("site", "notice", "retention", "mail", "webhook"), "site"),
    **dict.fromkeys(("key", "witness", "escrow"), "proof"),
}
_EXPORTS = frozenset({"breach.export", "key.export", "request.copy"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def known_thing(action: str) -> bool:
    """Whether this act is about a thing whose kind is known."""
    return action.partition(".")[0] in _OF_THING


def act_kind(action: str) -> str:
    """The kind of an act that is no decision, by its name `thing.verb`."""
    return "export" if action in _EXPORTS else _OF_THING.get(action.partition(".")[0], "site")


@dataclass(frozen=True)
class TrailFilter:
    """Which acts: by whom (`account:…`, `token:…`, `cli`, …), of which kind (`KINDS`), in [begin, end), done to what
    (an id or key, exactly). None: any."""

    who: str | None = None
    kind: str | None = None
    begin: datetime | None = None
    end: datetime | None = None
    target: str | None = None


class Place(NamedTuple):
    """Where an act stands: the trail is in the order of `at`, then `id`."""

    at: datetime
    id: uuid.UUID

    def cursor(self) -> str:
        """The place as text; `place_of` reads it."""
        return f"{(self.at - _EPOCH) // timedelta(milliseconds=1)}.{self.id}"


def place_of(cursor: str) -> Place:
    """The place that `Place.cursor` wrote. Raises `ValueError`."""
    moment, _, act = cursor.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 15):
        raise ValueError(cursor)
    return Place(_EPOCH + timedelta(milliseconds=int(moment)), uuid.UUID(act))
