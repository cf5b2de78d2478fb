"""What a data subject can ask for, where a request stands, and what may happen to it next. Pure."""

from __future__ import annotations

import uuid
from datetime import timedelta
from enum import StrEnum

WORDS_MAX = 4000
"""Characters a reader may say with a request; a note for the file has as many."""
NOTE_MAX = 4000
CONFIRM_WITHIN = timedelta(hours=24)
"""How long the link works that confirms a request; one that nobody confirmed is deleted then."""
LIFT_AFTER = timedelta(days=7)
"""Between telling a person that a restriction ends and its end (Art. 18(3))."""
KEEP_PERSONAL = timedelta(days=30)
"""How long address and words are kept once a request is closed: for a question about the answer."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is read for something else


class Kind(StrEnum):
    """Art. 15 to 21 GDPR; and the claim that somebody else wrote under my address."""

    ACCESS = "access"
    ERASURE = "erasure"
    RECTIFICATION = "rectification"
    PORTABILITY = "portability"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    IMPERSONATION = "impersonation"


class State(StrEnum):
    """`unconfirmed`: the link mailed to the address was not clicked yet. The last three are ends."""

    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a request came, and so what is known of who sent it: anybody who typed an address; whoever opened the link
    mailed to the address; the holder of a receipt; a letter, which an admin confirms."""

    FORM = "form"
    MAILBOX = "mailbox"
    RECEIPT = "receipt"
    LETTER = "letter"


class Step(StrEnum):
    """What can happen to a request. Each is in the log as `request.<step>`."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    EXTENDED = "extended"
    REMINDED = "reminded"
    NOTED = "noted"
    COPIED = "copied"
    ERASED = "erased"
    RESTRICTED = "restricted"
    ANNOUNCED = "announced"
    UNRESTRICTED = "unrestricted"
    OBJECTED = "objected"
    HELD = "held"
    RELEASED = "released"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"


CLOSED = frozenset({State.ANSWERED, State.REFUSED, State.WITHDRAWN})
AT_ONCE = frozenset({Kind.ACCESS, Kind.PORTABILITY, Kind.ERASURE})
"""What the worker can answer by itself, where the site wants it so; everything else needs somebody's judgement."""


def reference(request_id: uuid.UUID) -> str:
    """The short number people use: eight characters of the random id, such as `K7QM-2XDA`."""
    number = request_id.int >> 88  # the first 40 bits, all of them random in a version 4 UUID
    text = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{text[:4]}-{text[4:]}"
