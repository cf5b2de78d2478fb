"""What webhooks tell: every event, what its data holds, an example. No I/O. The reference page is made from it, and a
test holds what is really sent against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMMENT_POSTED = "comment.posted"
COMMENT_EDITED = "comment.edited"
COMMENT_DECIDED = "comment.decided"
COMMENT_FLAGGED = "comment.flagged"
COMMENT_RESTRICTED = "comment.restricted"
COMMENT_ERASED = "comment.erased"
REQUEST_OPENED = "request.opened"
TEST = "webhook.test"
"""Sent by the button in the console only, whatever events a receiver chose."""

OWED = (COMMENT_RESTRICTED, COMMENT_ERASED)
"""What every receiver is told that is told of comments: to whom personal data was disclosed, its erasure and its
restriction are communicated (Art. 19 GDPR)."""


@dataclass(frozen=True)
class Member:
    """A member of an event's `data`; `contents`: only for receivers that get names and texts."""

    path: str
    kind: str
    told: str
    contents: bool = False


@dataclass(frozen=True)
class Event:
    """`label` for the console, `told` one sentence, `example` its `data` with everything that may be in it."""

    label: str
    told: str
    members: tuple[Member, ...]
    example: Mapping[str, Any]

    def paths(self, *, contents: bool) -> set[str]:
        """The paths that are always there, for a receiver with or without names and texts."""
        return {member.path for member in self.members if contents or not member.contents}


_ID = "01970b3e-5c1f-7d2a-9f3b-2c8a4e6d1b70"
_COMMENT = (
    Member("comment.id", "uuid", "the comment"),
    Member("comment.status", "string", "`pending`, `published`, `spam`, `rejected` or `removed`, when this was sent"),
    Member("comment.parent", "uuid or null", "the comment that it stands under"),
    Member("comment.page.key", "string", "the page it stands on"),
    Member("comment.page.url", "string", "its address"),
    Member("comment.page.title", "string or null", "its title"),
    Member("comment.held_for", "array of strings", "why it was held back, as slugs"),
    Member("comment.created_at", "date-time", "when it was posted"),
    Member("comment.edited_at", "date-time or null", "when its author last changed it"),
    Member("comment.author.name", "string", "the name it was posted under", contents=True),
    Member("comment.author.website", "string or null", "the website that was given", contents=True),
    Member("comment.body", "string", "the text as it was typed: Markdown, never safe to show as HTML", contents=True),
)
_ONE = {
    "id": _ID,
    "status": "pending",
    "parent": None,
    "page": {"key": "/news/a-story", "url": "https://example.org/news/a-story", "title": "A story"},
    "held_for": ["links"],
    "created_at": "2026-11-29T09:15:00.000Z",
    "edited_at": None,
    "author": {"name": "Ada", "website": None},
    "body": "I *agree*.",
}

EVENTS: Mapping[str, Event] = {
    COMMENT_POSTED: Event("A comment was posted", "A reader posted a comment.", _COMMENT, {"comment": _ONE}),
    COMMENT_EDITED: Event(
        "A comment was changed",
        "Its author changed text, name or website. Replace what you hold.",
        _COMMENT,
        {"comment": {**_ONE, "edited_at": "2026-11-29T09:20:00.000Z"}},
    ),
    COMMENT_DECIDED: Event(
        "A comment was decided about",
        "A moderator published, rejected, removed or restored it, marked it as spam, or took a decision back.",
        (
            *_COMMENT,
            Member("decision.id", "uuid", "the decision"),
            Member("decision.action", "string", "`publish`, `reject`, `spam`, `remove`, `restore` or `undo`"),
            Member("decision.from_status", "string", "its status before"),
            Member("decision.to_status", "string", "its status then"),
            Member("decision.at", "date-time", "when"),
        ),
        {
            "comment": {**_ONE, "status": "published"},
            "decision": {
                "id": "01970b41-1111-7aaa-8bbb-2c8a4e6d1b71",
                "action": "publish",
                "from_status": "pending",
                "to_status": "published",
                "at": "2026-11-29T09:21:00.000Z",
            },
        },
    ),
    COMMENT_FLAGGED: Event(
        "Readers flagged a comment",
        "Readers said that something is wrong with it.",
        (*_COMMENT, Member("flags", "number", "how many readers did so by then")),
        {"comment": {**_ONE, "status": "published"}, "flags": 3},
    ),
    COMMENT_RESTRICTED: Event(
        "A comment was restricted",
        "Its author had it restricted (Art. 18 GDPR): keep what you hold, and do nothing else with it. It is told to "
        "every receiver that is told of comments.",
        (Member("comment.id", "uuid", "the comment"),),
        {"comment": {"id": _ID}},
    ),
    COMMENT_ERASED: Event(
        "A comment was erased",
        "Delete everything that you hold of it (Art. 17 and 19 GDPR), also where its text stayed public without its "
        "author's name: fetch it again if you need it. It is told to every receiver that is told of comments.",
        (Member("comment.id", "uuid", "the comment"),),
        {"comment": {"id": _ID}},
    ),
    REQUEST_OPENED: Event(
        "A person asked for their rights",
        "Somebody asked for access, erasure, correction or another right, and it is confirmed that it is theirs. Who "
        "they are is not said.",
        (
            Member("request.id", "uuid", "the request"),
            Member("request.reference", "string", "its short number, for people"),
            Member("request.kind", "string", "`access`, `erasure`, `rectification`, and so on"),
            Member("request.channel", "string", "how it came"),
            Member("request.received_at", "date-time", "when it came"),
            Member("request.due_at", "date-time", "by when it must be answered"),
        ),
        {
            "request": {
                "id": "5b0c3f0e-8a52-4f6e-9d1c-0e7a2b3c4d5e",
                "reference": "BC63-Y3MA",
                "kind": "access",
                "channel": "form",
                "received_at": "2026-11-29T09:15:00.000Z",
                "due_at": "2026-12-29T23:59:59.000Z",
            }
        },
    ),
}
"""Every event a receiver can choose."""
TEST_EVENT = Event(
    "A test",
    "Somebody pressed “Send a test” in the console. It is told to that receiver alone.",
    (Member("endpoint", "uuid", "the receiver that is tried"),),
    {"endpoint": "01970b3e-0000-7d2a-9f3b-2c8a4e6d1b72"},
)


def wanted(event: str, chosen: list[str]) -> bool:
    """Whether a receiver that chose these events is told of this one."""
    if event in OWED:
        return any(one.startswith("comment.") for one in chosen)
    return event in chosen
