"""Read a delivery status notification (RFC 3464), as mail servers send it back. Pure, and made for hostile input.

Anybody can send mail to the address that takes bounces. What is believed of one is little: the token of a message of
ours, which only its recipient and the servers on its way know, and a status code. No text of it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser

MAX_BYTES = 256 * 1024
"""What is read of one; notifications return headers, sometimes the message, and ours are small."""
_MAX_PARTS = 50
_TOKEN = re.compile(r"(?<![0-9a-z])([0-9a-f]{32})@")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_ADDRESSED = ("delivered-to", "x-original-to", "to")
_WORDS = {
    "1": "the address does not exist",
    "2": "the mailbox takes no mail, or is full",
    "3": "the recipient’s mail system failed",
    "4": "the recipient’s mail system could not be reached",
    "5": "the mail servers did not understand each other",
    "6": "the message’s form was not taken",
    "7": "a rule of the recipient’s mail system refuses it",
}


@dataclass(frozen=True)
class Bounce:
    """What a notification says: `token` of the message, enhanced `status` (RFC 3463) or empty, and whether it `failed`
    for good; otherwise it is only late, or even arrived."""

    token: str
    status: str
    failed: bool


def read_bounce(raw: bytes, recipient: str = "") -> Bounce | None:
    """What `raw`, one message, says of a message of ours; None when it is no notification or names none of ours.

    `recipient` is the envelope's, where the mail server tells it. Never raises, whatever `raw` is.
    """
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw[:MAX_BYTES])
        parts = list(_parts(message))
        token = _token(message, parts, recipient)
        statuses = [block for part in parts for block in _recipients(part)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        return None  # the parser of the standard library has broken on each of these before
    if token is None or not statuses:
        return None
    for action, status in statuses:
        if action == "failed":
            return Bounce(token, status, True)
    return Bounce(token, statuses[0][1], False)


def status_words(status: str) -> str:
    """What the enhanced status code means, in a few words that fit behind "Not delivered:"; RFC 3463 3."""
    return _WORDS.get(status[2:].split(".")[0], "the recipient’s mail system gave no reason")


def _parts(message: Message) -> list[Message]:
    """The parts of a notification, two levels deep: the report and what it returns. Deeper nothing of use is found."""
    found = [message]
    if message.is_multipart():
        for part in message.get_payload()[:_MAX_PARTS]:  # type: ignore[index]
            if isinstance(part, Message):
                found.append(part)
                if part.get_content_type() == "message/rfc822" and part.is_multipart():
                    found += [inner for inner in part.get_payload()[:1] if isinstance(inner, Message)]  # type: ignore[index]
    return found


def _token(message: Message, parts: list[Message], recipient: str) -> str | None:
    addressed = [recipient, *(str(message.get(name, "")) for name in _ADDRESSED)]
    for text in addressed:
        if found := _TOKEN.search(text[:1000].lower()):
            return found[1]
    for part in parts[1:]:
        returned = str(part.get("message-id", ""))
        if part.get_content_type() == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            head = BytesParser(policy=policy.compat32).parsebytes(
                body if isinstance(body, bytes) else b"", headersonly=True
            )
            returned = str(head.get("message-id", ""))
        if found := _TOKEN.search(returned[:1000].lower()):
            return found[1]
    return None


def _recipients(part: Message) -> list[tuple[str, str]]:
    """Action and status of each recipient in a `message/delivery-status` part (RFC 3464 2.3)."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return []
    found = []
    for block in part.get_payload()[:_MAX_PARTS]:  # type: ignore[index]
        if isinstance(block, Message) and (action := str(block.get("action", "")).strip().lower()):
            status = _STATUS.match(str(block.get("status", "")))
            found.append((action[:20], status[1] if status else ""))
    return found
